"""Orders: placing, changing, paying, trashing, and the notes on them.

The rule kept here: an order refused for its coupon stays behind as a checkout draft, and webhooks are told of it.
"""

from decimal import Decimal
from typing import Any

from . import coupons, gift_cards, lines
from .errors import RestError, invalid_param, trash_not_supported
from .records import HIDDEN_STATUSES, ORDER_STATUSES, PAID_STATUSES, ZERO, Note, Order, Refund
from .shop import Shop
from .totals import recalculate

PLAIN_FIELDS = ("payment_method", "payment_method_title", "transaction_id", "customer_note")
PRICED_FIELDS = ("line_items", "shipping_lines", "fee_lines", "coupon_lines")


def create(shop: Shop, body: dict[str, Any], *, created_via: str = "rest-api", at: int | None = None) -> Order:
    _check_status(body)
    now = shop.now() if at is None else at
    order = Order(id=0, key=f"wc_order_{shop.random_key(13)}", status="checkout-draft", created=now, modified=now)
    order.created_via = created_via
    _write(shop, order, body)
    order.id = shop.next_id("post")
    shop.orders[order.id] = order
    recalculate(shop, order)
    shop.fire("order.created", order.id)
    shop.fire("order.updated", order.id)
    _use_coupons(shop, order, body)
    set_status(shop, order, body.get("status") or "pending", now)
    if body.get("set_paid") is True:
        pay(shop, order, now)
    gift_cards.pay_with(shop, order, body, editable=is_editable(order))
    return order


def update(shop: Shop, order_id: int, body: dict[str, Any]) -> Order:
    """Whatever it says, even nothing, it moves the date. Out of the trash it goes without a word to webhooks."""
    order = shop.find_order(order_id)
    _check_status(body)
    now = shop.now()
    restored = order.status == "trash"
    _write(shop, order, body)
    if any(name in body for name in PRICED_FIELDS):
        recalculate(shop, order)
    _use_coupons(shop, order, body)
    order.modified = now
    if body.get("status"):
        set_status(shop, order, body["status"], now)
    if body.get("set_paid") is True and needs_payment(order):
        pay(shop, order, now)
    gift_cards.pay_with(shop, order, body, editable=is_editable(order))
    if not restored:
        shop.fire("order.updated", order.id)
    return order


def delete(shop: Shop, order_id: int, *, force: bool) -> Order:
    """Deleting for good is told to nobody."""
    order = shop.find_order(order_id)
    if force:
        del shop.orders[order.id]
        shop.refunds.pop(order.id, None)
        shop.notes.pop(order.id, None)
        return order
    if order.status == "trash":
        raise RestError(410, "woocommerce_rest_already_trashed", "The order has already been deleted.")
    order.status = "trash"
    order.modified = shop.now()
    shop.fire("order.deleted", order.id)
    return order


def pay(shop: Shop, order: Order, now: int) -> None:
    if order.status in ("pending", "on-hold", "failed", "cancelled"):
        order.modified = now
        set_status(shop, order, "processing" if order.needs_processing else "completed", now)


def set_status(shop: Shop, order: Order, status: str, now: int) -> None:
    if status == order.status:
        return
    order.status = status
    if status in PAID_STATUSES and order.paid is None:
        order.paid = now
    if status == "completed":
        order.completed = now
        _has_paid(shop, order)
    if status not in HIDDEN_STATUSES:
        coupons.record_use(shop, order)
    if status == "cancelled":
        gift_cards.give_back(shop, order)
    if status == "refunded":
        _refund_the_rest(shop, order, now)


def needs_payment(order: Order) -> bool:
    return order.status in ("pending", "failed") and order.total > 0


def is_editable(order: Order) -> bool:
    return order.status in ("pending", "on-hold", "auto-draft")


def add_note(shop: Shop, order_id: int, body: dict[str, Any]) -> Note:
    """A note does not change its order."""
    order = shop.find_order(order_id)
    if not body.get("note"):
        raise invalid_param("note", "rest_invalid_param", "note is required")
    note = Note(
        id=shop.next_id("comment"),
        order_id=order.id,
        note=str(body["note"]),
        author="admin" if body.get("added_by_user") else "system",
        customer_note=bool(body.get("customer_note")),
        created=shop.now(),
    )
    shop.notes.setdefault(order.id, []).append(note)
    return note


