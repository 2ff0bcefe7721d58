"""Runs the schedule in threads of this process: all that one machine needs."""

from functools import partial

from connector.bootstrap import Connector
from jobs.firing import Firing
from jobs.schedule import BOOKS_JOBS, STORE_JOBS
from jobs.work import do, named

_THREADS = 16


def start(connector: Connector) -> Firing:
    """Start all jobs; the caller stops them."""
    firing = Firing(connector, _THREADS)
    times = connector.settings.jobs
    for job in STORE_JOBS:
        for store in connector.stores:
            firing.add(named(job, store), partial(do, connector, job.name, store), job.when(times))
    for books_job in BOOKS_JOBS:
        firing.add(books_job.name, partial(do, connector, books_job.name), books_job.when(times))
    firing.start()
    return firing
