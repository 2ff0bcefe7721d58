"""Codes that somebody else used than the member whose points they stand for, as the reckoning of the order says.

The rule kept here: it is judged when the order is settled and nowhere else; this only finds what was judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Text, cast, select

from connector.db.orders import award_of
from connector.db.tables import orders, redemptions, stores

_BY_ANOTHER = "code_of_another"  # the step of core/whose_code.py


@dataclass(frozen=True, slots=True)
class CodeUse:
    """`ordered_by` is the member whose order it is; None: a guest's."""

    code: str
    member_id: int  # whose points it took
    points: int
    store: str
    order_id: str
    order_number: str
    placed_at: datetime
    ordered_by: int | None


def by_others(connection: Connection, limit: int) -> list[CodeUse]:
    """On the newest so many orders that have one."""
    found = connection.execute(
        select(orders, stores.c.name.label("store"))
        .join(stores, stores.c.id == orders.c.store_id)
        .where(cast(orders.c.award, Text).contains(f'"{_BY_ANOTHER}"'))
        .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        .limit(limit)
    ).all()
    told = [(row, code, owner) for row in found for code, owner in _codes(row.award)]
    cost = select(redemptions.c.code, redemptions.c.points).where(redemptions.c.code.in_([code for _, code, _ in told]))
    points = dict(connection.execute(cost).all())
    return [
        CodeUse(
            code=code,
            member_id=owner,
            points=points.get(code, 0),
            store=row.store,
            order_id=row.external_id,
            order_number=row.number,
            placed_at=row.placed_at,
            ordered_by=row.member_id,
        )
        for row, code, owner in told
    ]


def _codes(award: dict[str, object]) -> Iterator[tuple[str, int]]:
    for step in award_of(award).trace:
        if step.code == _BY_ANOTHER:
            yield str(step.facts["code"]), int(step.facts["member"])
