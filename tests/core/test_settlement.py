"""Settling: the difference between what an order should have given and what it has given, never more, never twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from connector.core.commerce import Order, Stage
from connector.core.earning import evaluate
from connector.core.explain import Step
from connector.core.ledger import Account, Transaction, Wallet
from connector.core.programme import Debt, Grant, SpendRule, Terms
from connector.core.settlement import Owed, Settlement, collect, settle_award
from tests.building import (
    NOW,
    A,
    K,
    a_line,
    a_lot,
    a_refund,
    a_wallet,
    an_order,
    at,
    earn,
    living,
    move,
    some_terms,
    vest,
)


@dataclass
class Books:
    """One member's wallet and what an order has given so far, told from the transactions alone."""

    terms: Terms = field(default_factory=some_terms)
    wallet: Wallet = field(default_factory=Wallet)
    history: list[Transaction] = field(default_factory=list)

    def post(self, *transactions: Transaction) -> None:
        self.wallet = self.wallet.post_all(transactions)
        self.history.extend(transactions)

    def settle(self, order: Order, now: datetime = NOW) -> Settlement:
        mine = [transaction for transaction in self.history if transaction.order == order.id]
        settlement = settle_award(
            order.id,
            len(mine),
            evaluate(order, self.terms),
            given(mine),
            self.wallet,
            self.terms.debt,
            order.modified_at,
            now,
        )
        self.post(*settlement.transactions)
        return settlement

    def figures(self) -> dict[Account, int]:
        return {account: self.wallet.total(account) for account in Account if self.wallet.total(account)}

    def spend(self, points: int, now: datetime = NOW) -> None:
        drawn = self.wallet.draw(points, now)
        self.post(
            move(K.HOLD, *((lot, A.AVAILABLE, A.HELD, part) for lot, part in drawn), key="h", redemption="r"),
            move(K.CAPTURE, *((lot, A.HELD, A.REDEEMED, part) for lot, part in drawn), key="c", redemption="r"),
        )


def given(transactions: list[Transaction]) -> int:
    return sum(t.points for t in transactions if t.kind is K.EARN) - sum(
        t.points for t in transactions if t.kind is K.CLAWBACK
    )


def refunded(order: Order, *amounts: int) -> Order:
    return replace(order, refunds=tuple(a_refund(amount, id=f"r{n}") for n, amount in enumerate(amounts)))


def taken(settlement: Settlement) -> int:
    return sum(transaction.points for transaction in settlement.transactions if transaction.kind is K.CLAWBACK)


def test_an_order_earns_once_however_often_it_is_settled() -> None:
    books = Books()

    first, again = books.settle(an_order()), books.settle(an_order())

    assert [transaction.kind for transaction in first.transactions] == [K.EARN, K.VEST]
    assert again == Settlement((), 0)
    assert books.figures() == {A.ISSUED: -100, A.AVAILABLE: 100}


def test_v14_one_leu_back_takes_the_point_that_99_no_longer_earn() -> None:
    books = Books(some_terms(earning=(SpendRule(1, 5_000),)))
    books.settle(an_order())

    assert taken(books.settle(refunded(an_order(), 100))) == 1


def test_v15_three_equal_refunds_leave_nothing_behind() -> None:
    books, order = Books(), an_order(a_line(4_995))
    books.settle(order)

    reversals = [taken(books.settle(refunded(order, *[1_665] * times))) for times in (1, 2, 3)]

    assert reversals == [16, 17, 16]
    assert books.wallet.total(A.AVAILABLE) == 0


def test_v16_a_refund_is_judged_by_the_terms_that_made_the_award() -> None:
    """The version is chosen by the date of placing, so the terms at the refund are the same; see tests/usecases."""
    books = Books()
    books.settle(an_order())

    assert taken(books.settle(refunded(an_order(), 5_000))) == 50


def test_v17_settled_unsettled_settled_is_one_award_in_three_entries() -> None:
    books = Books(some_terms(grant=Grant(delay_days=1)))

    for stage in (Stage.COMPLETED, Stage.PAID, Stage.COMPLETED):
        books.settle(an_order(stage=stage, completed_at=NOW))

    assert [transaction.kind for transaction in books.history] == [K.EARN, K.CLAWBACK, K.EARN]
    assert len({transaction.key for transaction in books.history}) == 3
    assert books.figures() == {A.ISSUED: -100, A.PENDING: 100}


def test_two_partial_refunds_take_forty_percent_once() -> None:
    books = Books()
    books.settle(an_order())

    for _ in range(3):
        books.settle(refunded(an_order(), 2_000, 2_000))

    assert books.wallet.total(A.AVAILABLE) == 60


def test_an_order_that_is_worth_more_earns_the_difference() -> None:
    books = Books()
    books.settle(an_order())

    more = books.settle(an_order(a_line(15_000)))

    assert more.transactions[0].points == 50
    assert more.transactions[0].reason == "order is worth more"


def test_a_refund_while_pending_does_not_touch_the_balance() -> None:
    books = Books(some_terms(grant=Grant(delay_days=14)), a_wallet((a_lot("other"), 500)))
    books.settle(an_order())

    books.settle(refunded(an_order(), 4_000))

    assert (books.wallet.total(A.PENDING), books.wallet.spendable(NOW)) == (60, 500)


