"""Whom to remind of what: points that will be gone before long, each day once, and not too often."""

from datetime import timedelta

from connector.core.ledger import Kind
from connector.core.reminding import lapsing, to_tell
from tests.building import NOW, A, a_lot, a_wallet, at, move

WEEK = timedelta(days=7)


def test_points_that_can_be_spent_and_go_in_time_are_told_the_first_first() -> None:
    wallet = a_wallet(
        (a_lot("late", expires_at=at(40)), 1),
        (a_lot("second", expires_at=at(20)), 20),
        (a_lot("first", expires_at=at(3)), 5),
        (a_lot("too", expires_at=at(3)), 7),
        (a_lot("gone", expires_at=NOW), 9),
        (a_lot("never"), 100),
    )

    assert list(lapsing(wallet, NOW, at(21)).items()) == [(at(3), 12), (at(20), 20)]


def test_points_that_are_held_or_gone_are_not_told() -> None:
    wallet = a_wallet((a_lot("one", expires_at=at(3)), 5))

    held = wallet.post(move(Kind.HOLD, ("one", A.AVAILABLE, A.HELD, 5), redemption="r"))

    assert lapsing(held, NOW, at(21)) == {}


def test_a_day_is_told_once_and_nobody_is_told_again_within_the_pause() -> None:
    lapses = {at(3): 12, at(20): 20}

    assert to_tell(lapses, [], None, NOW, WEEK) == lapses
    assert to_tell(lapses, [at(3)], at(-7), NOW, WEEK) == {at(20): 20}
    assert to_tell(lapses, [at(3)], at(-6), NOW, WEEK) == {}
    assert to_tell(lapses, [at(3), at(20)], None, NOW, WEEK) == {}
