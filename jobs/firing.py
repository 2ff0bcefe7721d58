"""Firing the schedule with APScheduler: what a job's `when` means, for one process and for many.

The rule kept here: the scheduler only fires; all state is in our tables, so nothing is lost when the process dies. A
run that is late, or still going on when the next is due, is one run and not several. A clock that is set back makes
nobody wait until it is that late again.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.usecases.rounds import last_round

log = structlog.get_logger()

_FIRST_RUN = timedelta(seconds=1)  # the web server listens by then, so a store's first call finds someone
_LOOK = 1.0  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    fire: Callable[[], object]
    when: int | str


class Firing:
    """A scheduler whose jobs are added one by one, and then started."""

    def __init__(self, connector: Connector, threads: int, clock: Callable[[], datetime] = bootstrap.now) -> None:
        self._connector = connector
        self._clock = clock
        self._tasks: dict[str, _Task] = {}
        self._stopped = threading.Event()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(threads)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def add(self, name: str, fire: Callable[[], object], when: int | str) -> None:
        """Fire this every so many seconds, beginning in a moment, or as a line of crontab says (a round that was missed
        while nothing ran is made up for)."""
        self._tasks[name] = task = _Task(name, fire, when)
        self._plan(task)

    def start(self) -> None:
        self._scheduler.start()
        threading.Thread(target=self._watch_the_clock, args=(self._clock(),), name="clock", daemon=True).start()

    def stop(self, patience: float) -> bool:
        """Fire no more, and give jobs under way so many seconds to end. False: some have not."""
        self._stopped.set()
        stopper = threading.Thread(target=self._scheduler.shutdown, daemon=True)
        stopper.start()
        stopper.join(patience)
        return not stopper.is_alive()

    def _plan(self, task: _Task) -> None:
        now = self._clock()
        if isinstance(task.when, int):
            first = now + _FIRST_RUN
        else:
            first = next_round(task.when, last_round(self._connector.database, task.name), now)
        trigger = trigger_of(task.when, self._connector.settings.jobs.spread)
        self._scheduler.add_job(
            task.fire, trigger, id=task.name, name=task.name, next_run_time=first, replace_existing=True
        )

    def _watch_the_clock(self, latest: datetime) -> None:
        while not self._stopped.wait(_LOOK):
            now = self._clock()
            if now < latest:
                log.warning("the clock was set back: all jobs are planned anew", back=str(latest - now))
                try:
                    for task in self._tasks.values():
                        self._plan(task)
                except DatabaseTrouble as trouble:  # `latest` stays as it is, so it is tried again
                    log.warning("jobs could not be planned anew", trouble=str(trouble))
                    continue
            latest = now


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
