"""How hard a long reading may lean on a store: how many pages are asked for at once, and how long it is left alone.

The rule kept here: what a store can bear is measured and never assumed. A reading begins with one question; one more is
tried as long as answers come about as quickly as to one alone, and there are half as many when they slow down. A store
that is slow even so is given a rest, which doubles with each slow answer and shrinks a little with each good one. A
store that stumbled (429, 5xx, a broken answer) is asked one thing at a time again. Only like answers are compared:
whole pages.
"""

import threading
import time
from collections.abc import Callable

SLOW = 2.0  # times the usual
NEAR = 1.5  # times the usual: there is room for one question more
NOTICED = 0.5  # seconds; below that an answer is quick, whatever is usual
ALWAYS_SLOW = 10.0  # seconds, even of a store that never was quicker
FIRST_REST, LESS_REST, LONGEST_REST = 0.5, 0.25, 5.0  # seconds
MOST = 8  # questions at once; a small shop's server has no more workers than that
_FORGETTING = 1.02  # what is usual grows slowly, so that a store that has become another is judged as what it is


class Pace:
    """Of one reading, whose threads share it. `limit` is how many questions may be out, `rest` the pause before one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.limit = 1
        self.rest = 0.0  # seconds
        self._usual: float | None = None  # for one question alone, or better
        self._good = 0  # answers since the limit changed
        self._changed_at = clock()
        self._lock = threading.Lock()

    def answered(self, asked_at: float, stumbled: bool = False) -> None:
        """Of a whole page that has come just now, and was asked for at this time of `clock`."""
        with self._lock:
            seconds = self.clock() - asked_at
            if stumbled:
                self.rest = max(self.rest, FIRST_REST)
                self._change(1)
                return
            if asked_at < self._changed_at:
                return  # asked among more or fewer than there are now
            forgetting = _FORGETTING if self.limit == 1 else 1.0  # or waiting in our own queue would become the usual
            usual = seconds if self._usual is None else min(self._usual * forgetting, seconds)
            self._usual = usual
            slow = seconds > ALWAYS_SLOW or seconds > SLOW * usual
            if slow and self.limit > 1:
                self._change(self.limit // 2)
            elif slow and seconds > NOTICED:
                self.rest = min(max(self.rest * 2, FIRST_REST), LONGEST_REST)
                self._good = 0
            else:
                self.rest = max(self.rest - LESS_REST, 0.0)
                self._good += seconds <= NEAR * usual
                if self._good >= self.limit and not self.rest:
                    self._change(min(self.limit + 1, MOST))

    def _change(self, limit: int) -> None:
        self._good = 0
        if limit != self.limit:
            self.limit = limit
            self._changed_at = self.clock()
