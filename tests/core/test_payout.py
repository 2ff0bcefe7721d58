"""Points that become money: what the store is told, and what comes back of money that is taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.effects import GiveCredit, IssueCard
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.payout import paid, paid_into, pay_out, taken_back
from connector.core.programme import Into, MoneyOnAccount, MoneyOnCard, Redemption
from connector.core.redemption import Redeemed, fulfil, hold
from tests.building import NOW, at, some_terms

REDEEMED = Redeemed("r-1", "abcd-2345", 150)
TERMS = some_terms()


def wallet(*lots: int, expires: int | None = None) -> Wallet:
    """Lots of so many points, all of them held by the redemption as far as they go."""
    found = Wallet()
    for number, points in enumerate(lots):
        lot = Lot(f"l{number}", at(number - 9), at(number - 9), at(expires) if expires is not None else None)
        given = Posting(lot.key, Account.ISSUED, Account.AVAILABLE, points)
        found = found.post(Transaction(Kind.ADJUST, f"a{number}", NOW, (given,), "x", lots=(lot,)))
    return found.post(hold(replace(REDEEMED, points=min(sum(lots), 150)), found, NOW, "shopper", "wish"))


def redeemed(held: Wallet) -> Wallet:
    taken = fulfil("r-1", held, NOW, "gift card made", "programme")
    assert taken is not None
    return held.post(taken)


def back(found: Wallet, left: int | None, amount: int = 1_000, day: int = 1) -> tuple[Transaction, ...]:
    return taken_back("r-1", amount, left, found, TERMS, at(day), "asked for it", "owner")


@pytest.mark.parametrize(
    ("redemption", "what"),
    [
        (None, None),
        (Redemption(100, 500), None),
        (Redemption(100, 500, valid_days=None, into=Into.GIFT_CARD), MoneyOnCard(700)),
        (Redemption(100, 500, valid_days=9, into=Into.STORE_CREDIT), MoneyOnAccount(700, 9)),
    ],
)
def test_points_become_what_the_programme_says(redemption: Redemption | None, what: object) -> None:
    assert paid_into(redemption, 700) == what


def test_a_card_and_credit_carry_all_that_sending_needs() -> None:
    card = pay_out(REDEEMED, MoneyOnCard(1_000, 9), TERMS, "ann@example.test", "7", NOW, at(9))
    credit = pay_out(REDEEMED, MoneyOnAccount(1_000), TERMS, "ann@example.test", "7", NOW, None)

    said = f"150 points of {TERMS.name}"
    assert card == IssueCard("r-1", "abcd-2345", 1_000, "EUR", "ann@example.test", "7", at(9), said)
    assert credit == GiveCredit("r-1", "7", 1_000, "EUR", NOW, None, said)
    with pytest.raises(ValueError, match="credit without an account"):
        pay_out(REDEEMED, MoneyOnAccount(1_000), TERMS, None, None, NOW, None)


def test_points_are_redeemed_when_the_money_is_there_and_once() -> None:
    card = pay_out(REDEEMED, MoneyOnCard(1_000), TERMS, None, None, NOW, None)
    credit = pay_out(REDEEMED, MoneyOnAccount(1_000), TERMS, None, "7", NOW, None)

    made = paid(card, wallet(150), NOW)
    given = paid(credit, wallet(150), NOW)

    assert made is not None
    assert given is not None
    assert (made.kind, made.reason, made.points, made.resolves) == (Kind.CAPTURE, "gift card made", 150, "hold:r-1")
    assert given.reason == "credit given"
    assert paid(card, wallet(150).post(made), NOW) is None


def test_what_is_left_gives_its_share_back_to_the_lots_that_were_drawn_last() -> None:
    (given_back,) = back(redeemed(wallet(100, 50)), 500)

    assert (given_back.kind, given_back.reason, given_back.author) == (Kind.REINSTATE, "asked for it", "owner")
    assert [(one.lot, one.points) for one in given_back.postings] == [("l1", 50), ("l0", 25)]
    (step,) = given_back.trace
    assert (step.code, step.facts) == ("money_back", {"left": 500, "amount": 1_000, "points": 75})


def test_what_never_came_to_be_gives_all_back() -> None:
    (given_back,) = back(wallet(150), None)

    assert (given_back.kind, given_back.points) == (Kind.VOID, 150)


def test_what_had_come_to_be_unheard_of_is_redeemed_first() -> None:
    spent, given_back = back(wallet(150), 333)

    assert (spent.kind, spent.points, spent.reason) == (Kind.CAPTURE, 150, "money spent")
    assert (given_back.kind, given_back.points) == (Kind.REINSTATE, 49)


def test_a_card_that_the_merchant_filled_up_gives_back_what_was_paid_for_it() -> None:
    (given_back,) = back(redeemed(wallet(150)), 2_000)

    assert given_back.points == 150
    assert given_back.trace[0].facts == {"left": 1_000, "amount": 1_000, "points": 150}


def test_less_than_a_points_worth_gives_none_back() -> None:
    assert back(redeemed(wallet(150)), 6) == ()
    assert [one.points for one in back(redeemed(wallet(150)), 7)] == [1]


def test_points_that_lapsed_meanwhile_live_on_for_a_while() -> None:
    (given_back,) = back(redeemed(wallet(150, expires=2)), 1_000, day=5)

    assert [(one.source, one.destination, one.points) for one in given_back.postings] == [
        (Account.REDEEMED, Account.EXPIRED, 150),
        (Account.ISSUED, Account.AVAILABLE, 150),
    ]


@given(
    st.lists(st.integers(1, 90), min_size=1, max_size=5), st.integers(0, 3_000), st.integers(1, 2_000), st.booleans()
)
def test_never_more_comes_back_than_was_paid_nor_more_than_its_share(
    lots: list[int], left: int, amount: int, heard: bool
) -> None:
    held = wallet(*lots)
    paid_for = held.total(Account.HELD)
    start = redeemed(held) if heard else held

    end = start.post_all(back(start, left, amount))

    given_back = end.total(Account.AVAILABLE) - start.total(Account.AVAILABLE)
    assert given_back == paid_for * min(left, amount) // amount
    assert end.total(Account.REDEEMED) + end.total(Account.HELD) == paid_for - given_back
    assert not end.total(Account.HELD)
