"""Loyalty cards: a number that is shown at the till, and whose it is (C51, C52)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import cards


@dataclass(frozen=True, slots=True)
class Card:
    id: int
    programme_id: int
    number: str
    member_id: int
    added_at: datetime
    added_by: str
    blocked_at: datetime | None

    def speaks_for(self, placed_at: datetime) -> bool:
        """Does what was bought with it then count? From when it was handed out until it was lost."""
        return self.added_at <= placed_at and (self.blocked_at is None or placed_at < self.blocked_at)


def known(connection: Connection, programme_id: int, numbers: Collection[str]) -> dict[str, Card]:
    """Number → card, for those of these numbers that are cards."""
    if not numbers:
        return {}
    rows = connection.execute(
        select(cards).where(cards.c.programme_id == programme_id, cards.c.number.in_(numbers)).order_by(cards.c.id)
    )
    return {row.number: Card(**row._mapping) for row in rows}


def numbered(connection: Connection, number: str) -> list[Card]:
    """The cards of this number, in all programmes."""
    rows = connection.execute(select(cards).where(cards.c.number == number).order_by(cards.c.id))
    return [Card(**row._mapping) for row in rows]


def of_members(connection: Connection, members: Collection[int]) -> list[Card]:
    """The cards of these members, oldest first."""
    rows = connection.execute(select(cards).where(cards.c.member_id.in_(members)).order_by(cards.c.id))
    return [Card(**row._mapping) for row in rows]


def listed(connection: Connection) -> list[Card]:
    """All cards, newest first."""
    return [Card(**row._mapping) for row in connection.execute(select(cards).order_by(cards.c.id.desc()))]


def add(connection: Connection, programme_id: int, number: str, member_id: int, author: str, now: datetime) -> None:
    values = {"programme_id": programme_id, "number": number, "member_id": member_id}
    connection.execute(insert(cards).values(**values, added_at=now, added_by=author))


def block(connection: Connection, card_id: int, now: datetime) -> None:
    """What is bought with it from now on counts for nobody."""
    connection.execute(update(cards).where(cards.c.id == card_id).values(blocked_at=now))
