"""The door under load and in trouble: sizes, crowds, broken books, and what monitors are told."""

import json
import socket
import sqlite3
import threading
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import event

from connector import bootstrap
from connector.usecases.retry import retry
from tests.running import eventually, rows
from tests.web.door import MEGABYTE, Door


@pytest.mark.parametrize("megabytes", [6, 30])
def test_more_than_the_settings_allow_is_put_aside_whole_holds_nothing_up_and_can_be_retried(
    door: Door, order: dict[str, Any], megabytes: int
) -> None:
    body = json.dumps(order | {"id": 999_999, "customer_note": "x" * megabytes * MEGABYTE}).encode()

    answers = [door.post(body).status_code, door.post(json.dumps(order).encode()).status_code]
    door.drain()
    large, good = door.inbox()
    waiting = retry(door.connector.database, "inbox", None, bootstrap.now())
    door.drain()

    assert answers == [200, 200]
    assert (large["state"], large["body"] == body, good["state"]) == ("parked", True, "done")
    assert f"the event has {len(body)} bytes, more than web.max_body_mb (5) allows" in large["reason"]
    assert (waiting, [row["state"] for row in door.inbox()]) == (1, ["done", "done"])


@pytest.mark.parametrize("announced", [True, False])
def test_more_than_64_megabytes_are_not_read(door: Door, announced: bool) -> None:
    host, port = door.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        size = f"Content-Length: {65 * MEGABYTE}" if announced else "Transfer-Encoding: chunked"
        line.sendall(f"POST /webhooks/main HTTP/1.1\r\nHost: x\r\n{size}\r\n\r\n".encode())
        if not announced:
            chunk = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
            for _ in range(65):
                line.sendall(chunk)
        status = line.recv(12)

    assert status == b"HTTP/1.1 413"
    assert door.inbox() == []
    assert door.refused("main", "too_large")


def test_a_store_that_hangs_up_in_the_middle_leaves_nothing(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    host, port = door.url.removeprefix("http://").split(":")

    with socket.create_connection((host, int(port))) as line:
        line.sendall(b'POST /webhooks/main HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"id"')

    eventually(lambda: door.refused("main", "hung_up"), "the door has seen it")
    assert (door.inbox(), caplog.text) == ([], "")


@contextmanager
def locked(door: Door) -> Iterator[None]:
    """Somebody else writes into the books, and takes his time."""
    file = door.connector.database.engine.url.database
    assert file
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def impatient(door: Door) -> None:
    """The database waits for a lock for a moment only, not for a minute."""
    engine = door.connector.database.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))
    engine.dispose()


def test_what_cannot_be_written_is_not_acknowledged(door: Door) -> None:
    impatient(door)

    with locked(door):
        during = door.post(b'{"id": 1}')
    after = door.post(b'{"id": 2}')

    assert (during.status_code, after.status_code) == (503, 200)
    assert [row["body"] for row in door.inbox()] == [b'{"id": 2}']
    assert door.refused("main", "not_kept")


def test_broken_books_are_a_503_and_never_a_200_and_monitors_hear_of_it(
    door: Door, logged: list[MutableMapping[str, Any]]
) -> None:
    with door.connector.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO inbox_gone")

    answer = door.post(b'{"id": 1}')

    alive = door.session.get(f"{door.url}/healthz", timeout=10)
    ready = door.session.get(f"{door.url}/readyz", timeout=10)
    assert (answer.status_code, alive.status_code, ready.status_code) == (503, 200, 503)
    assert ready.json() == {"ok": False, "trouble": "the database cannot be used"}
    assert door.refused("main", "not_kept")
    assert "loyalty_webhooks_received_total{" not in door.metrics()
    assert rows(door.connector.database, "inbox_gone") == []
    assert (logged[0]["event"], logged[0]["count"]) == ("deliveries could not be kept", 1)


def test_books_that_are_mended_take_events_again_without_a_restart(door: Door) -> None:
    database = door.connector.database
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO inbox_gone")
    broken = door.post(b'{"id": 1}').status_code
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox_gone RENAME TO inbox")

    mended = door.post(b'{"id": 2}').status_code

    assert (broken, mended) == (503, 200)
    assert [row["body"] for row in door.inbox()] == [b'{"id": 2}']


def test_a_crowd_that_waits_is_written_in_one_go_and_everyone_is_answered(door: Door) -> None:
    bodies = [f'{{"id": {number}}}'.encode() for number in range(60)]
    commits: list[object] = []
    arrived = threading.Semaphore(0)

    def send(body: bytes) -> int:
        arrived.release()
        return door.post(body).status_code

    with ThreadPoolExecutor(60) as crowd:
        with locked(door):
            event.listen(door.connector.database.engine, "commit", commits.append)
            answers = [crowd.submit(send, body) for body in bodies]
            for _ in bodies:
                arrived.acquire()
            early = [answer.done() for answer in answers]
            requests.get(f"{door.url}/nothing", timeout=10)  # the crowd came first: it stands in the door by now
        statuses = [answer.result() for answer in answers]

    assert not any(early)
    assert statuses == [200] * 60
    assert sorted(row["body"] for row in door.inbox()) == sorted(bodies)
    assert len(commits) <= 20


def test_a_database_of_another_version_takes_no_work(door: Door) -> None:
    with door.connector.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    ready = door.session.get(f"{door.url}/readyz", timeout=10)

    assert (ready.status_code, ready.json()) == (
        503,
        {"ok": False, "trouble": "the database is of another version"},
    )


def test_what_waits_is_told_and_turns_nobody_away(door: Door) -> None:
    fresh = door.session.get(f"{door.url}/readyz", timeout=10)
    door.post(b'{"id": 1}')
    with door.connector.database.write() as connection:
        long_ago = (bootstrap.now() - timedelta(minutes=16)).isoformat(sep=" ")
        connection.exec_driver_sql("UPDATE inbox SET due_at = ?", (long_ago,))

    stale = door.session.get(f"{door.url}/readyz", timeout=10)

    assert (fresh.status_code, fresh.json()["late"]) == (200, {"inbox": 0, "outbox": 0})
    assert (stale.status_code, stale.json()["late"]) == (200, {"inbox": 1, "outbox": 0})
    assert 'loyalty_inbox_rows{state="waiting",store="main"} 1.0' in door.metrics()
