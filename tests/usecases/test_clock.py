"""The clock of the machine jumps, forward and back: nothing ripens, lapses or ends twice, keys hold, and the books are
proved. What was written down while the clock was ahead delays nothing once it is right again.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from connector.adapter import Retryable
from connector.core.ledger import Account
from connector.db.engine import Database
from connector.db.tables import transactions
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.pull import pull, pull_if_due, reread_if_due
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.shop import CLUB, Shop, a_store, enrol, points, settle

Fresh = Callable[[], AbstractContextManager[Database]]
DELAYED = CLUB + "grant: {delay_days: 14}\nexpire: {policy: per_lot, months: 6, grace_days: 3}\n"
AHEAD = at(365)
LAST = at(500)


class Do(StrEnum):
    BUY = "buy"
    RETURN = "return"
    REDEEM = "redeem"
    SWEEP = "sweep"
    SEND = "send"


@dataclass(frozen=True)
class Step:
    """Something that is done, and so many hours after NOW what the clock says then."""

    what: Do
    hours: int


STEPS = st.lists(st.builds(Step, st.sampled_from(Do), st.integers(-48, 24 * 240)), max_size=12)


def live_through(database: Database, steps: Sequence[Step]) -> None:
    store = a_store(database, programme=DELAYED)
    anna = enrol(database, store, 300)
    sweep_lots(database, at(14))
    first = redeem(database, store, anna, 100, key="k", author="s", now=at(14)).row
    for number, step in enumerate(steps, start=2):
        now = at(0, step.hours)
        match step.what:
            case Do.BUY:
                settle(database, store, an_order(a_line(5_000), id=f"o{number}"), now=now)
            case Do.RETURN:
                back = an_order(
                    a_line(30_000), id="first", modified_at=at(1), refunds=(a_refund(10_000 * (number % 3)),)
                )
                settle(database, store, back, now=now)
            case Do.REDEEM:
                again = redeem(database, store, anna, 100, key="k", author="s", now=now)
                assert (again.replayed, again.row) == (True, first)
            case Do.SWEEP:
                sweep(database, now)
            case Do.SEND:
                dispatch(database, store, now, limit=100)
        assert verify(database).faults == []
    for now in (LAST, LAST + timedelta(days=2), LAST + timedelta(days=9)):
        sweep(database, now)
        dispatch(database, store, now, limit=100)
    assert verify(database).faults == []


def sweep(database: Database, now: datetime) -> None:
    sweep_lots(database, now)
    sweep_codes(database, now)


def once(database: Database) -> None:
    """Each lot has ripened at most once and each code ended once, and in the end everything is over."""
    with database.read() as connection:
        rows = list(connection.execute(select(transactions.c.kind, transactions.c.key, transactions.c.redemption_ref)))
    vested = Counter(row.key for row in rows if row.kind == "vest")
    ended = Counter(row.redemption_ref for row in rows if row.kind == "void")
    assert max(vested.values()) == 1
    assert list(ended.values()) == [1]
    left = points(database)
    assert {account: left.get(account, 0) for account in (Account.PENDING, Account.AVAILABLE, Account.HELD)} == {
        Account.PENDING: 0,
        Account.AVAILABLE: 0,
        Account.HELD: 0,
    }


@given(STEPS)
@settings(max_examples=settings().max_examples // 2)
def test_a_clock_that_jumps_does_nothing_twice_and_leaves_nothing_out(
    fresh_database: Fresh, steps: Sequence[Step]
) -> None:
    with fresh_database() as database:
        live_through(database, steps)
        once(database)


@given(STEPS)
@settings(max_examples=settings().max_examples // 20)
def test_nor_on_the_other_engine(fresh_postgresql: Fresh, steps: Sequence[Step]) -> None:
    with fresh_postgresql() as database:
        live_through(database, steps)
        once(database)


def test_a_sweep_of_a_clock_that_was_ahead_hides_nothing_from_those_after_it(database: Database) -> None:
    store = a_store(database, programme=DELAYED)
    sweep_lots(database, AHEAD)
    settle(database, store, an_order(), now=NOW)

    sweep_lots(database, at(15))

    assert points(database) == {"available": 100}


def test_neither_does_it_where_nobody_sweeps_until_that_time_has_come(database: Database) -> None:
    store = a_store(database, programme=DELAYED)
    sweep_lots(database, AHEAD)
    settle(database, store, an_order(), now=NOW)

    sweep_lots(database, AHEAD + timedelta(days=200))

    assert points(database) == {"expired": 100}


def test_what_was_put_off_by_a_clock_that_was_ahead_is_sent_all_the_same(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    anna = enrol(database, store, 200)
    redeem(database, store, anna, 100, key="asked while ahead", author="s", now=AHEAD)
    redeem(database, store, anna, 100, key="failed while ahead", author="s", now=NOW)
    shop.troubles = [Retryable("down"), Retryable("down")]
    assert dispatch(database, store, AHEAD).put_off == 2

    assert dispatch(database, store, NOW).done == 2


def trouble(database: Database, shop: Shop, store: Store, now: datetime) -> None:
    shop.troubles = [Retryable("down")]
    shop.breaks_at_page = 0
    try:
        pull_if_due(database, store, lambda: now)
    except Retryable:
        shop.breaks_at_page = None
        return
    raise AssertionError("the store was not asked")


def test_a_store_that_failed_while_the_clock_was_ahead_is_asked_again(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(sqlite_database, shop)
    trouble(sqlite_database, shop, store, AHEAD)

    assert pull_if_due(sqlite_database, store, lambda: at(1)) is not None


def test_orders_that_were_read_again_while_the_clock_was_ahead_are_read_again(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(sqlite_database, shop)
    pull(sqlite_database, store, lambda: NOW)
    assert reread_if_due(sqlite_database, store, lambda: AHEAD, timedelta(hours=6)) is not None

    assert reread_if_due(sqlite_database, store, lambda: at(1), timedelta(hours=6)) is not None
