"""Claiming what was ordered as a guest (C19).

The rule kept here: an address alone claims nothing. Somebody has made sure that it is the member's: the merchant, or a
page that asked its owner. It speaks for what was ordered until then, and after whoever had the address before last used
it: an address may be another's one day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connector.core.foreseen import Refused
from connector.db import claims, erasures, ledger, members, orders
from connector.db.engine import Database
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoSuchMember
from connector.usecases.settle_orders import settle_again, take_turn
from connector.usecases.stores import Store


class NotClaimable(Refused):
    """The programme does not let guest orders be claimed, or there is no address to claim them by."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The address, the guest orders that are the member's by it, and the points that can be spent now.

    `since`: what was ordered until then is left alone, for somebody else used the address; None if nobody did.
    """

    email: str
    orders: int
    available: int
    since: datetime | None


def claim_guest_orders(
    database: Database, stores: Iterable[Store], member_id: int, email: str | None, author: str, now: datetime
) -> Claimed:
    """Settle what was ordered as a guest with `email` (None: the member's own) in these stores as the member's.

    One commit a store; done again, it goes on where it stopped. Raises NoSuchMember, NotClaimable.
    """
    with database.write() as connection:
        members.lock(connection, [member_id])
        member = members.get(connection, member_id)
        if member is None or erasures.get(connection, member_id):
            raise NoSuchMember(f"there is no member {member_id}, or no longer")
        address = (email or member.email or "").strip().lower()
        if not address:
            raise NotClaimable(f"member {member_id} has no e-mail address: say which with --email")
        if not versions(connection, member.programme_id).latest.participation.guest_orders:
            raise NotClaimable("this programme gives nothing for what was ordered as a guest (members.guest_orders)")
        made = claims.claim(connection, member.programme_id, member_id, address, author, now)
    claimed = 0
    for store in stores:
        if store.programme_id == member.programme_id:
            with database.write() as connection:
                known_versions = take_turn(connection, store)
                found = orders.of_guest(connection, store.id, address, made.since, now)
                settle_again(connection, store, known_versions, found, now)
                claimed += len(found)
    with database.read() as connection:
        terms = versions(connection, member.programme_id).latest
        wallet = ledger.wallets(connection, [member_id], terms)[member_id]
    return Claimed(address, claimed, wallet.spendable(now), made.since if made.since > claims.EVER else None)
