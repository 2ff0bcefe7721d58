"""Changing a member's e-mail address by hand.

The rule kept here: orders of before the change do not change it back, and codes that were given out keep the address
they were bound to. Of the address that is left only a pseudonym is kept, for the day when it is somebody else's.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from connector.core.foreseen import Misused
from connector.db import erasures, members
from connector.db.engine import Database
from connector.db.pseudonyms import pseudonym
from connector.usecases.redeem import NoSuchMember

_LONGEST = 320  # characters, as the table has it


class NotAnAddress(Misused):
    """It is no e-mail address, or longer than one can be."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The member's address now; `changed` is False where it was theirs already."""

    member_id: int
    email: str
    changed: bool


def change_address(database: Database, member_id: int, email: str, author: str, now: datetime) -> Moved:
    """The member is known by this address from now on. Raises NoSuchMember, NotAnAddress."""
    address = email.strip().lower()
    if len(address) > _LONGEST or not re.fullmatch(r"[^\s@]+@[^\s@]+", address):
        raise NotAnAddress(f"{email!r} is not an e-mail address")
    with database.write() as connection:
        members.lock(connection, [member_id])
        member = members.get(connection, member_id)
        if member is None or erasures.get(connection, member_id):
            raise NoSuchMember(f"there is no member {member_id}, or no longer")
        if member.email == address:
            return Moved(member_id, address, changed=False)
        former = pseudonym(connection, member.programme_id, member.email) if member.email else None
        members.set_address(connection, member, address, former, author, now)
        return Moved(member_id, address, changed=True)
