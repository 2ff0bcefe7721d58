"""Reading a store: the cursor goes on page by page, an unreadable order is set aside once, a reread finds the rest."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Row, select

from connector.adapter import Page, Retryable, Unreadable
from connector.db import stores
from connector.db.engine import Database
from connector.db.stores import StoreRow
from connector.db.tables import inbox
from connector.usecases.pull import OVERLAP, pull, pull_if_due, reread, reread_if_due
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.shop import Shop, a_store, points

EVERY = timedelta(hours=6)


def clock() -> datetime:
    return at(9)


def five(shop: Shop) -> None:
    shop.has(*(an_order(a_line(1_000), id=str(day), placed_at=at(day)) for day in range(1, 6)))


def reading(database: Database) -> StoreRow:
    with database.read() as connection:
        row = stores.find(connection, "shop")
    assert row is not None
    return row


def quarantine(database: Database) -> list[Row]:
    with database.read() as connection:
        return list(connection.execute(select(inbox).order_by(inbox.c.id)))


def test_the_first_time_the_whole_history_is_read_and_that_is_written_down(database: Database) -> None:
    shop = Shop()
    five(shop)

    settled = pull(database, a_store(database, shop), clock)

    assert settled.changed == 5
    assert points(database) == {"available": 50}
    assert (shop.since, reading(database).orders_cursor, reading(database).backfilled_at) == ([None], at(5), at(9))


def test_the_next_time_only_what_changed_since_is_read_with_an_overlap(sqlite_database: Database) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, clock)

    settled = pull(sqlite_database, store, clock)

    assert shop.since[-1] == at(5) - OVERLAP
    assert (settled.changed, settled.unchanged) == (0, 1)


def test_a_history_that_breaks_off_goes_on_where_it_was(database: Database) -> None:
    shop = Shop()
    five(shop)
    shop.breaks_at_page, shop.troubles = 1, [Retryable("time-out")]
    store = a_store(database, shop)

    with pytest.raises(Retryable):
        pull(database, store, clock)
    assert (reading(database).orders_cursor, reading(database).backfilled_at) == (at(2), None)
    assert points(database) == {"available": 20}

    settled = pull(database, store, clock)
    assert shop.since == [None, at(2) - OVERLAP]
    assert (settled.changed, settled.unchanged) == (3, 1)
    assert reading(database).backfilled_at == at(9)


def test_whatever_breaks_after_a_page_the_page_is_kept_with_its_cursor(sqlite_database: Database) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)

    def pull_the_plug(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(sqlite_database, store, clock, watch=pull_the_plug)

    assert reading(sqlite_database).orders_cursor == at(2)
    assert points(sqlite_database) == {"available": 20}


def test_the_cursor_never_goes_back(sqlite_database: Database) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, clock)
    shop.held = {"1": an_order(a_line(1_000), id="1", placed_at=at(5) - timedelta(seconds=30))}

    pull(sqlite_database, store, clock)

    assert reading(sqlite_database).orders_cursor == at(5)


def test_reading_since_a_date_leaves_the_cursor_alone_even_if_another_moved_it_meanwhile(
    sqlite_database: Database,
) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)

    def meanwhile(page: Page) -> None:
        if page.until == at(3):  # the first of two
            with sqlite_database.write() as connection:
                stores.mark(connection, store.id, orders_cursor=at(8))

    settled = pull(sqlite_database, store, clock, since=at(2), watch=meanwhile)

    assert settled.changed == 4
    assert (reading(sqlite_database).orders_cursor, reading(sqlite_database).backfilled_at) == (at(8), None)


def test_an_unreadable_order_is_set_aside_once_and_its_neighbours_are_settled(database: Database) -> None:
    shop = Shop()
    five(shop)
    shop.has(Unreadable("77", "lines.0.total: not a number", b'{"id": 77}'))
    store = a_store(database, shop)

    for _ in range(2):
        pull(database, store, clock)

    assert points(database) == {"available": 50}
    (row,) = quarantine(database)
    assert (row.state, row.subject, row.reason, row.body) == (
        "parked",
        "77",
        "lines.0.total: not a number",
        b'{"id": 77}',
    )


def test_an_order_that_cannot_be_settled_is_set_aside_once_too(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(a_line(quantity="no number"), id="2"))
    store = a_store(sqlite_database, shop)

    for _ in range(2):
        pull(sqlite_database, store, clock, since=at(-99))

    (row,) = quarantine(sqlite_database)
    assert row.subject == "2"
    assert row.reason.startswith("cannot be settled: ")


def test_a_reread_finds_the_refund_that_moved_no_date(database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(database, shop)
    pull(database, store, clock)
    shop.has(an_order(refunds=(a_refund(4_000),), observed_at=at(2)))
    assert shop.held["1"].modified_at == NOW  # type: ignore[union-attr]

    settled = reread(database, store, clock)

    assert settled.changed == 1
    assert points(database) == {"available": 60}


def test_a_reread_asks_after_what_is_no_longer_listed_and_takes_its_points_back(database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(id="2"))
    store = a_store(database, shop)
    pull(database, store, clock)
    del shop.held["2"]

    reread(database, store, clock)

    assert shop.asked == [["2"]]
    assert points(database) == {"available": 100}


def test_what_is_gone_is_not_asked_for_again(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, clock)
    shop.held.clear()

    reread(sqlite_database, store, clock)
    reread(sqlite_database, store, clock)

    assert shop.asked == [["1"]]


def test_orders_older_than_the_return_window_are_left_alone(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(placed_at=at(-40)))
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, clock)
    shop.held.clear()

    reread(sqlite_database, store, clock)

    assert shop.asked == []
    assert points(sqlite_database) == {"available": 100}


def test_a_reread_comes_after_the_history_then_in_time_or_when_an_event_asks(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(sqlite_database, shop)
    now = at(1)
    assert reread_if_due(sqlite_database, store, lambda: now, EVERY) is None

    pull(sqlite_database, store, lambda: now)
    assert reread_if_due(sqlite_database, store, lambda: now, EVERY) is not None
    assert reread_if_due(sqlite_database, store, lambda: now + EVERY / 2, EVERY) is None
    assert reread_if_due(sqlite_database, store, lambda: now + EVERY, EVERY) is not None

    with sqlite_database.write() as connection:
        stores.mark(connection, store.id, reread_wanted_at=now)
    assert reread_if_due(sqlite_database, store, lambda: now + EVERY, EVERY) is not None
    assert reading(sqlite_database).reread_wanted_at is None


def test_a_wish_that_came_while_reading_is_not_lost(sqlite_database: Database) -> None:
    times = iter([at(1), at(2), at(3)])
    store = a_store(sqlite_database)
    with sqlite_database.write() as connection:
        stores.mark(connection, store.id, reread_wanted_at=at(1.5))

    reread(sqlite_database, store, lambda: next(times))

    assert reading(sqlite_database).reread_wanted_at == at(1.5)


def test_a_store_in_trouble_is_left_in_peace_for_a_while_and_its_trouble_is_written_down(
    sqlite_database: Database,
) -> None:
    shop = Shop()
    five(shop)
    shop.breaks_at_page, shop.troubles = 0, [Retryable("503 from the store")]
    store = a_store(sqlite_database, shop)

    with pytest.raises(Retryable):
        pull_if_due(sqlite_database, store, clock)
    assert (reading(sqlite_database).trouble, reading(sqlite_database).failures) == ("503 from the store", 1)
    assert pull_if_due(sqlite_database, store, clock) is None

    assert pull_if_due(sqlite_database, store, lambda: at(10)) is not None
    assert (reading(sqlite_database).trouble, reading(sqlite_database).failures) == (None, 0)


def test_a_store_that_names_its_time_is_asked_neither_for_changes_nor_for_recent_orders_before(
    sqlite_database: Database,
) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, clock)
    with sqlite_database.write() as connection:
        stores.mark(connection, store.id, reread_wanted_at=at(9))
    shop.breaks_at_page, shop.troubles = 0, [Retryable("429", after=timedelta(hours=1))]
    with pytest.raises(Retryable):
        pull_if_due(sqlite_database, store, clock)
    asked = len(shop.since)

    for minutes in (11, 59):
        early = at(9) + timedelta(minutes=minutes)
        assert pull_if_due(sqlite_database, store, lambda: early) is None  # noqa: B023
        assert reread_if_due(sqlite_database, store, lambda: early, EVERY) is None  # noqa: B023
    assert len(shop.since) == asked

    later = at(9) + timedelta(hours=1.3)
    assert pull_if_due(sqlite_database, store, lambda: later) is not None
    assert reread_if_due(sqlite_database, store, lambda: later, EVERY) is not None


def test_a_store_that_names_no_time_is_asked_again_within_ten_minutes(sqlite_database: Database) -> None:
    shop = Shop()
    five(shop)
    store = a_store(sqlite_database, shop)
    shop.breaks_at_page = 0
    with sqlite_database.write() as connection:
        stores.mark(connection, store.id, failures=20)
    shop.troubles = [Retryable("503")]

    with pytest.raises(Retryable):
        pull_if_due(sqlite_database, store, clock)

    assert pull_if_due(sqlite_database, store, lambda: at(9) + timedelta(minutes=10)) is not None