def test_an_old_order_found_in_a_back_fill_is_ripe_or_lapsed_at_once() -> None:
    ripe = Books(some_terms(grant=Grant(delay_days=14)))
    ripe.settle(an_order(), now=at(20))
    assert ripe.wallet.spendable(at(20)) == 100

    lapsed = Books(some_terms(expiry=living(6)))
    settlement = lapsed.settle(an_order(), now=at(400))
    assert [transaction.kind for transaction in settlement.transactions] == [K.EARN, K.VEST, K.EXPIRE]
    assert lapsed.figures() == {A.ISSUED: -100, A.EXPIRED: 100}


def test_points_that_lapsed_unused_are_not_taken_a_second_time() -> None:
    books = Books(some_terms(expiry=living(6)), a_wallet((a_lot("other"), 500)))
    books.settle(an_order(), now=at(400))

    settlement = books.settle(an_order(stage=Stage.CANCELLED), now=at(401))

    assert settlement == Settlement((), 0)
    assert books.wallet.spendable(at(401)) == 500


def test_of_a_lot_half_spent_and_half_lapsed_only_the_spent_half_is_owed() -> None:
    books = Books(some_terms(expiry=living(6)))
    books.settle(an_order())
    books.spend(40)
    books.post(move(K.EXPIRE, ("1#0000", A.AVAILABLE, A.EXPIRED, 60), order="1"))

    assert books.settle(an_order(stage=Stage.CANCELLED), now=at(401)).shortfall == 40


def test_own_points_go_first_then_the_members_other_points() -> None:
    books = Books(wallet=a_wallet((a_lot("other", expires_at=at(2)), 70)))
    books.settle(an_order())
    books.spend(120)  # all of "other" and 50 of the order's own

    books.post(earn(a_lot("later"), 30), vest(a_lot("later"), 30))
    settlement = books.settle(an_order(stage=Stage.CANCELLED))

    (claw,) = settlement.transactions
    assert [(posting.lot, posting.points) for posting in claw.postings] == [("1#0000", 50), ("later", 30)]
    assert settlement.shortfall == 20


def test_a_shortfall_is_the_present_figure_and_does_not_add_up() -> None:
    books = Books()
    books.settle(an_order())
    books.spend(100)

    shortfalls = [books.settle(order).shortfall for order in (refunded(an_order(), 5_000), refunded(an_order(), 5_000))]
    shortfalls += [books.settle(an_order(stage=Stage.CANCELLED)).shortfall, books.settle(an_order()).shortfall]

    assert shortfalls == [50, 50, 100, 0]


def test_absorbing_leaves_the_members_other_points_alone() -> None:
    books = Books(some_terms(debt=Debt.ABSORB))
    books.settle(an_order())
    books.spend(100)
    books.post(earn(a_lot("later"), 30), vest(a_lot("later"), 30))

    settlement = books.settle(an_order(stage=Stage.CANCELLED))

    assert settlement == Settlement((), 100)
    assert books.wallet.spendable(NOW) == 30


def test_a_debt_is_paid_from_whatever_there_is_and_the_rest_stays() -> None:
    transactions, left = collect([Owed("b", 2, 50), Owed("a", 3, 80)], a_wallet((a_lot(), 100)), NOW)

    assert left == {"a": 0, "b": 30}
    assert [(paid.key, paid.points, paid.order) for paid in transactions] == [("a#0003", 80, "a"), ("b#0002", 20, "b")]


def test_nothing_is_collected_from_an_empty_wallet() -> None:
    assert collect([Owed("a", 3, 80)], Wallet(), NOW) == ([], {"a": 80})


def test_what_comes_back_after_a_shortfall_is_taken_at_the_next_settling() -> None:
    books = Books()
    books.settle(an_order())
    books.spend(100)
    books.settle(an_order(stage=Stage.CANCELLED))
    books.post(move(K.REINSTATE, ("1#0000", A.REDEEMED, A.AVAILABLE, 100), redemption="r"))

    settlement = books.settle(an_order(stage=Stage.CANCELLED))

    assert (taken(settlement), settlement.shortfall) == (100, 0)
    assert books.figures() == {}


def test_what_an_order_gives_and_takes_keeps_the_reckoning_of_that_time() -> None:
    books, order = Books(), an_order()
    earned, ripened = books.settle(order).transactions
    (taken_back,) = books.settle(refunded(order, 5_000)).transactions

    assert earned.trace == evaluate(order, books.terms).trace
    assert taken_back.trace == evaluate(refunded(order, 5_000), books.terms).trace
    assert ripened.trace == ()
    assert earned.trace != taken_back.trace


def test_the_reckoning_is_no_part_of_what_a_key_stands_for() -> None:
    entry = earn(a_lot(), 5)

    assert replace(entry, trace=(Step("fixed", {"points": 5}),)).fingerprint == entry.fingerprint


def test_a_debt_is_not_paid_with_points_that_have_lapsed() -> None:
    wallet = a_wallet((a_lot("gone", expires_at=at(1)), 60), (a_lot("live"), 20))

    (paid,), left = collect([Owed("a", 3, 80)], wallet, at(1))

    assert (left, [(one.lot, one.points) for one in paid.postings]) == ({"a": 60}, [("live", 20)])
    assert (paid.reason, paid.happened_at) == ("debt repaid", at(1))
