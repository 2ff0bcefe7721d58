"""What a webhook says: the REST API's shape of a record.

The rule kept here: names in snake case, ids as numbers, amounts as text with two digits, times in the shop's own zone;
a line's `total_discount` is zero though its `discount_allocations` are not, as in real payloads.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from . import goods_fields, money
from .installed import Bulk
from .people_fields import orders_of, spent
from .records import ZERO, Allocation, Application, Customer, Line, Order, Product, Refund, ShippingLine
from .rewards import Discount
from .shop import Shop, gid

Document = dict[str, Any]


def payload(shop: Shop, topic: str, subject: Any) -> Document:
    resource, _, event = topic.partition("/")
    match subject:
        case Order() if event == "delete":
            return {"id": subject.id}
        case Order() if event == "edited":
            return {"order_edit": {"order_id": subject.id, "app_id": None, "created_at": _at(shop, subject.updated_at)}}
        case Order():
            return order_document(shop, subject)
        case (Order() as order, Refund() as refund):
            return refund_document(shop, order, refund)
        case (Customer() as kept, Customer() as gone):
            return _merge_document(kept, gone)
        case Customer():
            return _customer_told(shop, topic, subject)
        case Product():
            return _product_document(shop, subject)
        case Discount():
            return {"admin_graphql_api_id": gid("DiscountCodeNode", subject.id), "title": subject.title}
        case Bulk():
            return _bulk_document(shop, subject)
        case dict():
            return subject
    raise TypeError(f"nothing is said of {resource}")


def order_document(shop: Shop, order: Order) -> Document:
    customer = shop.books.customers.get(order.customer_id or 0)
    said: Document = {
        "id": order.id,
        "admin_graphql_api_id": gid("Order", order.id),
        "app_id": 129785 if order.source_name == "pos" else 580111,
        "buyer_accepts_marketing": False,
        "cancel_reason": order.cancel_reason.lower() if order.cancel_reason else None,
        "cancelled_at": _at(shop, order.cancelled_at),
        "closed_at": _at(shop, order.closed_at),
        "confirmed": True,
        "contact_email": order.email,
        "created_at": _at(shop, order.created_at),
        "currency": shop.terms.currency,
        "customer_locale": "en",
        "discount_codes": [_code(order, given) for given in order.applications if given.title in order.codes],
        "email": order.email or "",
        "financial_status": money.financial_status(order).lower(),
        "fulfillment_status": "fulfilled" if order.fulfilled else None,
        "location_id": order.location_id,
        "name": order.name,
        "note": order.note,
        "note_attributes": [{"name": key, "value": value} for key, value in order.custom_attributes.items()],
        "number": order.number - 1000,
        "order_number": order.number,
        "payment_gateway_names": list(dict.fromkeys(t.gateway for t in order.transactions if t.kind == "SALE")),
        "phone": order.phone,
        "presentment_currency": order.presentment_currency,
        "processed_at": _at(shop, order.processed_at),
        "source_name": order.source_name,
        "tags": ", ".join(order.tags),
        "tax_lines": _taxes(shop, order, money.tax(order)),
        "taxes_included": order.taxes_included,
        "test": order.test,
        "total_outstanding": _amount(money.outstanding(order)),
        "total_tip_received": _amount(order.tip),
        "updated_at": _at(shop, order.updated_at),
        "customer": _customer_document(shop, customer) if customer else None,
        "discount_applications": [_application(given) for given in order.applications],
        "line_items": [_line(shop, order, line) for line in order.lines],
        "refunds": [refund_document(shop, order, refund) for refund in order.refunds],
        "shipping_lines": [_shipping_line(shop, order, line) for line in order.shipping_lines],
        "returns": [],
        "line_item_groups": [],
    }
    sums = {
        "current_subtotal_price": money.current_subtotal(order),
        "current_total_discounts": money.current_discounts(order),
        "current_total_price": money.current_total(order),
        "current_total_tax": money.current_tax(order),
        "subtotal_price": money.subtotal(order),
        "total_discounts": money.discounts(order),
        "total_line_items_price": sum((money.line_original(line) for line in order.lines), ZERO),
        "total_price": money.total(order),
        "total_shipping_price": money.shipping(order),
        "total_tax": money.tax(order),
    }
    for name, amount in sums.items():
        said[name] = _amount(amount)
        said[f"{name}_set"] = _set(shop, order, amount)
    del said["total_shipping_price"]
    return said


def refund_document(shop: Shop, order: Order, refund: Refund) -> Document:
    return {
        "id": refund.id,
        "admin_graphql_api_id": gid("Refund", refund.id),
        "order_id": order.id,
        "created_at": _at(shop, refund.created_at),
        "processed_at": _at(shop, refund.created_at),
        "note": refund.note,
        "restock": False,
        "return": None,
        "refund_line_items": [
            {
                "id": part.id,
                "line_item_id": part.line_id,
                "quantity": part.quantity,
                "restock_type": part.restock_type.lower(),
                "subtotal": float(part.subtotal),
                "subtotal_set": _set(shop, order, part.subtotal),
                "total_tax": float(part.tax),
                "total_tax_set": _set(shop, order, part.tax),
            }
            for part in refund.lines
        ],
        "order_adjustments": [
            {
                "id": one.id,
                "order_id": order.id,
                "refund_id": refund.id,
                "kind": one.reason.lower(),
                "amount": _amount(one.amount),
                "amount_set": _set(shop, order, one.amount),
            }
            for one in refund.adjustments
        ],
        "transactions": [
            {
                "id": made.id,
                "admin_graphql_api_id": gid("OrderTransaction", made.id),
                "order_id": order.id,
                "parent_id": made.parent_id,
                "kind": made.kind.lower(),
                "status": made.status.lower(),
                "gateway": made.gateway,
                "amount": _amount(made.amount),
                "currency": shop.terms.currency,
                "created_at": _at(shop, made.created_at),
            }
            for made in order.transactions
            if made.id in refund.transaction_ids
        ],
    }


def _customer_document(shop: Shop, customer: Customer) -> Document:
    """Since 2025-01 without tags, consents and statistics."""
    return {
        "id": customer.id,
        "admin_graphql_api_id": gid("Customer", customer.id),
        "created_at": _at(shop, customer.created_at),
        "updated_at": _at(shop, customer.updated_at),
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "email": customer.email,
        "phone": customer.phone,
        "state": customer.state.lower(),
        "verified_email": customer.verified_email,
        "note": customer.note,
        "tax_exempt": customer.tax_exempt,
        "currency": shop.terms.currency,
        "default_address": None,
    }


def _customer_told(shop: Shop, topic: str, customer: Customer) -> Document:
    if topic == "customers/delete":
        return {"id": customer.id, "admin_graphql_api_id": gid("Customer", customer.id), "phone": customer.phone}
    if topic == "customers_email_marketing_consent/update":
        consent = {
            "state": customer.email_consent.lower(),
            "opt_in_level": (customer.email_opt_in_level or "").lower() or None,
            "consent_updated_at": _at(shop, customer.email_consent_at),
        }
        return {"customer_id": customer.id, "email_address": customer.email, "email_marketing_consent": consent}
    if topic.startswith("customer.tags"):
        return {"customerId": gid("Customer", customer.id), "tags": customer.tags}
    if topic == "customers/purchasing_summary":
        told = {"orders_count": len(orders_of(shop, customer)), "total_spent": _amount(spent(shop, customer))}
        return {"customer_id": customer.id, **told}
    return _customer_document(shop, customer)


def _merge_document(kept: Customer, gone: Customer) -> Document:
    return {
        "admin_graphql_api_customer_kept_id": gid("Customer", kept.id),
        "admin_graphql_api_customer_deleted_id": gid("Customer", gone.id),
        "admin_graphql_api_job_id": None,
        "status": "completed",
        "errors": [],
    }


def _product_document(shop: Shop, product: Product) -> Document:
    return {
        "id": product.id,
        "admin_graphql_api_id": gid("Product", product.id),
        "title": product.title,
        "handle": product.handle,
        "product_type": product.product_type,
        "status": product.status.lower(),
        "tags": ", ".join(product.tags),
        "updated_at": _at(shop, product.updated_at),
        "variants": [
            {"id": one.id, "title": one.title, "sku": one.sku, "price": _amount(one.price)}
            for one in goods_fields.variants_of(shop, product)
        ],
    }


def _bulk_document(shop: Shop, bulk: Bulk) -> Document:
    return {
        "admin_graphql_api_id": gid("BulkOperation", bulk.id),
        "completed_at": _at(shop, bulk.completed_at),
        "created_at": _at(shop, bulk.created_at),
        "error_code": bulk.error_code.lower() if bulk.error_code else None,
        "status": bulk.status.lower(),
        "type": "query",
    }


def _line(shop: Shop, order: Order, line: Line) -> Document:
    return {
        "id": line.id,
        "admin_graphql_api_id": gid("LineItem", line.id),
        "title": line.title,
        "name": line.title,
        "quantity": line.quantity,
        "current_quantity": money.current_pieces(order, line),
        "price": _amount(line.unit_price),
        "price_set": _set(shop, order, line.unit_price),
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "product_exists": line.product_id in shop.books.products,
        "sku": line.sku,
        "gift_card": line.is_gift_card,
        "taxable": line.taxable,
        "properties": [],
        "total_discount": "0.00",
        "total_discount_set": _set(shop, order, ZERO),
        "tax_lines": _taxes(shop, order, money.line_tax(order, line)),
        "discount_allocations": _allocations(shop, order, line.allocations),
    }


def _shipping_line(shop: Shop, order: Order, line: ShippingLine) -> Document:
    return {
        "id": line.id,
        "title": line.title,
        "code": line.title,
        "price": _amount(line.price),
        "price_set": _set(shop, order, line.price),
        "discounted_price": _amount(money.shipping_paid(line)),
        "discounted_price_set": _set(shop, order, money.shipping_paid(line)),
        "tax_lines": _taxes(shop, order, money.tax_in(order, money.shipping_paid(line))),
        "discount_allocations": _allocations(shop, order, line.allocations),
        "is_removed": False,
    }


def _allocations(shop: Shop, order: Order, allocations: list[Allocation]) -> list[Document]:
    return [
        {
            "amount": _amount(one.amount),
            "amount_set": _set(shop, order, one.amount),
            "discount_application_index": one.application,
        }
        for one in allocations
    ]


def _application(given: Application) -> Document:
    kinds = {"DiscountCodeApplication": "discount_code", "ManualDiscountApplication": "manual"}
    kind = kinds.get(given.KIND, "automatic")
    return {
        "target_type": given.target_type.lower(),
        "type": kind,
        "value": money.shown(given.value),
        "value_type": "percentage" if given.percentage else "fixed_amount",
        "allocation_method": given.allocation_method.lower(),
        "target_selection": given.target_selection.lower(),
        "code" if kind == "discount_code" else "title": given.title,
    }


def _code(order: Order, given: Application) -> Document:
    place = order.applications.index(given)
    lines = [*(line.allocations for line in order.lines), *(line.allocations for line in order.shipping_lines)]
    amount = sum((one.amount for allocations in lines for one in allocations if one.application == place), ZERO)
    kind = "shipping" if given.target_type == "SHIPPING_LINE" else "percentage" if given.percentage else "fixed_amount"
    return {"code": given.title, "amount": _amount(amount), "type": kind}


def _taxes(shop: Shop, order: Order, amount: Decimal) -> list[Document]:
    if not amount:
        return []
    rate = float(order.tax_percent / 100)
    return [{"title": "VAT", "rate": rate, "price": _amount(amount), "price_set": _set(shop, order, amount)}]


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _set(shop: Shop, order: Order, amount: Decimal) -> Document:
    presented = money.rounded(amount * order.rate, order.presentment_currency)
    return {
        "shop_money": {"amount": _amount(amount), "currency_code": shop.terms.currency},
        "presentment_money": {"amount": _amount(presented), "currency_code": order.presentment_currency},
    }


def _at(shop: Shop, moment: datetime | None) -> str | None:
    return moment.astimezone(ZoneInfo(shop.terms.time_zone)).isoformat() if moment else None
