"""Firing the schedule with APScheduler: what a job's `when` means, for one process and for many.

The rule kept here: the scheduler only fires; all state is in our tables, so nothing is lost when the process dies. A
run that is late, or still going on when the next is due, is one run and not several.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.rounds import last_round

_FIRST_RUN = timedelta(seconds=1)  # the web server listens by then, so a store's first call finds someone


class Firing:
    """A scheduler whose jobs are added one by one, and then started."""

    def __init__(self, connector: Connector, threads: int) -> None:
        self._connector = connector
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(threads)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def add(self, name: str, fire: Callable[[], object], when: int | str) -> None:
        """Fire this every so many seconds, beginning in a moment, or as a line of crontab says (a round that was missed
        while nothing ran is made up for)."""
        now = bootstrap.now()
        if isinstance(when, int):
            first = now + _FIRST_RUN
        else:
            first = next_round(when, last_round(self._connector.database, name), now)
        trigger = trigger_of(when, self._connector.settings.jobs.spread)
        self._scheduler.add_job(fire, trigger, name=name, next_run_time=first)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self, patience: float) -> bool:
        """Fire no more, and give jobs under way so many seconds to end. False: some have not."""
        stopper = threading.Thread(target=self._scheduler.shutdown, daemon=True)
        stopper.start()
        stopper.join(patience)
        return not stopper.is_alive()


def trigger_of(when: int | str, spread: int) -> BaseTrigger:
    """Runs less than a minute apart are not moved."""
    jitter = spread if isinstance(when, str) or when >= 60 else None
    if isinstance(when, int):
        return IntervalTrigger(seconds=when, jitter=jitter, timezone=UTC)
    trigger = CronTrigger.from_crontab(when, UTC)
    trigger.jitter = jitter
    return trigger


def next_round(when: str, last: datetime | None, now: datetime) -> datetime:
    """The first time of the crontab after the last round; where there was none yet, after now. It may be past."""
    since = min(last, now) if last else now
    found = CronTrigger.from_crontab(when, UTC).get_next_fire_time(None, since + timedelta(microseconds=1))
    return found or now
