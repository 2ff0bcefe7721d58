"""Invitations of friends, and what the orders of both people say of them.

The rule kept here: whom an invitation reached and what people have said of it is written down; what it gives never is.
"""

import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)

from connector.core.commerce import Stage
from connector.core.referral import FriendOrder, Invitation, Marks, Person, Verdict, as_judged
from connector.db import phones
from connector.db.joining import Groups
from connector.db.orders import award_of
from connector.db.tables import invitations, members, orders, stores


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as it is kept. `store` is the name of the shop it invites to."""

    id: int
    programme_id: int
    store: str
    inviter_id: int
    code: str
    email: str
    name: str
    surname: str
    created_at: datetime
    author: str
    friend_id: int | None
    accepted_at: datetime | None
    verdict: str | None
    decided_at: datetime | None
    decided_by: str | None
    verdict_reason: str | None
    due_at: datetime | None

    @property
    def facts(self) -> Invitation:
        verdict = Verdict(self.verdict) if self.verdict else None
        return Invitation(
            self.code,
            self.inviter_id,
            self.email,
            self.created_at,
            self.friend_id,
            self.accepted_at,
            verdict,
            self.decided_at,
        )


def _rows(connection: Connection, statement: Select[Any]) -> list[InvitationRow]:
    return [InvitationRow(**row._mapping) for row in connection.execute(statement)]


def _select(which: ColumnElement[bool]) -> Select[Any]:
    kept = [invitations.c[name] for name in InvitationRow.__dataclass_fields__ if name != "store"]
    found = select(*kept, stores.c.name.label("store")).join(stores, stores.c.id == invitations.c.store_id)
    return found.where(which).order_by(invitations.c.created_at, invitations.c.id)


def add(connection: Connection, store_id: int, values: Mapping[str, object]) -> None:
    connection.execute(insert(invitations).values(store_id=store_id, **values))


def by_code(connection: Connection, code: str) -> InvitationRow | None:
    return next(iter(_rows(connection, _select(invitations.c.code == code))), None)


def of_inviters(connection: Connection, inviters: Collection[int]) -> list[InvitationRow]:
    """All that these members have sent, oldest first."""
    return _rows(connection, _select(invitations.c.inviter_id.in_(inviters)))


def about(connection: Connection, members: Collection[int]) -> list[InvitationRow]:
    """All that these members have sent, and that have reached them."""
    return _rows(connection, _select(or_(invitations.c.inviter_id.in_(members), invitations.c.friend_id.in_(members))))


def forget(connection: Connection, member: int, addresses: Collection[str]) -> None:
    """Take out of the invitations whom they were sent to, where an erased member sent them or is the friend."""
    theirs = or_(
        invitations.c.inviter_id == member, invitations.c.friend_id == member, invitations.c.email.in_(addresses)
    )
    hidden = "erased:" + cast(invitations.c.id, String)
    connection.execute(update(invitations).where(theirs).values(email=hidden, name="", surname=""))


def to_friends(connection: Connection, friends: Collection[int]) -> list[InvitationRow]:
    """All that have reached these members, whoever sent them."""
    return _rows(connection, _select(invitations.c.friend_id.in_(friends)))


def touched(
    connection: Connection,
    programme_id: int,
    ordered_by: Collection[int],
    addresses: Collection[str],
    codes: Collection[str],
) -> list[InvitationRow]:
    """Those that orders of these members, with these addresses or with these codes on them, may say something of: what
    the inviter orders may make the friend look like them."""
    which = or_(
        invitations.c.friend_id.in_(ordered_by),
        invitations.c.inviter_id.in_(ordered_by),
        invitations.c.email.in_(addresses),
        and_(invitations.c.code.in_(codes), invitations.c.friend_id.is_(None)),
    )
    return _rows(connection, _select(and_(invitations.c.programme_id == programme_id, which)))


def newest_inviters(connection: Connection, limit: int) -> list[int]:
    """Who sent the last invitations, at most so many members."""
    last = func.max(invitations.c.id)
    found = select(invitations.c.inviter_id).group_by(invitations.c.inviter_id).order_by(last.desc()).limit(limit)
    return list(connection.execute(found).scalars())


def inviters_due(connection: Connection, programme_id: int, until: datetime, beyond: int, limit: int) -> list[int]:
    """Members with an invitation whose waiting period has ended; at most `limit` of them, ids above `beyond`."""
    due = and_(
        invitations.c.programme_id == programme_id,
        invitations.c.due_at <= until,
        invitations.c.inviter_id > beyond,
    )
    found = select(invitations.c.inviter_id).where(due).distinct().order_by(invitations.c.inviter_id).limit(limit)
    return list(connection.execute(found).scalars())


def reached(connection: Connection, friends: Mapping[str, int]) -> None:
    """Write down whom invitations have reached (code → member), once and for all."""
    rows = [{"of_code": code, "member": member} for code, member in friends.items()]
    if rows:
        nobody_yet = and_(invitations.c.code == bindparam("of_code"), invitations.c.friend_id.is_(None))
        connection.execute(update(invitations).where(nobody_yet).values(friend_id=bindparam("member")), rows)


def change(connection: Connection, code: str, **values: object) -> None:
    """Write down what somebody has said of an invitation."""
    connection.execute(update(invitations).where(invitations.c.code == code).values(**values))


def set_due(connection: Connection, due: Iterable[tuple[int, datetime | None]]) -> None:
    """Overwrite when these (row, time) are to be settled for the sake of time."""
    rows = [{"row_id": row_id, "at": at} for row_id, at in due]
    if rows:
        statement = update(invitations).where(invitations.c.id == bindparam("row_id"))
        connection.execute(statement.values(due_at=bindparam("at")), rows)


def settle_soon(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """What these members have sent, and what has reached them, is to be settled by the next sweep."""
    theirs = or_(invitations.c.inviter_id.in_(ids), invitations.c.friend_id.in_(ids))
    connection.execute(update(invitations).where(theirs).values(due_at=now))


_NEVER_WAS = (Stage.DRAFT.value, Stage.DELETED.value)


def orders_of(connection: Connection, ids: Collection[int]) -> dict[int, list[FriendOrder]]:
    """What these members have ordered, as it was judged. A cart is no order, and neither is one that never was."""
    kept = orders.c
    rows = connection.execute(
        select(
            kept.member_id,
            kept.placed_at,
            kept.modified_at,
            kept.snapshot["buyer"].label("buyer"),
            kept.snapshot["coupons"].label("coupons"),
            kept.award,
        ).where(kept.member_id.in_(ids), kept.stage.not_in(_NEVER_WAS))
    )
    found: dict[int, list[FriendOrder]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(_order(row))
    return found


def _order(row: Any) -> FriendOrder:
    granted_at, worth = as_judged(award_of(row.award))
    phone = row.buyer.get("phone")
    return FriendOrder(
        row.placed_at,
        row.modified_at,
        (row.buyer.get("email") or "").lower() or None,
        row.buyer.get("name") or "",
        frozenset(coupon["code"].lower() for coupon in row.coupons or ()),
        granted_at,
        worth,
        Marks(frozenset({phone} if phone else ()), frozenset(row.buyer.get("places") or ())),
    )


def guests_since(
    connection: Connection, programmes: Collection[int], addresses: Collection[str]
) -> dict[str, datetime]:
    """Address → when somebody first ordered with it as a guest."""
    rows = connection.execute(
        select(orders.c.guest_email, func.min(orders.c.placed_at).label("since"))
        .join(stores, stores.c.id == orders.c.store_id)
        .where(
            stores.c.programme_id.in_(programmes),
            orders.c.guest_email.in_(addresses),
            orders.c.stage.not_in(_NEVER_WAS),
        )
        .group_by(orders.c.guest_email)
    )
    return {row.guest_email: row.since for row in rows}


def people(connection: Connection, groups: Groups, known: Mapping[int, list[FriendOrder]]) -> dict[int, Person]:
    """Everybody in these groups, by who stands for them, with the addresses, names, telephones and places that they
    and their orders bear."""
    found: dict[int, Person] = {}
    own = defaultdict(set)
    for one in phones.of_members(connection, groups.roots):
        if one.author is not None and one.ended_at is None:  # what stores tell stands in the orders
            own[one.member_id].add(one.phone)
    for row in connection.execute(select(members).where(members.c.id.in_(groups.roots))):
        theirs = known.get(row.id, [])
        addresses = {row.email, *(order.address for order in theirs)}
        names = {" ".join(name.casefold().split()) for name in (row.name, *(order.name for order in theirs))}
        marks = reduce(operator.or_, (order.marks for order in theirs), Marks(frozenset(own[row.id])))
        root = groups.root(row.id)
        before = found.get(root, Person(root, row.enrolled_at, frozenset()))
        found[root] = Person(
            root,
            min(before.enrolled_at, row.enrolled_at),
            before.addresses.union(address for address in addresses if address),
            before.names.union(name for name in names if name),
            before.marks | marks,
        )
    return found
