"""Doing one job: the same for the threads of one process and for many machines.

The rule kept here: whatever a job could not do is caught in this one place and said; the job comes round again.
"""

import time
from collections.abc import Callable
from functools import partial

import structlog

from connector import bootstrap, logs
from connector.adapter import StoreError
from connector.bootstrap import Connector
from connector.usecases.rounds import note_round
from connector.usecases.wishes import is_closed
from jobs import measured
from jobs.schedule import BOOKS_JOBS, STORE_JOBS, BooksJob, Lane, StoreJob

log = structlog.get_logger()

_OF_STORES = {job.name: job for job in STORE_JOBS}
_OF_BOOKS = {job.name: job for job in BOOKS_JOBS}


def named(job: StoreJob | BooksJob, store: str | None) -> str:
    """The job as people read of it: `pull main`."""
    return f"{job.name} {store}" if store else job.name


def do(connector: Connector, name: str, store: str | None = None) -> None:
    """Do a job of the schedule once, for a store where it is one of a store's."""
    job = _OF_BOOKS.get(name) if store is None else _OF_STORES.get(name)
    work = _work(connector, job, store)
    if job is None or work is None:  # ordered by another version of the program, or for a store that is gone
        log.warning("no such job here", job=name, store=store)
        return
    with logs.tracing(logs.new_trace()):
        _do(connector, job, store, work)


def _do(connector: Connector, job: StoreJob | BooksJob, store: str | None, work: Callable[[], object]) -> None:
    who, began = named(job, store), time.monotonic()
    outcome, reason, result = measured.DONE, None, None
    try:
        result = work()
    except StoreError as error:
        outcome, reason = type(error).__name__.lower(), str(error)
        log.warning("job could not be done", job=who, reason=reason)
    except Exception as error:
        outcome, reason = measured.DEFECT, type(error).__name__
        log.exception("job failed", job=who)
    else:
        log.debug("job done", job=who, result=result)
        if isinstance(job.when(connector.settings.jobs), str):
            note_round(connector.database, who, bootstrap.now())
    seconds = time.monotonic() - began
    measured.count(job.name, store, outcome, seconds, result)
    measured.note(connector, who, outcome, seconds, reason)


def _work(connector: Connector, job: StoreJob | BooksJob | None, store: str | None) -> Callable[[], object] | None:
    match job:
        case BooksJob():
            return partial(job.run, connector)
        case StoreJob() if store and store in connector.stores:
            if job.lane is not Lane.INBOX and is_closed(connector.database, connector.stores[store]):
                return _leave_alone
            return partial(job.run, connector, connector.stores[store])
    return None


def _leave_alone() -> str:
    return "the shop took our access away; `loyalty store reopen` begins again"
