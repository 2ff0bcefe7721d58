"""Tiers of members, from the orders that the books hold and those that have just come.

The rule kept here: a tier is worked out from the orders, never stored, so an order that comes late or falls away
lifts or lowers what was placed after it; those orders are settled again with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from connector.core.commerce import Order
from connector.core.earning import Facts
from connector.core.programme import Terms, Tier, Tiers
from connector.core.tiers import Contribution, contribution, following, standing, tier_at
from connector.db import orders, redemptions
from connector.db.joining import Groups
from connector.db.orders import HeldOrder
from connector.usecases.product_terms import table_for
from connector.usecases.programmes import Versions
from connector.usecases.stores import Shop


@dataclass(slots=True)
class Climb:
    """What the orders of each person do for the tier, by who stands for them and the order's reference, and the orders
    that must be settled again: of this store, and of others by their ids."""

    groups: Groups
    contributions: dict[int, dict[str, Contribution]] = field(default_factory=dict)
    again: list[tuple[Order, HeldOrder]] = field(default_factory=list)
    elsewhere: dict[int, list[tuple[HeldOrder, Order]]] = field(default_factory=dict)

    def tier(self, member: int | None, ref: str, order: Order, terms: Terms) -> Tier | None:
        """The tier the buyer had when the order was placed, whatever this order itself does for it."""
        if member is None or terms.tiers is None:
            return None
        of_them = self.contributions.get(self.groups.root(member), {})
        others = [one for other, one in of_them.items() if other != ref]
        return tier_at(order.placed_at, others, terms.tiers, terms.timezone)


def climb(
    connection: Connection,
    store: Shop,
    versions: Versions,
    fresh: Mapping[str, Order],
    owners: Mapping[str, int],
    groups: Groups,
) -> Climb:
    """The contributions of all orders of the members in `groups`, wherever they were placed, the `fresh` ones (by id;
    `owners` says whose they are) in place of what is held. Empty where no version of the programme has tiers."""
    found = Climb(groups)
    if not has_tiers(versions):
        return found
    held = orders.of_members(connection, groups.roots)
    of = _judge(connection, store.programme_id, versions, [*(one.order for one in held), *fresh.values()])
    changed: dict[int, datetime] = {}  # who stands for them → since when the figure is another
    refs = {orders.reference(store.name, id): id for id in fresh}
    before = {(groups.root(one.member_id), one.reference): of(one.store, one.order) for one in held}
    after = {key: one for key, one in before.items() if key[1] not in refs}
    after |= {(groups.root(owners[id]), ref): of(store.name, fresh[id]) for ref, id in refs.items() if id in owners}
    for root, ref in before.keys() | after.keys():
        old, new = before.get((root, ref)), after.get((root, ref))
        if new is not None:
            found.contributions.setdefault(root, {})[ref] = new
        if old != new:
            since = min(one.since for one in (old, new) if one is not None)
            changed[root] = min(since, changed.get(root, since))
    for one in held:
        since_then = changed.get(groups.root(one.member_id))
        if one.reference in refs or since_then is None or one.order.placed_at < since_then:
            continue
        if one.store_id == store.id:
            found.again.append((one.order, one.row))
        else:
            found.elsewhere.setdefault(one.store_id, []).append((one.row, one.order))
    return found


def has_tiers(versions: Versions) -> bool:
    """Does any version of the programme lift members?"""
    return any(terms.tiers for terms in versions.all_terms)


def _judge(
    connection: Connection, programme_id: int, versions: Versions, known: Sequence[Order]
) -> Callable[[str, Order], Contribution | None]:
    """What does each of these orders (and the name of its store) do for the tier?"""
    on_them = {coupon.code.lower() for order in known for coupon in order.coupons}
    codes = redemptions.ours(connection, on_them.union(*(order.card_names for order in known)))
    products = table_for(connection, programme_id, versions, known)

    def of(store: str, order: Order) -> Contribution | None:
        return contribution(order, versions.at(order.placed_at)[1], Facts(store, codes, products=products))

    return of


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


def tier_cards(
    connection: Connection, programme_id: int, groups: Groups, versions: Versions, now: datetime
) -> dict[int, TierCard]:
    """Where the people in `groups` stand, by who stands for them; empty where the programme has no tiers."""
    tiers, timezone = versions.latest.tiers, versions.latest.timezone
    if tiers is None:
        return {}
    known = orders.of_members(connection, groups.roots)
    of = _judge(connection, programme_id, versions, [held.order for held in known])
    counted: dict[int, list[Contribution]] = {root: [] for root in groups.roots.values()}
    for held in known:
        if one := of(held.store, held.order):
            counted[groups.root(held.member_id)].append(one)
    return {root: _card(theirs, tiers, timezone, now) for root, theirs in counted.items()}


def tier_card(
    connection: Connection, programme_id: int, groups: Groups, member: int, versions: Versions, now: datetime
) -> TierCard | None:
    """Where one of these people stands; None where the programme has no tiers."""
    return tier_cards(connection, programme_id, groups, versions, now).get(groups.root(member))


def _card(counted: Sequence[Contribution], tiers: Tiers, timezone: str, now: datetime) -> TierCard:
    tier = tier_at(now, counted, tiers, timezone)
    above = following(tier, tiers)
    return TierCard(
        tier.name if tier else None,
        tier.perks if tier else (),
        tiers.by.value,
        standing(now, counted, tiers, timezone),
        above.name if above else None,
        above.threshold if above else None,
    )
