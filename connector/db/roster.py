"""All members with their points, in one query.

The rule kept here: the figures are the sums that a single member is shown with; who is joined to another is shown as
one with them. Only points that all go at once on a common day count here until the sweep has written it down.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, union_all

from connector.core.ledger import Account
from connector.db.ledger import net
from connector.db.tables import debts, joined, lots, members, orders, postings, programmes


class Sort(StrEnum):
    AVAILABLE = "available"
    NAME = "name"
    ID = "id"


@dataclass(frozen=True, slots=True)
class RosterRow:
    id: int
    name: str
    email: str | None
    programme: str
    available: int
    pending: int
    held: int
    owed: int


def roster(
    connection: Connection, now: datetime, sort: Sort, limit: int | None, only: Collection[int] | None = None
) -> list[RosterRow]:
    """Members, or `only` these, with what they have at this moment: most points first, or by name, or by number."""
    root = func.coalesce(joined.c.root_id, lots.c.member_id)
    alive = or_(lots.c.expires_at.is_(None), lots.c.expires_at > now)
    points = (
        select(
            root.label("member_id"),
            net(Account.AVAILABLE, only=alive).label("available"),
            net(Account.PENDING).label("pending"),
            net(Account.HELD).label("held"),
        )
        .join(postings, postings.c.lot_id == lots.c.id)
        .outerjoin(joined, joined.c.member_id == lots.c.member_id)
        .group_by(root)
        .subquery()
    )
    each = union_all(
        *(select(table.c.member_id, table.c.shortfall).where(table.c.shortfall > 0) for table in (orders, debts))
    ).subquery()
    owes = func.coalesce(joined.c.root_id, each.c.member_id)
    owing = (
        select(owes.label("member_id"), func.sum(each.c.shortfall).label("owed"))
        .outerjoin(joined, joined.c.member_id == each.c.member_id)
        .group_by(owes)
        .subquery()
    )
    figures = [
        func.coalesce(column, 0).label(column.name)
        for column in (points.c.available, points.c.pending, points.c.held, owing.c.owed)
    ]
    order: dict[Sort, tuple[ColumnElement[Any], ...]] = {
        Sort.AVAILABLE: (figures[0].desc(), members.c.id),
        Sort.NAME: (func.lower(members.c.name), members.c.id),
        Sort.ID: (members.c.id,),
    }
    rows = connection.execute(
        select(members.c.id, members.c.name, members.c.email, programmes.c.name.label("programme"), *figures)
        .join(programmes, programmes.c.id == members.c.programme_id)
        .where(members.c.id.not_in(select(joined.c.member_id)), true() if only is None else members.c.id.in_(only))
        .outerjoin(points, points.c.member_id == members.c.id)
        .outerjoin(owing, owing.c.member_id == members.c.id)
        .order_by(*order[sort])
        .limit(limit)
    )
    return [RosterRow(**row._mapping) for row in rows]
