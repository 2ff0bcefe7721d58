"""Balances in the store: an account shows what its owner has, is told what changed and no more, and forgets with us."""

from datetime import datetime, timedelta

import pytest

from connector.adapter import Misconfigured, Rejected, Retryable, ShownBalance
from connector.core.commerce import Buyer, Stage
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.adjust import adjust_points
from connector.usecases.look import member_card
from connector.usecases.merge import join_members, part_members
from connector.usecases.privacy import erase_person
from connector.usecases.programmes import put_in_force
from connector.usecases.publish import Published, count_waiting, hasten, publish
from connector.usecases.redeem import redeem
from connector.usecases.review_tiers import Reviewed, review_tiers
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_lots
from tests.building import BERT, NOW, a_line, an_order, at
from tests.running import rows
from tests.usecases.shop import CLUB, Shop, a_store, enrol, member_of, settle
from tests.usecases.showing import Pages
from tests.usecases.test_queries import statements

THEN = at(20)  # after all that happens here


def a_showing_store(database: Database, programme: str = CLUB, name: str = "shop") -> tuple[Store, Pages]:
    shop, pages = Shop(), Pages()
    shop.balances = pages
    return a_store(database, shop, programme, name), pages


def told(database: Database, store: Store, now: datetime = THEN, *, wanted: bool = True) -> Published:
    """Until there is no more to tell."""
    total, more = Published(), True
    while more:
        done = publish(database, store, now, wanted=wanted)
        total.add(done)
        more = done.more
    return total


def adjust(database: Database, member: int, points: int, key: str) -> None:
    adjust_points(database, member, points, key=key, reason="x", author="test", now=NOW)


def test_an_account_shows_what_its_owner_has_and_what_it_is_worth(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)
    settle(database, store, an_order(a_line(5_000), id="2", stage=Stage.PAID))

    done = told(database, store)

    assert done == Published(told=1)
    assert pages.shown["7"] == ShownBalance("7", 200, 0, 0, 1_000, "EUR", None, THEN)


@pytest.mark.parametrize("accounts", [1, 20])
def test_the_orders_behind_all_tiers_are_read_at_once(sqlite_database: Database, accounts: int) -> None:
    store, pages = a_showing_store(sqlite_database, CLUB + "tiers: {levels: [{name: gold, points: 100}]}\n")
    settle(sqlite_database, store, *(an_order(id=str(n), buyer=Buyer(str(n), None)) for n in range(accounts)))

    with statements(sqlite_database) as seen:
        publish(sqlite_database, store, THEN)

    assert {one.tier for one in pages.shown.values()} == {"gold"}
    assert len([said for said in seen if "orders.snapshot" in said]) == 1


def test_pending_points_and_the_tier_are_shown_too(database: Database) -> None:
    tiers = "tiers: {levels: [{name: gold, points: 100}]}\n"
    store, pages = a_showing_store(database, CLUB + "grant: {delay_days: 14}\n" + tiers)
    settle(database, store, an_order(a_line(30_000)), now=at(1))

    told(database, store, at(1))

    shown = pages.shown["7"]
    assert (shown.available, shown.pending, shown.tier) == (0, 300, "gold")


def test_what_has_not_changed_is_not_told_again(database: Database) -> None:
    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    told(database, store)

    assert told(database, store, THEN + timedelta(days=400)) == Published()
    assert pages.calls == 1


