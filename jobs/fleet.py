"""The schedule on many machines: schedulers say what is due, workers do it, and PostgreSQL stands between them.

The rule kept here: a task says "do this job for that store" and carries nothing, so a task that is lost or doubled
changes nothing. Of one store no two jobs of a lane run at once; a job that waits already is not ordered again.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypedDict

import procrastinate
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.schema import SchemaManager

from connector.bootstrap import Connector
from connector.core.foreseen import Unusable
from connector.db import tasks
from jobs.firing import Firing
from jobs.schedule import BOOKS_JOBS, STORE_JOBS, BooksJob, StoreJob
from jobs.work import do, named

log = structlog.get_logger()

_TASK = "job"
_BEAT, _LOST_AFTER = 5.0, 20.0  # seconds: how often a worker says that it lives, and when it is taken for dead
_LOOK = 5.0  # seconds after which a worker looks for tasks that it heard nothing of
_THREADS = 4


class NeedsPostgresql(Unusable):
    """Several machines cannot share a file."""


class _Pool(TypedDict):
    conninfo: str
    kwargs: dict[str, str]


def _pool(connector: Connector) -> _Pool:
    """How to reach the tables that schedulers and workers share, which are made first. Raises NeedsPostgresql."""
    address = connector.database.libpq
    if address is None:
        raise NeedsPostgresql(
            "workers and schedulers need PostgreSQL, and the settings name a SQLite file: "
            "`loyalty run` does all in one process"
        )
    tasks.prepare(connector.database, procrastinate.__version__, SchemaManager.get_schema())
    return {"conninfo": address, "kwargs": {"options": f"-c search_path={tasks.SCHEMA}"}}


@contextlib.contextmanager
def ordering(connector: Connector) -> Iterator[Firing]:
    """A scheduler at work: it orders what is due, and does nothing itself. Several at once do no harm."""
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(**_pool(connector), max_size=_THREADS))
    firing = Firing(connector, _THREADS)
    times = connector.settings.jobs
    for job in STORE_JOBS:
        if job.waiting:
            firing.add(job.name, partial(_order_waiting, connector, app, job, job.waiting), job.when(times))
            continue
        for store in connector.stores:
            firing.add(named(job, store), partial(_order, app, job, store), job.when(times))
    for books_job in BOOKS_JOBS:
        firing.add(books_job.name, partial(_order, app, books_job, None), books_job.when(times))
    with app.open():
        firing.start()
        yield firing


def _order_waiting(
    connector: Connector, app: procrastinate.App, job: StoreJob, waiting: Callable[[Connector], set[int]]
) -> None:
    wanted = waiting(connector)
    for store in connector.stores.values():
        if store.id in wanted:
            _order(app, job, store.name)


def _order(app: procrastinate.App, job: StoreJob | BooksJob, store: str | None) -> None:
    lane = f"{job.lane} {store}" if isinstance(job, StoreJob) else job.name
    order = app.configure_task(
        _TASK,
        allow_unknown=True,
        lock=lane,
        queueing_lock=named(job, store),
        task_kwargs={"name": job.name, "store": store},
    )
    try:
        order.defer()
    except AlreadyEnqueued:
        pass
    except ConnectorException as trouble:
        log.error("job could not be ordered", job=named(job, store), reason=str(trouble.__cause__ or trouble))


async def work(connector: Connector, at_once: int, patience: float) -> None:
    """Do what is ordered, so many jobs at once, until SIGTERM or SIGINT; then give those under way so many seconds."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(**_pool(connector), max_size=at_once + 2))
    app.task(name=_TASK)(partial(do, connector))
    async with app.open_async():
        takes_up = asyncio.create_task(_take_up_lost(app))
        try:
            await app.run_worker_async(
                concurrency=at_once,
                delete_jobs="always",
                fetch_job_polling_interval=_LOOK,
                shutdown_graceful_timeout=patience,
                update_heartbeat_interval=_BEAT,
                stalled_worker_timeout=_LOST_AFTER,
            )
        finally:
            takes_up.cancel()


async def _take_up_lost(app: procrastinate.App) -> None:
    """Strike out what workers that died were doing, so that it can be ordered again and nobody waits for them."""
    while True:
        with contextlib.suppress(ConnectorException):  # the worker itself says so, and goes on when it can
            for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_LOST_AFTER):
                if lost.id is not None:
                    log.warning("job was lost with its worker", job=lost.queueing_lock)
                    failed = procrastinate.jobs.Status.FAILED
                    await app.job_manager.finish_job_by_id_async(lost.id, failed, delete_job=True)
        await asyncio.sleep(_BEAT)
