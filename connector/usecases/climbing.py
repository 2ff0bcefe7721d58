"""Tiers of members, from the orders that the books hold and those that have just come.

The rule kept here: a tier is worked out from the orders, never stored, so an order that comes late or falls away
lifts or lowers what was placed after it; those orders are settled again with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from connector.core.commerce import Order
from connector.core.earning import Facts
from connector.core.programme import Terms, Tier
from connector.core.tiers import Contribution, contribution, following, standing, tier_at
from connector.db import orders, redemptions
from connector.db.orders import HeldOrder
from connector.usecases.product_terms import table_for
from connector.usecases.programmes import Versions
from connector.usecases.stores import Store


@dataclass(slots=True)
class Climb:
    """What each member's orders do for the tier, by member and order id, and the orders that must be settled again."""

    contributions: dict[int, dict[str, Contribution]] = field(default_factory=dict)
    again: list[tuple[Order, HeldOrder]] = field(default_factory=list)

    def tier(self, member: int | None, order: Order, terms: Terms) -> Tier | None:
        """The tier the buyer had when the order was placed, whatever this order itself does for it."""
        if member is None or terms.tiers is None:
            return None
        others = [one for id, one in self.contributions.get(member, {}).items() if id != order.id]
        return tier_at(order.placed_at, others, terms.tiers, terms.timezone)


def climb(
    connection: Connection,
    store: Store,
    versions: Versions,
    fresh: Mapping[str, Order],
    owners: Mapping[str, int],
    before_them: Collection[int],
) -> Climb:
    """The contributions of all orders of the members concerned, the `fresh` ones (by id; `owners` says whose they are,
    `before_them` whose they were) in place of what is held. Empty where no version of the programme has tiers."""
    found = Climb()
    if not any(terms.tiers for terms in versions.all_terms):
        return found
    held = orders.of_members(connection, store.id, {*owners.values(), *before_them})
    known = [order for _, _, order in held] + list(fresh.values())
    codes = _own_codes(connection, store, known)
    facts = Facts(store.name, codes, products=table_for(connection, store.programme_id, versions, known))

    def of(order: Order) -> Contribution | None:
        return contribution(order, versions.at(order.placed_at)[1], facts)

    changed: dict[int, datetime] = {}  # member → since when the figure is another
    before = {(member, order.id): of(order) for member, _, order in held}
    after = {key: one for key, one in before.items() if key[1] not in fresh}
    after |= {(member, id): of(fresh[id]) for id, member in owners.items()}
    for member, id in before.keys() | after.keys():
        old, new = before.get((member, id)), after.get((member, id))
        if new is not None:
            found.contributions.setdefault(member, {})[id] = new
        if old != new:
            since = min(one.since for one in (old, new) if one is not None)
            changed[member] = min(since, changed.get(member, since))
    found.again = [
        (order, row)
        for member, row, order in held
        if order.id not in fresh and member in changed and order.placed_at >= changed[member]
    ]
    return found


def _own_codes(connection: Connection, store: Store, known: Iterable[Order]) -> frozenset[str]:
    codes = {coupon.code.lower() for order in known for coupon in order.coupons}
    return frozenset(one.code for one in redemptions.on_orders(connection, store.id, codes, ()))


@dataclass(frozen=True, slots=True)
class TierCard:
    """Where a member stands: the tier (None below the lowest), the figure that counts (points, minor units or orders:
    `by`), and what the next tier asks."""

    name: str | None
    perks: tuple[str, ...]
    by: str
    figure: int
    next: str | None
    next_at: int | None


def tier_card(
    connection: Connection, programme_id: int, member_id: int, versions: Versions, now: datetime
) -> TierCard | None:
    """None where the programme has no tiers."""
    terms = versions.latest
    if terms.tiers is None:
        return None
    known = orders.of_member(connection, member_id)
    codes = frozenset(redemptions.codes(connection, member_id))
    products = table_for(connection, programme_id, versions, (order for _, order in known))
    counted = [
        one
        for store, order in known
        if (one := contribution(order, versions.at(order.placed_at)[1], Facts(store, codes, products=products)))
    ]
    tier = tier_at(now, counted, terms.tiers, terms.timezone)
    above = following(tier, terms.tiers)
    return TierCard(
        tier.name if tier else None,
        tier.perks if tier else (),
        terms.tiers.by.value,
        standing(now, counted, terms.tiers, terms.timezone),
        above.name if above else None,
        above.threshold if above else None,
    )
