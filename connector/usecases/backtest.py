"""A programme tried on a store's real orders, against another one, before anybody lives by it.

The rule kept here: it only reads. Members come some at a time and leave figures behind, so memory does not grow with
the history.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from connector.core.backtesting import Assumed, Month, Placed, in_force, live, revenue
from connector.core.commerce import Order
from connector.core.comparing import Gain, Gains, Measure, Totals, gain, measure, share
from connector.core.foreseen import Misused
from connector.core.product_terms import NO_PRODUCT_TERMS, ProductTerms, asks_for_points, names, product_terms
from connector.core.programme import Terms
from connector.db import buyers, redemptions, stores
from connector.db import product_terms as rows
from connector.db.engine import Database
from connector.usecases.programmes import versions

_AT_ONCE = 200  # members


class NotATime(Misused):
    """The time to look at has no end after its beginning, or a share is no share."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one programme comes to. `cost` is the worth of the redeemed points in hundredths of a per cent of what the
    members paid; `tiers` members in each tier at the end."""

    programme: str
    currency: str
    months: dict[str, Month]
    whole: Month
    worth: int
    revenue: int
    cost: int | None
    available: int
    pending: int
    owed: int
    tiers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Backtest:
    """Two programmes over the same orders, and whom the change makes better or worse off."""

    store: str
    assumed: Assumed
    members: int
    orders: int
    before: Tried
    after: Tried
    measure: Measure
    won: int
    same: int
    lost: int
    distribution: dict[int, int]
    winners: list[Gain]
    losers: list[Gain]


def terms_now(database: Database, store: stores.StoreRow) -> Terms:
    """The terms of the store's programme that are in force."""
    with database.read() as connection:
        return versions(connection, store.programme_id).latest


def backtest(
    database: Database,
    store: stores.StoreRow,
    before: Terms,
    after: Terms,
    assumed: Assumed,
    watch: Callable[[int, int], None] = lambda done, whole: None,
    each: Callable[[Gain], None] = lambda one: None,
) -> Backtest:
    """Both programmes as if each had been in force all the time. `watch` is told of the members done, of how many;
    `each` of every member's gain. Raises NotATime."""
    if assumed.ends <= assumed.begins:
        raise NotATime("the time ends before it begins: give a later --to or an earlier --from")
    if not 0 <= assumed.redeem <= 100:
        raise NotATime(f"{assumed.redeem} % cannot be redeemed: give 0 to 100")
    pair = (in_force(before), in_force(after))
    totals, gains, judged = (Totals(), Totals()), Gains(), 0
    with database.read() as connection:
        everybody = buyers.buyers(connection, store.id)
        watch(0, len(everybody))
        for start in range(0, len(everybody), _AT_ONCE):
            some = everybody[start : start + _AT_ONCE]
            for member, placed in _placed(connection, store, some, pair):
                within = sum(assumed.begins <= one.order.placed_at < assumed.ends for one in placed)
                if not within:
                    continue
                judged += within
                lives = [live(placed, terms, assumed) for terms in pair]
                for total, life, terms in zip(totals, lives, pair, strict=True):
                    total.add(life, revenue(placed, terms, assumed))
                one = gain(member, lives[0], lives[1], pair)
                gains.add(one)
                each(one)
            watch(start + len(some), len(everybody))
    tried = [_tried(total, terms) for total, terms in zip(totals, pair, strict=True)]
    return Backtest(
        store.name,
        assumed,
        gains.won + gains.same + gains.lost,
        judged,
        tried[0],
        tried[1],
        measure(*pair),
        gains.won,
        gains.same,
        gains.lost,
        gains.distribution,
        gains.winners,
        gains.losers,
    )


def _placed(
    connection: Connection, store: stores.StoreRow, members: Sequence[int], pair: Sequence[Terms]
) -> Iterator[tuple[int, list[Placed]]]:
    found = buyers.orders_of(connection, store.id, members)
    orders = [order for theirs in found.values() for order in theirs]
    codes = {coupon.code.lower() for order in orders for coupon in order.coupons}
    ours = redemptions.ours(connection, codes.union(*(order.card_names for order in orders)))
    products = _products(connection, store, orders, pair)
    for member, theirs in found.items():
        yield member, [Placed(store.name, order, ours, products) for order in theirs]


def _products(
    connection: Connection, store: stores.StoreRow, orders: Sequence[Order], pair: Sequence[Terms]
) -> ProductTerms:
    if not any(asks_for_points(terms) for terms in pair):
        return NO_PRODUCT_TERMS
    named = names(line for order in orders for line in order.lines)
    return product_terms(rows.meaning(connection, store.programme_id, named))


def _tried(total: Totals, terms: Terms) -> Tried:
    levels = [tier.name for tier in terms.tiers.levels] if terms.tiers else []
    return Tried(
        terms.name,
        terms.currency,
        dict(sorted(total.months.items())),
        total.whole,
        total.worth,
        total.revenue,
        share(total.worth, total.revenue),
        total.available,
        total.pending,
        total.owed,
        {name: total.tiers[name] for name in levels},
    )
