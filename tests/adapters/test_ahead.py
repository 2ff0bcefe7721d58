"""Work that is begun ahead: its results come in their order, what fails fails in its place, and no more is begun."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait

import pytest

from adapters.ahead import Ahead, Ended
from adapters.pace import Pace

WAIT = 5.0  # seconds; only what hangs takes as long


@pytest.fixture
def ahead() -> Iterator[Ahead]:
    pace = Pace()
    pace.limit = 3
    with Ahead(pace) as ahead:
        yield ahead


def test_results_come_in_the_order_of_the_works_however_long_each_takes(ahead: Ahead) -> None:
    second_is_done = threading.Event()

    def first() -> str:
        assert second_is_done.wait(WAIT)
        return "first"

    def second() -> str:
        second_is_done.set()
        return "second"

    assert list(ahead.in_order([first, second])) == ["first", "second"]


def test_works_that_are_all_begun_before_the_first_result_is_asked_for_come_too(ahead: Ahead) -> None:
    ahead.pace.limit = 2
    starting, all_begun = ahead.start, threading.Event()

    def slowly(work: Callable[[], object]) -> Future[object]:
        """As on a busy machine: the thread that begins the others is through before whoever started it goes on."""
        future = starting(work)
        if not all_begun.is_set():
            all_begun.set()
            wait([future], 0.2)
        return future

    ahead.start = slowly  # type: ignore[method-assign]

    assert list(ahead.in_order([lambda: "only"])) == ["only"]


def test_what_fails_fails_in_its_place_and_nothing_after_it_is_seen(ahead: Ahead) -> None:
    def fail() -> int:
        raise ValueError("the third")

    seen = []
    works: list[Callable[[], int]] = [lambda: 1, lambda: 2, fail, lambda: 4]

    with pytest.raises(ValueError, match="the third"):
        for result in ahead.in_order(works):
            seen.append(result)

    assert seen == [1, 2]


def test_works_that_cannot_be_made_do_not_take_those_before_with_them(ahead: Ahead) -> None:
    def works() -> Iterator[Callable[[], int]]:
        yield lambda: 1
        raise ValueError("no second")

    results = ahead.in_order(works())

    assert next(results) == 1
    with pytest.raises(ValueError, match="no second"):
        next(results)


def test_no_more_is_begun_than_the_pace_allows(ahead: Ahead) -> None:
    begun = []
    going_on = threading.Event()

    def works() -> Iterator[Callable[[], int]]:
        for number in range(20):
            begun.append(number)
            if number == 4:
                going_on.set()
            yield lambda number=number: number  # type: ignore[misc]

    results = ahead.in_order(works())

    assert next(results) == 0
    assert not going_on.wait(0.2)
    assert begun == [0, 1, 2, 3]
    assert list(results) == list(range(1, 20))


def test_no_more_turns_are_taken_at_once_than_the_pace_allows(ahead: Ahead) -> None:
    together = threading.Barrier(3)
    most, taken = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal most, taken
        with ahead.turn():
            with lock:
                taken += 1
                most = max(most, taken)
            together.wait(WAIT)
            with lock:
                taken -= 1

    assert list(ahead.in_order([work] * 9)) == [None] * 9
    assert most == 3


def test_a_turn_begins_after_the_rest_that_the_store_has_earned() -> None:
    slept: list[float] = []
    ahead = Ahead(sleep=slept.append)
    ahead.pace.rest = 2.0

    with ahead.turn():
        assert slept == [2.0]


def test_who_ends_asks_nothing_more() -> None:
    with Ahead() as ahead, ahead.turn():
        waiting = ahead.start(lambda: ahead.turn().__enter__())
        with ahead:
            pass
        with pytest.raises(Ended):
            waiting.result(WAIT)
