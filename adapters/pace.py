"""How long a long reading leaves a store alone between two pages, by how long its answers take.

The rule kept here: a store that answers as it usually does is asked at once; one that slows down is given a rest that
doubles with each slow answer and shrinks a little with each good one. Only like answers are compared: whole pages.
"""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SLOW = 2.0  # times the usual
NOTICED = 0.5  # seconds; below that an answer is quick, whatever is usual
ALWAYS_SLOW = 10.0  # seconds, even of a store that never was quicker
FIRST_REST, LESS_REST, LONGEST_REST = 0.5, 0.25, 5.0  # seconds
_FORGETTING = 1.02  # what is usual grows slowly, so that a store that has become another is judged as what it is


class Pace:
    """Of one reading. Questions go through `ask`, and `answered` is told of each answer that was a whole page."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._usual: float | None = None
        self.rest = 0.0  # seconds before the next question

    def ask(self, question: Callable[[], T], is_whole: Callable[[T], bool]) -> T:
        """The answer, after the rest that the store has earned. What is raised passes through."""
        if self.rest:
            self._sleep(self.rest)
        began = self._clock()
        answer = question()
        if is_whole(answer):
            self.answered(self._clock() - began)
        return answer

    def answered(self, seconds: float) -> None:
        usual = seconds if self._usual is None else min(self._usual * _FORGETTING, seconds)
        slow = seconds > ALWAYS_SLOW or (seconds > NOTICED and seconds > SLOW * usual)
        self._usual = usual
        if slow:
            self.rest = min(max(self.rest * 2, FIRST_REST), LONGEST_REST)
        else:
            self.rest = max(self.rest - LESS_REST, 0.0)
