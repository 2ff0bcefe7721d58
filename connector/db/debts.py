"""What members owe for anything else than an order: the cause as the books name it, and its current figure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from connector.core.settlement import Owed
from connector.db import ledger
from connector.db.orders import Debtor
from connector.db.tables import debts


def debtors(connection: Connection, members: Collection[int]) -> list[Debtor]:
    """What these members still owe so."""
    rows = connection.execute(select(debts).where(debts.c.member_id.in_(members), debts.c.shortfall > 0)).all()
    entries = ledger.entry_counts(connection, [row.reference for row in rows])
    return [
        Debtor(row.id, row.member_id, Owed(row.reference, entries.get(row.reference, 0), row.shortfall)) for row in rows
    ]


def set_shortfalls(connection: Connection, shortfalls: Iterable[tuple[int, int]]) -> None:
    """Overwrite what is still owed (row, points)."""
    rows = [{"row_id": row_id, "points": points} for row_id, points in shortfalls]
    if rows:
        statement = update(debts).where(debts.c.id == bindparam("row_id"))
        connection.execute(statement.values(shortfall=bindparam("points")), rows)


@dataclass(frozen=True, slots=True)
class Debt:
    """What a cause owes now, and whose it is."""

    member_id: int | None
    points: int


def keep(connection: Connection, owed: Mapping[str, Debt]) -> None:
    """Write down what these causes (by reference) owe now; nothing, where it is nobody's."""
    rows = connection.execute(select(debts).where(debts.c.reference.in_(owed))).all()
    known = {row.reference: Debt(row.member_id, row.shortfall) for row in rows}
    left = {ref: debt if debt.member_id is not None else Debt(None, 0) for ref, debt in owed.items()}
    changed = [
        {"of_ref": row.reference, "member": left[row.reference].member_id or row.member_id, "points": debt.points}
        for row in rows
        if (debt := left[row.reference]) != known[row.reference] and (debt.points or row.shortfall)
    ]
    if changed:
        statement = update(debts).where(debts.c.reference == bindparam("of_ref"))
        connection.execute(statement.values(member_id=bindparam("member"), shortfall=bindparam("points")), changed)
    added = [
        {"member_id": debt.member_id, "reference": ref, "shortfall": debt.points}
        for ref, debt in left.items()
        if debt.points and ref not in known
    ]
    if added:
        connection.execute(insert(debts), added)
