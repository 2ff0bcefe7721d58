"""A store that slows down is given rest, more and more; one that recovers is soon asked as before."""

from dataclasses import dataclass, field

import pytest

from adapters.pace import ALWAYS_SLOW, FIRST_REST, LESS_REST, LONGEST_REST, Pace


@dataclass
class Clock:
    """Answers take as long as they are told to; sleeping is written down."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def read(pace: Pace, clock: Clock, *seconds: float, whole: bool = True) -> None:
    for duration in seconds:

        def answer(duration: float = duration) -> str:
            clock.now += duration
            return "page"

        assert pace.ask(answer, lambda _: whole) == "page"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock, clock.sleep)


def test_a_steady_store_is_asked_at_once(pace: Pace, clock: Clock) -> None:
    read(pace, clock, *[0.7, 0.9, 0.6, 1.1] * 20)

    assert clock.slept == []


def test_each_slow_answer_doubles_the_rest_up_to_the_longest(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, *[3.0] * 6)

    assert clock.slept == [FIRST_REST, 1.0, 2.0, 4.0, LONGEST_REST]


def test_each_good_answer_takes_a_little_of_the_rest_away(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, 3.0, 3.0)
    assert pace.rest == 2 * FIRST_REST

    read(pace, clock, *[0.7] * 5)

    assert clock.slept[1:] == [1.0, 0.75, 0.5, 0.25]
    assert pace.rest == 0.0


def test_how_long_we_slept_is_not_counted_against_the_store(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, 3.0, 0.7)

    assert pace.rest == FIRST_REST - LESS_REST


def test_a_quick_store_may_double_its_time_unnoticed(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.01, 0.4, 0.45)

    assert clock.slept == []


def test_a_store_that_was_never_quicker_is_spared_all_the_same(pace: Pace, clock: Clock) -> None:
    read(pace, clock, ALWAYS_SLOW + 1, ALWAYS_SLOW + 1)

    assert clock.slept == [FIRST_REST]


def test_half_a_page_says_nothing_of_whole_ones(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.01, whole=False)
    read(pace, clock, 0.7, 0.7)

    assert clock.slept == []


def test_a_store_that_has_become_slower_for_good_is_in_time_judged_as_what_it_is(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, *[2.0] * 100)

    assert pace.rest == 0.0


def test_a_question_that_fails_passes_through(pace: Pace) -> None:
    def fail() -> str:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        pace.ask(fail, lambda _: True)
