"""Referral in the books: what both sides have follows from what is known of the friend's orders, whenever it came."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from connector.core.commerce import Buyer, Order, Stage
from connector.core.quote import Refusal
from connector.core.referral import State, Verdict
from connector.db.engine import Database
from connector.usecases import invite as inviting
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.claim import claim_guest_orders
from connector.usecases.invite import Friend, InvitationCard, NotAcceptable, NothingToDecide, NoSuchInvitation
from connector.usecases.look import member_card, member_list
from connector.usecases.referrals import sweep_referrals
from connector.usecases.stores import Store
from tests.building import NOW, a_line, a_refund, an_order, at, with_code
from tests.usecases.shop import CLUB, a_store, enrol, member_of, points, settle

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


def test_both_have_their_points_once_the_friend_has_an_account_and_the_order_has_stayed(
    sqlite_database: Database,
) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)
    assert card(sqlite_database, code, NOW).state is State.OPEN

    settle(sqlite_database, store, doras(), now=at(1))

    assert card(sqlite_database, code, at(1)).state is State.WAITS
    assert both(sqlite_database) == (0, 100)
    assert sweep_referrals(sqlite_database, at(13)) == 0
    assert sweep_referrals(sqlite_database, DONE) == 4  # earned and ripened, on both sides
    assert both(sqlite_database) == (500, 150)
    assert sweep_referrals(sqlite_database, at(15)) == 0
    assert verify(sqlite_database).faults == []
