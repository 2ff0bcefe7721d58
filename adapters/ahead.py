"""Asking a store several things at once, and taking the answers in the order in which they were asked for.

The rule kept here: nothing is answered before what was asked for earlier, so whoever stops, or fails, in the middle has
seen everything before that place and nothing after it. No more is read ahead than the pace allows questions, so a long
reading needs no more memory than a short one; and one thing always is, so the store is busy while we are.

What is read ahead has a thread of its own: there is no pool to empty, and a store that hangs keeps nobody from ending.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from adapters.pace import Pace

T = TypeVar("T")


class Ended(Exception):
    """Nobody waits for the answer any more."""


class Ahead:
    """One reading. What it asks the store is asked within a `turn`, of which there are as many as the pace allows."""

    def __init__(self, pace: Pace | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self.pace = pace or Pace()
        self._sleep = sleep
        self._taken = 0
        self._ended = False
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What has not been asked yet is not asked."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @contextmanager
    def turn(self, beside: int = 0) -> Iterator[float]:
        """When it began, by the clock of the pace. The rest that the store has earned is over by then. `beside` lets
        in so many more: what completes a page must not wait for the pages after it."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._taken < self.pace.limit + beside)
            if self._ended:
                raise Ended
            self._taken += 1
        try:
            if self.pace.rest:
                self._sleep(self.pace.rest)
            yield self.pace.clock()
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify_all()

    def start(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            try:
                result = work()
            except BaseException as error:  # raised where the result is taken
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name="ahead", daemon=True).start()
        return future

    def in_order(self, works: Iterable[Callable[[], T]]) -> Iterator[T]:
        """The results, while the works after them are under way. What goes wrong, goes wrong in its place."""
        begun: deque[Future[T] | None] = deque()  # None: that was all

        def put(one: Future[T] | None) -> None:
            with self._changed:
                begun.append(one)
                self._changed.notify_all()

        def begin() -> None:
            try:
                for work in works:
                    put(self.start(work))
                    with self._changed:
                        self._changed.wait_for(lambda: self._ended or len(begun) < self.pace.limit)
                    if self._ended:
                        return
            finally:
                put(None)

        beginning = self.start(begin)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: begun)
                one = begun.popleft()
                self._changed.notify_all()
            if one is None:
                beginning.result()
                return
            yield one.result()
