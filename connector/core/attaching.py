"""Points put on an order that is placed already and not yet paid: cash on delivery, or by telephone (C58).

The rule kept here: money that is taken cannot become less, so an order takes points only while nothing was paid, from
its own member, and once. All other limits are those of a cart with the same goods.
"""

from connector.core.commerce import Cart, ChargeKind, Order, Stage
from connector.core.quote import Refusal


def require_attachable(order: Order, *, theirs: bool, has_points: bool) -> None:
    """May points be put on this order? `theirs`: it is the member's; `has_points`: it holds some. Raises Refusal."""
    if order.paid_at is not None or order.captured not in (None, 0):
        raise Refusal("already_paid", 0, 0)
    if order.stage is not Stage.OPEN:
        raise Refusal("order_closed", 0, 0)
    if not theirs:
        raise Refusal("not_their_order", 0, 0)
    if has_points:
        raise Refusal("order_has_points", 0, 0)


def as_cart(order: Order) -> Cart:
    """The cart that the order was."""
    shipping = [charge for charge in order.charges if charge.kind is ChargeKind.SHIPPING]
    tax = sum(charge.total_tax for charge in shipping)
    whole = sum(charge.total for charge in shipping) + tax
    return Cart(order.currency, order.lines, order.coupons, whole, tax, order.buyer.groups)
