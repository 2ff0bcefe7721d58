"""Codes in a store that stand for no points are taken away; all others stay, whatever the books are."""

from dataclasses import replace

import pytest

from connector.adapter import Coupon, Misconfigured, Retryable
from connector.core.commerce import Stage
from connector.db.engine import Database
from connector.usecases.dispatch import dispatch
from connector.usecases.look import queue_rows
from connector.usecases.stores import Store
from connector.usecases.stray_codes import sweep_stray_codes
from tests.building import an_order, at, with_code
from tests.usecases.shop import Shop, a_store, points, redeemed_code, settle


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def store(database: Database, shop: Shop) -> Store:
    return a_store(database, shop)


def foreign(shop: Shop, count: int) -> None:
    for number in range(count):
        code = f"loy-other-{number}"
        shop.issued[code] = Coupon(code, f"r-other-{number}", 500, "EUR", 0, None, None)


def revoked(database: Database) -> set[str]:
    return {
        row["payload"]["code"]
        for row in queue_rows(database, "outbox", None, None, 1_000)
        if row["kind"] == "RevokeCoupon" or "reason" in row["payload"]
    }


def test_a_store_that_keeps_no_reference_is_known_by_its_codes(database: Database, store: Store, shop: Shop) -> None:
    redeemed_code(database, store)
    shop.issued["LOY-OTHER"] = Coupon("LOY-OTHER", "r-other", 500, "EUR", 0, None, None)
    shop.keeps_references = False

    assert sweep_stray_codes(database, store, at(1)).keys() == {"LOY-OTHER"}
    assert revoked(database) == {"LOY-OTHER"}


def test_a_code_with_points_stays(database: Database, store: Store) -> None:
    redeemed_code(database, store)

    assert sweep_stray_codes(database, store, at(1)) == {}
    assert revoked(database) == set()


def test_a_code_whose_points_went_back_is_taken_away(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed_code(database, store)
    order = with_code(an_order(id="2", stage=Stage.PAID), code)
    settle(database, store, order)
    settle(database, store, with_code(an_order(id="2", stage=Stage.CANCELLED, modified_at=at(1)), code), now=at(1))

    assert sweep_stray_codes(database, store, at(2)) == {code: "its points went back, and it is still live"}

    before = points(database)
    dispatch(database, store, at(2))
    assert revoked(database) == {code}
    assert points(database) == before


def test_a_code_that_the_books_do_not_know_is_taken_away(database: Database, store: Store, shop: Shop) -> None:
    foreign(shop, 3)

    swept = sweep_stray_codes(database, store, at(1))
    assert sorted(swept) == [f"loy-other-{number}" for number in range(3)]
    assert all("which the books do not know" in why for why in swept.values())
    assert dispatch(database, store, at(1)).done == 3


def test_a_copy_is_taken_away_and_the_code_it_was_copied_from_keeps_its_points(
    database: Database, store: Store, shop: Shop
) -> None:
    code = redeemed_code(database, store)
    shop.issued["loy-copy"] = replace(shop.issued[code], code="loy-copy")

    assert sweep_stray_codes(database, store, at(1)) == {
        "loy-copy": f"it is a copy of {code} that somebody made in the shop"
    }

    assert dispatch(database, store, at(1)).done == 1
    assert points(database) == {"held": 100}


def test_a_stray_is_ordered_away_once_a_day(database: Database, store: Store, shop: Shop) -> None:
    foreign(shop, 1)

    for hours in (0, 6, 12, 25):
        sweep_stray_codes(database, store, at(1, hours))

    assert len(queue_rows(database, "outbox", None, None, 100)) == 2


def test_a_code_that_an_order_holds_is_the_orders_affair(database: Database, store: Store, shop: Shop) -> None:
    foreign(shop, 1)
    shop.used.add("loy-other-0")

    assert sweep_stray_codes(database, store, at(1)) == {}


def test_books_that_know_hardly_any_code_take_none_away(database: Database, store: Store, shop: Shop) -> None:
    redeemed_code(database, store)
    foreign(shop, 11)

    with pytest.raises(Misconfigured, match="of 12 unused codes of ours in the store these books do not know 11"):
        sweep_stray_codes(database, store, at(1))

    assert revoked(database) == set()


def test_a_store_that_cannot_be_asked_loses_no_code(database: Database, store: Store, shop: Shop) -> None:
    foreign(shop, 1)
    shop.troubles = [Retryable("time-out")]

    with pytest.raises(Retryable):
        sweep_stray_codes(database, store, at(1))

    assert revoked(database) == set()


def test_a_store_without_coupons_has_no_strays(database: Database, store: Store, shop: Shop) -> None:
    shop.without_coupons = True

    assert sweep_stray_codes(database, store, at(1)) == {}
