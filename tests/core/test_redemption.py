"""Redeeming: every refusal has its code, its limit and what would be allowed; points go where the order sends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Stage
from connector.core.ledger import Account, Kind, Transaction, Wallet
from connector.core.programme import Redemption, Returns
from connector.core.quote import Refusal, allowed, quote
from connector.core.redemption import (
    Redeemed,
    Spending,
    coupon,
    fulfil,
    hold,
    settle_spending,
    spent_on,
    take_back,
    uses_up,
    void,
)
from tests.building import NOW, A, K, a_lot, a_refund, a_wallet, an_order, at, earn, living, some_terms, vest

GOMAG = Redemption(1, 100, maximum_share=20)  # 1 point is 1 leu
CLUB = Redemption(100, 1_000, minimum_points=100, maximum_points=1_000, maximum_share=20)  # 100 points are 10 shekels
R = Redeemed("r-1", "loy-1", 100)


def refused(points: int, available: int, terms: Redemption | None) -> tuple[str, int, int]:
    with pytest.raises(Refusal) as caught:
        quote(points, available, terms)
    return caught.value.code, caught.value.limit, caught.value.allowed


@pytest.mark.parametrize(
    ("points", "available", "terms", "code", "limit", "allowed_points"),
    [
        (100, 500, None, "no_redemption", 0, 0),
        (0, 500, CLUB, "not_positive", 1, 500),
        (-5, 500, CLUB, "not_positive", 1, 500),
        (99, 500, CLUB, "minimum_points", 100, 500),
        (1_001, 5_000, CLUB, "maximum_points", 1_000, 1_000),
        (351, 350, CLUB, "balance", 350, 350),
        (100, 99, CLUB, "balance", 99, 0),
        (150, 500, Redemption(100, 500, block=100), "block", 100, 500),
        (150, 250, Redemption(100, 500, block=100), "block", 100, 200),
        (1, 500, Redemption(100, 50), "worthless", 1, 500),
        (1, 1, Redemption(100, 50), "worthless", 1, 0),
    ],
)
def test_a_refusal_says_which_limit_was_met_and_what_would_be_allowed(
    points: int, available: int, terms: Redemption | None, code: str, limit: int, allowed_points: int
) -> None:
    assert refused(points, available, terms) == (code, limit, allowed_points)


def test_v2_twenty_per_cent_becomes_the_coupons_minimum_spend() -> None:
    quoted = quote(20, 500, GOMAG)

    assert (quoted.worth, quoted.minimum_spend) == (2_000, 10_000)


@pytest.mark.parametrize(
    ("cart", "points", "worth"),
    [(100_000, 1_000, 10_000), (50_000, 1_000, 10_000), (25_000, 500, 5_000), (5_000, 100, 1_000)],
)
def test_v9_the_most_that_fits_a_cart_at_twenty_per_cent(cart: int, points: int, worth: int) -> None:
    assert most_for(cart, 5_000) == (points, worth)


def test_v10_an_odd_cart_takes_one_point_less_and_rounds_the_money_down() -> None:
    assert most_for(49_999, 5_000) == (999, 9_990)


def test_v11_v12_a_cart_or_a_balance_too_small_for_the_minimum_gets_nothing() -> None:
    assert most_for(4_999, 5_000) is None
    assert most_for(100_000, 99) is None
    assert most_for(100_000, 350) == (350, 3_500)


def most_for(cart: int, available: int) -> tuple[int, int] | None:
    """The best coupon of the club that this cart could use."""
    quotes = [quote(points, available, CLUB) for points in range(CLUB.minimum_points, allowed(available, CLUB) + 1)]
    fitting = [quoted for quoted in quotes if quoted.minimum_spend <= cart]
    return (fitting[-1].points, fitting[-1].worth) if fitting else None


def test_the_worth_is_rounded_down_and_the_minimum_spend_up() -> None:
    quoted = quote(1, 10, Redemption(3, 500, maximum_share=30))

    assert quoted.worth == 166
    assert quoted.minimum_spend == 554  # 30 % of 553 would be 165.9


def test_the_programmes_own_minimum_order_counts_where_it_is_greater() -> None:
    assert quote(100, 100, Redemption(100, 500, minimum_order=9_000)).minimum_spend == 9_000


redemptions = st.builds(
    Redemption,
    points=st.integers(1, 200),
    worth=st.integers(1, 2_000),
    minimum_points=st.integers(0, 300),
    maximum_points=st.none() | st.integers(1, 2_000),
    maximum_share=st.integers(1, 100),
    block=st.integers(1, 120),
    minimum_order=st.integers(0, 10_000),
)


@given(redemptions, st.integers(-5, 3_000), st.integers(0, 3_000))
def test_what_a_refusal_allows_is_allowed_and_no_quote_breaks_a_cap(
    terms: Redemption, points: int, available: int
) -> None:
    try:
        quoted = quote(points, available, terms)
    except Refusal as refusal:
        assert refusal.allowed == 0 or quote(refusal.allowed, available, terms).points <= available
    else:
        assert 0 < quoted.points <= available
        assert 0 < quoted.worth * terms.points <= quoted.points * terms.worth
        assert quoted.worth * 100 <= quoted.minimum_spend * terms.maximum_share
        assert quoted.points <= allowed(available, terms)


def test_the_coupon_carries_the_caps_and_says_whose_it_is() -> None:
    effect = coupon(R, quote(100, 100, GOMAG), some_terms(name="club"), "anna@example.org", at(30))

    assert (effect.redemption, effect.code, effect.amount, effect.minimum_spend) == ("r-1", "loy-1", 10_000, 50_000)
    assert (effect.email, effect.expires_at, effect.description) == ("anna@example.org", at(30), "100 points of club")


def held_wallet(*lots: tuple[str, int, int]) -> Wallet:
    """Lots (name, points, days to live) of which R holds 100 points."""
    wallet = a_wallet(*((a_lot(name, expires_at=at(days)), points) for name, points, days in lots))
    return wallet.post(hold(R, wallet, NOW, "shopper", "request"))


def spend(
    wallet: Wallet, target: int, spent: int, entries: int = 0, day: float = 1, used: bool = False
) -> tuple[Wallet, Spending]:
    terms = some_terms(expiry=living(6))
    spending = settle_spending("shop/9", entries, R, target, spent, wallet, terms, at(day), used=used)
    return wallet.post_all(spending.transactions), spending


def kinds(transactions: tuple[Transaction, ...]) -> list[str]:
    return [transaction.kind for transaction in transactions]


def test_a_hold_draws_what_expires_first_and_names_its_redemption() -> None:
    held = hold(R, a_wallet((a_lot("a"), 100)), NOW, "shopper", "request")
    wallet = held_wallet(("late", 80, 90), ("soon", 60, 10))

    assert (held.key, held.reason, held.author, held.request) == ("hold:r-1", "redeemed", "shopper", "request")
    assert wallet.of_redemption("r-1", A.HELD) == {"soon": 60, "late": 40}
    assert wallet.spendable(NOW) == 40


def test_a_used_code_captures_what_was_held() -> None:
    wallet, spending = spend(held_wallet(("a", 100, 90)), 100, 0)

    assert (kinds(spending.transactions), spending.unpaid) == ([K.CAPTURE], 0)
    assert (wallet.total(A.HELD), wallet.total(A.REDEEMED)) == (0, 100)
    assert spending.transactions[0].resolves == "hold:r-1"


def test_nothing_is_done_where_nothing_changed() -> None:
    wallet, _ = spend(held_wallet(("a", 100, 90)), 100, 0)

    assert spend(wallet, 100, 100, entries=1)[1] == Spending((), 0)
    assert spend(held_wallet(("a", 100, 90)), 0, 0)[1] == Spending((), 0)


def test_a_code_of_whose_order_we_hear_when_everything_has_come_back_holds_nothing_any_longer() -> None:
    """The store counts it as used, so nobody would ever find it unused and give its points back."""
    wallet, spending = spend(held_wallet(("a", 100, 90)), 0, 0, used=True)

    assert kinds(spending.transactions) == [K.CAPTURE, K.REINSTATE]
    assert (wallet.total(A.AVAILABLE), wallet.total(A.HELD), spending.unpaid) == (100, 0, 0)
    assert spend(wallet, 0, 0, entries=2, used=True)[1] == Spending((), 0)


def test_a_return_goes_back_into_the_lots_the_points_came_from_last_drawn_first() -> None:
    wallet, _ = spend(held_wallet(("late", 80, 90), ("soon", 60, 10)), 100, 0)

    wallet, spending = spend(wallet, 50, 100, entries=1)

    assert kinds(spending.transactions) == [K.REINSTATE]
    assert (wallet.at("late", A.AVAILABLE), wallet.at("soon", A.AVAILABLE)) == (80, 10)
    assert wallet.total(A.REDEEMED) == 50


def test_an_order_first_seen_with_its_refund_captures_all_and_gives_back_the_rest() -> None:
    wallet, spending = spend(held_wallet(("a", 100, 90)), 60, 0)

    assert kinds(spending.transactions) == [K.CAPTURE, K.REINSTATE]
    assert [one.key for one in spending.transactions] == ["shop/9#0000", "shop/9#0001"]
    assert spending.transactions[1].reason == "goods came back"
    assert (wallet.total(A.REDEEMED), wallet.total(A.AVAILABLE), wallet.total(A.HELD)) == (60, 40, 0)


def test_what_comes_back_into_a_lapsed_lot_lives_on_in_a_new_one_with_grace() -> None:
    wallet, _ = spend(held_wallet(("live", 80, 90), ("gone", 60, 10)), 100, 0)

    wallet, spending = spend(wallet, 0, 100, entries=1, day=20)

    (fresh,) = spending.transactions[0].lots
    assert (wallet.at("gone", A.EXPIRED), wallet.at(fresh.key, A.AVAILABLE), wallet.at("live", A.AVAILABLE)) == (
        60,
        60,
        80,
    )
    assert fresh.expires_at is not None
    assert at(20 + 14) < fresh.expires_at < at(20 + 15.5)
    assert sum(wallet.total(account) for account in Account) == 0


def test_a_void_gives_back_what_is_held_and_only_once() -> None:
    wallet = held_wallet(("a", 100, 90))

    back = void("r-1", wallet, some_terms(), at(1), "code revoked unused")

    assert back is not None
    assert (back.key, back.resolves, back.reason) == ("void:r-1", "hold:r-1", "code revoked unused")
    assert wallet.post(back).spendable(at(1)) == 100
    assert void("r-1", wallet.post(back), some_terms(), at(1), "again") is None


def test_a_void_into_a_lapsed_lot_gives_grace_too() -> None:
    back = void("r-1", held_wallet(("a", 100, 10)), some_terms(expiry=living(6)), at(20), "code revoked unused")

    assert back is not None
    assert held_wallet(("a", 100, 10)).post(back).spendable(at(20)) == 100


def test_all_that_comes_back_into_lapsed_lots_lives_on() -> None:
    wallet = held_wallet(("a", 60, 10), ("b", 60, 11))

    back = void("r-1", wallet, some_terms(expiry=living(6)), at(20), "code revoked unused")

    assert back is not None
    assert (wallet.post(back).spendable(at(20)), back.lots[0].key) == (100, "void:r-1")
    # A new lot for both, named after what gave it back, and earned then.
    assert (len(back.lots), back.lots[0].earned_at) == (1, at(20))


def test_a_code_used_after_its_points_went_back_takes_them_again() -> None:
    wallet = held_wallet(("a", 150, 90))
    back = void("r-1", wallet, some_terms(), at(1), "code revoked unused")
    assert back is not None

    wallet, spending = spend(wallet.post(back), 100, 0)

    assert (kinds(spending.transactions), spending.unpaid) == ([K.HOLD, K.CAPTURE], 0)
    assert [one.resolves for one in spending.transactions] == [None, "hold:r-1"]
    assert [one.reason for one in spending.transactions] == ["code used after its points went back", "code used"]
    assert (wallet.total(A.AVAILABLE), wallet.total(A.REDEEMED)) == (50, 100)


def test_what_a_used_code_finds_no_points_for_is_unpaid_and_taken_as_soon_as_there_are_some() -> None:
    wallet, spending = spend(a_wallet((a_lot("a"), 30)), 100, 0)
    assert spending.unpaid == 70

    later = wallet.post_all([earn(a_lot("b"), 500), vest(a_lot("b"), 500)])
    later, spending = spend(later, 100, 30, entries=len(spending.transactions))

    assert (kinds(spending.transactions), spending.unpaid) == ([K.HOLD, K.CAPTURE], 0)
    assert later.total(A.REDEEMED) == 100


@pytest.mark.parametrize(
    ("returns", "refunded", "spent"),
    [
        (Returns.PROPORTIONAL, 0, 100),
        (Returns.PROPORTIONAL, 2_500, 75),
        (Returns.PROPORTIONAL, 1, 100),  # a hundredth of a point is not given back
        (Returns.PROPORTIONAL, 10_000, 0),
        (Returns.FULL_ONLY, 9_999, 100),
        (Returns.FULL_ONLY, 10_000, 0),
        (Returns.NEVER, 10_000, 100),
    ],
)
def test_what_a_refund_gives_back_of_the_points_is_a_setting(returns: Returns, refunded: int, spent: int) -> None:
    order = an_order(refunds=(a_refund(refunded),) if refunded else ())

    assert spent_on(order, 100, returns) == spent


@pytest.mark.parametrize("returns", Returns)
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED, Stage.DELETED])
def test_an_order_that_never_came_about_used_no_points(stage: Stage, returns: Returns) -> None:
    assert spent_on(an_order(stage=stage), 100, returns) == 0
    assert not uses_up(an_order(stage=stage))


def test_a_redemption_is_fulfilled_without_an_order_once() -> None:
    wallet = a_wallet((a_lot(), 100))
    held = wallet.post(hold(Redeemed("r", "c", 60), wallet, NOW, "ann", "x"))

    taken = fulfil("r", held, at(1), "reward confirmed", "bob")
    assert taken is not None
    after = held.post(taken)

    assert (taken.kind, taken.author, taken.resolves) == (Kind.CAPTURE, "bob", "hold:r")
    assert (after.total(Account.REDEEMED), after.total(Account.AVAILABLE)) == (60, 40)
    assert fulfil("r", after, at(2), "again", "bob") is None


@pytest.mark.parametrize("had", [False, True])
def test_what_is_taken_back_gives_its_points_back_be_they_held_or_redeemed(had: bool) -> None:
    wallet = a_wallet((a_lot(), 100))
    wallet = wallet.post(hold(Redeemed("r", "c", 60), wallet, NOW, "ann", "x"))
    if had:
        captured = fulfil("r", wallet, NOW, "discount granted", "programme")
        assert captured is not None
        wallet = wallet.post(captured)

    back = take_back("r", wallet, some_terms(), at(1), "left the club", "bob")
    assert back is not None
    after = wallet.post(back)

    assert back.kind is (Kind.REINSTATE if had else Kind.VOID)
    assert (back.author, back.reason, back.resolves) == ("bob", "left the club", "hold:r")
    assert after.spendable(at(1)) == 100
    assert take_back("r", after, some_terms(), at(2), "again", "bob") is None


def test_points_of_a_lot_that_lapsed_come_back_in_a_new_one() -> None:
    wallet = a_wallet((a_lot(expires_at=at(5)), 60))
    wallet = wallet.post(hold(Redeemed("r", "c", 60), wallet, NOW, "ann", "x"))

    back = take_back("r", wallet, some_terms(), at(6), "no mugs", "bob")
    assert back is not None

    assert [lot.key for lot in back.lots] == ["back:r"]
    assert wallet.post(back).spendable(at(6)) == 60
