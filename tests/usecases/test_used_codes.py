"""Codes that were used long ago are taken out of the store; all others stay."""

from datetime import timedelta

import pytest

from connector.adapter import Coupon, Retryable
from connector.core.commerce import Stage
from connector.db.engine import Database
from connector.usecases.stores import Store
from connector.usecases.used_codes import clear_used_codes
from tests.building import NOW, an_order, with_code
from tests.usecases.shop import Shop, a_store, points, redeemed_code, settle

KEEP = timedelta(days=90)
LATER = NOW + timedelta(days=120)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def store(database: Database, shop: Shop) -> Store:
    return a_store(database, shop)


def used(database: Database, store: Store, shop: Shop) -> str:
    """The same, and an order has used it."""
    code = redeemed_code(database, store)
    settle(database, store, with_code(an_order(id="2", stage=Stage.PAID), code), now=NOW)
    shop.used.add(code)
    return code


def test_a_code_that_was_used_long_ago_goes_and_its_points_stay_spent(
    database: Database, store: Store, shop: Shop
) -> None:
    code = used(database, store, shop)
    before = points(database)

    assert clear_used_codes(database, store, LATER, KEEP) == [code]
    assert shop.issued == {}
    assert points(database) == before
    assert clear_used_codes(database, store, LATER, KEEP) == []


def test_one_that_was_used_lately_stays(database: Database, store: Store, shop: Shop) -> None:
    used(database, store, shop)

    assert clear_used_codes(database, store, NOW + KEEP, KEEP) == []
    assert len(shop.issued) == 1


def test_one_that_nobody_used_stays(database: Database, store: Store, shop: Shop) -> None:
    redeemed_code(database, store)

    assert clear_used_codes(database, store, LATER, KEEP) == []


def test_one_whose_points_are_still_held_stays(database: Database, store: Store, shop: Shop) -> None:
    shop.used.add(redeemed_code(database, store))

    assert clear_used_codes(database, store, LATER, KEEP) == []


def test_one_that_the_books_do_not_know_stays(database: Database, store: Store, shop: Shop) -> None:
    shop.issued["loy-other"] = Coupon("loy-other", "r-other", 500, "EUR", 0, None, None)
    shop.used.add("loy-other")

    assert clear_used_codes(database, store, LATER, KEEP) == []


def test_a_store_that_stumbles_is_asked_again_for_what_is_left(database: Database, store: Store, shop: Shop) -> None:
    code = used(database, store, shop)
    shop.troubles = [Retryable("HTTP 500")]
    with pytest.raises(Retryable):
        clear_used_codes(database, store, LATER, KEEP)

    assert clear_used_codes(database, store, LATER, KEEP) == [code]


def test_a_store_without_codes_has_none(database: Database, store: Store, shop: Shop) -> None:
    shop.without_coupons = True

    assert clear_used_codes(database, store, LATER, KEEP) == []
