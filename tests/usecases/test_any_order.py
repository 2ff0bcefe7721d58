"""The promise that everything else leans on: whatever is told, how often, in which order and in which batches,
the books end where the last word on each order alone would have led.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from connector.core.commerce import Buyer, Gone, Order, Stage
from connector.db import ledger, members, orders
from connector.db.engine import Database
from connector.db.tables import orders as orders_table
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.redeem import redeem
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import ANNA, BERT, GUEST, NOW, a_line, a_refund, an_order, at, with_code
from tests.programmes import programmes
from tests.usecases.shop import CLUB, a_store, enrol, settle

Fresh = Callable[[], AbstractContextManager[Database]]
CODES = 2  # order 1 may use the first code, order 2 the second
DELAYED = CLUB + "grant: {delay_days: 4}\n"
TIERED = CLUB + "tiers: {levels: [{name: Silver, spend: 100, times: 1.5}, {name: Gold, spend: 250, times: 2}]}\n"
PLACING = CLUB + "bonuses: {order_placed: 7}\n"


@dataclass(frozen=True)
class Word:
    """What a store says of an order at one time; the code it may use is another in each database."""

    order: Order | Gone
    uses_code: bool = False

    def said(self, codes: Sequence[str]) -> Order | Gone:
        if isinstance(self.order, Gone) or not self.uses_code:
            return self.order
        return with_code(self.order, codes[int(self.order.id) - 1])


@dataclass(frozen=True)
class Story:
    """The histories of some orders, and how we come to hear of them: the first words, then batches of any words."""

    histories: tuple[tuple[Word, ...], ...]
    batches: tuple[tuple[Word, ...], ...]


@st.composite
def histories(draw: st.DrawFn, number: int, buyers: Sequence[Buyer]) -> tuple[Word, ...]:
    """One order in the store's own time. A change may move no date, and an order may vanish and come back."""
    words: list[Word] = []
    modified = NOW
    for step in range(draw(st.integers(1, 4))):
        moment = NOW + timedelta(hours=step + 1)
        if step and draw(st.integers(0, 4)) == 0:
            words.append(Word(Gone(str(number), moment)))
            continue
        modified = moment if draw(st.booleans()) else modified
        total = draw(st.integers(0, 300)) * 100
        refunds = [draw(st.integers(0, 20_000)) for _ in range(draw(st.integers(0, 2)))]
        order = an_order(
            a_line(total),
            id=str(number),
            placed_at=NOW + timedelta(minutes=number),
            completed_at=NOW + timedelta(minutes=number),
            modified_at=modified,
            observed_at=moment,
            stage=draw(
                st.sampled_from([Stage.PAID, Stage.COMPLETED, Stage.COMPLETED, Stage.CANCELLED, Stage.REFUNDED])
            ),
            buyer=draw(st.sampled_from(buyers)),
            refunds=tuple(a_refund(amount, id=f"r{n}") for n, amount in enumerate(refunds)),
        )
        words.append(Word(order, uses_code=number <= CODES and draw(st.booleans())))
    return tuple(words)


@st.composite
def stories(draw: st.DrawFn, buyers: Sequence[Buyer]) -> Story:
    told = tuple(draw(histories(number, buyers)) for number in range(1, draw(st.integers(1, 3)) + 1))
    every = [word for history in told for word in history]
    repeated = draw(st.lists(st.sampled_from(every), max_size=4))
    heard = draw(st.permutations(every + repeated))
    batches: list[tuple[Word, ...]] = [tuple(history[0] for history in told)]  # a deletion is of an order we knew
    while heard:
        size = draw(st.integers(1, len(heard)))
        batches.append(tuple(heard[:size]))
        heard = heard[size:]
    return Story(told, tuple(batches))


