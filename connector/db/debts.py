"""What members owe for anything else than an order: the cause as the books name it, and its current figure."""

from collections.abc import Collection, Iterable, Mapping

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


def keep(connection: Connection, whose: Mapping[str, int], shortfalls: Mapping[str, int]) -> None:
    """Write down what these causes (reference → member, reference → points) owe now; nothing, where they say none."""
    known: dict[str, tuple[int, int]] = {
        row.reference: (row.id, row.shortfall)
        for row in connection.execute(select(debts).where(debts.c.reference.in_(whose)))
    }
    left = {ref: shortfalls.get(ref, 0) for ref in whose}
    set_shortfalls(connection, [(known[ref][0], left[ref]) for ref in known if known[ref][1] != left[ref]])
    added = [
        {"member_id": whose[ref], "reference": ref, "shortfall": points}
        for ref, points in left.items()
        if points and ref not in known
    ]
    if added:
        connection.execute(insert(debts), added)
