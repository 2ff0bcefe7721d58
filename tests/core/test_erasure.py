"""Forgetting a person: orders keep their amounts, points leave by legal routes, and texts that tell who are known."""

from dataclasses import replace

import pytest

from connector.core.commerce import Buyer
from connector.core.erasure import held_redemptions, let_go, strip, tells_who
from connector.core.ledger import Account, Kind, Wallet
from connector.core.redemption import Redeemed, hold
from tests.building import NOW, a_line, a_lot, a_refund, a_wallet, an_order, at, earn, living, some_terms


def held(wallet: Wallet, points: int, reference: str = "r-1") -> Wallet:
    return wallet.post(hold(Redeemed(reference, reference, points), wallet, NOW, "shopper", "wish"))


def test_an_order_keeps_everything_but_the_person() -> None:
    refund = replace(a_refund(500), reason="Anna was cross")
    buyer = Buyer("7", "anna@example.org", "Anna", ("wholesale",))
    order = an_order(a_line(1_000), buyer=buyer, refunds=(refund,))

    stripped = strip(order, 12)

    assert stripped.buyer == Buyer("erased:12", None, "", ())
    assert stripped.buyer.guest_address is None
    assert replace(stripped, buyer=buyer, refunds=(refund,)) == order
    assert stripped.refunds == (replace(refund, reason=""),)
    assert strip(stripped, 12) == stripped


def test_what_is_held_comes_back_and_then_everything_lapses() -> None:
    pending = a_lot("p", matures_at=at(9))
    wallet = held(a_wallet((a_lot("a"), 100), (a_lot("b"), 50)).post(earn(pending, 30)), 120)

    gone = let_go(12, wallet, held_redemptions(wallet), some_terms(), "cli:bea", at(1))

    assert [(one.kind, one.key, one.reason, one.author) for one in gone] == [
        (Kind.VOID, "void:r-1", "erased", "programme"),
        (Kind.EXPIRE, "erase:12", "erased", "cli:bea"),
    ]
    after = wallet.post_all(gone)
    assert {account: after.total(account) for account in Account if after.total(account)} == {
        Account.ISSUED: -180,
        Account.EXPIRED: 180,
    }
    assert {(one.lot, one.source) for one in gone[1].postings} == {
        ("a", Account.AVAILABLE),
        ("b", Account.AVAILABLE),
        ("p", Account.PENDING),
    }
    assert gone[1].happened_at == at(1)


def test_what_is_held_of_a_lot_that_lapsed_meanwhile_goes_with_the_rest() -> None:
    wallet = held(a_wallet((a_lot("a", expires_at=at(1)), 100)), 100)

    after = wallet.post_all(
        let_go(12, wallet, held_redemptions(wallet), some_terms(expiry=living(12)), "cli:bea", at(2))
    )

    assert (after.total(Account.EXPIRED), after.total(Account.AVAILABLE)) == (200, 0)


def test_who_has_nothing_loses_nothing() -> None:
    assert let_go(12, Wallet(), [], some_terms(), "cli:bea", NOW) == []


def test_redemptions_that_hold_nothing_any_more_are_left_alone() -> None:
    wallet = held(held(a_wallet((a_lot("a"), 100)), 40, "r-2"), 60, "r-1")
    assert held_redemptions(wallet) == ["r-1", "r-2"]

    after = wallet.post_all(let_go(12, wallet, held_redemptions(wallet), some_terms(), "cli:bea", NOW))

    assert held_redemptions(after) == []


@pytest.mark.parametrize(
    ("text", "name", "tells"),
    [
        ("for anna@example.org", "", True),
        ("2 @ 5 each", "", False),
        ("for ANNA SMITH, sorry", "Anna Smith", True),
        ("for Anna", "Anna Smith", False),
        ("bananas", "Ana", False),
        ("an error (mended)", "(", False),
        ("goodwill", " ", False),
        ("for Ana", " Ana ", True),
    ],
)
def test_a_text_tells_who_by_an_address_or_the_whole_name(text: str, name: str, tells: bool) -> None:
    assert tells_who(text, name) is tells
