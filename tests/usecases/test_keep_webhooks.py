"""Webhooks that were broken for a while: mended, and what they may have kept from us is looked for."""

from datetime import datetime

import pytest

from connector.adapter import Retryable
from connector.db import stores
from connector.db.engine import Database
from connector.usecases.stores import Store
from connector.usecases.webhooks import keep_webhooks
from tests.building import at
from tests.usecases.shop import Shop, a_store

URL = "https://connector.example/webhooks/shop"


def wanted(database: Database, store: Store) -> datetime | None:
    with database.read() as connection:
        return stores.get(connection, store.id).reread_wanted_at


def test_after_a_mend_the_recent_orders_are_to_be_read_again(database: Database) -> None:
    shop = Shop()
    shop.mends = [["order.updated: replaced, the store had disabled it"]]
    store = a_store(database, shop)

    done = keep_webhooks(database, store, URL, at(3))

    assert done == ["order.updated: replaced, the store had disabled it"]
    assert wanted(database, store) == at(3)


def test_where_all_is_well_nothing_is_read_again(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, Shop())

    assert keep_webhooks(sqlite_database, store, URL, at(3)) == []
    assert wanted(sqlite_database, store) is None


def test_a_store_that_cannot_be_asked_is_asked_again_next_time(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles, shop.mends = [Retryable("time-out")], [["order.created: created"]]
    store = a_store(sqlite_database, shop)

    with pytest.raises(Retryable):
        keep_webhooks(sqlite_database, store, URL, at(3))

    assert keep_webhooks(sqlite_database, store, URL, at(4)) == ["order.created: created"]
