"""How things stand: stores, queues, jobs and points, for one screen and for monitors.

The rule kept here: what stands in the way is told with what to do next; nothing here writes, and nobody is named.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.core.foreseen import Unknown
from connector.core.ledger import Account
from connector.core.quote import worth
from connector.db import figures, job_runs, programmes, queue, rereads, stores
from connector.db.engine import Database
from connector.db.job_runs import JobRun
from connector.db.queue import Parked, State
from connector.db.rereads import RereadTrouble
from connector.db.stores import StoreRow
from connector.usecases.look import BOXES
from connector.usecases.programmes import versions

LATE = timedelta(minutes=15)
DONE = "done"
_CAME = {"inbox": "received_at", "outbox": "created_at"}
_REASONS = 5  # of each box


@dataclass(frozen=True, slots=True)
class QueueState:
    """One store's rows of one box. `oldest` is when the oldest that waits came."""

    box: str
    store: str
    waiting: int
    parked: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class PointsState:
    """One programme's points. `liability` is what all that may still be used is worth, in minor units; None where
    points buy nothing off. Points that only ripen and points that are held count."""

    programme: str
    currency: str
    issued: int
    pending: int
    available: int
    held: int
    redeemed: int
    expired: int
    liability: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand at a moment. `next` is what to do, the most urgent first; empty: nothing."""

    at: datetime
    stores: list[StoreRow]
    polled: dict[str, datetime]  # store → when it was last read
    not_reread: dict[str, RereadTrouble]  # store → why its recent orders could not be read again
    queues: list[QueueState]
    parked: dict[str, list[Parked]]
    jobs: list[JobRun]
    points: list[PointsState]
    next: list[str]


def status(database: Database, enabled: Collection[str], now: datetime, shadowed: Collection[str] = ()) -> Status:
    """`enabled` are the stores that are at work; what is due to the `shadowed` ones waits by order."""
    with database.read() as connection:
        known = stores.listed(connection)
        boxes = [*_queues(connection)]
        parked = {box: queue.parked(connection, table, _REASONS) for box, table in BOXES.items()}
        runs = job_runs.listed(connection)
        points = points_in(connection)
        troubles = rereads.troubles(connection)
    not_reread = {row.name: troubles[row.id] for row in known if row.id in troubles}
    polled = read_at(runs, enabled)
    found = [*_urgent(known, enabled, polled, not_reread, [*_late(boxes, shadowed, now)], parked, runs, now)]
    return Status(now, known, polled, not_reread, boxes, parked, runs, points, found)


def read_at(runs: Collection[JobRun], names: Collection[str]) -> dict[str, datetime]:
    """Store → when it was last read with success."""
    done = {run.name: run.done_at for run in runs}
    return {name: at for name in names if (at := done.get(f"pull {name}"))}


def queue_states(database: Database) -> list[QueueState]:
    with database.read() as connection:
        return [*_queues(connection)]


def runs_of(database: Database) -> list[JobRun]:
    with database.read() as connection:
        return job_runs.listed(connection)


def points_of(database: Database) -> list[PointsState]:
    with database.read() as connection:
        return points_in(connection)


def _queues(connection: Connection) -> Iterator[QueueState]:
    for box, table in BOXES.items():
        counts = queue.counts(connection, table)
        oldest = queue.oldest(connection, table, _CAME[box])
        for store in sorted({store for store, _ in counts}):
            waiting, parked = (counts.get((store, state.value), 0) for state in (State.WAITING, State.PARKED))
            yield QueueState(box, store, waiting, parked, oldest.get(store))


def _late(boxes: Collection[QueueState], shadowed: Collection[str], now: datetime) -> Iterator[QueueState]:
    for box in boxes:
        by_order = box.box == "outbox" and box.store in shadowed
        if box.oldest and now - box.oldest > LATE and not by_order:
            yield box


def points_in(connection: Connection) -> list[PointsState]:
    sums = figures.points_by_programme(connection)
    found = []
    for programme_id, name in programmes.listed(connection):
        try:
            terms = versions(connection, programme_id).latest
        except Unknown:
            continue
        has = sums.get(programme_id, dict.fromkeys(Account, 0))
        owed = has[Account.PENDING] + has[Account.AVAILABLE] + has[Account.HELD]
        liability = worth(owed, terms.redemption)
        figures_told = {account.value: has[account] for account in Account if account is not Account.ISSUED}
        found.append(
            PointsState(name, terms.currency, issued=-has[Account.ISSUED], liability=liability, **figures_told)
        )
    return found


def _urgent(
    known: Collection[StoreRow],
    enabled: Collection[str],
    polled: Mapping[str, datetime],
    not_reread: Mapping[str, RereadTrouble],
    late: Collection[QueueState],
    parked: Mapping[str, list[Parked]],
    runs: Collection[JobRun],
    now: datetime,
) -> Iterator[str]:
    if not enabled:
        yield "connect a store: loyalty store add NAME --url https://…"
    if enabled and not any(now - run.ended_at < LATE for run in runs):
        yield "no job has ended for a quarter of an hour: start loyalty run (or a scheduler and a worker)"
    for row in known:
        if row.name in enabled and row.trouble:
            yield f"store {row.name} cannot be read: loyalty store check {row.name}"
        elif row.name in enabled and row.backfilled_at is None:
            yield f"the past of store {row.name} is not read yet: loyalty sync {row.name}"
        elif row.name in enabled and (at := polled.get(row.name)) and now - at > LATE:
            yield f"store {row.name} has not been read for a quarter of an hour: look at the log of loyalty run"
        if row.name in enabled and not row.trouble and row.name in not_reread:
            yield f"the recent orders of store {row.name} could not be read again: loyalty store check {row.name}"
    for box in late:
        yield f"the {box.box} of {box.store} has waited for a quarter of an hour: loyalty {box.box} list"
    for name, reasons in parked.items():
        for one in reasons:
            yield f"{one.count} parked in the {name} of {one.store}: loyalty {name} show {one.row}, then retry"
    for run in runs:
        if run.outcome == "defect":
            yield f"the job {run.name} failed by a defect of ours: look at the log"
