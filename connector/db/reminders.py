"""Reminders: the letters that wait or were sent, the days that members were told of, and who wants none.

The rule kept here: a day is told to a member once, whatever becomes of the letter; the table makes sure of it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, true, update

from connector.db.queue import State
from connector.db.tables import (
    erasures,
    identities,
    lots,
    members,
    reminded,
    reminders,
    stores,
    unreminded,
)


def candidates(
    connection: Connection, store_id: int, after: datetime, until: datetime | None, beyond: int, limit: int
) -> list[int]:
    """Members with an address who are customers of the store and own a lot that goes in (after, until], or any lot
    where points go together (`until` None); at most `limit` of them, ids above `beyond`."""
    going = true() if until is None else lots.c.expires_at.between(after, until)
    own = select(lots.c.id).where(lots.c.member_id == members.c.id, going).exists()
    here = select(identities.c.id).where(identities.c.member_id == members.c.id, identities.c.store_id == store_id)
    found = (
        select(members.c.id)
        .where(here.exists(), own, members.c.email.is_not(None), members.c.id > beyond)
        .where(members.c.id.not_in(select(erasures.c.member_id)))
    )
    return list(connection.execute(found.order_by(members.c.id).limit(limit)).scalars())


def told(connection: Connection, ids: Collection[int]) -> dict[int, set[datetime]]:
    """Member → the moments that they were told of."""
    found: dict[int, set[datetime]] = {}
    of_them = select(reminded.c.member_id, reminded.c.lapses_at).where(reminded.c.member_id.in_(ids))
    for row in connection.execute(of_them):
        found.setdefault(row.member_id, set()).add(row.lapses_at)
    return found


def last(connection: Connection, ids: Collection[int]) -> dict[int, datetime]:
    """Member → when the last letter to them was written."""
    newest = select(reminders.c.member_id, func.max(reminders.c.created_at)).where(reminders.c.member_id.in_(ids))
    return dict(connection.execute(newest.group_by(reminders.c.member_id)).all())


def add(
    connection: Connection, store_id: int, member_id: int, root_id: int, lapses: Mapping[datetime, int], now: datetime
) -> None:
    """A letter to this member that tells whoever stands for them of these moments."""
    values = {"store_id": store_id, "member_id": member_id, "created_at": now, "due_at": now}
    statement = insert(reminders).values(**values, state=State.WAITING.value, attempts=0)
    number = connection.execute(statement.returning(reminders.c.id)).scalar_one()
    rows = [{"reminder_id": number, "member_id": root_id, "lapses_at": at} for at in lapses]
    connection.execute(insert(reminded), rows)


def moments(connection: Connection, reminder_id: int) -> set[datetime]:
    """Of which moments a letter tells."""
    found = select(reminded.c.lapses_at).where(reminded.c.reminder_id == reminder_id)
    return set(connection.execute(found).scalars())


def done(connection: Connection, reminder_id: int, now: datetime, reason: str | None) -> None:
    """The letter was sent, or for a reason is not to be."""
    values = {"state": State.DONE.value, "done_at": now, "reason": reason}
    connection.execute(update(reminders).where(reminders.c.id == reminder_id).values(**values))


def hasten(connection: Connection, store_id: int, now: datetime) -> None:
    """The store's letters that failed are due now."""
    failed = (
        reminders.c.store_id == store_id,
        reminders.c.state == State.WAITING.value,
        reminders.c.reason.is_not(None),
    )
    connection.execute(update(reminders).where(*failed).values(due_at=now, attempts=0))


def unwilling(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of these members who want no letters."""
    return set(connection.execute(select(unreminded.c.member_id).where(unreminded.c.member_id.in_(ids))).scalars())


def refuse(connection: Connection, member_id: int, now: datetime) -> None:
    """Write no more to this member, whose row is locked."""
    if not unwilling(connection, [member_id]):
        connection.execute(insert(unreminded).values(member_id=member_id, since=now))


def resume(connection: Connection, member_id: int) -> None:
    connection.execute(delete(unreminded).where(unreminded.c.member_id == member_id))


def of_members(connection: Connection, ids: Collection[int]) -> list[dict[str, Any]]:
    """The letters to these members that are still known."""
    rows = connection.execute(
        select(stores.c.name.label("store"), reminders.c.created_at, reminders.c.state, reminders.c.reason)
        .join(stores, stores.c.id == reminders.c.store_id)
        .where(reminders.c.member_id.in_(ids))
        .order_by(reminders.c.id)
    )
    return [dict(row._mapping) for row in rows]


def forget(connection: Connection, member_id: int) -> None:
    """The member was never written to."""
    letters = select(reminders.c.id).where(reminders.c.member_id == member_id)
    connection.execute(
        delete(reminded).where((reminded.c.member_id == member_id) | reminded.c.reminder_id.in_(letters))
    )
    connection.execute(delete(reminders).where(reminders.c.member_id == member_id))
    resume(connection, member_id)


def prune(connection: Connection, before: datetime) -> int:
    """Forget the letters that were done with before then and tell of nothing later."""
    later = select(reminded.c.reminder_id).where(reminded.c.lapses_at >= before)
    done = select(reminders.c.id).where(
        reminders.c.state == State.DONE.value, reminders.c.done_at < before, reminders.c.id.not_in(later)
    )
    gone = list(connection.execute(done).scalars())
    connection.execute(delete(reminded).where(reminded.c.reminder_id.in_(gone)))
    return connection.execute(delete(reminders).where(reminders.c.id.in_(gone))).rowcount
