"""Redeeming on an order that is not paid yet: held, put on it, captured by the order itself; or all of it undone."""

from dataclasses import replace
from typing import Any

import pytest

from connector.adapter import Rejected, Retryable
from connector.core.commerce import Order, Stage
from connector.core.quote import Refusal
from connector.db import redemptions
from connector.db.engine import Database
from connector.db.ledger import KeyReused
from connector.usecases.attaching import NoOrderDiscounts
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import NoSuchThing
from connector.usecases.merge import join_members
from connector.usecases.product_sheet import read
from connector.usecases.products import import_products
from connector.usecases.redeem import Redeeming, redeem
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, NOW, a_line, an_order, at, with_code
from tests.usecases.shop import CLUB, Shop, a_store, enrol, member_of, points, settle

HALF = CLUB.replace("worth: 5.00", "worth: 5.00, maximum_share: 50")


def unpaid(id: str = "9", total: int = 4_000, **changes: Any) -> Order:
    return an_order(a_line(total), id=id, **{"stage": Stage.OPEN, "paid_at": None} | changes)


def attach(
    database: Database, store: Store, member: int, points: int = 100, order: str = "9", key: str = "k"
) -> Redeeming:
    return redeem(database, store, member, points, key=key, author="ann", now=NOW, order=order)


def test_points_are_held_put_on_the_order_and_captured_when_it_shows_them(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    anna = enrol(database, store, 250)
    settle(database, store, unpaid(buyer=replace(ANNA, email="phone@example.org")))

    made = attach(database, store, anna)
    assert points(database) == {"available": 150, "held": 100}
    dispatch(database, store, NOW)

    assert shop.applied == [("9", made.row.code)]
    assert shop.issued[made.row.code].email == "phone@example.org"
    settle(database, store, with_code(unpaid(modified_at=at(1)), made.row.code))
    assert points(database) == {"available": 150, "redeemed": 100}
    assert verify(database).faults == []


def test_the_limits_are_those_of_the_orders_own_goods(database: Database) -> None:
    store = a_store(database, programme=HALF)
    anna = enrol(database, store, 900)
    settle(database, store, unpaid(total=4_000))

    with pytest.raises(Refusal) as caught:
        attach(database, store, anna, 500)

    assert (caught.value.code, caught.value.allowed) == ("maximum_share", 400)
    assert attach(database, store, anna, 400).row.worth == 2_000


def test_what_the_table_says_of_products_holds_for_an_order_that_points_pay_whole(database: Database) -> None:
    store = a_store(database, programme=CLUB.replace("worth: 5.00", "worth: 5.00, whole: true"))
    anna = enrol(database, store, 900)
    settle(database, store, unpaid(total=4_000))
    sheet = read("f", b"product,buyable\np1,no\n")
    import_products(
        database, [store], store.programme_id, sheet, since=NOW.date(), author="a", now=NOW, watch=lambda orders: None
    )

    with pytest.raises(Refusal, match="not_buyable"):
        attach(database, store, anna, 800)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (unpaid(paid_at=NOW), "already_paid"),
        (unpaid(stage=Stage.CANCELLED), "order_closed"),
        (unpaid(buyer=BERT), "not_their_order"),
        (unpaid(currency="USD"), "other_currency"),
    ],
)
def test_a_refused_order_changes_nothing(database: Database, order: Order, code: str) -> None:
    store = a_store(database)
    anna = enrol(database, store, 250)
    settle(database, store, order)

    with pytest.raises(Refusal, match=code):
        attach(database, store, anna)

    assert points(database) == {"available": 250}


def test_an_order_takes_points_once_while_they_wait_and_while_it_holds_them(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 300)
    settle(database, store, unpaid())
    made = attach(database, store, anna)

    with pytest.raises(Refusal, match="order_has_points"):
        attach(database, store, anna, key="other")
    settle(database, store, with_code(unpaid(modified_at=at(1)), made.row.code))
    with pytest.raises(Refusal, match="order_has_points"):
        attach(database, store, anna, key="other")


def test_an_order_from_which_the_code_was_taken_may_have_points_again(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 300)
    settle(database, store, unpaid())
    made = attach(database, store, anna)
    settle(database, store, with_code(unpaid(modified_at=at(1)), made.row.code))
    settle(database, store, unpaid(modified_at=at(2)))

    assert attach(database, store, anna, key="other").row.points == 100
    assert points(database) == {"available": 200, "held": 100}


def test_who_is_one_person_may_lower_the_orders_of_either(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 250)
    settle(database, store, unpaid(buyer=BERT))
    with database.read() as connection:
        bert = member_of(connection, "8")
    join_members(database, bert, anna, reason="the same person", author="ann", now=NOW)

    assert attach(database, store, anna).row.points == 100
    with pytest.raises(Refusal, match="order_has_points"):
        attach(database, store, bert, key="other")


def test_the_same_key_is_the_same_redemption_of_the_same_order(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 300)
    settle(database, store, unpaid(), unpaid("10"))
    made = attach(database, store, anna)

    assert attach(database, store, anna).row == made.row
    with pytest.raises(KeyReused):
        attach(database, store, anna, order="10")
    assert points(database) == {"available": 200, "held": 100}


def test_a_store_that_will_not_lower_the_order_gives_the_points_back(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    anna = enrol(database, store, 250)
    settle(database, store, unpaid())
    made = attach(database, store, anna)
    shop.troubles = [Rejected("Order 9 is paid")]

    assert dispatch(database, store, NOW).parked == 1
    assert points(database) == {"available": 150, "held": 100}
    dispatch(database, store, NOW)

    assert points(database) == {"available": 250}
    with database.read() as connection:
        (card,) = redemptions.cards(connection, [anna])
    assert (card.code, card.held, card.redeemed) == (made.row.code, 0, 0)
    assert attach(database, store, anna, key="again").row.points == 100


def test_a_store_that_is_down_is_asked_again_before_anything_is_undone(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    anna = enrol(database, store, 250)
    settle(database, store, unpaid())
    made = attach(database, store, anna)
    shop.troubles = [Retryable("the store answered HTTP 500")]

    assert dispatch(database, store, NOW).put_off == 1
    assert dispatch(database, store, at(1)).done == 1
    assert shop.applied == [("9", made.row.code)]


def test_a_platform_that_cannot_lower_an_order_says_so(database: Database) -> None:
    shop = Shop()
    shop.without_order_discounts = True
    store = a_store(database, shop)
    anna = enrol(database, store, 250)
    settle(database, store, unpaid())

    with pytest.raises(NoOrderDiscounts, match="redeem without --order"):
        attach(database, store, anna)


def test_an_order_that_nobody_told_of_is_not_there(database: Database) -> None:
    store = a_store(database)

    with pytest.raises(NoSuchThing, match="no order '77'"):
        attach(database, store, enrol(database, store, 250), order="77")
