"""Cancelling and refunding by an app.

The rule kept here: a refund is of pieces, of the way they came, and of the sums that were paid back, as they are given.
"""

from decimal import Decimal
from typing import Any

from . import placing
from .errors import ApiError
from .resolving import Ask, Part
from .root_fields import look_up
from .shop import gid, parsed
from .user_errors import UserError, mutation

NO_KEY = "The @idempotent directive is required for this mutation but was not provided."


@mutation("orderCancel", errors="orderCancelUserErrors")
def cancel(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    order = look_up(ask, args["orderId"], "Order")
    if order is None:
        raise UserError(["orderId"], "Order does not exist", "NOT_FOUND")
    if order.cancelled_at:
        raise UserError(["orderId"], "Order has already been cancelled", "INVALID")
    give_back = bool(args.get("refund") or (args.get("refundMethod") or {}).get("originalPaymentMethodsRefund"))
    placing.cancel(ask.shop, order, reason=args.get("reason") or "OTHER", refund_all=give_back)
    job = {"__typename": "Job", "id": gid("Job", ask.shop.next_id("Job")), "done": True}
    return {"job": job, "userErrors": []}


@mutation("refundCreate")
def refund(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    if not ask.idempotent:
        raise ApiError(NO_KEY, "BAD_REQUEST")
    told = args["input"]
    order = look_up(ask, told["orderId"], "Order")
    if order is None:
        raise UserError(["orderId"], "Order does not exist")
    lines = {(parsed(one["lineItemId"]) or ("", 0))[1]: one["quantity"] for one in told.get("refundLineItems") or []}
    back = told.get("transactions") or []
    try:
        made = placing.refund(
            ask.shop,
            order,
            lines=lines,
            shipping=bool((told.get("shipping") or {}).get("fullRefund")),
            amount=sum((Decimal(one["amount"]) for one in back), Decimal(0)),
            gateway=back[0]["gateway"] if back else None,
            note=told.get("note"),
        )
    except ValueError as refused:
        raise UserError(None, str(refused)) from None
    return {"refund": Part(order, made), "order": order}
