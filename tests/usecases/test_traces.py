"""One trace leads through the log from what came in to what the store was told, and says of nobody who they are."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from connector import logs
from connector.adapter import Rejected
from connector.core.commerce import Stage
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.db.tables import inbox, outbox
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import drain, receive
from connector.usecases.redeem import redeem
from tests.building import NOW, an_order, at, with_code
from tests.usecases.shop import Shop, a_store, enrol, settle


def of_trace(entries: list[Any], trace: str) -> list[str]:
    return [entry["event"] for entry in entries if entry.get("trace") == trace]


def traces(database: Database) -> Mapping[str, str | None]:
    with database.read() as connection:
        return {key: trace for key, trace in connection.execute(select(outbox.c.key, outbox.c.trace))}  # noqa: C416


def test_from_the_event_to_the_store(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    row = redeem(database, store, enrol(database, store, 100), 100, key="k", author="shopper", now=NOW).row
    dispatch(database, store, NOW)
    settle(database, store, with_code(an_order(id="2"), row.code, 500))
    shop.has(with_code(an_order(id="2", stage=Stage.CANCELLED, modified_at=at(2)), row.code, 500), an_order(id="3"))

    with capture_logs(processors=[merge_contextvars]) as said:
        with logs.tracing("aaaa"):
            receive(database, [Letter(store.id, WEBHOOK, b"hint 2", {})], at(3))
        with logs.tracing("bbbb"):
            receive(database, [Letter(store.id, WEBHOOK, b"hint 3", {})], at(3))
        with logs.tracing("the job's"):
            drain(database, store, at(3))
        dispatch(database, store, at(3))

    assert of_trace(said, "aaaa") == ["event kept", "event worked on", "effect sent"]
    assert of_trace(said, "bbbb") == ["event kept", "event worked on"]
    assert [trace for key, trace in traces(database).items() if key.startswith("revoke")] == ["aaaa"]
    assert "anna" not in str(said)
    assert row.code not in str(said)


def test_what_nothing_came_in_for_has_the_trace_of_the_work(database: Database) -> None:
    shop = Shop()
    shop.troubles = [Rejected("no such customer anna@example.org")]
    store = a_store(database, shop)

    with capture_logs(processors=[merge_contextvars]) as said:
        with logs.tracing("cccc"):
            redeem(database, store, enrol(database, store, 100), 100, key="k", author="shopper", now=NOW)
        with logs.tracing("another job's"):
            dispatch(database, store, NOW)

    assert list(traces(database).values()) == ["cccc"]
    assert of_trace(said, "cccc") == ["effect not sent"]
    assert "anna" not in str(said)


def test_what_a_poll_puts_aside_has_its_trace_and_rows_from_before_have_none(database: Database) -> None:
    store = a_store(database, Shop())
    with logs.tracing("dddd"):
        receive(database, [Letter(store.id, WEBHOOK, b"ping", {})], NOW)
    receive(database, [Letter(store.id, WEBHOOK, b"ping", {})], NOW)

    drain(database, store, NOW)

    with database.read() as connection:
        assert list(connection.execute(select(inbox.c.trace)).scalars()) == ["dddd", None]
