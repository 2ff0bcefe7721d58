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
from connector.db.orders import Debtor


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
    for member, debt in owed:
        debts[member].append(debt)
    of_orders = _due(orders.debtors(connection, books.wallets.keys()), just_settled, debts)
    others = _due(other_debts.debtors(connection, books.wallets.keys()), just_settled, debts)
    if policy is not Debt.OWE:
        return {debt.order: debt.shortfall for listed in debts.values() for debt in listed}
    left: dict[str, int] = {}
    for member, listed in debts.items():
        transactions, figures = collect(listed, books.wallets[member], now)
        books.post((member, transaction) for transaction in transactions)
        left |= figures
    orders.set_shortfalls(connection, ((row_id, left[ref]) for ref, row_id in of_orders.items()))
    other_debts.set_shortfalls(connection, ((row_id, left[ref]) for ref, row_id in others.items()))
    return left


def _due(debtors: Iterable[Debtor], just_settled: Collection[str], debts: dict[int, list[Owed]]) -> dict[str, int]:
    """Adds these to the members' debts, but for what was settled just now. Returns cause → row."""
    rows: dict[str, int] = {}
    for debtor in debtors:
        if debtor.owed.order not in just_settled:
            debts[debtor.member_id].append(debtor.owed)
            rows[debtor.owed.order] = debtor.row_id
    return rows
