"""Anna and the friends whom she invites: Dora, Bert, and several by number."""

from datetime import datetime, timedelta
from typing import Any

from connector.core.commerce import Buyer, Order
from connector.db.engine import Database
from connector.usecases import invite as inviting
from connector.usecases.invite import Friend, InvitationCard
from connector.usecases.stores import Store
from tests.building import NOW, a_line, an_order, at
from tests.usecases.shop import CLUB, a_store, member_of, points, settle

FRIENDLY = CLUB + "referral: {points: 500, friend_points: 50, minimum_order: 80.00, wait_days: 14, max_per_member: 2}\n"
DORA = Buyer("9", "dora@example.org", "Dora")
START = NOW - timedelta(days=1)  # when Anna invites; her friends order at NOW or later
DONE = at(14)  # the wait of an order of NOW is over


def invite(database: Database, store: Store, *emails: str, inviter: int | None = None, now: datetime = START) -> str:
    """Anna invites these. Returns the first code."""
    if inviter is None:
        with database.read() as connection:
            inviter = member_of(connection)
    friends = [Friend(email, "Dora", "Friend") for email in emails or ("dora@example.org",)]
    return inviting.invite(database, store, inviter, friends, "test", now)[0].code


def a_friendly_store(database: Database, programme: str = FRIENDLY) -> Store:
    """Anna is a member and has nothing."""
    store = a_store(database, programme=programme)
    settle(database, store, an_order(a_line(0), id="anna", placed_at=at(-9)), now=at(-9))
    return store


def doras(**changes: Any) -> Order:
    return an_order(**{"id": "d1", "buyer": DORA, **changes})


def card(database: Database, code: str, now: datetime = DONE) -> InvitationCard:
    return next(one for one in inviting.invitation_cards(database, None, 100, now) if one.code == code)


def both(database: Database) -> tuple[int, int]:
    """What Anna and Dora can spend; Dora's own order is worth 100."""
    return points(database).get("available", 0), points(database, "9").get("available", 0)


def story(database: Database) -> tuple[Store, str]:
    """Anna invited Dora, whose order has stayed; both have their points."""
    store = a_friendly_store(database)
    code = invite(database, store)
    settle(database, store, doras(), now=DONE)
    assert both(database) == (500, 150)
    return store, code


def friend(number: int, **changes: Any) -> Order:
    """The order of one of several friends, each placed an hour after the one before."""
    buyer = Buyer(f"f{number}", f"f{number}@example.org", f"F{number}")
    return an_order(**{"id": f"f{number}", "buyer": buyer, "placed_at": at(0, number), **changes})


BERT_TOO = Buyer("8", "bert@example.org", "Bert")
