"""Connecting a shop by one pasted code: handing the code out, taking keys for it, telling the shop its secret.

The rule kept here: whatever may be had once is marked as had in the commit that allows it, so that of two who come at
once one is turned away.
"""

from datetime import datetime

from connector.core import pairing as rules
from connector.core.pairing import Pairing
from connector.db import pairings
from connector.db.engine import Database


def offer(database: Database, store: str, platform: str, url: str, programme: str, code: str, now: datetime) -> Pairing:
    """From now on the shop at this address can be connected with this code, and with no earlier one."""
    offered = rules.offered(store, platform, url, programme, code, now)
    with database.write() as connection:
        pairings.replace(connection, offered)
    return offered


def platform_of(database: Database, store: str) -> str | None:
    """Whose words the keys for this store come in; None where it awaits none."""
    with database.read() as connection:
        found = pairings.find(connection, store)
    return found.platform if found else None


def admit(database: Database, store: str, ticket: str, now: datetime) -> Pairing:
    """The pairing that these keys are for; the try is counted, whatever becomes of it. Raises NotPaired."""
    with database.write() as connection:
        found = rules.may_hand_over(pairings.find(connection, store, lock=True), ticket, now)
        pairings.count_try(connection, found)
    return found


def connected(database: Database, store: str, ticket: str, now: datetime) -> None:
    """Keys that were found good are ours now. Raises NotPaired if others were faster, or the time is over."""
    with database.write() as connection:
        found = rules.may_connect(pairings.find(connection, store, lock=True), ticket, now)
        pairings.connect(connection, found, now)


def not_connected(database: Database, pairing: Pairing) -> None:
    """What `connected` said could not be carried out."""
    with database.write() as connection:
        pairings.connect(connection, pairing, None)


def note(database: Database, pairing: Pairing, trouble: str) -> None:
    """Why keys came to nothing, for whoever has the code."""
    with database.write() as connection:
        pairings.note(connection, pairing, trouble)


def learn(database: Database, store: str, code: str, now: datetime) -> None:
    """The shop may be told its secret, this once. Raises NotPaired."""
    with database.write() as connection:
        found = rules.may_learn(pairings.find(connection, store, lock=True), code, now)
        pairings.end(connection, found, now)
