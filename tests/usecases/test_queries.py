"""How many questions the database is asked does not depend on how many orders a batch has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from connector.core.commerce import Buyer, Customer, Order, Review, Stage
from connector.db import members
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.usecases import bonuses
from connector.usecases.audit import verify
from connector.usecases.intake import drain, receive
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import NOW, a_refund, an_order, at, with_code
from tests.usecases.shop import CLUB, Shop, a_store, settle

FEW, MANY = 3, 40
ENROL = "INSERT INTO members"  # SQLite tells new ids one row at a time; it is in the same process, so it costs nothing
Batch = Callable[[Database, Store, Shop, int], Callable[[], object]]


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not (statement.startswith(ENROL) and database.engine.dialect.name == "sqlite"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def orders(count: int, **changes: Any) -> list[Order]:
    """One of each customer."""
    return [an_order(id=str(number), buyer=Buyer(str(number), None), **changes) for number in range(count)]


def new_orders(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    return lambda: settle(database, store, *orders(count))


def refunds(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    settle(database, store, *orders(count))
    return lambda: settle(database, store, *orders(count, modified_at=at(1), refunds=(a_refund(5_000),)))


def accounts(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    opened = [Customer(str(n), f"{n}@example.org", newsletter=True) for n in range(count)]

    def act() -> None:
        with database.write() as connection:
            bonuses.settle_registrations(connection, store, opened, NOW)
            bonuses.settle_newsletter(connection, store, opened, NOW)

    return act


def reviews(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    written = [Review(str(n), "p", f"{n}@example.org", NOW, approved=True, customer_id=str(n)) for n in range(count)]

    def act() -> None:
        for approved in (True, False):
            with database.write() as connection:
                told = [replace(review, approved=approved) for review in written]
                bonuses.settle_reviews(connection, store, told, NOW)

    return act


def used_codes_and_debts(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    settle(database, store, *orders(count))
    with database.read() as connection:
        ids = members.all_ids(connection)
    codes = [redeem(database, store, one, 100, key=f"k{one}", author="s", now=NOW).row.code for one in ids]
    used = [
        with_code(an_order(id=f"use {n}", buyer=Buyer(str(n), None), stage=Stage.PAID), code)
        for n, code in enumerate(codes)
    ]
    cancelled = orders(count, modified_at=at(1), stage=Stage.CANCELLED)
    return lambda: settle(database, store, *used, *cancelled)


def hints(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    shop.has(*orders(count))
    receive(database, [Letter(store.id, WEBHOOK, f"hint {n}".encode(), {}) for n in range(count)], NOW)
    return lambda: drain(database, store, NOW)


def ripe_points(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    settle(database, store, *orders(count), now=NOW)
    return lambda: sweep_lots(database, at(14))


def ended_codes(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    used_codes_and_debts(database, store, shop, count)
    return lambda: sweep_codes(database, at(60))


def proof(database: Database, store: Store, shop: Shop, count: int) -> Callable[[], object]:
    used_codes_and_debts(database, store, shop, count)()
    return lambda: verify(database)


@pytest.mark.parametrize(
    ("batch", "programme"),
    [
        (new_orders, CLUB),
        (new_orders, CLUB.replace("earn: [", "earn: [{kind: product}, ")),
        (refunds, CLUB),
        (refunds, CLUB + "bonuses: {order_placed: 5}\n"),
        (accounts, CLUB + "bonuses: {registration: 5, newsletter: 5}\n"),
        (reviews, CLUB + "bonuses: {review: {points: 5}}\n"),
        (used_codes_and_debts, CLUB),
        (hints, CLUB),
        (ripe_points, CLUB + "grant: {delay_days: 14}\n"),
        (ended_codes, CLUB),
        (proof, CLUB),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_batch_of_many_asks_no_more_than_a_batch_of_few(
    fresh_database: Callable[[], Any], batch: Batch, programme: str
) -> None:
    asked = {}
    for count in (FEW, MANY):
        with fresh_database() as database:
            shop = Shop()
            act = batch(database, a_store(database, shop, programme), shop, count)
            with statements(database) as seen:
                act()
            asked[count] = seen

    assert len(asked[FEW]) > 3
    assert len(asked[MANY]) == len(asked[FEW])


def test_on_postgresql_many_members_are_enrolled_at_once(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    store = a_store(database)

    with statements(database) as seen:
        settle(database, store, *orders(MANY))

    assert len([said for said in seen if said.startswith(ENROL)]) == 1
    database.close()


def test_members_are_locked_before_any_order_of_theirs_is_written(sqlite_database: Database) -> None:
    """A sweep locks members and then writes orders; who did it the other way round would wait for it in a ring."""
    store = a_store(sqlite_database)
    settle(sqlite_database, store, *orders(2))
    unchanged, changed = orders(2)[0], orders(2, modified_at=at(1), refunds=(a_refund(100),))[1]

    with statements(sqlite_database) as seen:
        settle(sqlite_database, store, unchanged, changed)

    locked = next(n for n, said in enumerate(seen) if said.startswith("SELECT members.id"))
    written = [n for n, said in enumerate(seen) if said.startswith(("UPDATE orders", "INSERT INTO orders"))]
    assert written
    assert locked < min(written)
