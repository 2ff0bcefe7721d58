"""What the shop shows: how many questions it costs does not depend on how long somebody has been a member."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from connector.core.commerce import Cart
from connector.db.engine import Database
from connector.usecases import shopper
from connector.usecases.look import NoSuchThing
from connector.usecases.merge import join_members
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from connector.web.shown import account_shown, reader
from tests.building import ANNA, BERT, NOW, a_line, an_order, at
from tests.usecases.shop import CLUB, a_store, enrol, member_of, settle
from tests.usecases.test_queries import FEW, MANY, statements

TIERS = "tiers: {levels: [{name: Silver, spend: 100, times: 1.5}], window: lifetime}\n"
BY_PRODUCT = CLUB.replace("earn: [", "earn: [{kind: product}, ")


def account(database: Database, store: Store, count: int) -> object:
    return shopper.shop_account(database, store, "7", at(20))


def cart(database: Database, store: Store, count: int) -> object:
    lines = tuple(a_line(id=str(number), product_id=f"p{number}") for number in range(count))
    return shopper.prospect(database, store, "7", Cart("EUR", lines), at(20))


def order(database: Database, store: Store, count: int) -> object:
    return shopper.order_points(database, store, "7", "1")


@pytest.mark.parametrize("ask", [account, cart, order])
@pytest.mark.parametrize("programme", [CLUB, CLUB + TIERS, BY_PRODUCT], ids=["plain", "tiers", "products"])
def test_a_long_story_is_told_in_as_few_questions_as_a_short_one(
    fresh_database: Callable[[], Any], ask: Callable[[Database, Store, int], object], programme: str
) -> None:
    asked = {}
    for count in (FEW, MANY):
        with fresh_database() as database:
            store = a_store(database, programme=programme)
            settle(database, store, *(an_order(id=str(number), buyer=ANNA) for number in range(count)))
            with database.read() as connection:
                anna = member_of(connection)
            for number in range(count):
                redeem(database, store, anna, 100, key=f"k{number}", author="s", now=NOW)
            with statements(database) as seen:
                ask(database, store, count)
            asked[count] = len(seen)

    assert asked[FEW] == asked[MANY] <= 15


def test_members_who_are_one_person_see_one_wallet_and_each_their_own_orders(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 250)
    settle(sqlite_database, store, an_order(a_line(10_000), id="2", buyer=BERT))
    with sqlite_database.read() as connection:
        bert = member_of(connection, "8")
    join_members(sqlite_database, bert, anna, reason="one person", author="test", now=NOW)

    seen = [shopper.shop_account(sqlite_database, store, customer, at(20)).available for customer in ("7", "8")]

    assert seen == [350, 350]
    assert shopper.order_points(sqlite_database, store, "8", "2").award.points == 100
    with pytest.raises(NoSuchThing):
        shopper.order_points(sqlite_database, store, "7", "2")


def test_a_code_of_another_store_is_not_shown(sqlite_database: Database) -> None:
    here, there = a_store(sqlite_database), a_store(sqlite_database, name="there")
    anna = enrol(sqlite_database, here, 250)
    redeem(sqlite_database, there, anna, 100, key="k", author="s", now=NOW)

    seen = shopper.shop_account(sqlite_database, here, "7", at(1))

    assert (seen.available, seen.held, seen.codes) == (150, 100, ())


def test_the_same_number_in_another_store_is_somebody_else(sqlite_database: Database) -> None:
    here, there = a_store(sqlite_database), a_store(sqlite_database, name="there")
    enrol(sqlite_database, here, 250)

    assert shopper.shop_account(sqlite_database, there, "7", at(1)).available == 0


def test_the_least_that_may_be_redeemed_is_a_whole_number_of_steps(sqlite_database: Database) -> None:
    redeeming = "redeem: {points: 100, worth: 5.00, minimum_points: 150, multiples_of: 100}"
    store = a_store(sqlite_database, programme=CLUB.replace("redeem: {points: 100, worth: 5.00}", redeeming))
    enrol(sqlite_database, store, 550)

    offer = shopper.shop_account(sqlite_database, store, "7", at(1)).offer

    assert offer is not None
    assert (offer.least, offer.step, offer.quoted.points) == (200, 100, 500)


def test_a_programme_that_redeems_nothing_has_no_worth_and_no_offer(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=CLUB.replace("redeem: {points: 100, worth: 5.00}\n", ""))
    enrol(sqlite_database, store, 250)

    seen = shopper.shop_account(sqlite_database, store, "7", at(1))

    assert (seen.worth, seen.offer) == (None, None)


def test_a_code_for_an_order_that_is_placed_is_not_shown(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 250)
    open_order = replace(an_order(id="2"), paid_at=None, completed_at=None)
    settle(sqlite_database, store, replace(open_order, status="open", stage=type(open_order.stage).OPEN), now=NOW)
    redeem(sqlite_database, store, anna, 100, key="k", author="s", now=NOW, order="2")

    seen = shopper.shop_account(sqlite_database, store, "7", at(1))

    assert (seen.held, seen.codes) == (100, ())


def test_only_an_order_of_this_shop_is_named_in_the_history(sqlite_database: Database) -> None:
    here, there = a_store(sqlite_database), a_store(sqlite_database, name="there")
    anna = enrol(sqlite_database, here, 250, order="15")
    other = enrol(sqlite_database, there, 100, order="16")
    join_members(sqlite_database, other, anna, reason="one person", author="test", now=NOW)
    account = shopper.shop_account(sqlite_database, here, "7", at(20))
    reviewed = replace(account.entries[0], order_ref="shop:review/12")
    account = replace(account, entries=(reviewed, *account.entries))

    told = account_shown(account, reader(account.terms, "en", signed_in=True))["entries"]

    assert sorted((entry["order"] or "", entry["sentence"]) for entry in told) == [
        ("", "Points collected"),
        ("", "Points collected"),
        ("15", "Points collected (order 15)"),
    ]


WHOLESALE = replace(ANNA, groups=("wholesale",))
APART = "overrides: [{groups: [wholesale], redeem: {points: 100, worth: 1.00}}]\n"


def test_what_is_offered_is_what_the_groups_of_the_last_order_get(database: Database) -> None:
    store = a_store(database, programme=CLUB + APART)
    settle(database, store, an_order(a_line(30_000)))
    assert shopper.shop_account(database, store, "7", at(1)).worth == 1_500

    settle(database, store, an_order(a_line(0), id="2", buyer=WHOLESALE, placed_at=at(1)), now=at(1))
    seen = shopper.shop_account(database, store, "7", at(2))
    cart = Cart("EUR", (a_line(),))
    untold = shopper.prospect(database, store, "7", cart, at(2)).offer
    told = shopper.prospect(database, store, "7", replace(cart, groups=("retail",)), at(2)).offer

    assert seen.offer is not None
    assert untold is not None
    assert told is not None
    assert (seen.worth, seen.offer.quoted.worth, untold.quoted.worth, told.quoted.worth) == (300, 300, 300, 1_500)


def test_who_is_shut_out_is_offered_nothing(database: Database) -> None:
    store = a_store(database, programme=CLUB + "members: {never: [wholesale]}\n")
    settle(database, store, an_order(a_line(30_000)))
    settle(database, store, an_order(a_line(0), id="2", buyer=WHOLESALE, placed_at=at(1)), now=at(1))

    seen = shopper.shop_account(database, store, "7", at(2))

    assert (seen.available, seen.offer) == (300, None)
