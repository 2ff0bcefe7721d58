"""What jobs did, counted in this process for its monitor, and noted in the books for people who look.

The rule kept here: a job that runs every second is noted when it ends otherwise than before, or half a minute later;
nothing is lost with the memory of the process but one note more.
"""

import threading
import time
from collections.abc import Iterator

import structlog
from prometheus_client import Counter, Histogram
from prometheus_client.registry import Collector

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.usecases.intake import Drained
from connector.usecases.rounds import JobRun, note_run
from connector.usecases.settle_orders import Settled

log = structlog.get_logger()

DONE, DEFECT = "done", "defect"
_NOTE_AFTER = 30.0  # seconds
_SECONDS = Histogram(
    "loyalty_job_seconds",
    "How long jobs took, by how they ended",
    ["job", "store", "outcome"],
    buckets=(0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1800),
    registry=None,
)
_ROWS = Counter(
    "loyalty_queue_rows_worked", "Rows of the queues by what became of them", ["box", "store", "fate"], registry=None
)
_ORDERS = Counter("loyalty_orders_read", "Orders read in stores by what was new", ["store", "news"], registry=None)
COLLECTORS: tuple[Collector, ...] = (_SECONDS, _ROWS, _ORDERS)
_noted: dict[tuple[str, str], tuple[str, float]] = {}  # database and job → how it ended, and when that was noted
_noting = threading.Lock()


def count(job: str, store: str | None, outcome: str, seconds: float, result: object) -> None:
    """A run for the monitor. `outcome` is done, the family of the store's trouble, or defect."""
    _SECONDS.labels(job, store or "", outcome).observe(seconds)
    for fate, number in _fates(result):
        if number and isinstance(result, Drained):
            _ROWS.labels(job, store or "", fate).inc(number)
        elif number:
            _ORDERS.labels(store or "", fate).inc(number)


def _fates(result: object) -> Iterator[tuple[str, int]]:
    match result:
        case Drained():
            yield from (("done", result.done), ("put_off", result.put_off), ("parked", result.parked))
        case Settled():
            yield from (("changed", result.changed), ("unchanged", result.unchanged), ("failed", len(result.failed)))


def note(connector: Connector, who: str, outcome: str, seconds: float, reason: str | None) -> None:
    """A run for people, unless it ended as the one before, a moment ago."""
    key, now = (str(connector.database.engine.url), who), time.monotonic()
    with _noting:
        before, at = _noted.get(key, ("", 0.0))
        if outcome == before and now - at < _NOTE_AFTER:
            return
        _noted[key] = (outcome, now)
    ended = bootstrap.now()
    done_at = ended if outcome == DONE else None
    try:
        note_run(connector.database, JobRun(who, ended, round(seconds * 1000), outcome, reason, done_at))
    except DatabaseTrouble as trouble:
        log.warning("how a job ended could not be noted", job=who, trouble=str(trouble))
