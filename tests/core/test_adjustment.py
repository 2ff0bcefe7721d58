"""Points changed by hand: given in a lot of their own, never more taken than there is, and taken back from the lot they
were given in, all of them or none."""

import pytest

from connector.core.adjustment import adjust, give, take_back
from connector.core.expiry import expires_at
from connector.core.ledger import Account, Lot, Posting, Transaction, Wallet
from connector.core.quote import Refusal
from tests.building import NOW, A, K, a_lot, a_wallet, at, living, move, some_terms


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
    posting = Posting("gift", A.AVAILABLE, A.ISSUED, 50)
    assert entry == Transaction(K.ADJUST, "undo:gift", NOW, (posting,), "mistake", "bea", resolves="gift")


def test_where_some_of_it_is_gone_nothing_is_taken() -> None:
    wallet = given().post(move(K.ADJUST, ("gift", A.AVAILABLE, A.ISSUED, 1)))

    with pytest.raises(Refusal) as caught:
        taken(wallet)
    assert caught.value == Refusal("balance", 49, 0)


def test_what_has_lapsed_is_gone_even_if_nobody_wrote_it_down_yet() -> None:
    with pytest.raises(Refusal, match="balance: the limit is 0"):
        taken(given(expires=2), days=2)
    assert taken(given(expires=2), days=1.9).points == 50


TERMS = some_terms(expiry=living(6))


def adjusted(points: int, wallet: Wallet, days: float = 0) -> Transaction:
    return adjust(points, wallet, TERMS, key="k", reason="sorry", author="ann", now=at(days))


def test_points_given_by_hand_live_like_points_earned_now() -> None:
    posting = Posting("k", A.ISSUED, A.AVAILABLE, 5)
    lot = Lot("k", at(3), at(3), expires_at(at(3), TERMS))

    assert adjusted(5, Wallet(), 3) == Transaction(K.ADJUST, "k", at(3), (posting,), "sorry", "ann", lots=(lot,))


def test_points_taken_by_hand_are_those_that_expire_first() -> None:
    wallet = a_wallet((a_lot("late", expires_at=at(9)), 50), (a_lot("soon", expires_at=at(2)), 20))

    postings = (Posting("soon", A.AVAILABLE, A.ISSUED, 20), Posting("late", A.AVAILABLE, A.ISSUED, 10))
    assert adjusted(-30, wallet) == Transaction(K.ADJUST, "k", NOW, postings, "sorry", "ann")
    assert adjusted(-70, wallet).points == 70


def test_no_more_is_taken_by_hand_than_there_is_and_never_nothing() -> None:
    wallet = a_wallet((a_lot("late", expires_at=at(9)), 50), (a_lot("soon", expires_at=at(2)), 20))

    with pytest.raises(Refusal) as too_much:
        adjusted(-51, wallet, 2)
    with pytest.raises(Refusal) as nothing:
        adjusted(0, wallet)

    assert (too_much.value, nothing.value) == (Refusal("balance", 50, 50), Refusal("not_positive", 1, 0))
