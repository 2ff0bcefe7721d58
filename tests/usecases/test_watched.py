"""A store in the shadow of another system: its orders are settled, and nothing is written into it or redeemed."""

from dataclasses import replace

import pytest

from connector.adapter import Adapter
from connector.core.commerce import Cart
from connector.core.quote import Refusal
from connector.db.engine import Database
from connector.db.queue import counts
from connector.db.tables import outbox
from connector.usecases.buying import buy
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import Drained
from connector.usecases.note_orders import note_orders
from connector.usecases.publish import publish
from connector.usecases.redeem import redeem
from connector.usecases.rewards import take_reward
from connector.usecases.stores import Store
from connector.usecases.watched import Watched
from tests.building import NOW, a_line
from tests.usecases.shop import Discounts, Shop, a_store, enrol, points

WRITING = (
    *("coupons", "order_discounts", "standing_discounts"),
    *("balances", "order_notes", "gift_cards", "store_credit"),
)


def in_shadow(store: Store) -> Store:
    return replace(store, adapter=Watched(store.adapter), shadow=True)


def test_only_what_reads_is_there() -> None:
    shop = Shop()
    shop.standing_discounts = Discounts()
    watched: Adapter = Watched(shop)  # type: ignore[arg-type]

    assert (watched.orders, watched.webhooks) == (shop, shop)
    assert {name for name in Adapter.__dict__ if not name.startswith("_") and getattr(watched, name) is None} == {
        *WRITING,
        *(name for name in ("customers", "products", "reviews", "shoppers") if getattr(shop, name) is None),
    }


def test_orders_are_settled_and_nobody_redeems(database: Database) -> None:
    store = in_shadow(a_store(database))
    anna = enrol(database, store, 250)
    cart = Cart("EUR", (a_line(),))

    with pytest.raises(Refusal, match="in_shadow"):
        redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)
    with pytest.raises(Refusal, match="in_shadow"):
        take_reward(database, store, anna, "any", key="k", author="shopper", now=NOW)
    with pytest.raises(Refusal, match="in_shadow"):
        buy(database, store, anna, cart, key="k", author="shopper", now=NOW)

    assert points(database) == {"available": 250}


def test_what_is_due_to_the_store_waits_until_the_shadow_ends(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    redeem(database, store, enrol(database, store, 250), 100, key="k", author="shopper", now=NOW)

    assert dispatch(database, in_shadow(store), NOW) == Drained()
    assert shop.issued == {}
    with database.read() as connection:
        assert counts(connection, outbox) == {("shop", "waiting"): 1}
    assert dispatch(database, store, NOW) == Drained(done=1)


def test_no_balance_and_no_note_is_written(database: Database) -> None:
    store = in_shadow(a_store(database))
    enrol(database, store, 250)

    assert (publish(database, store, NOW).told, note_orders(database, store, "en", NOW).written) == (0, 0)
