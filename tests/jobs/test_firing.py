"""What a job's `when` means, and what becomes of it when the clock is set back."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from connector import bootstrap
from jobs.firing import Firing, next_round, trigger_of
from tests.running import Place

NIGHTLY = "30 3 * * *"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_seconds_are_an_interval_and_only_long_ones_are_spread() -> None:
    often, seldom = trigger_of(1, 2), trigger_of(60, 2)
    assert isinstance(often, IntervalTrigger)
    assert isinstance(seldom, IntervalTrigger)
    assert (often.interval.total_seconds(), often.jitter) == (1, None)
    assert (seldom.interval.total_seconds(), seldom.jitter) == (60, 2)


def test_text_is_a_crontab_in_utc() -> None:
    trigger = trigger_of(NIGHTLY, 2)
    assert isinstance(trigger, CronTrigger)
    assert trigger.jitter == 2
    assert next_round(NIGHTLY, None, at(1, 3, 31)) == at(2, 3, 30)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (at(9, 3, 30), at(10, 3, 30)),  # last night's is done, and tonight's still to come
        (at(8, 3, 30), at(9, 3, 30)),  # last night's was missed: it is due
        (at(20, 3, 30), at(10, 3, 30)),  # the clock was wrong then
    ],
)
def test_a_round_that_was_missed_is_made_up_for(last: datetime, first: datetime) -> None:
    assert next_round(NIGHTLY, last, at(9, 12)) == first


def test_a_clock_that_is_set_back_makes_nobody_wait_until_it_is_that_late_again(place: Place) -> None:
    ahead = [timedelta(hours=3)]
    fired = threading.Event()
    with place.connector() as connector:
        firing = Firing(connector, 1, lambda: bootstrap.now() + ahead[0])
        firing.add("pull main", fired.set, 60)
        firing.add("prune", fired.set, NIGHTLY)
        firing.start()

        ahead[0] = timedelta(0)

        try:
            assert fired.wait(10)
        finally:
            firing.stop(3)
