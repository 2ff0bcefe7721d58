"""Points for what people do beside buying: once, and for as long as it stands, whatever is told how often."""

import pathlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from connector.core.commerce import Customer, Gone, Review, Stage
from connector.db import deeds, ledger, members, migrate
from connector.db.engine import Database
from connector.db.pseudonyms import pseudonym
from connector.db.roster import Sort
from connector.db.tables import bonuses_paid
from connector.programme import parse_programme
from connector.usecases import bonuses
from connector.usecases.audit import verify
from connector.usecases.claim import claim_guest_orders
from connector.usecases.look import find_member, member_card, member_list, order_card
from connector.usecases.merge import join_members
from connector.usecases.programmes import put_in_force
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_lots
from tests.building import ANNA, BERT, GUEST, NOW, an_order, at
from tests.usecases.shop import CLUB, LATER, Accounts, Shop, a_store, member_of, points, settle

GIVING = CLUB + "bonuses: {newsletter: 20, registration: 50, order_placed: 5, review: {points: 10}}\n"
ACCOUNT = Customer("7", "Anna@example.org", "Anna", registered_at=NOW)
READER = replace(ACCOUNT, newsletter=True)
REVIEW = Review("r1", "p1", "anna@example.org", NOW, approved=True, customer_id="7")
WITHDRAWN = replace(REVIEW, approved=False)


def register(database: Database, store: Store, *customers: Customer, now: datetime = LATER) -> int:
    with database.write() as connection:
        return bonuses.settle_registrations(connection, store, customers, now)


def subscribe(database: Database, store: Store, *customers: Customer, now: datetime = LATER) -> int:
    with database.write() as connection:
        return bonuses.settle_newsletter(connection, store, customers, now)


def write(database: Database, store: Store, *reviews: Review, now: datetime = LATER, **more: Any) -> int:
    with database.write() as connection:
        return bonuses.settle_reviews(connection, store, reviews, now, **more)


def statement(database: Database, customer: str = "7") -> list[tuple[str, int]]:
    """Reason and points of every entry but those that let points ripen."""
    with database.read() as connection:
        shown = ledger.statement(connection, [member_of(connection, customer)])
    return [(entry.reason, entry.points) for entry in shown if entry.kind != "vest"]


def why(database: Database, customer: str = "7") -> list[str]:
    """The last code of each thing that the customer did."""
    with database.read() as connection:
        return [
            card.deed.award.trace[-1].code for card in deeds.of_members(connection, [member_of(connection, customer)])
        ]


def test_an_account_gives_its_bonus_once_and_makes_a_member(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    for _ in range(2):
        register(database, store, ACCOUNT)

    assert points(database) == {"available": 50}
    assert statement(database) == [("registration", 50)]
    assert verify(database).faults == []


def test_an_account_that_a_page_shows_twice_is_paid_once(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, ACCOUNT, ACCOUNT)

    assert points(sqlite_database) == {"available": 50}


def test_two_stores_that_pay_one_address_at_once_pay_it_once(database: Database) -> None:
    """They lock different members, so it is the unique person that decides."""
    stores = [a_store(database, programme=GIVING, name=f"shop-{n}") for n in range(4)]
    accounts = [
        [replace(ACCOUNT, id=f"{n}-{address}", email=f"{address}@example.org") for address in range(20)]
        for n in range(4)
    ]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: register(database, pair[0], *pair[1]), zip(stores, accounts, strict=True)))

    assert sum(row.available for row in member_list(database, Sort.ID, None, LATER)) == 20 * 50
    assert verify(database).faults == []


def test_of_two_accounts_with_one_address_the_older_is_paid(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, replace(ACCOUNT, id="9", registered_at=at(1)), ACCOUNT)

    assert points(sqlite_database) == {"available": 50}
    assert points(sqlite_database, "9") == {}
    assert why(sqlite_database, "9") == ["paid_before"]


def test_an_address_is_paid_once_in_all_stores_of_a_programme(database: Database) -> None:
    one, other = (a_store(database, programme=GIVING, name=name) for name in ("shop", "outlet"))

    register(database, one, ACCOUNT)
    register(database, other, replace(ACCOUNT, id="77"))

    assert points(database) == {"available": 50}
    assert points(database, "77", "outlet") == {}


