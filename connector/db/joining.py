"""Who is joined to whom: the log of joinings, and the groups that follow from those that hold.

The rule kept here: `joined` is written again with every joining and parting, for all members concerned, and only while
they are locked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from connector.core.joining import components, roots
from connector.db.tables import joined, joinings, sure_addresses


@dataclass(frozen=True, slots=True)
class Groups:
    """Member → who stands for them, for everybody asked for and everybody joined to them. `parted`: some of them were
    once joined to others, so that points of the ones may lie in redemptions of the others."""

    roots: dict[int, int]
    parted: bool = False

    def root(self, member: int) -> int:
        return self.roots.get(member, member)

    def fellows(self, member: int) -> list[int]:
        """All who are one person with this one, in order of their numbers."""
        root = self.root(member)
        return sorted(one for one, stands in self.roots.items() if stands == root) or [member]


@dataclass(frozen=True, slots=True)
class Joining:
    """One line of the log."""

    id: int
    member_id: int
    into_id: int
    reason: str
    joined_at: datetime
    joined_by: str
    parted_at: datetime | None
    parted_by: str | None


def groups(connection: Connection, ids: Collection[int]) -> Groups:
    """The groups of these members: one question where nobody was ever joined to anybody."""
    alone = {member: member for member in ids}
    known = log(connection, ids)
    if not known:
        return Groups(alone)
    found = _groups_now(connection, ids)
    strangers = found.keys() - alone.keys()
    parted = any(one.parted_at for one in (log(connection, found) if strangers else known))
    return Groups(alone | found, parted)


def log(connection: Connection, ids: Collection[int]) -> list[Joining]:
    """What was joined and parted with any of these members, oldest first."""
    rows = connection.execute(
        select(joinings).where(or_(joinings.c.member_id.in_(ids), joinings.c.into_id.in_(ids))).order_by(joinings.c.id)
    )
    return [Joining(**row._mapping) for row in rows]


def _groups_now(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    mine = select(joined.c.root_id).where(joined.c.member_id.in_(ids))
    rows = connection.execute(select(joined).where(or_(joined.c.root_id.in_(ids), joined.c.root_id.in_(mine)))).all()
    return {row.member_id: row.root_id for row in rows} | {row.root_id: row.root_id for row in rows}


def group_at(connection: Connection, member: int, at: datetime) -> list[int]:
    """Who was one person with a member at a moment."""
    known = {member}
    while True:
        rows = [one for one in log(connection, known) if one.joined_at <= at and not _over(one, at)]
        named = known | {one.member_id for one in rows} | {one.into_id for one in rows}
        if named == known:
            return sorted(known)
        known = named


def _over(joining: Joining, at: datetime) -> bool:
    return joining.parted_at is not None and joining.parted_at <= at


def ever_joined(connection: Connection) -> dict[int, int]:
    """Member → the lowest number of all with whom they were ever bound together; members never joined are not in it."""
    rows = connection.execute(select(joinings.c.member_id, joinings.c.into_id))
    return components((row.member_id, row.into_id) for row in rows)


def join(connection: Connection, pairs: Iterable[tuple[int, int]], reason: str, author: str, now: datetime) -> None:
    """Join each first member to the second. All their groups are locked."""
    pairs = list(pairs)
    about = {"reason": reason[:200], "joined_at": now, "joined_by": author}
    if pairs:
        connection.execute(insert(joinings), [{"member_id": one, "into_id": other, **about} for one, other in pairs])
        _follow(connection, {member for pair in pairs for member in pair})


def part(connection: Connection, member: int, author: str, now: datetime) -> int | None:
    """End the joining of a member to another; returns the other, or None if there is none. The group is locked."""
    mine = (joinings.c.member_id == member, joinings.c.parted_at.is_(None))
    into: int | None = connection.execute(select(joinings.c.into_id).where(*mine)).scalar()
    if into is not None:
        connection.execute(update(joinings).where(*mine).values(parted_at=now, parted_by=author))
        _follow(connection, {member, into})
    return into


def _follow(connection: Connection, concerned: Collection[int]) -> None:
    """Write `joined` again for the groups of these members as they were and as they are."""
    members = {*concerned, *_groups_now(connection, concerned)}
    rows = connection.execute(
        select(joinings.c.member_id, joinings.c.into_id).where(
            joinings.c.parted_at.is_(None), or_(joinings.c.member_id.in_(members), joinings.c.into_id.in_(members))
        )
    )
    found = roots({row.member_id: row.into_id for row in rows})
    connection.execute(delete(joined).where(joined.c.member_id.in_(members)))
    below = [{"member_id": member, "root_id": root} for member, root in found.items() if member != root]
    if below:
        connection.execute(insert(joined), below)


@dataclass(frozen=True, slots=True)
class Sure:
    """An address that a store has made sure of: whose it was, and when a store last said so."""

    member_id: int
    seen_at: datetime


def sure_of(connection: Connection, programme_id: int, emails: Collection[str]) -> dict[str, Sure]:
    """Address (lower case) → who is sure to have it, where somebody is."""
    rows = connection.execute(
        select(sure_addresses).where(sure_addresses.c.programme_id == programme_id, sure_addresses.c.email.in_(emails))
    )
    return {row.email: Sure(row.member_id, row.seen_at) for row in rows}


def keep_sure(connection: Connection, programme_id: int, known: Collection[str], found: Mapping[str, Sure]) -> None:
    """Write down who has these addresses; the `known` ones have a row already."""
    rows = [{"the_email": email, "member_id": sure.member_id, "seen_at": sure.seen_at} for email, sure in found.items()]
    fresh = [row for row in rows if row["the_email"] not in known]
    again = [row for row in rows if row["the_email"] in known]
    if fresh:
        values = {"programme_id": programme_id, "email": bindparam("the_email")}
        connection.execute(insert(sure_addresses).values(**values), fresh)
    if again:
        mine = (sure_addresses.c.programme_id == programme_id, sure_addresses.c.email == bindparam("the_email"))
        connection.execute(update(sure_addresses).where(*mine), again)