def find_note(shop: Shop, order_id: int, note_id: int) -> Note:
    shop.find_order(order_id)
    for note in shop.notes.get(order_id, []):
        if note.id == note_id:
            return note
    raise RestError(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")


def delete_note(shop: Shop, order_id: int, note_id: int, *, force: bool) -> Note:
    note = find_note(shop, order_id, note_id)
    if not force:
        raise trash_not_supported("Webhooks")  # so the store says
    shop.notes[order_id].remove(note)
    return note


def remaining(shop: Shop, order: Order) -> Decimal:
    """What has not been refunded."""
    return order.total - sum((refund.amount for refund in shop.refunds_of(order.id)), ZERO)


def _has_paid(shop: Shop, order: Order) -> None:
    customer = shop.customers.get(order.customer_id)
    if customer and not customer.is_paying_customer:
        customer.is_paying_customer = True
        shop.fire("customer.updated", customer.id)


def _refund_the_rest(shop: Shop, order: Order, now: int) -> None:
    """An order set to refunded by hand gets a refund for whatever had not been given back."""
    rest = remaining(shop, order)
    if rest > 0:
        refund = Refund(shop.next_id("post"), order.id, rest, "Order fully refunded.", now)
        shop.write_meta(refund.meta, [{"key": "_refund_type", "value": "full"}], "order_meta")
        shop.refunds.setdefault(order.id, {})[refund.id] = refund


def _check_status(body: dict[str, Any]) -> None:
    status = body.get("status")
    if status and status not in ORDER_STATUSES:
        message = f"status is not one of {', '.join(ORDER_STATUSES)}."
        raise invalid_param("status", "rest_not_in_enum", message)


def _write(shop: Shop, order: Order, body: dict[str, Any]) -> None:
    customer_id = int(body.get("customer_id") or 0)
    if customer_id and customer_id not in shop.customers:
        raise RestError(400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.")
    if "customer_id" in body:
        order.customer_id = customer_id
    for address, given in ((order.billing, body.get("billing")), (order.shipping, body.get("shipping"))):
        address.update({name: str(value or "") for name, value in (given or {}).items() if name in address})
    for name in PLAIN_FIELDS:
        if name in body:
            setattr(order, name, str(body[name] or ""))
    shop.write_meta(order.meta, body.get("meta_data") or [], "order_meta")
    lines.write(shop, order.lines, body.get("line_items"), lines.product_line)
    lines.write(shop, order.shipping_lines, body.get("shipping_lines"), lines.shipping_line)
    lines.write(shop, order.fee_lines, body.get("fee_lines"), lines.fee_line)
    products = [shop.products.get(line.product_id) for line in order.lines]
    order.needs_processing = not products or any(not (p and p.virtual and p.downloadable) for p in products)


def _use_coupons(shop: Shop, order: Order, body: dict[str, Any]) -> None:
    """A coupon that the order already has is not judged again."""
    if "coupon_lines" not in body:
        return
    codes = [_coupon_code(entry) for entry in body["coupon_lines"] or []]
    held = {line.code: line for line in order.coupon_lines}
    taken = [coupons.by_code(shop, code) if code in held else coupons.check_usable(shop, order, code) for code in codes]
    chosen = [coupon for coupon in taken if coupon is not None]
    coupons.check_combination(chosen)
    for code in held.keys() - set(codes):
        if order.coupon_use_recorded and (dropped := coupons.by_code(shop, code)):
            coupons.count_use(dropped, order, back=True)
    for coupon in chosen:
        if order.coupon_use_recorded and coupon.code not in held:
            coupons.count_use(coupon, order, back=False)
    order.coupon_lines = [held.get(coupon.code) or lines.coupon_line(shop, coupon) for coupon in chosen]
    if not order.coupon_lines:
        for line in order.lines:
            line.total = line.subtotal
    recalculate(shop, order)


def _coupon_code(entry: dict[str, Any]) -> str:
    if entry.get("id"):
        raise RestError(400, "woocommerce_rest_coupon_item_id_readonly", "Coupon item ID is readonly.")
    if not entry.get("code"):
        raise RestError(400, "woocommerce_rest_invalid_coupon", "Coupon code is required.")
    return str(entry["code"]).strip().lower()
