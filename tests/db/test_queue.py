"""Rows that wait for their turn, and letters that are kept once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from connector.db import inbox as inbox_db
from connector.db import queue, stores
from connector.db.engine import Database
from connector.db.inbox import POLL, WEBHOOK, Letter
from connector.db.queue import PutOff, State
from connector.db.tables import inbox
from tests.building import NOW, at
from tests.usecases.shop import a_store


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Inside a write, with store 1."""
    a_store(database)
    with database.write() as open_connection:
        yield open_connection


def events(connection: Connection, *bodies: bytes, store: int = 1) -> list[int]:
    before = set(connection.execute(select(inbox.c.id)).scalars())
    inbox_db.add(connection, [Letter(store, WEBHOOK, body, {}) for body in bodies], NOW)
    return [one for one in connection.execute(select(inbox.c.id).order_by(inbox.c.id)).scalars() if one not in before]


def due(connection: Connection, day: float = 0, limit: int = 10, store: int = 1) -> list[int]:
    return [row.id for row in queue.due(connection, inbox, store, at(day), limit)]


def poll(body: bytes = b"{", subject: str = "9", reason: str = "not JSON") -> Letter:
    return Letter(1, POLL, body, {}, subject, reason)


def test_what_is_due_comes_oldest_first_and_no_more_than_asked_for(connection: Connection) -> None:
    first, second, _ = events(connection, b"a", b"b", b"c")

    assert due(connection, limit=2) == [first, second]


def test_another_stores_rows_are_not_ours(connection: Connection) -> None:
    other = stores.add(connection, "other", 1)
    events(connection, b"a", store=other.id)

    assert due(connection) == []


def test_a_claimed_row_comes_round_again_only_when_its_next_time_has_come(connection: Connection) -> None:
    (row,) = events(connection, b"a")

    queue.claim(connection, inbox, {row: at(1)})

    assert due(connection, 0.99) == []
    assert due(connection, 1) == [row]
    assert queue.due(connection, inbox, 1, at(1), 1)[0].attempts == 1


def test_a_row_that_waits_for_longer_than_any_pause_was_put_off_by_a_wrong_clock(
    connection: Connection,
) -> None:
    (row,) = events(connection, b"a")
    queue.claim(connection, inbox, {row: at(30)})

    assert due(connection, 1) == [row]
    assert due(connection, 30 - 1.9 / 24) == []


def test_a_row_put_off_waits_with_its_reason_and_loses_it_when_done(connection: Connection) -> None:
    (row,) = events(connection, b"a")

    queue.put_off(connection, inbox, [PutOff(row, at(2), "503")])
    assert due(connection, 1.99) == []
    assert queue.due(connection, inbox, 1, at(2), 1)[0].reason == "503"

    queue.done(connection, inbox, [row], at(2))
    shown = queue.get(connection, inbox, row)
    assert shown is not None
    assert (shown.state, shown.done_at, shown.reason) == ("done", at(2), None)


def test_a_parked_row_is_never_due_until_a_person_says_so(connection: Connection) -> None:
    parked, other = events(connection, b"a", b"b")
    queue.claim(connection, inbox, {parked: NOW})
    queue.park(connection, inbox, {parked: "wrong key"})
    assert due(connection, 999) == [other]

    assert queue.retry(connection, inbox, None, at(3)) == 1

    assert due(connection, 3) == [parked, other]
    assert queue.due(connection, inbox, 1, at(3), 1)[0].attempts == 0


def test_retrying_does_not_wake_what_is_done(connection: Connection) -> None:
    (row,) = events(connection, b"a")
    queue.done(connection, inbox, [row], NOW)

    assert queue.retry(connection, inbox, [row], NOW) == 0
    assert due(connection) == []


def test_only_what_was_done_long_ago_is_forgotten(connection: Connection) -> None:
    old, young, parked, waiting = events(connection, b"a", b"b", b"c", b"d")
    queue.done(connection, inbox, [old], NOW)
    queue.done(connection, inbox, [young], at(2))
    queue.park(connection, inbox, {parked: "no"})

    assert queue.prune(connection, inbox, at(1)) == 1
    assert set(connection.execute(select(inbox.c.id)).scalars()) == {young, parked, waiting}


def test_what_is_not_done_is_counted_by_store_and_state(connection: Connection) -> None:
    done, parked, _ = events(connection, b"a", b"b", b"c")
    queue.done(connection, inbox, [done], NOW)
    queue.park(connection, inbox, {parked: "no"})

    assert queue.counts(connection, inbox) == {("shop", "parked"): 1, ("shop", "waiting"): 1}


def test_rows_are_listed_newest_first_without_their_bodies(connection: Connection) -> None:
    first, second = events(connection, b"a", b"b")
    queue.park(connection, inbox, {first: "no"})

    assert [row.id for row in queue.listed(connection, inbox, None, None, 10)] == [second, first]
    (row,) = queue.listed(connection, inbox, "shop", State.PARKED, 10)
    assert (row.id, row.store, hasattr(row, "body"), hasattr(row, "headers")) == (first, "shop", False, False)


def test_two_events_of_the_same_content_are_two_rows(connection: Connection) -> None:
    """Real stores give one delivery id to many events, and handling one twice changes nothing."""
    assert len(events(connection, b"same", b"same")) == 2


def test_what_a_poll_could_not_read_is_kept_once_while_it_is_open(connection: Connection) -> None:
    assert inbox_db.add(connection, [poll(), poll()], NOW) == 1
    assert inbox_db.add(connection, [poll()], at(1)) == 0
    assert inbox_db.add(connection, [poll(body=b"[")], at(1)) == 1
    assert inbox_db.add(connection, [poll(subject="10")], at(1)) == 1


def test_once_it_is_done_the_same_may_be_kept_again(connection: Connection) -> None:
    inbox_db.add(connection, [poll()], NOW)
    queue.done(connection, inbox, list(connection.execute(select(inbox.c.id)).scalars()), NOW)

    assert inbox_db.add(connection, [poll()], NOW + timedelta(days=1)) == 1


def test_a_poll_letter_goes_straight_to_quarantine_with_its_reason(connection: Connection) -> None:
    inbox_db.add(connection, [poll()], NOW)

    (row,) = queue.listed(connection, inbox, None, None, 10)
    assert (row.state, row.reason, row.subject) == ("parked", "not JSON", "9")


def test_another_workers_rows_are_passed_over(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    a_store(database)
    with database.write() as first:
        events(first, b"a", b"b")

    with database.write() as first, database.write() as second:
        mine = due(first, limit=1)
        theirs = due(second)

    assert (len(mine), len(theirs)) == (1, 1)
    assert mine != theirs
    database.close()
