"""Which of our promotions an order holds: Vendure counts uses inside and tells nobody.

The rule kept here: an order counts as Vendure itself counts it, whatever became of it but being cancelled. Of a code
that is bound to its buyer only the buyer's orders are read, since it was made; all orders of the store are walked once,
for those codes that are left, and no further than until the last of them is found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from adapters.vendure.client import TAKE, Client
from adapters.vendure.groups import customers_of
from adapters.vendure.payloads import BuyerOfCodes, OrderOfCode, PromotionPayload, decode
from adapters.vendure.walk import INSTANT, Listed, stamp, walk

_AT_ONCE = 50  # codes, each with up to a page of its buyer's orders
_PLACED = {"active": {"eq": False}}


def used(client: Client, promotions: Iterable[PromotionPayload]) -> Iterator[tuple[PromotionPayload, bool]]:
    """Each, and whether an order holds it; not in their order."""
    waiting, left = iter(promotions), []
    while part := list(islice(waiting, _AT_ONCE)):
        held = _held_by_buyers(client, part)
        for one in part:
            buyers_orders = held.get(one.id)
            if buyers_orders is None:
                left.append(one)
            else:
                yield one, one.id in buyers_orders
    found = _held_by_anybody(client, left)
    yield from ((one, one.id in found) for one in left)


def _held_by_buyers(client: Client, promotions: Sequence[PromotionPayload]) -> Mapping[str, frozenset[str]]:
    """Promotion → all that its buyer's orders hold. One whose buyer is unknown, gone, or has more than a page of orders
    is left out."""
    groups = {one.id: one.group for one in promotions if one.group}
    if not groups:
        return {}
    buyers = customers_of(client, sorted(set(groups.values())))
    since = min(one.created_at for one in promotions)
    told = client.ask(
        "OrdersOfBuyers",
        dict[str, dict[str, list[BuyerOfCodes]]],
        "The orders of buyers",
        options={"filter": {"id": {"in": sorted(set(buyers.values()))}}, "take": TAKE},
        orders={"filter": {**_PLACED, "orderPlacedAt": {"after": stamp(since - INSTANT)}}, "take": TAKE},
    )
    held = {
        buyer.id: frozenset(_held(buyer.orders.items))
        for buyer in told["customers"]["items"]
        if buyer.orders.total_items <= TAKE
    }
    of_groups = {group: held[buyer] for group, buyer in buyers.items() if buyer in held}
    return {one: of_groups[group] for one, group in groups.items() if group in of_groups}


def _held_by_anybody(client: Client, promotions: Sequence[PromotionPayload]) -> frozenset[str]:
    wanted, found = {one.id for one in promotions}, frozenset[str]()
    if not wanted:
        return found
    since = min(one.created_at for one in promotions)
    for page in walk(client, Listed("OrderCodes", "orders", "orderPlacedAt", _PLACED), since):
        found |= wanted.intersection(_held(decode(row.raw, OrderOfCode, "An order") for row in page.rows))
        if found == wanted:
            break
    return found


def _held(orders: Iterable[OrderOfCode]) -> Iterator[str]:
    return (one.id for order in orders if order.state != "Cancelled" for one in order.promotions)
