"""Changing a member's points by hand (C57).

The rule kept here: the caller's key makes it once; the same key with another wish is an error, not a second change.
What a balance shall be needs no key: the second time there is nothing left to change.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.core.adjustment import adjust
from connector.core.erasure import tells_who
from connector.core.foreseen import Misused
from connector.core.programme import Debt
from connector.db import erasures, members, statements
from connector.db.engine import Database
from connector.db.ledger import Books, KeyReused
from connector.usecases.debts import collect_debts, owed_by
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoSuchMember


class TellsWho(Misused):
    """The reason or the key would put a name or an address into the books, where it could never be erased."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What the member can spend now, and whether this had been done before under the same key."""

    available: int
    replayed: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """The points that a member shall be able to spend afterwards; what they owe is paid besides."""

    points: int


def adjust_points(
    database: Database, member_id: int, wish: int | Balance, *, key: str, reason: str, author: str, now: datetime
) -> Adjusted:
    """Give (positive) or take (negative) points, or as many as lead to a balance.

    Raises Refusal, NoSuchMember, KeyReused or TellsWho, and then nothing has changed.
    """
    asked, key = key, f"adjust:{key}"
    with database.write() as connection:
        member = members.get(connection, member_id)
        if member is None or erasures.get(connection, member_id):
            raise NoSuchMember(f"there is no member {member_id}, or no longer")
        if tells_who(reason, member.name) or tells_who(asked, member.name):
            raise TellsWho("reason and key stand in the books for ever: name nobody and write no address in them")
        terms = versions(connection, member.programme_id).latest
        books = Books.open(connection, [member_id], terms)
        wallet = books.wallet(member_id)
        if isinstance(wish, Balance):
            owed = owed_by(connection, books.members()) if terms.debt is Debt.OWE else 0
            points = wish.points + owed - wallet.spendable(now)
            if points == 0:
                return Adjusted(wallet.spendable(now), replayed=True)
        else:
            points = wish
        before = statements.entry(connection, key)
        if before is not None:
            if (before.member_id, before.change, before.reason) != (member_id, points, reason):
                raise KeyReused(f"key {key} was used for another change: {before.change:+} points")
            return Adjusted(wallet.spendable(now), replayed=True)
        books.post([(member_id, adjust(points, wallet, terms, key=key, reason=reason, author=author, now=now))])
        collect_debts(connection, books, terms.debt, now)
        books.write(connection, now)
        return Adjusted(books.wallet(member_id).spendable(now), replayed=False)
