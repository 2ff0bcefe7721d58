"""The REST documents of orders, their refunds and their notes.

The rule kept here: the keys, their order and their types are those recorded from a real WooCommerce 11.0.1.
"""

from decimal import Decimal

from . import gift_cards
from .documents import Document, api, links, meta_data
from .money import TAX_PERCENT, number, shown, trimmed
from .orders import is_editable, needs_payment
from .phpjson import encode
from .records import CouponLine, FeeLine, Meta, Note, Order, ProductLine, Refund, ShippingLine
from .shop import Shop
from .times import both, gmt, local

RATE_ID = 1


def order_document(shop: Shop, order: Order) -> Document:
    customer = {"customer": [{"href": api(shop, f"customers/{order.customer_id}")}]} if order.customer_id else {}
    templates = api(shop, f"orders/{order.id}/actions/email_templates")
    return {
        "id": order.id,
        "parent_id": 0,
        "status": order.status,
        "currency": "EUR",
        "version": "11.0.1",
        "prices_include_tax": True,
        "date_created": local(order.created),
        "date_modified": local(order.modified),
        "discount_total": shown(order.discount_total),
        "discount_tax": shown(order.discount_tax),
        "shipping_total": shown(order.shipping_total),
        "shipping_tax": shown(order.shipping_tax),
        "cart_tax": shown(order.cart_tax),
        "total": shown(order.total),
        "total_tax": shown(order.total_tax),
        "customer_id": order.customer_id,
        "order_key": order.key,
        "billing": order.billing,
        "shipping": order.shipping,
        "payment_method": order.payment_method,
        "payment_method_title": order.payment_method_title,
        "transaction_id": order.transaction_id,
        "customer_ip_address": "",
        "customer_user_agent": "",
        "created_via": order.created_via,
        "customer_note": order.customer_note,
        "date_completed": None if order.completed is None else local(order.completed),
        "date_paid": None if order.paid is None else local(order.paid),
        "cart_hash": "",
        "number": str(order.id),
        "meta_data": meta_data(order.meta),
        "line_items": [_product_line(line) for line in order.lines],
        "tax_lines": _tax_lines(order.tax_line_id, order.cart_tax, order.shipping_tax),
        "shipping_lines": [_shipping_line(line) for line in order.shipping_lines],
        "fee_lines": [_fee_line(line) for line in order.fee_lines],
        "coupon_lines": [_coupon_line(line) for line in order.coupon_lines],
        "refunds": [_refund_summary(refund) for refund in shop.refunds_of(order.id)],
        "payment_url": f"{shop.url}/checkout/order-pay/{order.id}/?pay_for_order=true&key={order.key}",
        "is_editable": is_editable(order),
        "needs_payment": needs_payment(order),
        "needs_processing": order.needs_processing,
        "date_created_gmt": gmt(order.created),
        "date_modified_gmt": gmt(order.modified),
        "date_completed_gmt": None if order.completed is None else gmt(order.completed),
        "date_paid_gmt": None if order.paid is None else gmt(order.paid),
        "currency_symbol": "€",
        **gift_cards.of_order(shop, order),
        "_links": {
            **links(shop, "orders", order.id),
            "email_templates": [{"embeddable": True, "href": templates}],
            **customer,
        },
    }


def refund_document(shop: Shop, refund: Refund) -> Document:
    collection = f"orders/{refund.order_id}/refunds"
    return {
        "id": refund.id,
        **both("date_created", refund.created),
        "amount": shown(refund.amount),
        "reason": refund.reason,
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": meta_data(refund.meta),
        "line_items": [_product_line(line) for line in refund.lines],
        "shipping_lines": [_shipping_line(line) for line in refund.shipping_lines],
        "tax_lines": _tax_lines(refund.tax_line_id, refund.cart_tax, refund.shipping_tax),
        "fee_lines": [_fee_line(line) for line in refund.fee_lines],
        "_links": {
            **links(shop, collection, refund.id, ("GET", "DELETE")),
            "up": [{"href": api(shop, f"orders/{refund.order_id}")}],
        },
    }


