"""The inbox: keeping what stores tell us, and working through it.

The rule kept here: nothing verified is lost. An event is durable before it is understood; what cannot be understood is
parked with its reason, and never holds up the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row

from connector import logs
from connector.adapter import (
    CustomersMerged,
    Event,
    Hint,
    Nothing,
    PersonAsked,
    PersonErased,
    Rejected,
    RereadRecent,
    Retryable,
    Snapshot,
    StoreClosed,
    StoreError,
    Unreadable,
    Wish,
)
from connector.core.commerce import Gone, Order
from connector.db import inbox, queue, stores
from connector.db.engine import Database
from connector.db.inbox import POLL, WEBHOOK, Letter
from connector.db.queue import PutOff
from connector.db.tables import inbox as inbox_table
from connector.usecases.describe import describe
from connector.usecases.forgotten import of_the_erased
from connector.usecases.queueing import next_try, retry_or_park
from connector.usecases.settle_orders import settle_orders
from connector.usecases.stores import Store
from connector.usecases.wishes import grant, is_closed

log = structlog.get_logger()

__all__ = ["WEBHOOK", "Drained", "Letter", "drain", "receive"]


def receive(database: Database, letters: list[Letter], now: datetime) -> None:
    """Keep these letters; when this returns they survive a crash."""
    with database.write() as connection:
        inbox.add(connection, letters, now)
    for letter in letters:
        with logs.tracing(letter.trace):
            log.info("event kept", store_id=letter.store_id, source=letter.source, bytes=len(letter.body))


@dataclass(slots=True)
class Drained:
    """What one round did."""

    done: int = 0
    put_off: int = 0
    parked: int = 0

    def add(self, other: "Drained") -> None:
        self.done += other.done
        self.put_off += other.put_off
        self.parked += other.parked

    @property
    def any(self) -> bool:
        return bool(self.done or self.put_off or self.parked)


@dataclass(slots=True)
class _Round:
    """What is to become of the rows of one round, and the snapshots they led to."""

    about: dict[int, str] = field(default_factory=dict)  # row → order id
    seen: list[Order | Gone] = field(default_factory=list)
    wishes: dict[int, Wish] = field(default_factory=dict)
    reread: bool = False
    finished: list[int] = field(default_factory=list)
    put_off: list[PutOff] = field(default_factory=list)
    parked: dict[int, str] = field(default_factory=dict)


def drain(database: Database, store: Store, now: datetime, limit: int = 100) -> Drained:
    """Work through what is due for one store: claim, read, settle; one commit for all that can be done."""
    with database.write() as connection:
        rows = queue.due(connection, inbox_table, store.id, now, limit)
        queue.claim(connection, inbox_table, {row.id: next_try(row.attempts, now) for row in rows})
    if not rows:
        return Drained()
    round_ = _Round()
    closed = is_closed(database, store)
    hinted: dict[str, list[Row[Any]]] = {}
    for row in rows:
        try:
            event = _event(store, row)
        except StoreError as error:
            round_.parked[row.id] = str(error)
        except Exception as error:  # ours to mend, and no reason to hold up the next event
            with logs.tracing(row.trace):
                log.exception("event cannot be read", store=store.name, row=row.id)
            round_.parked[row.id] = f"cannot be read: {type(error).__name__}: {error}"
        else:
            if closed and isinstance(event, Hint):
                event = RereadRecent("the store is closed: what it hints at is read when it is open again")
            _sort(event, row, round_, hinted)
    _grant(database, store, rows, round_, now)
    _read_hinted(store, hinted, round_, now)
    _describe(database, store, rows, round_, now)
    traces = {round_.about[row.id]: row.trace for row in rows if row.trace and row.id in round_.about}
    with database.write() as connection:
        settled = settle_orders(connection, store, round_.seen, now, traces)
        for row_id, order_id in round_.about.items():
            if order_id in settled.failed:
                round_.parked[row_id] = settled.failed[order_id]
            else:
                round_.finished.append(row_id)
        erased = of_the_erased(connection, store, set(round_.about.values()), round_.seen)
        inbox.empty(connection, {row: order for row, order in round_.about.items() if order in erased})
        if round_.reread:
            stores.mark(connection, store.id, reread_wanted_at=now)
        inbox.blank(connection, round_.wishes.keys() & set(round_.finished))
        queue.done(connection, inbox_table, round_.finished, now)
        queue.put_off(connection, inbox_table, round_.put_off)
        queue.park(connection, inbox_table, round_.parked)
    _tell(store, rows, round_)
    return Drained(len(round_.finished), len(round_.put_off), len(round_.parked))


def _tell(store: Store, rows: Sequence[Row[Any]], round_: _Round) -> None:
    """What became of each event; its reason stays in the books, for it may quote what the store sent."""
    for row in rows:
        fate = "parked" if row.id in round_.parked else "settled" if row.id in round_.finished else "put off"
        with logs.tracing(row.trace):
            log.info("event worked on", store=store.name, row=row.id, order=round_.about.get(row.id), fate=fate)


def _event(store: Store, row: Row[Any]) -> Event:
    if row.source == POLL:
        return Hint(row.subject)
    if store.adapter.webhooks is None:
        raise Rejected("this store's platform sends no events that we understand")
    headers: Mapping[str, str] = row.headers
    return store.adapter.webhooks.parse(headers, row.body, row.received_at)


def _sort(event: Event, row: Row[Any], round_: _Round, hinted: dict[str, list[Row[Any]]]) -> None:
    match event:
        case Snapshot(order):
            round_.seen.append(order)
            round_.about[row.id] = order.id
        case Hint(order_id):
            hinted.setdefault(order_id, []).append(row)
        case RereadRecent():
            round_.reread = True
            round_.finished.append(row.id)
        case Nothing():
            round_.finished.append(row.id)
        case PersonAsked() | PersonErased() | CustomersMerged() | StoreClosed() as wish:
            round_.wishes[row.id] = wish


def _grant(database: Database, store: Store, rows: Sequence[Row[Any]], round_: _Round, now: datetime) -> None:
    """Do what was wished for, one after the other; each is on disk before its row is done."""
    for row in rows:
        if wish := round_.wishes.get(row.id):
            try:
                grant(database, store, wish, now)
            except Rejected as refused:
                round_.parked[row.id] = str(refused)
            except Exception as error:  # ours to mend; a wish is never given up unread
                log.exception("a wish could not be granted", store=store.name, row=row.id)
                _set_aside(row, Retryable(f"could not be done: {type(error).__name__}: {error}"), round_, now)
            else:
                round_.finished.append(row.id)


def _read_hinted(store: Store, hinted: dict[str, list[Row[Any]]], round_: _Round, now: datetime) -> None:
    """Read the orders that events only named: many events of one order are one reading.

    What failed before is asked for by itself, so that one order the store chokes on holds up no other.
    """
    stubborn = [order_id for order_id, rows in hinted.items() if any(row.attempts for row in rows)]
    fresh = [order_id for order_id in hinted if order_id not in stubborn]
    for ids in (fresh, *([order_id] for order_id in stubborn)):
        if ids:
            _read(store, {order_id: hinted[order_id] for order_id in ids}, round_, now)


def _read(store: Store, hinted: dict[str, list[Row[Any]]], round_: _Round, now: datetime) -> None:
    unread = dict(hinted)
    trouble: StoreError = Retryable("the store gave no answer about this order")
    try:
        for answer in store.adapter.orders.get(list(hinted)):
            for row in unread.pop(answer.id, []):
                if isinstance(answer, Unreadable):
                    round_.parked[row.id] = answer.reason
                else:
                    round_.about[row.id] = answer.id
            if not isinstance(answer, Unreadable):
                round_.seen.append(answer)
    except StoreError as error:
        trouble = error
    except Exception as error:  # ours to mend; which of them it was nobody knows, so all of them are tried again
        log.exception("orders cannot be read", store=store.name)
        trouble = Retryable(f"cannot be read: {type(error).__name__}: {error}")
    for row in (row for rows in unread.values() for row in rows):
        _set_aside(row, trouble, round_, now)


def _describe(database: Database, store: Store, rows: Sequence[Row[Any]], round_: _Round, now: datetime) -> None:
    """What the store does not tell of an order's goods or buyer holds up that order alone."""
    described = describe(database, store, round_.seen, now)
    round_.seen = [one for one in described.seen if not isinstance(one, Unreadable)]
    for row in rows:
        if trouble := described.untold.get(round_.about.get(row.id, "")):
            del round_.about[row.id]
            _set_aside(row, trouble, round_, now)


def _set_aside(row: Row[Any], trouble: StoreError, round_: _Round, now: datetime) -> None:
    match retry_or_park(row.attempts + 1, trouble, now):
        case datetime() as due_at:
            round_.put_off.append(PutOff(row.id, due_at, str(trouble)))
        case str(reason):
            round_.parked[row.id] = reason
