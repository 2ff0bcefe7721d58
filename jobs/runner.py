"""Runs the schedule in threads of this process.

The rule kept here: the scheduler only fires; all state is in our tables, so nothing is lost when the process dies.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from connector import bootstrap
from connector.adapter import StoreError
from connector.bootstrap import Connector
from jobs.schedule import BOOKS_JOBS, STORE_JOBS

log = structlog.get_logger()

_THREADS = 16
_FIRST_RUN = timedelta(seconds=1)  # the web server listens by then, so a store's first call finds someone


def start(connector: Connector) -> BackgroundScheduler:
    """Start all jobs; the caller shuts the scheduler down."""
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(_THREADS)},
        # A run that is late or still going on is one run, not several.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    first = bootstrap.now() + _FIRST_RUN

    def add(name: str, work: Callable[[], object], every: int) -> None:
        guarded = partial(_guarded, name, work)
        scheduler.add_job(guarded, "interval", seconds=every, name=name, next_run_time=first)

    for job in STORE_JOBS:
        for store in connector.stores.values():
            add(f"{job.name} {store.name}", partial(job.run, connector, store), job.every(connector.settings.jobs))
    for books_job in BOOKS_JOBS:
        add(books_job.name, partial(books_job.run, connector), books_job.every(connector.settings.jobs))
    scheduler.start()
    return scheduler


def stop(scheduler: BackgroundScheduler, patience: float) -> bool:
    """Fire no more, and give jobs under way so many seconds to end. False: some have not."""
    stopper = threading.Thread(target=scheduler.shutdown, daemon=True)
    stopper.start()
    stopper.join(patience)
    return not stopper.is_alive()


def _guarded(name: str, work: Callable[[], object]) -> None:
    """The one place where what a job could not do is caught: it is said, and the job comes round again."""
    try:
        result = work()
    except StoreError as error:
        log.warning("job could not be done", job=name, reason=str(error))
    except Exception:
        log.exception("job failed", job=name)
    else:
        log.debug("job done", job=name, result=result)
