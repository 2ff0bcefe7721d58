"""Points for a review: once for each product and person, and for as long as it is approved."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.core.commerce import Review, Stage
from connector.db.engine import Database
from connector.db.roster import Sort
from connector.usecases import bonuses
from connector.usecases.audit import verify
from connector.usecases.look import member_card, member_list
from connector.usecases.merge import join_members
from connector.usecases.redeem import redeem
from tests.building import ANNA, BERT, NOW, an_order, at
from tests.usecases.doing import (
    ACCOUNT,
    GIVING,
    REVIEW,
    WITHDRAWN,
    members_of,
    register,
    statement,
    why,
    write,
)
from tests.usecases.shop import CLUB, a_store, points, settle


def test_a_review_gives_when_it_is_approved(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    write(database, store, WITHDRAWN, now=at(1))
    assert members_of(database) == []
    for day in (2, 3):
        write(database, store, REVIEW, now=at(day))

    assert points(database) == {"available": 10}
    assert statement(database) == [("review of product p1", 10)]


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