def live_through(database: Database, batches: Sequence[Sequence[Word]], programme: str, seed: int) -> dict[str, Any]:
    """The books after these batches, once codes have ended, the store has been told and everything has ripened."""
    store = a_store(database, programme=programme)
    anna = enrol(database, store, seed)
    sweep_lots(database, at(5))
    redeemed = [redeem(database, store, anna, 100, key=f"k{n}", author="s", now=at(5)).row.code for n in range(CODES)]

    for batch in batches:
        settle(database, store, *(word.said(redeemed) for word in batch), now=at(5))

    dispatch(database, store, at(5), limit=100)
    sweep_codes(database, at(60))
    dispatch(database, store, at(60), limit=100)
    sweep_lots(database, at(60))
    assert verify(database).faults == []
    return figures(database)


def figures(database: Database) -> dict[str, Any]:
    """Accounts by customer, awards by order, and what is owed and unpaid in all."""
    with database.read() as connection:
        accounts = {}
        for customer in ("7", "8"):
            member = members.by_customer(connection, "shop", customer)
            wallet = ledger.stored_wallets(connection, [member.id])[member.id] if member else None
            for account in ("available", "pending", "held", "redeemed", "issued"):
                points = wallet.total(ledger.Account(account)) if wallet else 0
                accounts[f"{customer} {account}"] = points
        cards = [orders.card(connection, "shop", str(number)) for number in (1, 2, 3)]
        owed = connection.execute(
            select(
                func.coalesce(func.sum(orders_table.c.shortfall), 0), func.coalesce(func.sum(orders_table.c.unpaid), 0)
            )
        ).one()
    awards = {card.order.id: card.award.points for card in cards if card is not None and card.award.points}
    return {**accounts, "awards": awards, "shortfall": owed[0], "unpaid": owed[1]}


def latest(story: Story) -> list[list[Word]]:
    return [[history[-1] for history in story.histories]]


@given(stories([ANNA, ANNA, BERT, GUEST]), st.one_of(st.sampled_from([CLUB, DELAYED, TIERED, PLACING]), programmes()))
@settings(max_examples=settings().max_examples // 2)  # each makes two databases
def test_any_telling_gives_the_same_books_as_the_last_word_alone(
    fresh_database: Fresh, story: Story, programme: str
) -> None:
    with fresh_database() as told, fresh_database() as known:
        heard = live_through(told, story.batches, programme, seed=1_000)

        assert heard == live_through(known, latest(story), programme, seed=1_000)
        assert (heard["shortfall"], heard["unpaid"]) == (0, 0)


@given(stories([ANNA, BERT, GUEST]), st.sampled_from([CLUB, DELAYED, TIERED]))
@settings(max_examples=settings().max_examples // 20)
def test_so_it_is_on_the_other_engine(fresh_postgresql: Fresh, story: Story, programme: str) -> None:
    with fresh_postgresql() as told, fresh_postgresql() as known:
        heard = live_through(told, story.batches, programme, seed=1_000)
        assert heard == live_through(known, latest(story), programme, seed=1_000)


@given(stories([ANNA]))
@settings(max_examples=settings().max_examples // 3)  # each makes two databases
def test_with_debts_too_nothing_is_lost_and_nobody_is_charged_twice(fresh_database: Fresh, story: Story) -> None:
    """Which debt is paid first, or whether a code is paid before a debt, is a matter of what came first. What the
    member has, less what she owes, is not."""
    with fresh_database() as told, fresh_database() as known:
        heard, knew = (
            live_through(database, batches, CLUB, seed=200)
            for database, batches in ((told, story.batches), (known, latest(story)))
        )

        for books in (heard, knew):
            books["worth"] = books["7 available"] + books["7 redeemed"] - books["shortfall"]
            books["used"] = books["7 redeemed"] + books["unpaid"]
        assert {k: heard[k] for k in ("worth", "used", "awards")} == {k: knew[k] for k in ("worth", "used", "awards")}
        assert heard["7 held"] == heard["7 pending"] == 0
        assert not (heard["7 available"] and heard["shortfall"])


def test_replaying_everything_once_more_is_a_no_op(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    told = [replace(an_order(id=str(n), observed_at=at(n)), refunds=(a_refund(n * 100),)) for n in (1, 2, 3)]
    settle(sqlite_database, store, *told)

    again = settle(sqlite_database, store, *told)

    assert (again.changed, again.transactions, again.unchanged) == (0, 0, 3)