def test_accounts_without_an_address_are_each_a_person(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, replace(ACCOUNT, email=None), replace(ACCOUNT, id="9", email=None))

    assert points(sqlite_database) == points(sqlite_database, "9") == {"available": 50}


def test_an_account_before_the_programme_began_gives_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING + "starts: 2026-03-02\n")

    register(sqlite_database, store, ACCOUNT)

    assert points(sqlite_database) == {}
    assert why(sqlite_database) == ["before_start"]


def test_an_account_is_judged_by_the_version_in_force_when_it_was_opened(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    put_in_force(sqlite_database, parse_programme(GIVING, "test"), "test", at(1))

    register(sqlite_database, store, ACCOUNT, replace(ACCOUNT, id="8", email="bert@example.org", registered_at=at(2)))

    with sqlite_database.read() as connection:
        assert members.by_customer(connection, "shop", "7") is None
    assert points(sqlite_database, "8") == {"available": 50}


def test_without_a_bonus_for_accounts_nobody_becomes_a_member_by_opening_one(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=CLUB + "bonuses: {review: {points: 10}}\n")

    register(sqlite_database, store, ACCOUNT)
    subscribe(sqlite_database, store, READER)

    with sqlite_database.read() as connection:
        assert members.all_ids(connection) == []


def test_an_account_that_cannot_be_kept_is_left_out(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    register(database, store, replace(ACCOUNT, id="x" * 121), replace(ACCOUNT, id="9"))

    assert points(database, "9") == {"available": 50}


def test_the_newsletter_is_paid_once_for_life(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    subscribe(database, store, replace(READER, newsletter=None), replace(READER, newsletter=False))
    subscribe(database, store, READER)
    subscribe(database, store, replace(READER, newsletter=False))
    subscribe(database, store, READER)

    assert points(database) == {"available": 20}
    assert statement(database) == [("newsletter", 20)]


def test_a_higher_bonus_later_pays_nobody_the_difference(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    subscribe(sqlite_database, store, READER)

    put_in_force(sqlite_database, parse_programme(GIVING.replace("20", "90"), "test"), "test", at(1))
    subscribe(sqlite_database, store, READER)

    assert points(sqlite_database) == {"available": 20}


def test_an_account_is_paid_once_whatever_its_address_becomes(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    subscribe(sqlite_database, store, READER)

    put_in_force(sqlite_database, parse_programme(GIVING.replace("20", "90"), "test"), "test", at(1))
    subscribe(sqlite_database, store, replace(READER, email="new@example.org"))

    assert points(sqlite_database) == {"available": 20}


def test_who_subscribed_while_the_programme_paused_is_paid_when_it_goes_on(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING + "status: paused\n")
    subscribe(sqlite_database, store, READER)
    assert (points(sqlite_database), why(sqlite_database)) == ({}, ["programme_paused"])

    put_in_force(sqlite_database, parse_programme(GIVING, "test"), "test", at(1))
    subscribe(sqlite_database, store, READER)

    assert points(sqlite_database) == {"available": 20}


@pytest.mark.parametrize(
    ("members", "groups", "code"),
    [("{never: [staff]}", ("staff",), "group_never"), ("{only: [customer]}", ("guest",), "group_only")],
)
def test_groups_keep_people_out_of_every_bonus(
    sqlite_database: Database, members: str, groups: tuple[str, ...], code: str
) -> None:
    store = a_store(sqlite_database, programme=GIVING + f"members: {members}\n")

    register(sqlite_database, store, replace(ACCOUNT, groups=groups))
    subscribe(sqlite_database, store, replace(READER, groups=groups))
    write(sqlite_database, store, REVIEW, groups={"r1": groups})
    settle(sqlite_database, store, an_order(buyer=replace(ANNA, groups=groups)))

    assert points(sqlite_database) == {}
    assert why(sqlite_database) == [code] * 4


def test_bonuses_wait_and_lapse_as_all_points_do(sqlite_database: Database) -> None:
    waiting = GIVING + "grant: {delay_days: 14}\nexpire: {months: 1}\n"
    store = a_store(sqlite_database, programme=waiting)
    register(sqlite_database, store, ACCOUNT, now=at(1))
    assert points(sqlite_database) == {"pending": 50}

    sweep_lots(sqlite_database, at(14))
    assert points(sqlite_database) == {"available": 50}

    sweep_lots(sqlite_database, at(40))
    assert points(sqlite_database) == {"expired": 50}


def test_an_account_opened_again_after_all_data_were_erased_is_not_paid_again(sqlite_database: Database) -> None:
    """What is kept for life is a pseudonym: it holds nothing that can be read."""
    store = a_store(sqlite_database, programme=GIVING)
    register(sqlite_database, store, ACCOUNT)
    subscribe(sqlite_database, store, READER)
    with sqlite_database.write() as connection:
        kept = str(connection.execute(select(bonuses_paid)).all())
        connection.exec_driver_sql("DELETE FROM deeds")
        connection.exec_driver_sql("DELETE FROM identities")
        connection.exec_driver_sql("UPDATE members SET email = NULL, name = ''")

    register(sqlite_database, store, replace(ACCOUNT, id="99"))
    subscribe(sqlite_database, store, replace(READER, id="99"))

    assert "anna" not in kept
    assert points(sqlite_database, "99") == {}
    assert why(sqlite_database, "99") == ["paid_before", "paid_before"]


def test_a_pseudonym_belongs_to_one_programme_of_one_database(tmp_path: pathlib.Path) -> None:
    made: list[str] = []
    for name in ("one", "other"):
        database = Database(f"sqlite:///{tmp_path / name}")
        migrate.upgrade(database)
        with database.write() as connection:
            made += [pseudonym(connection, programme, "anna@example.org") for programme in (1, 2)]
            assert pseudonym(connection, 1, "Anna@Example.org") == made[-2]
        database.close()

    assert len(set(made)) == 4
    assert {len(one) for one in made} == {64}


def test_a_review_gives_when_it_is_approved(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    write(database, store, WITHDRAWN, now=at(1))
    assert (members_of(database), statement_or_nothing(database)) == ([], [])
    for day in (2, 3):
        write(database, store, REVIEW, now=at(day))

    assert points(database) == {"available": 10}
    assert statement(database) == [("review of product p1", 10)]


def members_of(database: Database) -> list[int]:
    with database.read() as connection:
        return members.all_ids(connection)


def statement_or_nothing(database: Database) -> list[tuple[str, int]]:
    return statement(database) if members_of(database) else []


def test_points_of_a_review_go_with_its_approval_and_come_back_with_it(database: Database) -> None:
    store = a_store(database, programme=GIVING)
    write(database, store, REVIEW, now=at(1))

    write(database, store, WITHDRAWN, now=at(2))
    assert points(database) == {}
    write(database, store, REVIEW, now=at(3))

    assert points(database) == {"available": 10}
    assert statement(database) == [
        ("review of product p1", 10),
        ("review of product p1 no longer counts", 10),
        ("review of product p1", 10),
    ]
    assert verify(database).faults == []


def test_an_older_look_at_a_review_changes_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    write(sqlite_database, store, REVIEW, now=at(2))

    write(sqlite_database, store, WITHDRAWN, now=at(1))
    with sqlite_database.write() as connection:
        bonuses.withdraw_reviews(connection, store, ["r1"], at(1))

    assert points(sqlite_database) == {"available": 10}


def test_two_reviews_of_one_product_give_once_and_one_of_another_product_gives_too(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    write(sqlite_database, store, REVIEW, replace(REVIEW, id="r2"), now=at(1))
    write(sqlite_database, store, replace(REVIEW, id="r3", product_id="p2"), now=at(1))

    assert points(sqlite_database) == {"available": 20}
    assert sorted(why(sqlite_database)) == ["paid_before", "reviewed", "reviewed"]


def test_when_the_review_that_gave_falls_the_other_takes_its_place_and_keeps_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    second = replace(REVIEW, id="r2", written_at=at(1))
    write(sqlite_database, store, REVIEW, second, now=at(2))

    write(sqlite_database, store, WITHDRAWN, now=at(3))
    write(sqlite_database, store, REVIEW, now=at(4))

    assert points(sqlite_database) == {"available": 10}
    assert [reason for reason, _ in statement(sqlite_database)] == [
        "review of product p1",
        "review of product p1 no longer counts",
        "review of product p1",
    ]
    assert sorted(why(sqlite_database)) == ["paid_before", "reviewed"]


def test_a_member_who_signs_with_another_address_is_the_same_person(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    write(sqlite_database, store, REVIEW, now=at(1))
    write(sqlite_database, store, replace(REVIEW, id="r2", email="other@example.org"), now=at(2))

    assert points(sqlite_database) == {"available": 10}


def test_members_who_are_joined_have_the_points_of_a_product_once_and_owe_together(database: Database) -> None:
    store = a_store(database, programme=GIVING.replace("points: 10", "points: 100"))
    settle(database, store, *(an_order(id=b.email, buyer=b, stage=Stage.CANCELLED) for b in (ANNA, BERT)))
    anna, bert = sorted(members_of(database))
    join_members(database, bert, anna, reason="one person", author="test", now=NOW)
    of_bert = replace(REVIEW, id="r2", email="bert@example.org", customer_id="8")
    write(database, store, of_bert, now=at(1))
    redeem(database, store, anna, 100, key="k", author="shopper", now=at(1))

    write(database, store, REVIEW, now=at(2))
    assert member_card(database, "1", at(2)).available == 0
    write(database, store, replace(of_bert, approved=False), now=at(3))

    assert member_card(database, "1", at(3)).owed == 0
    assert member_card(database, "1", at(3)).available == 0
    write(database, store, WITHDRAWN, now=at(4))
    assert [row.owed for row in member_list(database, Sort.ID, None, at(4))] == [100]
    assert verify(database).faults == []


def test_whichever_address_a_review_is_signed_with_the_one_that_gives_keeps_its_place(
    sqlite_database: Database,
) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    write(sqlite_database, store, REVIEW, replace(REVIEW, id="r2", email="other@example.org", written_at=at(1)))
    write(sqlite_database, store, WITHDRAWN)
    before = statement(sqlite_database)

    write(sqlite_database, store, REVIEW)

    assert points(sqlite_database) == {"available": 10}
    assert statement(sqlite_database) == before


def test_a_review_that_was_nobodys_gives_nothing_beside_the_members_own(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    signed = replace(REVIEW, id="r0", customer_id=None)
    write(sqlite_database, store, signed, now=at(1))

    for day in (2, 3):
        write(sqlite_database, store, REVIEW, now=at(day))
        write(sqlite_database, store, signed, now=at(day))

    assert points(sqlite_database) == {"available": 10}


def test_a_guests_order_gives_its_bonus_to_whoever_claims_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(id="1", buyer=replace(ANNA, customer_id=None), stage=Stage.OPEN))
    settle(sqlite_database, store, an_order(id="2", stage=Stage.CANCELLED))

    claim_guest_orders(sqlite_database, [store], members_of(sqlite_database)[0], None, "test", LATER)

    assert statement(sqlite_database) == [("order placed", 5)]


def test_a_review_with_an_address_alone_is_its_members_and_nobody_becomes_one_by_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    signed = replace(REVIEW, customer_id=None, email="Anna@example.org")
    write(sqlite_database, store, signed, now=at(1))
    assert members_of(sqlite_database) == []

    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))
    write(sqlite_database, store, signed, now=at(2))

    assert points(sqlite_database) == {"available": 10}


def test_an_address_that_two_members_of_a_store_have_names_nobody(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    twin = replace(ANNA, customer_id="8")
    settle(sqlite_database, store, *(an_order(id=b.customer_id, buyer=b, stage=Stage.CANCELLED) for b in (ANNA, twin)))

    write(sqlite_database, store, replace(REVIEW, customer_id=None), now=at(1))

    assert points(sqlite_database) == points(sqlite_database, "8") == {}


def test_a_review_by_nobody_who_can_be_known_again_is_nothing_to_us(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    assert write(sqlite_database, store, replace(REVIEW, customer_id=None, email=None)) == 0


@pytest.mark.parametrize(("bought", "given"), [(True, {"available": 10}), (False, {}), (None, {})])
def test_only_a_buyers_review_counts_where_that_is_asked(
    sqlite_database: Database, bought: bool | None, given: dict[str, int]
) -> None:
    programme = CLUB + "bonuses: {registration: 0, review: {points: 10, bought_only: true}}\n"
    store = a_store(sqlite_database, programme=programme)
    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))

    write(sqlite_database, store, replace(REVIEW, bought=bought))

    assert points(sqlite_database) == given
    assert why(sqlite_database) == ["reviewed" if given else "review_not_bought"]


def test_a_review_of_a_person_whose_paid_one_was_forgotten_gives_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    write(sqlite_database, store, REVIEW, now=at(1))
    with sqlite_database.write() as connection:
        connection.exec_driver_sql("DELETE FROM deeds")
        connection.exec_driver_sql("DELETE FROM identities")

    write(sqlite_database, store, replace(REVIEW, id="r2", customer_id="99"), now=at(2))

    assert points(sqlite_database, "99") == {}


def test_leaving_a_group_takes_no_points_of_a_review_away(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING + "members: {only: [customer]}\n")
    write(sqlite_database, store, REVIEW, now=at(1), groups={"r1": ("customer",)})

    write(sqlite_database, store, REVIEW, now=at(2), groups={"r1": ()})

    assert points(sqlite_database) == {"available": 10}


def test_a_review_that_is_gone_gives_its_points_back(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    write(sqlite_database, store, REVIEW, now=at(1))

    with sqlite_database.write() as connection:
        bonuses.withdraw_reviews(connection, store, ["r1", "never heard of"], at(2))

    assert points(sqlite_database) == {}
    assert why(sqlite_database) == ["review_not_approved"]


def test_points_of_a_review_that_are_spent_are_owed_and_the_next_ones_pay(database: Database) -> None:
    store = a_store(database, programme=GIVING.replace("points: 10", "points: 100"))
    write(database, store, REVIEW, now=at(1))
    redeem(database, store, members_of(database)[0], 100, key="k", author="shopper", now=at(1))

    write(database, store, WITHDRAWN, now=at(2))
    assert member_card(database, "1", at(2)).owed == 100
    assert [row.owed for row in member_list(database, Sort.ID, None, at(2))] == [100]
    register(database, store, ACCOUNT, now=at(3))

    assert member_card(database, "1", at(3)).owed == 50
    assert points(database) == {"held": 100}
    write(database, store, REVIEW, now=at(4))
    assert member_card(database, "1", at(4)).owed == 0
    assert points(database) == {"held": 100, "available": 50}
    assert verify(database).faults == []


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.PAID, Stage.COMPLETED, Stage.REFUNDED])
def test_an_order_gives_for_being_placed_whatever_its_status(sqlite_database: Database, stage: Stage) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    settle(sqlite_database, store, an_order(total=0, lines=(), stage=stage))

    assert statement(sqlite_database) == [("order placed", 5)]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED, Stage.DELETED])
def test_an_order_that_is_not_placed_gives_nothing(sqlite_database: Database, stage: Stage) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    settle(sqlite_database, store, an_order(stage=stage))

    assert points(sqlite_database) == {}


def test_the_bonus_of_an_order_goes_when_it_is_cancelled_and_comes_back_with_it(database: Database) -> None:
    store = a_store(database, programme=GIVING)
    for step, stage in enumerate((Stage.OPEN, Stage.CANCELLED, Stage.OPEN, Stage.OPEN)):
        settle(database, store, an_order(stage=stage, modified_at=at(step)))

    assert points(database) == {"available": 5}
    assert [reason for reason, _ in statement(database)] == ["order placed", "order no longer placed", "order placed"]
    assert verify(database).faults == []


def test_an_explained_order_says_what_placing_it_gave(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(stage=Stage.OPEN))

    placed = order_card(sqlite_database, "shop", "1").placed

    assert placed is not None
    assert [(step.code, dict(step.facts)) for step in placed.award.trace] == [("placed", {"points": 5})]


def test_who_is_said_to_have_subscribed_takes_part_as_the_store_says(sqlite_database: Database) -> None:
    shop = Shop()
    shop.customers = accounts = Accounts()
    store = a_store(sqlite_database, shop, GIVING + "members: {never: [staff]}\n")
    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))
    accounts.has(replace(ACCOUNT, groups=("staff",)))

    made = [by_hand(sqlite_database, store)]
    accounts.has(ACCOUNT)
    made += [by_hand(sqlite_database, store) for _ in range(2)]

    assert [(one.given, one.why.code, one.available) for one in made] == [
        (0, "group_never", 0),
        (20, "subscribed", 20),
        (0, "paid_before", 20),
    ]


def test_nothing_is_given_by_hand_without_a_store_to_name(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))
    member = find_member(sqlite_database, "1")

    with pytest.raises(bonuses.NoNewsletter, match="customer of no store that is connected"):
        bonuses.subscribe_by_hand(sqlite_database, {"other": store}, member, "test", NOW)


