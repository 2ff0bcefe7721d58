"""What a discount answers, and where discounts are found.

The rule kept here: a list finds a discount by its code only if it has one; whoever knows a code asks for it by that.
Codes that are added in bulk are there when somebody looks whether they are.
"""

from decimal import Decimal
from typing import Any

from . import discounts, money
from .paging import LISTED, Listed
from .resolving import Ask, answers, resolves
from .rewards import BulkCreation, Discount, Items
from .root_fields import listing, look_up
from .shop import Shop, gid

SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥"}


listing("discountNodes", "DiscountNode", lambda ask: list(ask.shop.books.discounts.values()))
listing("codeDiscountNodes", "DiscountNode", lambda ask: list(ask.shop.books.discounts.values()))


@resolves("QueryRoot", "discountNode", "codeDiscountNode")
def discount_node(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return look_up(ask, args["id"].replace("/DiscountNode/", "/DiscountCodeNode/"), "DiscountCodeNode")


@resolves("QueryRoot", "codeDiscountNodeByCode")
def by_code(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    found = discounts.by_code(ask.shop, args["code"])
    return found[0] if found else None


@resolves("QueryRoot", "discountCodesCount")
def codes_count(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return {"count": sum(len(d.codes) for d in ask.shop.books.discounts.values()), "precision": "EXACT"}


@resolves("QueryRoot", "discountRedeemCodeBulkCreation")
def bulk_creation(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return look_up(ask, args["id"], "DiscountRedeemCodeBulkCreation")


@resolves("DiscountRedeemCodeBulkCreation", "codes")
def bulk_codes(ask: Ask, creation: BulkCreation, args: dict[str, Any]) -> Any:
    discount = ask.shop.books.discounts.get(creation.discount_id)
    known = {code.id: code for code in discount.codes} if discount else {}
    return [
        {
            "code": one.code,
            "errors": [{"field": ["code"], "message": one.problem, "code": None, "extraInfo": None}]
            if one.problem
            else [],
            "discountRedeemCode": known.get(one.redeem_code_id or 0),
        }
        for one in creation.codes
    ]


@resolves("DiscountRedeemCodeBulkCreation", "discountCode")
def bulk_discount(ask: Ask, creation: BulkCreation, args: dict[str, Any]) -> Any:
    return ask.shop.books.discounts.get(creation.discount_id)


answers(
    "DiscountRedeemCodeBulkCreation",
    {
        "codesCount": lambda c: len(c.codes),
        "importedCount": lambda c: sum(one.redeem_code_id is not None for one in c.codes),
        "failedCount": lambda c: sum(one.problem is not None for one in c.codes),
    },
)
answers("DiscountRedeemCode", {"asyncUsageCount": lambda c: len(c.used_by)})


@resolves("DiscountNode", "id")
@resolves("DiscountCodeNode", "id")
def node_id(ask: Ask, discount: Discount, args: dict[str, Any]) -> Any:
    return gid("DiscountCodeNode", discount.id)


@resolves("DiscountNode", "discount")
@resolves("DiscountCodeNode", "codeDiscount")
def shown(ask: Ask, discount: Discount, args: dict[str, Any]) -> Any:
    """The discount as whichever of the three it is."""
    shop, currency = ask.shop, ask.shop.terms.currency
    return {
        "__typename": discount.kind,
        "title": discount.title,
        "status": discounts.status(shop, discount),
        "summary": summary(shop, discount),
        "shortSummary": summary(shop, discount).partition(" •")[0],
        "startsAt": discount.starts_at,
        "endsAt": discount.ends_at,
        "createdAt": discount.created_at,
        "updatedAt": discount.updated_at,
        "asyncUsageCount": discount.uses,
        "usageLimit": discount.usage_limit,
        "usesPerOrderLimit": discount.uses_per_order_limit,
        "recurringCycleLimit": discount.recurring_cycle_limit,
        "appliesOncePerCustomer": discount.applies_once_per_customer,
        "appliesOnOneTimePurchase": discount.one_time,
        "appliesOnSubscription": discount.subscription,
        "discountClasses": [discount.discount_class],
        "discountClass": discount.discount_class,
        "combinesWith": {
            "productDiscounts": discount.combines_with_product,
            "orderDiscounts": discount.combines_with_order,
            "shippingDiscounts": discount.combines_with_shipping,
        },
        "codes": list(discount.codes),
        "codesCount": {"count": len(discount.codes), "precision": "EXACT"},
        "context": _context(shop, discount),
        "customerSelection": _selection(shop, discount),
        "customerGets": _gets(shop, discount),
        "customerBuys": _buys(shop, discount),
        "minimumRequirement": _minimum(shop, discount),
        "maximumShippingPrice": _money(discount.maximum_shipping_price, currency),
        "destinationSelection": _destination(discount),
        "tags": discount.tags,
        "totalSales": None,
    }


def summary(shop: Shop, discount: Discount) -> str:
    effect = _effect(shop, discount)
    if discount.kind == "DiscountCodeBxgy":
        cheaper = "free" if discount.percentage == 1 else f"at {effect}"
        return f"Buy {_count(discount.buys_quantity)}, get {_count(discount.gets_quantity)} {cheaper}"
    meant = " and ".join(
        word for word, on in (("one-time purchase", discount.one_time), ("subscription", discount.subscription)) if on
    )
    shipping = discount.kind == "DiscountCodeFreeShipping"
    said = [f"Free shipping on {meant} products" if shipping else f"{effect} {meant} products"]
    if discount.minimum_subtotal:
        said.append(f"Minimum purchase of {_price(shop, discount.minimum_subtotal)}")
    if discount.minimum_quantity:
        said.append(f"Minimum quantity of {discount.minimum_quantity}")
    if shipping:
        places = len(discount.countries)
        said.append(f"For {places} countr{'y' if places == 1 else 'ies'}" if places else "For all countries")
        if discount.maximum_shipping_price:
            said.append(f"Applies to shipping rates under {_price(shop, discount.maximum_shipping_price)}")
    if discount.applies_once_per_customer:
        said.append("One use per customer")
    return " • ".join(said)


def _effect(shop: Shop, discount: Discount) -> str:
    if discount.percentage is not None:
        return f"{format((discount.percentage * 100).normalize(), 'f')}% off"
    return f"{_price(shop, discount.amount or Decimal(0))} off"


def _count(pieces: int | None) -> str:
    return f"{pieces} item{'' if pieces == 1 else 's'}"


def _destination(discount: Discount) -> dict[str, Any]:
    if not discount.countries:
        return {"__typename": "DiscountCountryAll", "allCountries": True}
    rest = discount.rest_of_world
    return {"__typename": "DiscountCountries", "countries": discount.countries, "includeRestOfWorld": rest}


def _price(shop: Shop, amount: Decimal) -> str:
    return f"{SYMBOLS.get(shop.terms.currency, '$')}{amount:,.2f}"


def _money(amount: Decimal | None, currency: str) -> dict[str, Any] | None:
    return None if amount is None else money.money(amount, currency)


def _people(shop: Shop, discount: Discount) -> list[Any]:
    known = shop.books.customers
    return [known[number] for number in discount.customer_ids or [] if number in known]


def _context(shop: Shop, discount: Discount) -> dict[str, Any]:
    if discount.customer_ids is None:
        return {"__typename": "DiscountBuyerSelectionAll", "all": "ALL"}
    return {"__typename": "DiscountCustomers", "customers": _people(shop, discount)}


def _selection(shop: Shop, discount: Discount) -> dict[str, Any]:
    if discount.customer_ids is None:
        return {"__typename": "DiscountCustomerAll", "allCustomers": True}
    return {"__typename": "DiscountCustomers", "customers": _people(shop, discount)}


def _gets(shop: Shop, discount: Discount) -> dict[str, Any]:
    worth: dict[str, Any] = {
        "__typename": "DiscountAmount",
        "amount": _money(discount.amount, shop.terms.currency),
        "appliesOnEachItem": discount.on_each_item,
    }
    if discount.percentage is not None:
        worth = {"__typename": "DiscountPercentage", "percentage": float(discount.percentage)}
    if discount.gets_quantity is not None:
        quantity = {"quantity": str(discount.gets_quantity)}
        worth = {"__typename": "DiscountOnQuantity", "quantity": quantity, "effect": worth}
    return {
        "value": worth,
        "items": _shown_items(shop, discount.items),
        "appliesOnOneTimePurchase": discount.one_time,
        "appliesOnSubscription": discount.subscription,
    }


def _buys(shop: Shop, discount: Discount) -> dict[str, Any]:
    value: dict[str, Any] = {"__typename": "DiscountQuantity", "quantity": str(discount.buys_quantity or 0)}
    if discount.buys_amount is not None:
        value = {"__typename": "DiscountPurchaseAmount", "amount": money.shown(discount.buys_amount)}
    return {"value": value, "items": _shown_items(shop, discount.buys), "isOneTimePurchase": True}


def _shown_items(shop: Shop, items: Items) -> dict[str, Any]:
    books = shop.books
    if items.collection_ids:
        found = [books.collections[number] for number in items.collection_ids if number in books.collections]
        return {"__typename": "DiscountCollections", "collections": found}
    if items.product_ids or items.variant_ids:
        return {
            "__typename": "DiscountProducts",
            "products": [books.products[number] for number in items.product_ids if number in books.products],
            "productVariants": [books.variants[number] for number in items.variant_ids if number in books.variants],
        }
    return {"__typename": "AllDiscountItems", "allItems": True}


def _minimum(shop: Shop, discount: Discount) -> dict[str, Any] | None:
    if discount.minimum_subtotal is not None:
        worth = money.money(discount.minimum_subtotal, shop.terms.currency)
        return {"__typename": "DiscountMinimumSubtotal", "greaterThanOrEqualToSubtotal": worth}
    if discount.minimum_quantity is not None:
        quantity = str(discount.minimum_quantity)
        return {"__typename": "DiscountMinimumQuantity", "greaterThanOrEqualToQuantity": quantity}
    return None


LISTED["DiscountRedeemCode"] = Listed(search={"": lambda shop, c: [c.code]})
LISTED["DiscountNode"] = LISTED["DiscountCodeNode"] = Listed(
    search={
        "": lambda shop, d: [d.title, *(code.code for code in d.codes)],
        "id": lambda shop, d: d.id,
        "title": lambda shop, d: d.title,
        "code": lambda shop, d: d.codes[0].code if len(d.codes) == 1 else None,  # not supported for bulk discounts
        "status": lambda shop, d: discounts.status(shop, d),
        "discount_type": lambda shop, d: {"SHIPPING": "free_shipping"}.get(d.discount_class),
        "method": lambda shop, d: "code",
        "created_at": lambda shop, d: d.created_at,
        "updated_at": lambda shop, d: d.updated_at,
        "starts_at": lambda shop, d: d.starts_at,
        "ends_at": lambda shop, d: d.ends_at,
        "times_used": lambda shop, d: d.uses,
        "tag": lambda shop, d: d.tags,
    },
    sorts={
        "CREATED_AT": lambda shop, d: d.created_at,
        "UPDATED_AT": lambda shop, d: d.updated_at,
        "STARTS_AT": lambda shop, d: d.starts_at,
        "ENDS_AT": lambda shop, d: d.ends_at,
        "TITLE": lambda shop, d: d.title,
    },
)
