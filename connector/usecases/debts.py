"""Collecting what members owe (C22). Called wherever points may have become available, inside the same commit."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection

from connector.core.programme import Debt
from connector.core.settlement import Owed, collect
from connector.db import debts as other_debts
from connector.db import orders
from connector.db.ledger import Books

_KEPT = (  # wherever a shortfall is
    (orders.debtors, orders.set_shortfalls),
    (other_debts.debtors, other_debts.set_shortfalls),
)


def collect_debts(
    connection: Connection,
    books: Books,
    policy: Debt,
    now: datetime,
    *,
    just_settled: Collection[str] = (),
    owed: Iterable[tuple[int, Owed]] = (),
) -> dict[str, int]:
    """Let the members in these books pay.

    `owed` (member, debt) are the figures of what was settled just now, which rows do not hold yet; `just_settled` names
    all of these, whose rows are out of date. Returns their new figures; the rows of all others are written here.
    """
    debts: dict[int, list[Owed]] = defaultdict(list)
    owners: dict[str | None, int] = {}
    rows: list[dict[str, int]] = []
    for member, debt in owed:
        debts[books.groups.root(member)].append(debt)
        owners[debt.order] = member
    for debtors, _ in _KEPT:
        found = [one for one in debtors(connection, books.members()) if one.owed.order not in just_settled]
        for debtor in found:
            debts[books.groups.root(debtor.member_id)].append(debtor.owed)
            owners[debtor.owed.order] = debtor.member_id
        rows.append({debtor.owed.order: debtor.row_id for debtor in found})
    if policy is not Debt.OWE:
        return {debt.order: debt.shortfall for listed in debts.values() for debt in listed}
    left: dict[str, int] = {}
    for root, listed in debts.items():
        transactions, figures = collect(listed, books.wallets[root], now)
        books.post((owners[transaction.order], transaction) for transaction in transactions)
        left |= figures
    for (_, set_shortfalls), owing in zip(_KEPT, rows, strict=True):
        set_shortfalls(connection, ((row_id, left[ref]) for ref, row_id in owing.items()))
    return left


def owed_by(connection: Connection, members: Collection[int]) -> int:
    """Points that these members owe in all."""
    return sum(one.owed.shortfall for debtors, _ in _KEPT for one in debtors(connection, members))
