"""Points for placing an order: for as long as it stands, whatever it is worth."""

from dataclasses import replace

import pytest

from connector.core.commerce import Gone, Stage
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.claim import claim_guest_orders
from connector.usecases.look import member_card, order_card
from connector.usecases.redeem import redeem
from tests.building import ANNA, BERT, GUEST, an_order, at
from tests.usecases.doing import GIVING, members_of, statement
from tests.usecases.shop import LATER, a_store, points, settle


def test_a_guests_order_gives_its_bonus_to_whoever_claims_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(id="1", buyer=replace(ANNA, customer_id=None), stage=Stage.OPEN))
    settle(sqlite_database, store, an_order(id="2", stage=Stage.CANCELLED))

    claim_guest_orders(sqlite_database, [store], members_of(sqlite_database)[0], None, "test", LATER)

    assert statement(sqlite_database) == [("order placed", 5)]


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
