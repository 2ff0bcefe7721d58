"""Giving a member a telephone number by hand, or taking it away (C52).

The rule kept here: what a hand has taken away no store brings back; and invitations are judged anew.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.db import erasures, members, phones, referrals
from connector.db.engine import Database
from connector.db.pseudonyms import pseudonym
from connector.usecases.contacts import dialled, phone_word
from connector.usecases.redeem import NoSuchMember


@dataclass(frozen=True, slots=True)
class Known:
    """A member, and whether they are found by the number now; `changed` is False where it was so already."""

    member_id: int
    phone: str
    found_by_it: bool
    changed: bool


def set_phone(
    database: Database, member_id: int, number: str, country: str | None, author: str, now: datetime, *, gone: bool
) -> Known:
    """The member is found by this number from now on, or (gone) no longer. Raises NoSuchMember, NotAPhone."""
    told = dialled(number, country)
    with database.write() as connection:
        members.lock(connection, [member_id])
        member = members.get(connection, member_id)
        if member is None or erasures.get(connection, member_id):
            raise NoSuchMember(f"there is no member {member_id}, or no longer")
        name = pseudonym(connection, member.programme_id, phone_word(told))
        there = any(one.phone == name and one.ended_at is None for one in phones.of_members(connection, [member_id]))
        if gone:
            phones.take_away(connection, member_id, name, now)
        else:
            phones.set_by_hand(connection, member_id, name, author, now)
        referrals.settle_soon(connection, [member_id], now)
        return Known(member_id, told, not gone, changed=there is gone)
