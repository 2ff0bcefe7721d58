"""Referral in the books: what both sides have follows from what is known of the friend's orders, whenever it came."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from connector.core.commerce import Buyer, Stage
from connector.core.referral import State
from connector.db.engine import Database
from connector.db.roster import Sort
from connector.db.tables import transactions
from connector.programme import parse_programme
from connector.usecases import invite as inviting
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.claim import claim_guest_orders
from connector.usecases.look import member_card, member_list
from connector.usecases.merge import join_members, part_members
from connector.usecases.programmes import put_in_force
from connector.usecases.referrals import sweep_referrals
from connector.usecases.sweep import sweep_lots
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.friends import (
    BERT_TOO,
    DONE,
    FRIENDLY,
    START,
    a_friendly_store,
    both,
    card,
    doras,
    friend,
    invite,
    story,
)
from tests.usecases.shop import CLUB, a_store, member_of, points, settle
from tests.usecases.test_queries import statements


def test_both_have_their_points_once_the_friend_has_an_account_and_the_order_has_stayed(
    sqlite_database: Database,
) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)
    assert card(sqlite_database, code, NOW).state is State.OPEN

    settle(sqlite_database, store, doras(), now=at(1))

    assert card(sqlite_database, code, at(1)).state is State.WAITS
    assert both(sqlite_database) == (0, 100)
    assert sweep_referrals(sqlite_database, at(13)) == 0
    assert sweep_referrals(sqlite_database, DONE) == 4  # earned and ripened, on both sides
    assert both(sqlite_database) == (500, 150)
    assert sweep_referrals(sqlite_database, at(15)) == 0
    assert verify(sqlite_database).faults == []


def test_a_late_telling_needs_no_sweep(sqlite_database: Database) -> None:
    _, code = story(sqlite_database)

    assert card(sqlite_database, code).state is State.EARNED
    assert sweep_referrals(sqlite_database, DONE) == 0


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"refunds": (a_refund(2_001),)}, 79),  # 79.99 are kept, and 80.00 are asked
        ({"stage": Stage.CANCELLED}, 0),
        ({"stage": Stage.REFUNDED}, 0),
        ({"stage": Stage.PAID, "completed_at": None}, 0),
    ],
)
def test_what_falls_away_takes_back_from_both_and_what_returns_gives_again(
    sqlite_database: Database, change: dict[str, Any], left: int
) -> None:
    store, code = story(sqlite_database)

    for days in (1, 2):
        settle(sqlite_database, store, doras(modified_at=at(days * 2), **change), now=at(20))
        assert card(sqlite_database, code, at(20)).state is State.NO_ORDER
        assert both(sqlite_database) == (0, left)

        settle(sqlite_database, store, doras(modified_at=at(days * 2 + 1)), now=at(20))
        assert both(sqlite_database) == (500, 150)
    assert verify(sqlite_database).faults == []


def test_an_order_that_is_just_worth_enough_keeps_them(sqlite_database: Database) -> None:
    store, _ = story(sqlite_database)

    settle(sqlite_database, store, doras(modified_at=at(1), refunds=(a_refund(2_000),)), now=DONE)

    assert both(sqlite_database) == (500, 130)


def test_what_is_cancelled_before_the_wait_is_over_never_gives(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    invite(sqlite_database, store)
    settle(sqlite_database, store, doras(), now=at(1))

    settle(sqlite_database, store, doras(modified_at=at(2), stage=Stage.CANCELLED), now=at(2))

    assert sweep_referrals(sqlite_database, at(30)) == 0
    assert both(sqlite_database) == (0, 0)


def test_a_second_order_steps_in_for_the_first_and_gives_nothing_more(sqlite_database: Database) -> None:
    store, _ = story(sqlite_database)

    settle(sqlite_database, store, doras(id="d2", placed_at=at(1)), now=at(20))
    assert both(sqlite_database) == (500, 250)

    settle(sqlite_database, store, doras(modified_at=at(2), stage=Stage.CANCELLED), now=at(20))
    assert both(sqlite_database) == (500, 150)


def test_points_that_were_spent_are_owed_by_each_side_for_itself(sqlite_database: Database) -> None:
    store, _ = story(sqlite_database)
    with sqlite_database.read() as connection:
        anna, dora = member_of(connection), member_of(connection, "9")
    adjust_points(sqlite_database, anna, -450, key="a", reason="gone", author="test", now=DONE)
    adjust_points(sqlite_database, dora, -150, key="d", reason="gone", author="test", now=DONE)

    settle(sqlite_database, store, doras(modified_at=at(15), refunds=(a_refund(3_000),)), now=at(15))

    owed = {row.id: row.owed for row in member_list(sqlite_database, Sort.ID, None, at(15))}
    assert owed == {anna: 450, dora: 80}  # 30 of her own order, 50 of the invitation
    assert member_card(sqlite_database, str(anna), at(15)).owed == 450

    adjust_points(sqlite_database, anna, 500, key="b", reason="gift", author="test", now=at(16))
    adjust_points(sqlite_database, dora, 60, key="e", reason="gift", author="test", now=at(16))

    owed = {row.id: row.owed for row in member_list(sqlite_database, Sort.ID, None, at(16))}
    assert owed == {anna: 0, dora: 20}
    assert both(sqlite_database) == (50, 0)

    settle(sqlite_database, store, doras(modified_at=at(17)), now=at(17))

    assert both(sqlite_database) == (550, 60)
    assert verify(sqlite_database).faults == []


def test_nothing_in_the_books_says_who_the_friend_is(database: Database) -> None:
    store, _ = story(database)
    settle(database, store, doras(modified_at=at(1), stage=Stage.CANCELLED), now=DONE)

    with database.read() as connection:
        member = member_of(connection)
        rows = connection.execute(select(transactions).where(transactions.c.member_id == member)).all()

    reasons = [row.reason for row in rows]
    assert reasons == ["a friend's first order", "matured", "a friend's first order no longer counts"]
    assert not [row for row in rows if "dora" in str(row).lower()]


WAS_HERE_BEFORE = {
    "a member": lambda database, store: settle(database, store, doras(id="old", placed_at=at(-5)), now=at(-4)),
    "an order that we learnt of late": lambda database, store: settle(
        database, store, doras(id="old", placed_at=at(-5)), now=DONE
    ),
    "a guest": lambda database, store: settle(
        database, store, an_order(id="old", buyer=Buyer(None, "Dora@example.org"), placed_at=at(-5)), now=at(-4)
    ),
    "a guest that we learnt of late": lambda database, store: settle(
        database, store, an_order(id="old", buyer=Buyer(None, "Dora@example.org"), placed_at=at(-5)), now=DONE
    ),
}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("how", WAS_HERE_BEFORE)
def test_who_was_here_before_brings_nothing(sqlite_database: Database, how: str, late: bool) -> None:
    store = a_friendly_store(sqlite_database)
    if not late:
        WAS_HERE_BEFORE[how](sqlite_database, store)
    code = invite(sqlite_database, store)
    settle(sqlite_database, store, doras(), now=DONE)
    if late:
        WAS_HERE_BEFORE[how](sqlite_database, store)

    assert card(sqlite_database, code).state is State.EXISTING
    assert points(sqlite_database) == {}


def test_a_cart_and_a_deleted_order_make_nobody_a_customer(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    invite(sqlite_database, store)
    settle(sqlite_database, store, doras(), doras(id="old", placed_at=at(-5), stage=Stage.DRAFT), now=DONE)
    settle(sqlite_database, store, doras(id="older", placed_at=at(-5), stage=Stage.DELETED), now=DONE)

    assert both(sqlite_database) == (500, 150)


def test_an_invitation_that_nobody_took_up_in_time_gives_nothing(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)

    settle(sqlite_database, store, doras(placed_at=START + timedelta(days=90)), now=at(200))

    assert card(sqlite_database, code, at(200)).state is State.EXPIRED
    assert points(sqlite_database) == {}


def test_a_guest_has_no_account_until_the_orders_are_claimed(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)
    settle(sqlite_database, store, an_order(id="g", buyer=Buyer(None, "dora@example.org")), now=DONE)
    assert card(sqlite_database, code).state is State.OPEN
    settle(sqlite_database, store, doras(lines=(a_line(1_000),), placed_at=at(15)), now=at(15))
    assert card(sqlite_database, code, at(15)).state is State.NO_ORDER
    with sqlite_database.read() as connection:
        dora = member_of(connection, "9")

    claim_guest_orders(sqlite_database, [store], dora, None, "test", at(16))

    assert card(sqlite_database, code, at(40)).state is State.EARNED
    sweep_referrals(sqlite_database, at(40))
    assert both(sqlite_database) == (500, 160)


def test_over_the_cap_nothing_is_given_and_a_place_that_gets_free_is_taken(database: Database) -> None:
    store = a_friendly_store(database)
    invite(database, store, *(f"f{n}@example.org" for n in (1, 2, 3)))

    settle(database, store, friend(3), friend(2), now=at(20))
    assert points(database) == {"available": 1_000}
    settle(database, store, friend(1), now=at(20))

    states = {one.email[:2]: one.state for one in inviting.invitation_cards(database, None, 9, at(20))}
    assert states == {"f1": State.EARNED, "f2": State.EARNED, "f3": State.CAPPED}
    assert points(database) == {"available": 1_000}
    assert [points(database, f"f{n}")["available"] for n in (1, 2, 3)] == [150, 150, 100]

    settle(database, store, friend(2, modified_at=at(1), stage=Stage.CANCELLED), now=at(20))

    assert points(database) == {"available": 1_000}
    assert [points(database, f"f{n}").get("available", 0) for n in (1, 2, 3)] == [150, 0, 150]
    assert verify(database).faults == []


def test_a_programme_without_referral_is_asked_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)

    with statements(sqlite_database) as seen:
        settle(sqlite_database, store, doras())

    assert not [said for said in seen if "invitations" in said]


def test_a_batch_of_many_friends_asks_no_more_than_one_of_few(
    fresh_database: Callable[[], AbstractContextManager[Database]],
) -> None:
    asked = {}
    for count in (3, 40):
        with fresh_database() as database:
            store = a_friendly_store(database, FRIENDLY.replace("wait_days", "max_open: 50, wait_days"))
            invite(database, store, *(f"f{n}@example.org" for n in range(count)))
            with statements(database) as seen:
                settle(database, store, *(friend(n) for n in range(count)), now=DONE)
            asked[count] = len(seen)

    assert asked[3] == asked[40]


def test_a_shop_may_change_its_mind_for_invitations_to_come(sqlite_database: Database) -> None:
    """An invitation keeps the terms that it was made under."""
    store = a_friendly_store(sqlite_database)
    invite(sqlite_database, store)
    put_in_force(
        sqlite_database, parse_programme(CLUB + "status: active\n", "test"), "test", START + timedelta(hours=1)
    )

    settle(sqlite_database, store, doras(), now=DONE)

    assert both(sqlite_database) == (500, 150)


def test_points_of_friends_wait_and_lapse_as_others_do(sqlite_database: Database) -> None:
    programme = FRIENDLY + "grant: {delay_days: 7}\nexpire: {months: 1}\n"
    store = a_friendly_store(sqlite_database, programme)
    invite(sqlite_database, store)
    settle(sqlite_database, store, doras(), now=DONE)
    assert points(sqlite_database) == {"pending": 500}

    sweep_lots(sqlite_database, at(21))
    assert points(sqlite_database) == {"available": 500}

    sweep_lots(sqlite_database, at(50))
    assert points(sqlite_database) == {"expired": 500}


def test_who_turn_out_to_be_one_person_give_it_back_until_they_are_parted(sqlite_database: Database) -> None:
    _, code = story(sqlite_database)
    with sqlite_database.read() as connection:
        anna, dora = member_of(connection), member_of(connection, "9")

    join_members(sqlite_database, dora, anna, reason="one person", author="test", now=at(15))
    sweep_referrals(sqlite_database, at(16))

    assert card(sqlite_database, code, at(16)).state is State.SAME_PERSON
    assert both(sqlite_database) == (0, 100)

    part_members(sqlite_database, dora, author="test", now=at(17))
    sweep_referrals(sqlite_database, at(18))

    assert both(sqlite_database) == (500, 150)
    assert verify(sqlite_database).faults == []


def test_two_accounts_of_one_inviter_have_one_cap_and_two_of_a_friend_are_one_friend(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    settle(sqlite_database, store, an_order(a_line(0), id="bert", buyer=BERT_TOO, placed_at=at(-9)), now=at(-9))
    with sqlite_database.read() as connection:
        anna, bert = member_of(connection), member_of(connection, "8")
    join_members(sqlite_database, bert, anna, reason="one person", author="test", now=at(-8))
    invite(sqlite_database, store, *(f"f{n}@example.org" for n in (1, 2)))
    invite(sqlite_database, store, "f3@example.org", inviter=bert)
    settle(sqlite_database, store, friend(1), friend(2), friend(3), now=at(20))
    states = {one.email[:2]: one.state for one in inviting.invitation_cards(sqlite_database, bert, 9, at(20))}
    assert states == {"f1": State.EARNED, "f2": State.EARNED, "f3": State.CAPPED}

    settle(sqlite_database, store, friend(9, placed_at=at(-5)), now=at(20))
    with sqlite_database.read() as connection:
        old, first = member_of(connection, "f9"), member_of(connection, "f1")
    join_members(sqlite_database, first, old, reason="one person", author="test", now=at(21))
    sweep_referrals(sqlite_database, at(22))

    states = {one.email[:2]: one.state for one in inviting.invitation_cards(sqlite_database, anna, 9, at(22))}
    assert states == {"f1": State.EXISTING, "f2": State.EARNED, "f3": State.EARNED}
    assert verify(sqlite_database).faults == []
