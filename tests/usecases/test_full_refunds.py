"""A refund of everything leaves what was before, under any programme: by lines, by amount or by both, in any number of
parts, told in any order, whether or not points paid for a part of it. Only what was given for placing the order stays.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from connector.core.commerce import Charge, Line, Order, Refund, RefundLine, Stage
from connector.core.ledger import Account
from connector.core.programme import Returns
from connector.db import ledger
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.audit import verify
from connector.usecases.debts import owed_by
from connector.usecases.redeem import redeem
from connector.usecases.sweep import sweep_lots
from tests.building import a_charge, a_line, an_order, at, with_code
from tests.programmes import programmes
from tests.usecases.shop import a_store, member_of, settle

Fresh = Callable[[], AbstractContextManager[Database]]
SPENT = 100  # the least that a programme made up by chance lets redeem is what is worth 5.00
LAST = at(40)


@dataclass(frozen=True)
class Return:
    """An order that came back altogether: as it was ordered, and the snapshots in which that is told."""

    ordered: Order
    told: tuple[Order, ...]
    uses_code: bool


def parts_of(draw: st.DrawFn, whole: int) -> list[int]:
    """Up to four positive parts that add up to the whole."""
    cuts = sorted({0, whole, *draw(st.lists(st.integers(0, whole), max_size=3))})
    return [end - start for start, end in pairwise(cuts)]


def purchase(draw: st.DrawFn) -> Order:
    lines = [
        a_line(
            draw(st.integers(1, 30_000)),
            draw(st.integers(0, 3_000)),
            id=f"l{number}",
            product_id=f"p{number}",
            quantity=Decimal(draw(st.integers(1, 3))),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    charges = (a_charge(490, 93),) if draw(st.booleans()) else ()
    return an_order(*lines, id="2", charges=charges, placed_at=at(1), modified_at=at(1), completed_at=at(1))


def refunds(draw: st.DrawFn, order: Order) -> list[Refund]:
    """All of the order's money: some lines by name, and what no line names as mere amounts."""
    items: list[Line | Charge] = [*order.lines, *order.charges]
    named = draw(st.sets(st.sampled_from([item.id for item in items])))
    back: list[tuple[int, tuple[RefundLine, ...]]] = []
    for item in items:
        if item.id in named:
            for number, net in enumerate(parts_of(draw, item.total)):
                tax = item.total_tax if number == 0 else 0  # of something that comes back bit by bit with the first
                back.append((net + tax, (RefundLine(item.id, Decimal(number == 0), net, tax),)))
    unnamed = order.total - sum(amount for amount, _ in back)
    back += [(amount, ()) for amount in parts_of(draw, unnamed)]
    return [
        Refund(f"r{number}", at(2, number), amount, lines)
        for number, (amount, lines) in enumerate(draw(st.permutations(back)))
    ]


@st.composite
def returns(draw: st.DrawFn) -> Return:
    ordered = purchase(draw)
    back = refunds(draw, ordered)
    told = [ordered]
    for number in range(1, len(back) + 1):
        moment = at(2, number)
        told.append(replace(ordered, refunds=tuple(back[:number]), modified_at=moment, observed_at=moment))
    if draw(st.booleans()):
        told[-1] = replace(told[-1], stage=Stage.REFUNDED, status="refunded")
    again = draw(st.lists(st.sampled_from(told), max_size=3))
    return Return(ordered, tuple(draw(st.permutations([*told, *again]))), draw(st.booleans()))


def live_through(database: Database, programme: str, back: Return | None) -> tuple[dict[str, int], int]:
    """Anna's accounts once everything has ripened, and what she owes: with the order that came back, or without it."""
    store = a_store(database, programme=programme, now=at(-20))
    settle(database, store, an_order(a_line(40_000), id="1", placed_at=at(-10)), now=at(-10))
    sweep_lots(database, at(0))
    with database.read() as connection:
        anna = member_of(connection)
    if back is not None:
        tell(database, programme, back, anna)
    settle(database, store, an_order(a_line(12_345), id="3", placed_at=at(20)), now=at(20))
    sweep_lots(database, LAST)
    assert verify(database).faults == []
    with database.read() as connection:
        wallet = ledger.stored_wallets(connection, [anna])[anna]
        return {account.value: wallet.total(account) for account in Account}, owed_by(connection, [anna])


def tell(database: Database, programme: str, back: Return, anna: int) -> None:
    store = a_store(database, programme=programme, now=at(-20))
    code = redeem(database, store, anna, SPENT, key="k", author="s", now=at(0)).row.code if back.uses_code else None
    for number, order in enumerate(back.told):
        now = at(3) + timedelta(days=number)
        settle(database, store, with_code(order, code) if code else order, now=now)
        sweep_lots(database, now)


@given(programmes(), returns())
@settings(max_examples=settings().max_examples // 2)  # each makes two databases
def test_a_refund_of_everything_leaves_what_was_before(fresh_database: Fresh, programme: str, back: Return) -> None:
    terms = parse_programme(programme, "made up").terms
    assert terms.redemption is not None
    with fresh_database() as refunded, fresh_database() as never:
        accounts, owed = live_through(refunded, programme, back)
        before, _ = live_through(never, programme, None)

    stays = terms.bonuses.order_placed
    gone = SPENT if back.uses_code and terms.redemption.returns is Returns.NEVER else 0
    assert accounts == {
        **before,
        "issued": before["issued"] - stays,
        "available": before["available"] + stays - gone,
        "redeemed": gone,
    }
    assert owed == 0
