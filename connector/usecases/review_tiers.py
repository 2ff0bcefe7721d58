"""Tiers that time alone has ended: the accounts that still show one are told anew.

The rule kept here: a tier is never stored to be decided by; what is looked at is only what accounts show of it. Nothing
else hangs on a tier by the clock: an order earns by the tier of the day on which it was placed.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.db import joining, shown, stores
from connector.db.engine import Database
from connector.usecases.climbing import tier_cards
from connector.usecases.programmes import versions
from connector.usecases.stores import Store

_AT_ONCE = 200  # accounts


@dataclass(slots=True)
class Reviewed:
    """Accounts that show a tier, and those of them that show another one than their owners have."""

    looked: int = 0
    changed: int = 0


def review_tiers(database: Database, store: Store, now: datetime) -> Reviewed:
    """See to it that accounts are told of the tiers that their owners have by now."""
    found, beyond = Reviewed(), 0
    while True:
        with database.read() as connection:
            some = shown.in_tiers(connection, store.id, beyond, _AT_ONCE)
            groups = joining.groups(connection, [one.member_id for one in some])
            known = versions(connection, store.programme_id)
            cards = tier_cards(connection, store.programme_id, groups, known, now)
        if not some:
            return found
        beyond = some[-1].id
        now_in = {root: card.name for root, card in cards.items()}
        changed = [one.id for one in some if now_in.get(groups.root(one.member_id)) != one.tier]
        found.looked += len(some)
        found.changed += len(changed)
        if changed:
            with database.write() as connection:
                stores.lock(connection, store.id)
                shown.doubt(connection, changed)
