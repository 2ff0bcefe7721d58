"""Telephone numbers of members, as pseudonyms (C52).

The rule kept here: one number may be several members'. What was taken away by hand stays away until a hand brings it
back, whatever the stores tell.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector.db.members import Member
from connector.db.tables import member_phones, members


@dataclass(frozen=True, slots=True)
class Phone:
    """A pseudonym of a number, since when it is known to be the member's, and who said so; None: a store."""

    member_id: int
    phone: str
    heard_at: datetime
    author: str | None
    ended_at: datetime | None


def heard(connection: Connection, told: Iterable[tuple[int, str]], now: datetime) -> None:
    """Stores tell these numbers of members (member, pseudonym); those that are known say nothing new."""
    rows = [{"member_id": member, "phone": phone, "heard_at": now} for member, phone in sorted(set(told))]
    if rows:
        into = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
        connection.execute(into(member_phones).on_conflict_do_nothing(), rows)


def of_members(connection: Connection, ids: Collection[int]) -> list[Phone]:
    """All numbers of these members, also those that were taken away, as they came."""
    shown = [member_phones.c[name] for name in Phone.__dataclass_fields__]
    rows = connection.execute(select(*shown).where(member_phones.c.member_id.in_(ids)).order_by(member_phones.c.id))
    return [Phone(**row._mapping) for row in rows]


def any_known(connection: Connection) -> bool:
    return connection.execute(select(member_phones.c.id).limit(1)).first() is not None


def owners(connection: Connection, phones: Collection[str]) -> list[Member]:
    """The members who have one of these numbers."""
    rows = connection.execute(
        select(members)
        .join(member_phones, member_phones.c.member_id == members.c.id)
        .where(member_phones.c.phone.in_(phones), member_phones.c.ended_at.is_(None))
        .order_by(members.c.id)
    )
    return [Member(**row._mapping) for row in rows]


def set_by_hand(connection: Connection, member_id: int, phone: str, author: str, now: datetime) -> None:
    """The number is the member's from now on; the member is locked."""
    mine = (member_phones.c.member_id == member_id, member_phones.c.phone == phone)
    said = {"heard_at": now, "author": author, "ended_at": None}
    if not connection.execute(update(member_phones).where(*mine).values(**said)).rowcount:
        connection.execute(insert(member_phones).values(member_id=member_id, phone=phone, **said))


def take_away(connection: Connection, member_id: int, phone: str, now: datetime) -> bool:
    """The number is no longer the member's. Was it?"""
    mine = (member_phones.c.member_id == member_id, member_phones.c.phone == phone, member_phones.c.ended_at.is_(None))
    return bool(connection.execute(update(member_phones).where(*mine).values(ended_at=now)).rowcount)
