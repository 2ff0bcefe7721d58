"""Which of our promotions an order holds: Vendure counts uses inside and tells nobody.

The rule kept here: an order counts as Vendure itself counts it, whatever became of it but being cancelled.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from adapters.vendure.client import Client
from adapters.vendure.payloads import OrderOfCode, PromotionPayload, decode
from adapters.vendure.walk import Listed, walk


def used(client: Client, promotions: Sequence[PromotionPayload]) -> Collection[str]:
    """The ids of those that an order holds."""
    if not promotions:
        return frozenset()
    wanted = {one.id for one in promotions}
    since = min(one.created_at for one in promotions)
    return frozenset(one for order in _placed(client, since) for one in _held(order) if one in wanted)


def _placed(client: Client, since: datetime) -> Iterator[OrderOfCode]:
    listed = Listed("OrderCodes", "orders", "orderPlacedAt", {"active": {"eq": False}})
    for page in walk(client, listed, since):
        yield from (decode(row.raw, OrderOfCode, "An order") for row in page.rows)


def _held(order: OrderOfCode) -> list[str]:
    return [] if order.state == "Cancelled" else [one.id for one in order.promotions]