def any_refund_document(shop: Shop, refund: Refund) -> Document:
    """As the list of all refunds shows it: with the order it belongs to."""
    own = refund_document(shop, refund)
    return {"id": own.pop("id"), "parent_id": refund.order_id, **own}


def note_document(shop: Shop, note: Note) -> Document:
    collection = f"orders/{note.order_id}/notes"
    return {
        "id": note.id,
        "author": note.author,
        **both("date_created", note.created),
        "note": note.note,
        "customer_note": note.customer_note,
        "_links": {
            **links(shop, collection, note.id, ("GET", "DELETE")),
            "up": [{"href": api(shop, f"orders/{note.order_id}")}],
        },
    }


def _product_line(line: ProductLine) -> Document:
    price = number(float(line.total) / line.quantity) if line.quantity else 0
    return {
        "id": line.id,
        "name": line.name,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "quantity": line.quantity,
        "tax_class": "",
        "subtotal": shown(line.subtotal),
        "subtotal_tax": shown(line.subtotal_tax),
        "total": shown(line.total),
        "total_tax": shown(line.total_tax),
        "taxes": [{"id": RATE_ID, "total": shown(line.total_tax), "subtotal": shown(line.subtotal_tax)}],
        "meta_data": _item_meta(line.meta),
        "sku": line.sku,
        "global_unique_id": "",
        # The one amount that the real store shows as a float.
        "price": price,
        "image": {"id": "", "src": ""},
        "parent_name": None,
    }


def _shipping_line(line: ShippingLine) -> Document:
    return {
        "id": line.id,
        "method_title": line.method_title,
        "method_id": line.method_id,
        "instance_id": "",
        "total": shown(line.total),
        "total_tax": shown(line.total_tax),
        "taxes": [{"id": RATE_ID, "total": shown(line.total_tax), "subtotal": ""}] if line.total_tax else [],
        "tax_status": "taxable",
        "meta_data": _item_meta(line.meta),
    }


def _fee_line(line: FeeLine) -> Document:
    return {
        "id": line.id,
        "name": line.name,
        "tax_class": "",
        "tax_status": line.tax_status,
        "amount": shown(line.total),
        "total": shown(line.total),
        "total_tax": shown(line.total_tax),
        "taxes": [{"id": RATE_ID, "total": shown(line.total_tax), "subtotal": ""}] if line.total_tax else [],
        "meta_data": _item_meta(line.meta),
    }


def _coupon_line(line: CouponLine) -> Document:
    nominal = number(line.nominal_amount)
    kind = None if line.discount_type == "fixed_cart" else line.discount_type
    info = encode([line.coupon_id, line.code, kind, nominal]).decode()
    return {
        "id": line.id,
        "code": line.code,
        "discount": trimmed(line.discount),
        "discount_tax": trimmed(line.discount_tax),
        "meta_data": _item_meta([Meta(line.info_meta_id, "coupon_info", info)]),
        "discount_type": line.discount_type,
        "nominal_amount": nominal,
        "free_shipping": line.free_shipping,
    }


def _item_meta(meta: list[Meta]) -> list[Document]:
    return [{"id": m.id, "key": m.key, "value": m.value, "display_key": m.key, "display_value": m.value} for m in meta]


def _tax_lines(line_id: int, tax_total: Decimal, shipping_tax_total: Decimal) -> list[Document]:
    if not line_id:
        return []
    return [
        {
            "id": line_id,
            "rate_code": "DE-MWST-1",
            "rate_id": RATE_ID,
            "label": "MwSt",
            "compound": False,
            "tax_total": shown(tax_total),
            "shipping_tax_total": shown(shipping_tax_total),
            "rate_percent": number(TAX_PERCENT),
            "meta_data": [],
        }
    ]


def _refund_summary(refund: Refund) -> Document:
    """Negative, and without the sign when there is no tax in it."""
    return {
        "id": refund.id,
        "reason": refund.reason,
        "total": shown(-refund.amount),
        "total_tax": shown(refund.cart_tax + refund.shipping_tax),
    }
