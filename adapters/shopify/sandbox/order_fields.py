"""What an order answers, and its lines, its deliveries, its discounts, its payments and its refunds.

The rule kept here: sums come from `money.py`, in both currencies; an order's buyer and goods are looked up, and null
when they are gone.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from . import money
from .paging import LISTED, Listed
from .records import ZERO, Allocation, Application, Order
from .resolving import Ask, Part, answers, resolves
from .shop import Shop, gid

Sum = Callable[[Any], Decimal]  # of the Order, or of the Part


def _line_level(part: Part, *, codes: bool) -> Decimal:
    """What discounts meant for this line alone took off it."""
    applications = part.order.applications
    kept = [
        allocation
        for allocation in part.record.allocations
        if applications[allocation.application].allocation_method != "ACROSS"
        and (codes or applications[allocation.application].KIND != "DiscountCodeApplication")
    ]
    return money.line_original(part.record) - money.given(kept)


def _before_taxes(part: Part) -> Decimal:
    order, line = part.order, part.record
    return money.line_current(order, line) - (money.line_current_tax(order, line) if order.taxes_included else ZERO)


SUMS: Mapping[str, Mapping[str, Sum]] = {
    "Order": {
        "cartDiscountAmountSet": money.discounts,
        "currentCartDiscountAmountSet": money.current_discounts,
        "currentShippingPriceSet": lambda o: money.shipping(o) - money.shipping_refunded(o),
        "currentSubtotalPriceSet": money.current_subtotal,
        "currentTotalDiscountsSet": money.current_discounts,
        "currentTotalPriceSet": money.current_total,
        "currentTotalTaxSet": money.current_tax,
        "netPaymentSet": lambda o: money.received(o) - money.refunded(o),
        "originalTotalPriceSet": money.total,
        "refundDiscrepancySet": lambda o: sum((a.amount for r in o.refunds for a in r.adjustments), ZERO),
        "subtotalPriceSet": money.subtotal,
        "totalCapturableSet": lambda o: ZERO,
        "totalDiscountsSet": money.discounts,
        "totalOutstandingSet": money.outstanding,
        "totalPriceSet": money.total,
        "totalReceivedSet": money.received,
        "totalRefundedSet": money.refunded,
        "totalRefundedShippingSet": money.shipping_refunded,
        "totalShippingPriceSet": money.shipping,
        "totalTaxSet": money.tax,
        "totalTipReceivedSet": lambda o: o.tip,
        "netPayment": lambda o: money.received(o) - money.refunded(o),
        "subtotalPrice": money.subtotal,
        "totalDiscounts": money.discounts,
        "totalPrice": money.total,
        "totalReceived": money.received,
        "totalRefunded": money.refunded,
        "totalShippingPrice": money.shipping,
        "totalTax": money.tax,
    },
    "LineItem": {
        "discountedUnitPriceAfterAllDiscountsSet": lambda p: money.share(
            money.line_paid(p.record), 1, p.record.quantity
        ),
        "discountedUnitPriceSet": lambda p: money.share(_line_level(p, codes=False), 1, p.record.quantity),
        "originalTotalSet": lambda p: money.line_original(p.record),
        "originalUnitPriceSet": lambda p: p.record.unit_price,
        "priceAfterAllDiscountsBeforeTaxesSet": _before_taxes,
        "totalDiscountSet": lambda p: money.line_original(p.record) - _line_level(p, codes=False),
        "originalTotal": lambda p: money.line_original(p.record),
        "originalUnitPrice": lambda p: p.record.unit_price,
    },
    "ShippingLine": {
        "currentDiscountedPriceSet": lambda p: money.shipping_paid(p.record) - _shipping_back(p),
        "discountedPriceSet": lambda p: money.shipping_paid(p.record),
        "originalPriceSet": lambda p: p.record.price,
        "price": lambda p: p.record.price,
    },
    "DiscountAllocation": {"allocatedAmountSet": lambda p: p.record.amount},
    "OrderTransaction": {"amountSet": lambda p: p.record.amount, "amount": lambda p: p.record.amount},
    "Refund": {"totalRefundedSet": lambda p: money.refund_total(p.order, p.record)},
    "RefundLineItem": {
        "priceSet": lambda p: money.share(p.record.subtotal, 1, p.record.quantity),
        "subtotalSet": lambda p: p.record.subtotal,
        "totalTaxSet": lambda p: p.record.tax,
    },
    "RefundShippingLine": {"subtotalAmountSet": lambda p: p.record.subtotal, "taxAmountSet": lambda p: p.record.tax},
    "OrderAdjustment": {"amountSet": lambda p: p.record.amount, "taxAmountSet": lambda p: ZERO},
}


def _shipping_back(part: Part) -> Decimal:
    back = [s.subtotal for r in part.order.refunds for s in r.shipping if s.shipping_line_id == part.record.id]
    return sum(back, ZERO)


def _sum(name: str, sum_of: Sum, ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    order = source if isinstance(source, Order) else source.order
    amount = sum_of(source)
    return money.bag(order, amount, ask.shop.terms.currency) if name.endswith("Set") else amount


for _kind, _sums in SUMS.items():
    for _name, _sum_of in _sums.items():
        resolves(_kind, _name)(partial(_sum, _name, _sum_of))


@resolves("Order", "customer")
def order_customer(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    return ask.shop.books.customers.get(order.customer_id or 0)


@resolves("Order", "discountApplications")
def order_applications(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    return [_application(ask.shop, order, given) for given in order.applications]


@resolves("Order", "retailLocation", "physicalLocation")
def order_location(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    return ask.shop.books.locations.get(order.location_id or 0)


@resolves("Order", "app")
def order_app(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    known = {"pos": (129785, "Point of Sale"), "web": (580111, "Online Store")}
    number, name = known.get(order.source_name, (1354745, "Draft Orders"))
    return {"id": gid("App", number), "name": name}


@resolves("Order", "taxLines", "currentTaxLines")
def order_tax_lines(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    return _tax_lines(ask.shop, order, money.tax(order))


@resolves("LineItem", "taxLines")
def line_tax_lines(ask: Ask, part: Part, args: dict[str, Any]) -> Any:
    return _tax_lines(ask.shop, part.order, money.line_tax(part.order, part.record))


@resolves("LineItem", "discountedTotalSet")
def line_discounted(ask: Ask, part: Part, args: dict[str, Any]) -> Any:
    amount = _line_level(part, codes=bool(args.get("withCodeDiscounts")))
    return money.bag(part.order, amount, ask.shop.terms.currency)


@resolves("LineItem", "product")
def line_product(ask: Ask, part: Part, args: dict[str, Any]) -> Any:
    return ask.shop.books.products.get(part.record.product_id or 0)


@resolves("LineItem", "variant")
def line_variant(ask: Ask, part: Part, args: dict[str, Any]) -> Any:
    return ask.shop.books.variants.get(part.record.variant_id or 0)


@resolves("DiscountAllocation", "discountApplication")
def allocation_application(ask: Ask, part: Part, args: dict[str, Any]) -> Any:
    allocation: Allocation = part.record
    return _application(ask.shop, part.order, part.order.applications[allocation.application])


def _parts(order: Order, records: Iterable[Any]) -> list[Part]:
    return [Part(order, record) for record in records]


def _one(order: Order, records: Iterable[Any], number: int | None) -> Part | None:
    return next((Part(order, record) for record in records if record.id == number), None)


answers(
    "Order",
    {
        "name": lambda o: o.name,
        "lineItems": lambda o: _parts(o, o.lines),
        "shippingLines": lambda o: _parts(o, o.shipping_lines),
        "shippingLine": lambda o: next(iter(_parts(o, o.shipping_lines)), None),
        "transactions": lambda o: _parts(o, o.transactions),
        "refunds": lambda o: _parts(o, o.refunds),
        "discountCodes": lambda o: o.codes,
        "discountCode": lambda o: next(iter(o.codes), None),
        "paymentGatewayNames": lambda o: list(dict.fromkeys(t.gateway for t in o.transactions if t.kind == "SALE")),
        "customAttributes": lambda o: [{"key": key, "value": value} for key, value in o.custom_attributes.items()],
        "displayFinancialStatus": money.financial_status,
        "displayFulfillmentStatus": lambda o: "FULFILLED" if o.fulfilled else "UNFULFILLED",
        "returnStatus": lambda o: "NO_RETURN",
        "confirmed": lambda o: True,
        "closed": lambda o: o.closed_at is not None,
        "fullyPaid": lambda o: not money.outstanding(o),
        "unpaid": lambda o: not money.received(o),
        "refundable": lambda o: money.received(o) > money.refunded(o),
        "subtotalLineItemsQuantity": lambda o: sum(line.quantity for line in o.lines),
        "currentSubtotalLineItemsQuantity": lambda o: sum(money.current_pieces(o, line) for line in o.lines),
        "presentmentCurrencyCode": lambda o: o.presentment_currency,
        "transactionsCount": lambda o: {"count": len(o.transactions), "precision": "EXACT"},
        "requiresShipping": lambda o: bool(o.shipping_lines),
        "customerAcceptsMarketing": lambda o: False,
    },
)


answers(
    "LineItem",
    {
        "name": lambda p: p.record.title,
        "currentQuantity": lambda p: money.current_pieces(p.order, p.record),
        "refundableQuantity": lambda p: money.current_pieces(p.order, p.record),
        "discountAllocations": lambda p: _parts(p.order, p.record.allocations),
        "requiresShipping": lambda p: not p.record.is_gift_card,
    },
)
answers("ShippingLine", {"discountAllocations": lambda p: _parts(p.order, p.record.allocations)})
answers(
    "OrderTransaction",
    {
        "order": lambda p: p.order,
        "parentTransaction": lambda p: _one(p.order, p.order.transactions, p.record.parent_id),
        "formattedGateway": lambda p: p.record.gateway.replace("_", " ").title(),
        "processedAt": lambda p: p.record.created_at,
        "receiptJson": lambda p: json.dumps(p.record.receipt),
    },
)
answers(
    "Refund",
    {
        "order": lambda p: p.order,
        "processedAt": lambda p: p.record.created_at,
        "updatedAt": lambda p: p.record.created_at,
        "refundLineItems": lambda p: _parts(p.order, p.record.lines),
        "refundShippingLines": lambda p: _parts(p.order, p.record.shipping),
        "orderAdjustments": lambda p: _parts(p.order, p.record.adjustments),
        "transactions": lambda p: _parts(
            p.order, [t for t in p.order.transactions if t.id in p.record.transaction_ids]
        ),
    },
)
answers("RefundLineItem", {"lineItem": lambda p: _one(p.order, p.order.lines, p.record.line_id)})
answers(
    "RefundShippingLine",
    {"shippingLine": lambda p: _one(p.order, p.order.shipping_lines, p.record.shipping_line_id)},
)


@resolves("Order", "currencyCode")
def order_currency(ask: Ask, order: Order, args: dict[str, Any]) -> Any:
    return ask.shop.terms.currency


def _application(shop: Shop, order: Order, given: Application) -> dict[str, Any]:
    worth: dict[str, Any] = (
        {"__typename": "PricingPercentageValue", "percentage": float(given.value)}
        if given.percentage
        else money.money(given.value, shop.terms.currency)
    )
    return {
        "__typename": given.KIND,
        "index": order.applications.index(given),
        "code": given.title,
        "title": given.title,
        "description": None,
        "allocationMethod": given.allocation_method,
        "targetSelection": given.target_selection,
        "targetType": given.target_type,
        "value": worth,
    }


def _tax_lines(shop: Shop, order: Order, amount: Decimal) -> list[dict[str, Any]]:
    if not amount:
        return []
    bag = money.bag(order, amount, shop.terms.currency)
    rate = float(order.tax_percent / 100)
    told = {"title": "VAT", "rate": rate, "ratePercentage": rate * 100, "priceSet": bag, "price": amount}
    return [{**told, "channelLiable": None, "source": None}]


def _search_text(shop: Shop, order: Order) -> list[str]:
    customer = shop.books.customers.get(order.customer_id or 0)
    people = [customer.first_name, customer.last_name, customer.email] if customer else []
    return [text for text in (order.name, str(order.number), order.email, *people) if text]


LISTED["Order"] = Listed(
    search={
        "": _search_text,
        "id": lambda shop, o: o.id,
        "name": lambda shop, o: [o.name, str(o.number)],
        "created_at": lambda shop, o: o.created_at,
        "processed_at": lambda shop, o: o.processed_at,
        "updated_at": lambda shop, o: o.updated_at,
        "customer_id": lambda shop, o: o.customer_id,
        "email": lambda shop, o: o.email,
        "financial_status": lambda shop, o: money.financial_status(o),
        "fulfillment_status": lambda shop, o: "shipped" if o.fulfilled else "unshipped",
        "status": lambda shop, o: "cancelled" if o.cancelled_at else "closed" if o.closed_at else "open",
        "return_status": lambda shop, o: "no_return",
        "source_name": lambda shop, o: o.source_name,
        "discount_code": lambda shop, o: next(iter(o.codes), None),
        "gateway": lambda shop, o: [made.gateway for made in o.transactions],
        "sku": lambda shop, o: [line.sku for line in o.lines],
        "tag": lambda shop, o: o.tags,
        "test": lambda shop, o: o.test,
    },
    sorts={
        "CREATED_AT": lambda shop, o: o.created_at,
        "PROCESSED_AT": lambda shop, o: o.processed_at,
        "UPDATED_AT": lambda shop, o: o.updated_at,
        "ORDER_NUMBER": lambda shop, o: o.number,
        "TOTAL_PRICE": lambda shop, o: money.total(o),
        "CURRENT_TOTAL_PRICE": lambda shop, o: money.current_total(o),
        "FINANCIAL_STATUS": lambda shop, o: money.financial_status(o),
    },
)
