"""Points given in bulk and taken back: from the lot they were given in, all of them or none."""

import pytest

from connector.core.adjustment import give, take_back
from connector.core.ledger import Account, Transaction, Wallet
from connector.core.quote import Refusal
from tests.building import NOW, A, K, a_lot, a_wallet, at, move


def given(points: int = 50, expires: float | None = None) -> Wallet:
    """Next to other points that go first."""
    other = a_lot("other", expires_at=at(1))
    gift = give(points, None if expires is None else at(expires), key="gift", reason="opening", author="ann", now=NOW)
    return a_wallet((other, 100)).post(gift)


def taken(wallet: Wallet, points: int = 50, days: float = 0) -> Transaction:
    return take_back("gift", points, wallet, reason="mistake", author="bea", now=at(days))


def test_what_was_given_can_be_spent_at_once_and_is_taken_from_its_own_lot() -> None:
    wallet = given()
    entry = taken(wallet)

    after = wallet.post(entry)

    assert wallet.spendable(NOW) == 150
    assert (after.at("gift", Account.AVAILABLE), after.at("other", Account.AVAILABLE)) == (0, 100)
    assert (entry.key, entry.resolves, entry.reason, entry.author) == ("undo:gift", "gift", "mistake", "bea")


def test_where_some_of_it_is_gone_nothing_is_taken() -> None:
    wallet = given().post(move(K.ADJUST, ("gift", A.AVAILABLE, A.ISSUED, 1)))

    with pytest.raises(Refusal) as caught:
        taken(wallet)
    assert (caught.value.code, caught.value.limit) == ("balance", 49)


def test_what_has_lapsed_is_gone_even_if_nobody_wrote_it_down_yet() -> None:
    with pytest.raises(Refusal, match="balance: the limit is 0"):
        taken(given(expires=2), days=2)
    assert taken(given(expires=2), days=1.9).points == 50
