"""Lists inside an order that are longer than their first page.

The rule kept here: an order is mapped whole or not at all; Shopify cuts lists off without a word but `hasNextPage`.
"""

from typing import TypeVar

import msgspec

from adapters.shopify.client import Client
from adapters.shopify.payloads import (
    LineItem,
    Nodes,
    OrderPayload,
    RefundLineItem,
    RefundPayload,
    RefundShippingLine,
    ShippingLine,
    decode,
)
from connector.adapter import Retryable

T = TypeVar("T")


def whole(client: Client, order: OrderPayload) -> OrderPayload:
    """The same order with all of its lists."""
    return msgspec.structs.replace(
        order,
        line_items=_rest(client, order.line_items, Nodes[LineItem], "OrderLines", order.id),
        shipping_lines=_rest(client, order.shipping_lines, Nodes[ShippingLine], "OrderShipping", order.id),
        refunds=[_whole_refund(client, refund) for refund in order.refunds],
    )


def _whole_refund(client: Client, refund: RefundPayload) -> RefundPayload:
    lines = _rest(client, refund.refund_line_items, Nodes[RefundLineItem], "RefundLines", refund.id)
    shipping = _rest(client, refund.refund_shipping_lines, Nodes[RefundShippingLine], "RefundShipping", refund.id)
    return msgspec.structs.replace(refund, refund_line_items=lines, refund_shipping_lines=shipping)


def _rest(client: Client, first: Nodes[T], kind: type[Nodes[T]], name: str, owner: str) -> Nodes[T]:
    """`name` asks for one list of one owner; its answer is {"order": {"lineItems": …}}."""
    nodes, after = list(first.nodes), first.page_info.next
    while after:
        (holder,) = client.run(name, dict[str, dict[str, msgspec.Raw] | None], id=owner, after=after).values()
        if holder is None:
            raise Retryable("An order went from the store while it was read.")
        (raw,) = holder.values()
        page = decode(raw, kind, f"The answer to {name}")
        nodes += page.nodes
        after = page.page_info.next
    return Nodes(nodes)