def test_many_changes_are_told_once_and_as_they_are_when_told(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    for number in range(5):
        adjust(database, anna, 10, f"k{number}")

    told(database, store)

    assert (pages.calls, pages.available()) == (1, {"7": 350})


def test_a_change_that_leaves_the_figures_as_they_were_is_no_message(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    told(database, store)
    adjust(database, anna, 10, "up")
    adjust(database, anna, -10, "down")

    assert told(database, store) == Published(unchanged=1)
    assert told(database, store) == Published()
    assert pages.calls == 1


def test_what_changes_while_it_is_told_is_told_after_it(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    pages.meanwhile = lambda: adjust(database, anna, 50, "meanwhile")

    told(database, store)

    assert pages.available() == {"7": 350}


def test_members_without_points_are_shown_that_they_have_none(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(stage=Stage.CANCELLED))

    told(database, store)

    assert pages.available() == {"7": 0}


def test_guests_are_shown_nothing(database: Database) -> None:
    store, _ = a_showing_store(database)
    settle(database, store, an_order(buyer=Buyer(None, "guest@example.org", "Guest")))

    assert told(database, store) == Published()


def test_every_account_of_a_person_shows_the_whole_and_parted_again_their_own(database: Database) -> None:
    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    settle(database, store, an_order(a_line(5_000), id="2", buyer=BERT))
    told(database, store)
    with database.read() as connection:
        anna, bert = member_of(connection, "7"), member_of(connection, "8")

    join_members(database, anna, bert, reason="one person", author="test", now=NOW)
    told(database, store)
    together = pages.available()
    part_members(database, anna, author="test", now=NOW)
    told(database, store)

    assert together == {"7": 350, "8": 350}
    assert pages.available() == {"7": 300, "8": 50}


def test_each_store_of_a_programme_shows_it_on_its_own_accounts(database: Database) -> None:
    first, pages = a_showing_store(database)
    second, others = a_showing_store(database, name="second")
    enrol(database, first, 300)
    settle(database, second, an_order(a_line(5_000), id="2"))

    told(database, first)
    told(database, second)

    assert (pages.available(), others.available()) == ({"7": 300}, {"7": 50})


def test_a_new_version_of_the_programme_shows_the_new_worth(database: Database) -> None:
    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    told(database, store)
    put_in_force(database, parse_programme(CLUB.replace("worth: 5.00", "worth: 10.00"), "test"), "test", at(11))

    told(database, store)

    assert pages.shown["7"].worth == 3_000


def test_a_tier_that_ends_by_itself_is_shown_no_more_once_it_was_reviewed(database: Database) -> None:
    tiers = "tiers: {window: rolling, months: 12, levels: [{name: silver, points: 50}, {name: gold, points: 300}]}\n"
    store, pages = a_showing_store(database, CLUB + tiers)
    enrol(database, store, 300)
    settle(database, store, an_order(id="2", placed_at=at(200), modified_at=at(200)), an_order(id="3", buyer=BERT))
    told(database, store)
    assert {one: shown.tier for one, shown in pages.shown.items()} == {"7": "gold", "8": "silver"}

    assert review_tiers(database, store, at(300)) == Reviewed(looked=2)
    assert told(database, store, at(300)) == Published()
    assert review_tiers(database, store, at(400)) == Reviewed(looked=2, changed=2)
    told(database, store, at(400))

    assert {one: shown.tier for one, shown in pages.shown.items()} == {"7": "silver", "8": None}
    assert review_tiers(database, store, at(402)) == Reviewed(looked=1)
    assert told(database, store, at(402)) == Published()


def test_points_that_lapse_leave_the_account(database: Database) -> None:
    store, pages = a_showing_store(database, CLUB + "expire: {months: 12}\n")
    enrol(database, store, 300)
    told(database, store)

    sweep_lots(database, at(400))
    told(database, store, at(400))

    assert pages.available() == {"7": 0}


def test_a_store_that_is_down_is_left_alone_and_told_later(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(id="1"), an_order(id="2", buyer=BERT))
    pages.troubles = [Retryable("the store answered HTTP 502")]

    down = publish(database, store, THEN)
    up = told(database, store, THEN + timedelta(hours=1))

    assert down == Published(failed={"7": "the store answered HTTP 502"})
    assert pages.calls == 3
    assert (up.told, pages.available()) == (2, {"7": 100, "8": 100})


def test_keys_that_may_not_write_are_not_tried_on_everybody(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(id="1"), an_order(id="2", buyer=BERT))
    pages.troubles = [Misconfigured("give the keys Read/Write")]

    assert publish(database, store, THEN).failed == {"7": "give the keys Read/Write"}
    assert pages.calls == 1


def test_an_account_that_the_store_refuses_does_not_stop_its_neighbours(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(id="1"), an_order(id="2", buyer=BERT))
    pages.refused = {"7": Rejected("not this one")}

    done = told(database, store)

    assert (done.told, done.failed) == (1, {"7": "not this one"})
    assert told(database, store, THEN + timedelta(hours=23)) == Published()
    (row,) = rows(database, "shown_balances", "reason IS NOT NULL")
    assert (row["customer"], row["reason"]) == ("7", "not this one")
    pages.refused = {}
    assert told(database, store, THEN + timedelta(hours=25)).told == 1


def test_what_was_refused_is_tried_at_once_when_somebody_says_so(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(id="1"), an_order(id="2", buyer=BERT))
    pages.refused = {"7": Rejected("not this one")}
    told(database, store)
    assert count_waiting(database, store, THEN) == 1
    pages.refused = {}

    hasten(database, store)

    assert told(database, store) == Published(told=1)
    assert count_waiting(database, store, THEN) == 0


def test_a_worker_that_dies_leaves_its_accounts_to_the_next(database: Database) -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    pages.meanwhile = die

    with pytest.raises(Killed):
        publish(database, store, THEN)

    assert told(database, store, THEN + timedelta(minutes=1)) == Published()
    assert told(database, store, THEN + timedelta(minutes=11)) == Published(told=1)


def test_two_workers_do_not_tell_one_account_at_once(database: Database) -> None:
    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    other: list[Published] = []
    pages.meanwhile = lambda: other.append(publish(database, store, THEN))

    assert publish(database, store, THEN).told == 1
    assert other == [Published()]


def test_an_erased_person_is_shown_nothing_and_what_was_shown_is_taken_away(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    told(database, store)
    erase_person(database, [store], anna, "test", at(11))

    assert told(database, store) == Published(withdrawn=1)
    assert pages.shown == {}
    assert rows(database, "shown_balances") == []
    assert told(database, store) == Published()


def test_who_is_erased_while_the_balance_is_told_is_forgotten_all_the_same(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    pages.meanwhile = lambda: erase_person(database, [store], anna, "test", at(11))

    told(database, store)

    assert pages.shown == {}


def test_who_is_erased_before_anything_was_told_is_never_told_of(database: Database) -> None:
    store, pages = a_showing_store(database)
    erase_person(database, [store], enrol(database, store, 300), "test", at(11))

    assert told(database, store) == Published()
    assert pages.calls == 0


def test_what_could_not_be_taken_away_is_tried_again(database: Database) -> None:
    store, pages = a_showing_store(database)
    anna = enrol(database, store, 300)
    told(database, store)
    erase_person(database, [store], anna, "test", at(11))
    pages.troubles = [Retryable("the store answered HTTP 502")]

    publish(database, store, THEN)
    told(database, store, THEN + timedelta(hours=1))

    assert pages.shown == {}


def test_a_merchant_who_wants_no_balances_any_more_has_none(database: Database) -> None:
    store, pages = a_showing_store(database)
    settle(database, store, an_order(id="1"), an_order(id="2", buyer=BERT))
    told(database, store)

    assert told(database, store, wanted=False) == Published(withdrawn=2)
    assert pages.shown == {}
    assert told(database, store, wanted=False) == Published()


def test_a_store_that_lost_what_it_was_told_is_told_anew(database: Database) -> None:
    store, pages = a_showing_store(database)
    enrol(database, store, 300)
    told(database, store)
    pages.shown.clear()

    hasten(database, store, again=True)
    told(database, store)

    assert pages.available() == {"7": 300}


def test_a_platform_without_the_facet_is_left_alone(database: Database) -> None:
    store = a_store(database)
    enrol(database, store, 300)

    assert publish(database, store, THEN) == Published()


def test_more_accounts_than_a_batch_are_all_told(database: Database) -> None:
    store, pages = a_showing_store(database)
    buyers = [Buyer(str(number), f"{number}@example.org", "Somebody") for number in range(120)]
    settle(database, store, *(an_order(id=buyer.customer_id or "", buyer=buyer) for buyer in buyers))

    assert told(database, store).told == 120
    assert len(pages.shown) == 120


HALF_THERE = "overrides: [{stores: [outlet], redeem: {points: 100, worth: 2.50}}]\n"


def test_points_are_worth_what_the_store_gives_for_them(sqlite_database: Database) -> None:
    outlet, pages = a_showing_store(sqlite_database, CLUB + HALF_THERE, name="outlet")
    shop, others = a_showing_store(sqlite_database, CLUB + HALF_THERE)
    anna = enrol(sqlite_database, outlet, 300)
    settle(sqlite_database, shop, an_order(a_line(30_000), id="2", buyer=BERT))

    told(sqlite_database, outlet)
    told(sqlite_database, shop)

    assert (pages.shown["7"].worth, others.shown["8"].worth) == (750, 1_500)
    assert member_card(sqlite_database, str(anna), THEN).worth == 750
    assert member_card(sqlite_database, "shop:8", THEN).worth == 1_500


def test_who_buys_in_stores_of_several_rates_sees_the_general_one(sqlite_database: Database) -> None:
    outlet, _ = a_showing_store(sqlite_database, CLUB + HALF_THERE, name="outlet")
    shop, _ = a_showing_store(sqlite_database, CLUB + HALF_THERE)
    anna = enrol(sqlite_database, outlet, 100)
    other = enrol(sqlite_database, shop, 200, order="2")
    join_members(sqlite_database, other, anna, reason="one person", author="test", now=NOW)

    assert member_card(sqlite_database, str(anna), THEN).worth == 1_500
