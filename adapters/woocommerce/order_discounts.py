"""Putting a code on an order that is placed already.

The rule kept here: only an order that is unpaid and that the store's own people could still edit is changed. The store
would take a code on any order; it judges the code alone, and works every line out anew from its price before discounts.
"""

from decimal import Decimal

from adapters.woocommerce.client import Client
from adapters.woocommerce.payloads import OrderPayload
from connector.adapter import Rejected

_EDITABLE = frozenset({"pending", "on-hold"})
_ROUNDING = Decimal("0.05")  # the store rounds each line's share of a discount


class WooOrderDiscounts:
    """The order_discounts facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def apply(self, order_id: str, code: str) -> None:
        what = f"Order {order_id}"
        order = self._client.get(f"orders/{order_id}", OrderPayload, what)
        codes = [line.code for line in order.coupon_lines]
        if _holds(order, code):
            return
        if order.date_paid_gmt.at is not None or order.status not in _EDITABLE:
            raise Rejected(f"{what} is paid or no longer open (status {order.status}): it cannot take a code any more.")
        lowered = sum((line.subtotal - line.total for line in order.line_items), Decimal(0))
        if abs(lowered - sum((line.discount for line in order.coupon_lines), Decimal(0))) > _ROUNDING:
            raise Rejected(
                f"{what} has prices changed by hand, which the store would undo: enter the code in the shop."
            )
        # The list replaces what is there, so the codes that the order holds go along; the store keeps those unjudged.
        body = {"coupon_lines": [{"code": one} for one in (*codes, code)]}
        if not _holds(self._client.put(f"orders/{order_id}", body, OrderPayload, what), code):
            raise Rejected(f"{what}: the store did not put code {code} on it.")


def _holds(order: OrderPayload, code: str) -> bool:
    return any(line.code.casefold() == code.casefold() for line in order.coupon_lines)
