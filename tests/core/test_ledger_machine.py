"""The pure ledger under any history: balanced, never below zero, and the same when replayed."""

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from connector.core.earning import Award, AwardState
from connector.core.expiry import age
from connector.core.ledger import Account, Kind, Transaction, Wallet
from connector.core.programme import Debt, Terms
from connector.core.redemption import Redeemed, hold, settle_spending, void
from connector.core.settlement import settle_award
from tests.building import NOW, at, living, some_terms

TERMS: Terms = some_terms(expiry=living(1, grace_days=3))
POINTS = st.integers(1, 120)


class Ledger(RuleBasedStateMachine):
    """A member, orders that change their worth, redemptions that are used, unused and given back, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.wallet = Wallet()
        self.journal: list[Transaction] = []
        self.redemptions: list[Redeemed] = []
        self.orders = 0

    @property
    def now(self) -> datetime:
        return at(self.day)

    def post(self, *transactions: Transaction) -> None:
        self.wallet = self.wallet.post_all(transactions)
        self.journal.extend(transactions)

    def of(self, cause: str) -> list[Transaction]:
        return [transaction for transaction in self.journal if transaction.order == cause]

    @rule(days=st.integers(1, 25))
    def time_goes_by(self, days: int) -> None:
        self.day += days

    @rule()
    def a_sweep(self) -> None:
        self.post(*age(self.wallet, self.wallet.lots.values(), self.now))

    @rule(order=st.integers(0, 3), worth=st.integers(0, 200), delay=st.integers(0, 9), debt=st.sampled_from(Debt))
    def an_order_is_settled(self, order: int, worth: int, delay: int, debt: Debt) -> None:
        name = f"o{order}"
        mine = self.of(name)
        given = sum(
            transaction.points * {Kind.EARN: 1, Kind.CLAWBACK: -1}.get(transaction.kind, 0) for transaction in mine
        )
        award = Award(AwardState.GRANTED, worth, worth, NOW, at(delay), at(40 + order), ())

        settlement = settle_award(name, len(mine), award, given, self.wallet, debt, self.now, self.now)
        self.post(*settlement.transactions)

        assert settlement.shortfall >= 0
        if worth >= given:
            assert settlement.shortfall == 0

    @precondition(lambda self: self.wallet.spendable(self.now) > 0)
    @rule(points=POINTS)
    def points_are_held(self, points: int) -> None:
        points = min(points, self.wallet.spendable(self.now))
        redemption = Redeemed(f"r{len(self.redemptions)}", "code", points)
        self.redemptions.append(redemption)

        self.post(hold(redemption, self.wallet, self.now, "shopper", redemption.id))

        assert sum(self.wallet.of_redemption(redemption.id, Account.HELD).values()) == points

    @precondition(lambda self: self.redemptions)
    @rule(data=st.data())
    def a_code_is_used_unused_or_used_in_part(self, data: st.DataObject) -> None:
        redemption = data.draw(st.sampled_from(self.redemptions))
        target = data.draw(st.integers(0, redemption.points))
        name = f"use of {redemption.id}"
        spent = sum(self.wallet.of_redemption(redemption.id, Account.REDEEMED).values())

        spending = settle_spending(name, len(self.of(name)), redemption, target, spent, self.wallet, TERMS, self.now)
        self.post(*spending.transactions)

        redeemed = sum(self.wallet.of_redemption(redemption.id, Account.REDEEMED).values())
        assert redeemed + spending.unpaid == target

    @precondition(lambda self: self.redemptions)
    @rule(data=st.data())
    def a_code_is_revoked(self, data: st.DataObject) -> None:
        redemption = data.draw(st.sampled_from(self.redemptions))

        back = void(redemption.id, self.wallet, TERMS, self.now, "code revoked unused")
        if back is not None:
            self.post(back)

        assert self.wallet.of_redemption(redemption.id, Account.HELD) == {}

    @invariant()
    def all_accounts_sum_to_zero_in_every_lot(self) -> None:
        for lot in self.wallet.lots:
            assert sum(points for place, points in self.wallet.balances.items() if place.lot == lot) == 0

    @invariant()
    def no_place_is_below_zero_but_issued(self) -> None:
        assert all(points >= 0 for place, points in self.wallet.balances.items() if place.account is not Account.ISSUED)

    @invariant()
    def replaying_the_journal_gives_this_wallet(self) -> None:
        assert Wallet().post_all(self.journal) == self.wallet

    @invariant()
    def no_key_stands_twice(self) -> None:
        assert len({transaction.key for transaction in self.journal}) == len(self.journal)

    @invariant()
    def after_a_sweep_nothing_lapsed_is_left_and_nothing_ripe_waits(self) -> None:
        swept = self.wallet.post_all(age(self.wallet, self.wallet.lots.values(), self.now))

        for lot in swept.lots.values():
            assert not (lot.expired(self.now) and swept.at(lot.key, Account.AVAILABLE))
            assert not (lot.matures_at <= self.now and swept.at(lot.key, Account.PENDING))


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=settings().max_examples, stateful_step_count=30)
