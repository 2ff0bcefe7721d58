"""Any life of a programme: members buy, return, redeem, take rewards, invite, are joined, parted and forgotten; time
goes by, and the clock of our machine is wrong. After every step the books are whole.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from structlog.testing import capture_logs

from connector.core.commerce import Buyer, Gone, Order, Stage
from connector.core.ledger import Account
from connector.core.quote import Refusal
from connector.core.rewards import Fulfilment, fulfilment
from connector.db import members, redemptions, rewards
from connector.db.engine import Database
from connector.db.tables import lots, postings, transactions
from connector.programme import parse_programme
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.invite import Friend, invite
from connector.usecases.merge import NotJoinable, join_members, part_members
from connector.usecases.payouts import NoAccount
from connector.usecases.privacy import erase_person
from connector.usecases.redeem import NoSuchMember, redeem
from connector.usecases.referrals import sweep_referrals
from connector.usecases.rewards import NotWaiting, confirm, end_discounts, reject, take_reward
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import NOW, a_line, a_refund, an_order, with_code
from tests.programmes import lively_programmes
from tests.usecases.purses import Cards, Purses
from tests.usecases.shop import Discounts, Shop, a_store, settle

Fresh = Callable[[], AbstractContextManager[Database]]
ORDERS = st.integers(1, 6)
BUYERS = [Buyer(str(number), f"b{number}@example.org", f"B{number}") for number in (1, 2, 3)]
WHO = st.sampled_from(BUYERS)
MONEY = st.integers(0, 300)
REWARDS = st.sampled_from(["five", "pot", "song", "always", "card", "credit"])
REFUSED = (Refusal, NoSuchMember, NotJoinable, NotWaiting, NoAccount)


class Life(RuleBasedStateMachine):
    """A shop and its programme. `day` is the true time, by which the store goes; `skew` is how wrong our clock is."""

    def __init__(self, fresh: Fresh) -> None:
        super().__init__()
        self.kept = ExitStack()
        self.database = self.kept.enter_context(fresh())
        self.day = timedelta()
        self.skew = timedelta()
        self.shop = Shop()
        self.shop.standing_discounts = Discounts()
        self.shop.gift_cards = self.cards = Cards()
        self.shop.store_credit = self.purses = Purses()
        self.orders: dict[int, Order] = {}
        self.wishes: dict[str, tuple[int, str]] = {}  # key → member and reference of what was made under it

    def teardown(self) -> None:
        self.kept.close()

    @property
    def now(self) -> datetime:
        return NOW + self.day + self.skew

    @initialize(programme=lively_programmes())
    def a_shop_opens(self, programme: str) -> None:
        self.terms = parse_programme(programme, "made up").terms
        self.granting = min(self.terms.grant.statuses)
        self.store = a_store(self.database, self.shop, programme)
        for number, buyer in enumerate(BUYERS, start=1):
            days_ago = timedelta(days=6)
            order = an_order(a_line(40_000), id=str(number), buyer=buyer, placed_at=NOW - days_ago)
            self.tell(number, replace(order, status=self.granting, stage=Stage(self.granting)))

    def member(self, buyer: Buyer) -> int:
        with self.database.read() as connection:
            found = members.by_customer(connection, "shop", buyer.customer_id or "")
        return found.id if found else -1

    def tell(self, number: int, order: Order) -> None:
        """The store writes it down in its own time and tells it."""
        self.day += timedelta(seconds=1)
        at = NOW + self.day
        self.orders[number] = order = replace(order, modified_at=at, observed_at=self.now)
        self.use_codes()
        self.say(order)

    def say(self, order: Order | Gone) -> None:
        with self.nothing_goes_wrong():
            assert settle(self.database, self.store, order, now=self.now).failed == {}

    def use_codes(self) -> None:
        over = (Stage.DRAFT, Stage.CANCELLED)
        self.shop.used = {c.code for o in self.orders.values() if o.stage not in over for c in o.coupons}

    @contextmanager
    def nothing_goes_wrong(self) -> Iterator[None]:
        """What is set aside and logged is a defect too."""
        with capture_logs() as logs:
            yield
        assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []

    @rule(days=st.integers(1, 20), swept=st.booleans())
    def time_goes_by(self, days: int, swept: bool) -> None:
        self.day += timedelta(days=days)
        if swept:
            self.what_time_brings()

    @rule(hours=st.integers(-72, 72))
    def our_clock_is_set(self, hours: int) -> None:
        self.skew = timedelta(hours=hours)

    @rule()
    def what_time_brings(self) -> None:
        with self.nothing_goes_wrong():
            sweep_lots(self.database, self.now)
            sweep_codes(self.database, self.now)
            sweep_referrals(self.database, self.now)
            end_discounts(self.database, self.now)

    @rule()
    def the_store_is_told(self) -> None:
        with self.nothing_goes_wrong():
            assert dispatch(self.database, self.store, self.now, limit=100).parked == 0

    @rule(number=ORDERS, who=WHO, total=MONEY, stage=st.sampled_from([Stage.OPEN, Stage.PAID, Stage.COMPLETED]))
    def an_order_is_placed(self, number: int, who: Buyer, total: int, stage: Stage) -> None:
        if number in self.orders:
            return
        placed = NOW + self.day
        self.tell(number, an_order(a_line(total * 100), id=str(number), buyer=who, placed_at=placed, stage=stage))

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), stage=st.sampled_from([Stage.PAID, Stage.COMPLETED, Stage.CANCELLED, Stage.REFUNDED]))
    def an_order_goes_on(self, data: st.DataObject, stage: Stage) -> None:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        done = NOW + self.day if stage is Stage.COMPLETED else None
        order = self.orders[number]
        self.tell(number, replace(order, stage=stage, status=stage.value, completed_at=order.completed_at or done))

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), euros=st.integers(1, 200))
    def money_goes_back(self, data: st.DataObject, euros: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        order = self.orders[number]
        amount = min(euros * 100, order.total - order.refunded)
        if amount:
            back = a_refund(amount, id=f"r{len(order.refunds)}", refunded_at=NOW + self.day)
            self.tell(number, replace(order, refunds=(*order.refunds, back)))

    @precondition(lambda self: self.orders and self.wishes)
    @rule(data=st.data())
    def a_code_is_put_on_an_order_or_taken_off(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        with self.database.read() as connection:
            codes = [c.code for c in redemptions.cards(connection, members.all_ids(connection))]
        code = data.draw(st.sampled_from([None, *(code for code in codes if code not in self.shop.used)]))
        order = self.orders[number]
        self.tell(number, replace(order, coupons=()) if code is None else with_code(order, code))

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def an_order_is_told_again_or_gone(self, data: st.DataObject) -> None:
        order = self.orders[data.draw(st.sampled_from(sorted(self.orders)))]
        said: list[Order | Gone] = [order, Gone(order.id, self.now)]
        self.say(data.draw(st.sampled_from(said)))

    @rule(who=WHO, hundreds=st.integers(1, 3))
    def points_are_redeemed(self, who: Buyer, hundreds: int) -> None:
        key, whom = f"k{len(self.wishes)}", self.member(who)
        with suppress(*REFUSED):
            made = redeem(self.database, self.store, whom, hundreds * 100, key=key, author="s", now=self.now)
            self.wishes[key] = whom, made.row.reference

    @rule(who=WHO, name=REWARDS)
    def a_reward_is_taken(self, who: Buyer, name: str) -> None:
        key, whom = f"k{len(self.wishes)}", self.member(who)
        with suppress(*REFUSED):
            made = take_reward(self.database, self.store, whom, name, key=key, author="s", now=self.now)
            self.wishes[key] = whom, made.row.reference

    @rule(data=st.data())
    def money_is_spent(self, data: st.DataObject) -> None:
        open_cards = {code: left for code, left in self.cards.left.items() if left and code not in self.cards.closed}
        full = open_cards | {customer: left for customer, left in self.purses.held.items() if left}
        if full:
            where = data.draw(st.sampled_from(sorted(full)))
            purse = self.cards.left if where in open_cards else self.purses.held
            purse[where] -= data.draw(st.integers(1, full[where]))

    @precondition(lambda self: self.wishes)
    @rule(data=st.data())
    def a_wish_is_made_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.wishes)))
        whom, reference = self.wishes[key]
        with self.database.read() as connection:
            before = redemptions.by_key(connection, key)
            made = redemptions.by_reference(connection, reference)
            reward = rewards.by_reference(connection, reference)
        assert made is not None
        if before is None:  # it went with the person, and so did the points that could make it another
            assert made.key == f"erased:{reference}"
            with pytest.raises(Refusal):
                redeem(self.database, self.store, whom, 100, key=key, author="s", now=self.now)
        elif reward is None:
            again = redeem(self.database, self.store, whom, before.points, key=key, author="s", now=self.now)
            assert (again.replayed, again.row) == (True, before)
        else:
            taken = take_reward(self.database, self.store, whom, reward.reward, key=key, author="s", now=self.now)
            assert (taken.replayed, taken.row) == (True, before)

    @precondition(lambda self: self.wishes)
    @rule(data=st.data(), given=st.booleans())
    def a_person_decides_about_a_reward(self, data: st.DataObject, given: bool) -> None:
        _, reference = self.wishes[data.draw(st.sampled_from(sorted(self.wishes)))]
        with suppress(*REFUSED):
            if given:
                confirm(self.database, reference, author="owner", now=self.now)
            else:
                reject(self.database, reference, "no", author="owner", now=self.now)

    @rule(who=WHO, friend=WHO)
    def a_friend_is_invited(self, who: Buyer, friend: Buyer) -> None:
        address = friend.email if friend is not who else "b2@example.org"
        with suppress(*REFUSED):
            invite(self.database, self.store, self.member(who), [Friend(address or "")], "s", self.now)

    @rule(who=WHO, other=WHO)
    def two_are_one_or_two_again(self, who: Buyer, other: Buyer) -> None:
        with suppress(*REFUSED), self.nothing_goes_wrong():
            if who is other:
                part_members(self.database, self.member(who), author="s", now=self.now)
            else:
                join_members(self.database, self.member(who), self.member(other), reason="r", author="s", now=self.now)

    @precondition(lambda self: self.day > timedelta(days=25))
    @rule(who=WHO)
    def a_member_is_forgotten(self, who: Buyer) -> None:
        with suppress(*REFUSED), self.nothing_goes_wrong():
            erase_person(self.database, [self.store], self.member(who), "s", self.now)

    @invariant()
    def the_books_are_proved_and_sum_to_zero(self) -> None:
        proof = verify(self.database)

        assert proof.faults == []
        assert sum(proof.points.values()) == 0

    @invariant()
    def no_lot_is_below_zero_and_no_key_stands_twice(self) -> None:
        places: Counter[tuple[str, str]] = Counter()
        with self.database.read() as connection:
            keys = list(connection.execute(select(transactions.c.key)).scalars())
            moved = select(lots.c.key, postings.c.source, postings.c.destination, postings.c.points)
            for lot, source, destination, points in connection.execute(moved.join(lots)):
                places[lot, source] -= points
                places[lot, destination] += points

        assert len(set(keys)) == len(keys)
        assert [place for place, points in places.items() if points < 0 and place[1] != Account.ISSUED] == []

    @invariant()
    def the_points_of_a_redemption_are_held_or_redeemed_or_back(self) -> None:
        with self.database.read() as connection:
            cards = redemptions.cards(connection, members.all_ids(connection))

        for card in cards:
            assert card.held in (0, card.points)
            assert 0 <= card.redeemed <= card.points - card.held

    @invariant()
    def nobody_has_more_of_a_reward_than_there_is(self) -> None:
        """But for codes: one that is used when its points have gone back, and the reward to somebody else, is used."""
        with self.database.read() as connection:
            taken = rewards.taken(connection, self.store.programme_id)

        for reward in self.terms.rewards:
            if reward.stock and reward.name in taken and fulfilment(reward) is not Fulfilment.ORDER:
                assert taken[reward.name].by_all <= reward.stock


def live(fresh: Fresh, examples: int) -> None:
    tried = settings(max_examples=examples, stateful_step_count=25)
    run_state_machine_as_test(partial(Life, fresh), settings=tried)  # type: ignore[arg-type]  # anything that makes one


def test_whatever_happens_the_books_are_whole(fresh_database: Fresh) -> None:
    live(fresh_database, settings().max_examples // 3)


def test_so_they_are_on_the_other_engine(fresh_postgresql: Fresh) -> None:
    live(fresh_postgresql, settings().max_examples // 20)
