"""A store that bears it is asked several things at once; one that slows down fewer, and is then given rest."""

import pytest

from adapters.pace import ALWAYS_SLOW, FIRST_REST, LESS_REST, LONGEST_REST, MOST, Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def read(pace: Pace, clock: Clock, *seconds: float, stumbled: bool = False) -> None:
    for duration in seconds:
        asked_at = clock.now
        clock.now += duration
        pace.answered(asked_at, stumbled)


def test_a_reading_begins_with_one_question(pace: Pace) -> None:
    assert (pace.limit, pace.rest) == (1, 0.0)


def test_one_more_is_tried_after_a_round_of_good_answers(pace: Pace, clock: Clock) -> None:
    limits = []
    for _ in range(6):
        read(pace, clock, 0.7)
        limits.append(pace.limit)

    assert limits == [2, 2, 3, 3, 3, 4]


def test_there_are_never_more_than_the_most(pace: Pace, clock: Clock) -> None:
    read(pace, clock, *[0.7] * 200)

    assert pace.limit == MOST


def test_answers_that_are_not_near_the_best_leave_it_at_that(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, *[1.2] * 50)

    assert (pace.limit, pace.rest) == (2, 0.0)


def test_a_slow_answer_halves_the_questions(pace: Pace, clock: Clock) -> None:
    read(pace, clock, *[0.7] * 10)
    assert pace.limit == 5

    read(pace, clock, 1.5)

    assert (pace.limit, pace.rest) == (2, 0.0)


def test_answers_asked_for_before_the_change_halve_nothing_again(pace: Pace, clock: Clock) -> None:
    read(pace, clock, *[0.7] * 10)
    asked_at = clock.now
    clock.now += 1.5

    for _ in range(5):
        pace.answered(asked_at)

    assert pace.limit == 2


def test_a_store_that_stumbled_is_asked_one_thing_at_a_time_after_a_rest(pace: Pace, clock: Clock) -> None:
    read(pace, clock, *[0.7] * 10)

    read(pace, clock, 0.7, stumbled=True)

    assert (pace.limit, pace.rest) == (1, FIRST_REST)


def test_each_slow_answer_to_one_question_doubles_the_rest_up_to_the_longest(pace: Pace, clock: Clock) -> None:
    rests = []
    read(pace, clock, 0.7)
    for _ in range(7):
        read(pace, clock, 3.0)
        rests.append(pace.rest)

    assert rests == [0.0, 0.5, 1.0, 2.0, 4.0, LONGEST_REST, LONGEST_REST]


def test_each_good_answer_takes_a_little_of_the_rest_away(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, 3.0, 3.0, 3.0)
    assert pace.rest == 2 * FIRST_REST

    read(pace, clock, 0.7)
    assert (pace.rest, pace.limit) == (2 * FIRST_REST - LESS_REST, 1)

    read(pace, clock, *[0.7] * 3)
    assert (pace.rest, pace.limit) == (0.0, 2)


def test_a_quick_store_earns_no_rest(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.01, *[0.4] * 5)

    assert (pace.limit, pace.rest) == (1, 0.0)


def test_a_store_that_was_never_quicker_is_spared_all_the_same(pace: Pace, clock: Clock) -> None:
    read(pace, clock, ALWAYS_SLOW + 1, ALWAYS_SLOW + 1)

    assert (pace.limit, pace.rest) == (1, 2 * FIRST_REST)


def test_a_store_that_has_become_slower_for_good_is_in_time_judged_as_what_it_is(pace: Pace, clock: Clock) -> None:
    read(pace, clock, 0.7, *[2.0] * 100)

    assert pace.rest == 0.0
    assert pace.limit > 1
