"""A balance at a moment: time needs no sweep, and what was written late is right all the same."""

from dataclasses import replace

from connector.core.balance import Balance, balance
from connector.core.ledger import Account, Place, Wallet
from tests.building import NOW, A, K, a_lot, a_wallet, at, earn, move

RIPENS = a_lot("ripens", matures_at=at(14))
LAPSES = a_lot("lapses", expires_at=at(30))


def held_at(*balances: tuple[str, Account, int, str | None]) -> Wallet:
    """A wallet of these balances, whether or not they could have come about at once."""
    lots = {key: replace(RIPENS, key=key) for key, *_ in balances}
    return Wallet(lots, {Place(key, account, redemption): points for key, account, points, redemption in balances})


def test_points_are_usable_from_the_moment_they_are_ripe_without_a_sweep() -> None:
    wallet = Wallet().post(earn(RIPENS, 100))

    assert balance(wallet, at(13.9)) == Balance(0, 100, 0, 0, 0)
    assert balance(wallet, at(14)) == Balance(100, 0, 0, 0, 0)


def test_points_are_gone_from_the_moment_they_lapse_without_a_sweep() -> None:
    wallet = a_wallet((LAPSES, 100))

    assert balance(wallet, at(29.9)) == Balance(100, 0, 0, 0, 0)
    assert balance(wallet, at(30)) == Balance(0, 0, 0, 0, 100)


def test_points_that_are_held_do_not_lapse() -> None:
    held = move(K.HOLD, ("lapses", A.AVAILABLE, A.HELD, 40), redemption="r")

    assert balance(a_wallet((LAPSES, 100)).post(held), at(31)) == Balance(0, 0, 40, 0, 60)


def test_what_was_refunded_before_it_was_ripe_and_learnt_after_is_taken_from_what_was_pending() -> None:
    wallet = held_at(("a", A.PENDING, 100, None), ("a", A.AVAILABLE, -30, None))

    assert balance(wallet, at(10)) == Balance(0, 70, 0, 0, 0)
    assert balance(wallet, at(15)) == Balance(70, 0, 0, 0, 0)


def test_what_was_captured_by_a_clock_that_is_behind_is_redeemed_and_not_held() -> None:
    wallet = held_at(("a", A.AVAILABLE, 100, None), ("a", A.HELD, -40, "r"), ("a", A.REDEEMED, 40, "r"))

    assert balance(wallet, NOW) == Balance(60, 0, 0, 40, 0)


def test_each_redemption_is_righted_by_itself() -> None:
    wallet = held_at(("a", A.AVAILABLE, 100, None), ("a", A.HELD, -40, "r"), ("a", A.HELD, 40, "other"))

    assert balance(wallet, NOW) == Balance(60, 0, 40, 0, 0)


def test_a_debt_that_later_points_paid_was_owed_then() -> None:
    wallet = held_at(("a", A.AVAILABLE, 20, None), ("later", A.AVAILABLE, -50, None))

    assert balance(wallet, NOW) == Balance(20, 0, 0, 0, 0, owed=50)


def test_an_empty_wallet_has_nothing() -> None:
    assert balance(Wallet(), NOW) == Balance(0, 0, 0, 0, 0)
