"""The catalogue in the shop: what a shopper may take for points, and taking it.

The rule kept here: as for redeeming, who is asking was made sure of before, and the shop's key makes a taking once. A
visitor sees what is on offer to all, and takes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.core.programme import Terms
from connector.core.quote import Refusal
from connector.core.rewards import Asker, Offer, catalogue
from connector.db import members, outbox, rewards
from connector.db.engine import Database
from connector.usecases.payouts import NoAccount, NoGiftCards, NoStoreCredit
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoCoupons
from connector.usecases.rewards import NoStandingDiscounts, Taking, take_reward
from connector.usecases.shopper import author, known_shopper, own_key
from connector.usecases.stores import Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is on offer, in the merchant's order, and what the shopper has for it."""

    terms: Terms
    available: int
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Took:
    """A reward that a shopper took, and whether the shop has yet what belongs to it."""

    terms: Terms
    taking: Taking
    in_store: bool


def shelf(database: Database, store: Store, customer: str | None, now: datetime) -> Shelf:
    """The catalogue for this customer, or for a visitor."""
    with database.read() as connection:
        known = known_shopper(connection, store, customer)
        available = known.wallet.spendable(now)
        asker = Asker(available, frozenset(known.customer_groups)) if customer is not None else None
        taken = rewards.taken(connection, store.programme_id, known.fellows)
        offers = () if store.shadow else catalogue(known.terms, taken, now, asker)
        return Shelf(known.terms, available, offers)


def take(database: Database, store: Store, customer: str, name: str, *, key: str, now: datetime) -> Took:
    """Give a customer a reward for points. Raises Refusal, KeyReused or StoreError, and then nothing has changed."""
    with database.read() as connection:
        member = members.by_customer(connection, store.name, customer)
    if member is None:
        raise Refusal("balance", 0, 0)
    try:
        taking = take_reward(
            database, store, member.id, name, key=own_key(store, customer, key), author=author(store), now=now
        )
    except (NoCoupons, NoStandingDiscounts, NoGiftCards, NoStoreCredit, NoAccount):
        raise Refusal("no_redemption", 0, 0) from None
    with database.read() as connection:
        unsent = outbox.unsent(connection, [taking.row.reference])
        return Took(versions(connection, store.programme_id).latest, taking, not unsent)
