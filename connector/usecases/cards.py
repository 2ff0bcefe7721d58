"""Loyalty cards: handing them out and blocking them (C51, C52).

The rule kept here: a card is somebody's from the moment it is handed out. One that belongs to no member yet is a member
by itself, who can be joined to a person later.
"""

from datetime import datetime

from connector.core.foreseen import Refused
from connector.db import cards, members
from connector.db.cards import Card
from connector.db.engine import Database
from connector.usecases.look import NoSuchThing
from connector.usecases.redeem import NoSuchMember

_LONGEST = 64


class CardRefused(Refused):
    """The number cannot be a card, or is one already."""


def add_card(
    database: Database, programme_id: int, number: str, member_id: int | None, author: str, now: datetime
) -> Card:
    """Hand a card out, to a member or (None) to whoever will carry it. Raises CardRefused, NoSuchMember."""
    number = number.strip()
    if not 0 < len(number) <= _LONGEST or not number.isprintable():
        raise CardRefused(f"a card's number has 1 to {_LONGEST} characters")
    with database.write() as connection:
        if member_id is not None and members.programmes_of(connection, [member_id]).get(member_id) != programme_id:
            raise NoSuchMember(f"member {member_id} does not belong to this store's programme")
        before = cards.known(connection, programme_id, [number]).get(number)
        if before is not None:
            raise CardRefused(f"card {number} is handed out already, to member {before.member_id}")
        owner = member_id if member_id is not None else members.enrol_nameless(connection, programme_id, now)
        cards.add(connection, programme_id, number, owner, author, now)
        return cards.known(connection, programme_id, [number])[number]


def block_card(database: Database, programme_id: int, number: str, now: datetime) -> Card:
    """End a card that was lost: what is bought with it from now on counts for nobody. Raises NoSuchThing."""
    with database.write() as connection:
        card = cards.known(connection, programme_id, [number.strip()]).get(number.strip())
        if card is None:
            raise NoSuchThing(f"there is no card {number!r} in this programme; `loyalty card list` shows them")
        if card.blocked_at is None:
            cards.block(connection, card.id, now)
        return cards.known(connection, programme_id, [card.number])[card.number]


def card_list(database: Database) -> list[Card]:
    """All cards, newest first."""
    with database.read() as connection:
        return cards.listed(connection)
