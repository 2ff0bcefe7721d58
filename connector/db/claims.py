"""Whose the guest orders with an address are, and until when others were known by it.

The rule kept here: an address may be another's one day. It speaks for a stretch of time, and no two members' stretches
overlap: a later one begins where all others' last use of the address ended.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from connector.db import erasures
from connector.db.pseudonyms import pseudonym
from connector.db.tables import address_changes, claims, erased_names, members, orders

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claim:
    """What was ordered as a guest with an address in (since, claimed_at] belongs to a member."""

    member_id: int
    since: datetime
    claimed_at: datetime

    def covers(self, at: datetime) -> bool:
        return self.since < at <= self.claimed_at


def of_addresses(connection: Connection, programme_id: int, emails: Collection[str]) -> dict[str, list[Claim]]:
    """Address (lower case) → claims, for the addresses that are claimed."""
    found: dict[str, list[Claim]] = defaultdict(list)
    if emails:
        rows = connection.execute(
            select(claims.c.email, claims.c.member_id, claims.c.since, claims.c.claimed_at).where(
                claims.c.programme_id == programme_id, claims.c.email.in_(emails)
            )
        )
        for row in rows:
            found[row.email].append(Claim(row.member_id, row.since, row.claimed_at))
    return dict(found)


@dataclass(frozen=True, slots=True)
class ClaimedAddress:
    """A claim of a member's, with its address."""

    email: str
    since: datetime
    claimed_at: datetime
    author: str


def of_member(connection: Connection, member_id: int) -> list[ClaimedAddress]:
    shown = [claims.c[name] for name in ClaimedAddress.__dataclass_fields__]
    rows = connection.execute(select(*shown).where(claims.c.member_id == member_id).order_by(claims.c.id))
    return [ClaimedAddress(**row._mapping) for row in rows]


def claim(connection: Connection, programme_id: int, member_id: int, email: str, author: str, now: datetime) -> Claim:
    """Write down that the address is the member's. A second time the later moment counts, unless somebody else had the
    address in between."""
    since = last_use_by_others(connection, programme_id, member_id, email, now)
    mine = (claims.c.programme_id == programme_id, claims.c.email == email, claims.c.member_id == member_id)
    goes_on = connection.execute(
        update(claims)
        .where(*mine, claims.c.claimed_at >= since)
        .values(claimed_at=now, author=author)
        .returning(claims.c.since)
    ).scalar()
    if goes_on is not None:
        return Claim(member_id, goes_on, now)
    values = {"programme_id": programme_id, "email": email, "member_id": member_id, "since": since}
    connection.execute(insert(claims).values(**values, claimed_at=now, author=author))
    return Claim(member_id, since, now)


def last_use_by_others(
    connection: Connection, programme_id: int, member_id: int, email: str, before: datetime
) -> datetime:
    """When, until `before`, somebody else of the programme was last known by this address; EVER if nobody was."""
    ordered = select(func.max(orders.c.placed_at)).join(members, members.c.id == orders.c.member_id)
    changed = select(func.max(address_changes.c.changed_at)).join(members, members.c.id == address_changes.c.member_id)
    questions = [
        select(func.max(claims.c.claimed_at)).where(
            claims.c.programme_id == programme_id,
            claims.c.email == email,
            claims.c.member_id != member_id,
            claims.c.claimed_at <= before,
        ),
        ordered.where(
            members.c.programme_id == programme_id,
            orders.c.member_id != member_id,
            orders.c.placed_at <= before,
            _address_on_order() == email,
        ),
        changed.where(  # to this address, by hand
            members.c.programme_id == programme_id,
            members.c.email == email,
            members.c.id != member_id,
            address_changes.c.changed_at <= before,
        ),
    ]
    if erasures.any_pseudonyms(connection):
        name = pseudonym(connection, programme_id, email)
        questions += [
            select(func.max(erased_names.c.until)).where(
                erased_names.c.pseudonym == name, erased_names.c.member_id != member_id, erased_names.c.until <= before
            ),
            changed.where(  # from this address, by hand
                address_changes.c.former == name, members.c.id != member_id, address_changes.c.changed_at <= before
            ),
        ]
    return max(connection.execute(question).scalar() or EVER for question in questions)


def _address_on_order() -> ColumnElement[str]:
    return func.lower(orders.c.snapshot["buyer"]["email"].as_string())