def by_hand(database: Database, store: Store) -> bonuses.Subscribed:
    member = find_member(database, "1")
    return bonuses.subscribe_by_hand(database, {store.name: store}, member, "test", LATER)


def test_a_guest_gets_no_bonus_for_an_order(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    assert settle(sqlite_database, store, an_order(buyer=GUEST)).transactions == 0


def test_an_order_that_gets_another_customer_takes_its_bonus_along(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(stage=Stage.OPEN))

    settle(sqlite_database, store, an_order(stage=Stage.OPEN, buyer=BERT, modified_at=at(1)))

    assert (points(sqlite_database), points(sqlite_database, "8")) == ({}, {"available": 5})


def test_the_bonus_of_an_order_that_is_gone_is_owed_if_it_is_spent(database: Database) -> None:
    store = a_store(database, programme=GIVING.replace("order_placed: 5", "order_placed: 100"))
    settle(database, store, an_order(stage=Stage.OPEN))
    redeem(database, store, members_of(database)[0], 100, key="k", author="shopper", now=LATER)

    settle(database, store, Gone("1", LATER))
    assert member_card(database, "1", LATER).owed == 100
    settle(database, store, an_order(id="2", stage=Stage.OPEN))

    assert member_card(database, "1", LATER).owed == 0
    assert points(database) == {"held": 100}
    assert verify(database).faults == []


Fresh = Callable[[], AbstractContextManager[Database]]


@st.composite
def tellings(draw: st.DrawFn) -> list[tuple[datetime, tuple[Review, ...]]]:
    """What three reviews of two products were at several times; in any order, in any batches, some of it twice."""
    looks = []
    for step in range(draw(st.integers(1, 5))):
        seen = tuple(
            replace(REVIEW, id=f"r{n}", product_id=f"p{n // 2}", written_at=at(0, n), approved=draw(st.booleans()))
            for n in range(3)
            if draw(st.booleans())
        )
        looks.append((at(1, step), seen))
    again = draw(st.lists(st.sampled_from(looks), max_size=3))
    return draw(st.permutations(looks + again))


@given(tellings())
@settings(max_examples=settings().max_examples // 2)
def test_any_telling_of_reviews_gives_what_their_last_state_gives(
    fresh_database: Fresh, told: list[tuple[datetime, tuple[Review, ...]]]
) -> None:
    last = {review.id: review for _, seen in sorted(told, key=lambda look: look[0]) for review in seen}
    approved = {review.product_id for review in last.values() if review.approved}

    with fresh_database() as database:
        store = a_store(database, programme=GIVING)
        settle(database, store, an_order(stage=Stage.CANCELLED))
        for seen_at, seen in told:
            write(database, store, *seen, now=seen_at)

        assert points(database).get("available", 0) == 10 * len(approved)
        assert verify(database).faults == []
