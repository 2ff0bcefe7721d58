"""Tiers at work: orders that come late, fall away or change hands set right what was placed after them."""

from dataclasses import replace

from connector.core.commerce import Order, Stage
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.look import member_card
from connector.usecases.settle_orders import Settled
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, a_line, a_refund, an_order, at
from tests.usecases.shop import CLUB, LATER, a_store, settle

TIERED = CLUB + "tiers: {levels: [{name: Silver, spend: 100, times: 2, perks: [free returns]}]}\n"


def order(id: str, day: float, total: int = 10_000, **changes: object) -> Order:
    facts = {"placed_at": at(day), "completed_at": at(day), "modified_at": at(day), "observed_at": at(day)}
    return an_order(a_line(total), **{"id": id, "buyer": ANNA, **facts, **changes})


def points(database: Database, customer: str = "7") -> int:
    assert verify(database).faults == []
    return member_card(database, f"shop:{customer}", LATER).available


def told(database: Database, store: Store, *orders: Order) -> Settled:
    return settle(database, store, *orders, now=LATER)


def test_the_second_order_earns_by_the_tier_of_the_first(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0))
    told(database, store, order("2", 1))

    assert points(database) == 100 + 200


def test_orders_of_one_batch_lift_each_other(database: Database) -> None:
    told(database, a_store(database, programme=TIERED), order("2", 1), order("1", 0))

    assert points(database) == 100 + 200


def test_an_older_order_that_comes_late_lifts_the_younger(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("2", 1))
    settled = told(database, store, order("1", 0))

    assert points(database) == 100 + 200
    assert settled.changed == 1  # what the shop told of; the younger is settled again with it


def test_a_refund_takes_nothing_from_what_was_placed_before_it(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0), order("2", 1))
    refund = a_refund(10_000, refunded_at=at(2))
    told(database, store, order("1", 0, modified_at=at(2), observed_at=at(2), refunds=(refund,)))

    assert points(database) == 0 + 200


def test_an_order_that_is_deleted_never_lifted(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0), order("2", 1))
    told(database, store, order("1", 0, modified_at=at(2), observed_at=at(2), stage=Stage.DELETED, status="trash"))

    assert points(database) == 0 + 100


def test_an_order_that_changes_hands_takes_its_lift_along(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0), order("2", 1), order("3", 1, buyer=BERT))
    told(database, store, order("1", 0, modified_at=at(2), observed_at=at(2), buyer=BERT))

    assert points(database, "7") == 100
    assert points(database, "8") == 100 + 200


def test_telling_it_again_changes_nothing(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0), order("2", 1))
    again = told(database, store, replace(order("1", 0), observed_at=at(3)), order("2", 1))

    assert (again.changed, again.transactions) == (0, 0)
    assert points(database) == 300


def test_a_member_sees_tier_figure_and_what_comes_next(database: Database) -> None:
    store = a_store(database, programme=TIERED)
    told(database, store, order("1", 0, total=9_000))
    before = member_card(database, "shop:7", LATER).tier
    told(database, store, order("2", 1))
    after = member_card(database, "shop:7", LATER).tier

    assert before is not None
    assert (before.name, before.figure, before.next, before.next_at) == (None, 9_000, "Silver", 10_000)
    assert after is not None
    assert (after.name, after.perks, after.figure, after.next) == ("Silver", ("free returns",), 19_000, None)


def test_a_programme_without_tiers_shows_none(database: Database) -> None:
    told(database, a_store(database), order("1", 0))

    assert member_card(database, "shop:7", LATER).tier is None
