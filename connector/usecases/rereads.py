"""What stands in the way of reading a store's recent orders again, for people who look.

The rule kept here: while it stands, refunds that move no date and erased orders stay unseen, so it is said by name.
"""

from connector.adapter import Problem, Severity
from connector.db import rereads
from connector.db.engine import Database
from connector.db.rereads import RereadTrouble
from connector.usecases.stores import Store

__all__ = ["RereadTrouble", "not_reread", "reread_problems", "reread_troubles"]

MEND = "It is tried again by itself, and this goes when it succeeds; if it stays, mend the reason."


def reread_troubles(database: Database) -> dict[int, RereadTrouble]:
    """By store (id)."""
    with database.read() as connection:
        return rereads.troubles(connection)


def reread_problems(database: Database, store: Store) -> list[Problem]:
    """For whoever checks the connection, which may well answer all that a check asks."""
    found = reread_troubles(database).get(store.id)
    return [Problem(Severity.WARNING, not_reread(found), MEND)] if found else []


def not_reread(found: RereadTrouble) -> str:
    return f"Recent orders could not be read again since {found.since:%Y-%m-%d %H:%M} UTC: {found.reason}"
