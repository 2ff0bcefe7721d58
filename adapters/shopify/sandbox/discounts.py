"""Discounts with codes: read from what an app sends, judged, changed.

The rule kept here: all that is wrong is said at once, in the recorded order and words; a code belongs to one discount,
whatever its case.
"""

from decimal import Decimal
from typing import Any

from . import times
from .rewards import Discount, Items, RedeemCode
from .shop import Shop, parsed
from .user_errors import UserError, UserErrors

LONGEST_CODE = LONGEST_TITLE = 255
COMBINES = {
    "productDiscounts": "combines_with_product",
    "orderDiscounts": "combines_with_order",
    "shippingDiscounts": "combines_with_shipping",
}
PLAIN = {
    "title": "title",
    "usageLimit": "usage_limit",
    "appliesOncePerCustomer": "applies_once_per_customer",
    "recurringCycleLimit": "recurring_cycle_limit",
    "usesPerOrderLimit": "uses_per_order_limit",
    "tags": "tags",
}


def by_code(shop: Shop, code: str) -> tuple[Discount, RedeemCode] | None:
    wanted = code.casefold()
    for discount in shop.books.discounts.values():
        for known in discount.codes:
            if known.code.casefold() == wanted:
                return discount, known
    return None


def find(shop: Shop, text: str, field: str = "id", message: str = "Discount does not exist") -> Discount:
    found = parsed(text)
    discount = shop.books.discounts.get(found[1]) if found else None
    if discount is None:
        raise UserError([field], message, "INVALID")
    return discount


def status(shop: Shop, discount: Discount) -> str:
    now = shop.now()
    if discount.ends_at is not None and discount.ends_at <= now:
        return "EXPIRED"
    return "SCHEDULED" if discount.starts_at > now else "ACTIVE"


def save(shop: Shop, kind: str, told: dict[str, Any], argument: str, discount: Discount | None = None) -> Discount:
    """A new one, or the one there is with what is told about it."""
    _judge(shop, kind, told, argument, discount)
    now = shop.now()
    if discount is None:
        discount = Discount(kind, shop.next_id("DiscountCodeNode"), "", now, now, now)
        shop.books.discounts[discount.id] = discount
    _write(shop, discount, told)
    discount.updated_at = now
    return discount


def add_code(shop: Shop, discount: Discount, code: str) -> RedeemCode:
    made = RedeemCode(shop.next_id("DiscountRedeemCode"), code)
    discount.codes.append(made)
    return made


def _judge(shop: Shop, kind: str, told: dict[str, Any], argument: str, discount: Discount | None) -> None:
    wrong: list[UserError] = []

    def refuse(field: list[str], message: str, code: str) -> None:
        wrong.append(UserError([argument, *field], message, code))

    if told.get("context") and told.get("customerSelection"):
        refuse(["context"], "Only one of context or customerSelection can be provided.", "INVALID")
        raise UserErrors(*wrong)
    combines = told.get("combinesWith") or {}
    if kind == "DiscountCodeFreeShipping" and combines.get("shippingDiscounts"):
        message = "The combinesWith settings are not valid for the discount class."
        refuse(["combinesWith"], message, "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS")
    gets = told.get("customerGets") or {}
    items = gets.get("items") or {}
    if kind == "DiscountCodeBxgy" and items.get("all"):
        refuse(["customerGets"], "Items in 'customer get' cannot be set to all", "INVALID")
    if items.get("collections") and items.get("products"):
        message = "Cannot entitle collections in combination with product variants or products"
        refuse(["customerGets", "items", "collections", "add"], message, "CONFLICT")
    wrong += _unknown_goods(shop, [argument, "customerGets", "items"], items)
    if discount is None or "title" in told:
        title = told.get("title") or ""
        if not title.strip():
            refuse(["title"], "Title can't be blank", "BLANK")
        elif len(title) > LONGEST_TITLE:
            refuse(["title"], f"Title is too long (maximum is {LONGEST_TITLE} characters)", "TOO_LONG")
    if kind == "DiscountCodeBxgy" and ((told.get("customerBuys") or {}).get("items") or {}).get("all"):
        refuse(["customerBuys", "items"], "Items in 'customer buys' must be defined", "BLANK")
    percentage = (gets.get("value") or {}).get("percentage")
    if percentage is not None and not 0 <= percentage <= 1:
        refuse(["customerGets", "value", "percentage"], "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE")
    starts, ends = told.get("startsAt"), told.get("endsAt")
    if starts and ends and times.parse(ends) <= times.parse(starts):
        refuse(["endsAt"], "Ends at needs to be after starts_at", "INVALID")
    requirement = told.get("minimumRequirement") or {}
    if requirement.get("quantity") and requirement.get("subtotal"):
        message = "Minimum subtotal cannot be defined when minimum quantity is."
        refuse(["minimumRequirement", "subtotal", "greaterThanOrEqualToSubtotal"], message, "CONFLICT")
    _judge_code(shop, told, refuse, discount)
    if wrong:
        raise UserErrors(*wrong)


def _judge_code(shop: Shop, told: dict[str, Any], refuse: Any, discount: Discount | None) -> None:
    code = told.get("code")
    if code is None:
        return
    if not code.strip():
        refuse(["code"], "Code can't be blank", "BLANK")
    elif len(code) > LONGEST_CODE:
        refuse(["code"], f"Code is too long (maximum is {LONGEST_CODE} characters)", "TOO_LONG")
    elif (held := by_code(shop, code)) and held[0] is not discount:
        refuse(["code"], "Code must be unique. Please try a different code.", "TAKEN")


def _unknown_goods(shop: Shop, where: list[str], items: dict[str, Any]) -> list[UserError]:
    products, wrong = items.get("products") or {}, []
    asked = (
        ("productsToAdd", "Product", shop.books.products, products.get("productsToAdd")),
        ("productVariantsToAdd", "Product variant", shop.books.variants, products.get("productVariantsToAdd")),
    )
    for field, called, known, ids in asked:
        for number in _numbers(ids):
            if number not in known:
                message = f"{called} with id: {number} is invalid"
                wrong.append(UserError([*where, "products", field], message, "INVALID"))
    if not products:
        for number in _numbers((items.get("collections") or {}).get("add")):
            if number not in shop.books.collections:
                message = f"Collection with id: {number} is invalid"
                wrong.append(UserError([*where, "collections", "add"], message, "INVALID"))
    return wrong


def _write(shop: Shop, discount: Discount, told: dict[str, Any]) -> None:
    for name, attribute in PLAIN.items():
        if name in told:
            value = told[name]
            setattr(discount, attribute, value if value is not None else type(getattr(discount, attribute))())
    for name in ("usageLimit", "recurringCycleLimit", "usesPerOrderLimit"):
        if name in told:
            setattr(discount, PLAIN[name], told[name])
    if told.get("startsAt"):
        discount.starts_at = times.parse(told["startsAt"]).replace(microsecond=0)
    if "endsAt" in told:
        discount.ends_at = times.parse(told["endsAt"]).replace(microsecond=0) if told["endsAt"] else None
    for name, attribute in COMBINES.items():
        if name in (told.get("combinesWith") or {}):
            setattr(discount, attribute, bool(told["combinesWith"][name]))
    if told.get("code"):
        if discount.codes:
            discount.codes[0].code = told["code"]
        else:
            add_code(shop, discount, told["code"])
    _write_buyers(discount, told)
    _write_worth(discount, told)
    if "minimumRequirement" in told:
        requirement = told["minimumRequirement"] or {}
        quantity = (requirement.get("quantity") or {}).get("greaterThanOrEqualToQuantity")
        worth = (requirement.get("subtotal") or {}).get("greaterThanOrEqualToSubtotal")
        discount.minimum_quantity = int(quantity) if quantity else None
        discount.minimum_subtotal = Decimal(worth) if worth else None


def _write_buyers(discount: Discount, told: dict[str, Any]) -> None:
    buyers = told.get("context") or told.get("customerSelection")
    if not buyers:
        return
    if buyers.get("all"):
        discount.customer_ids = None
    elif people := buyers.get("customers"):
        kept = [number for number in discount.customer_ids or [] if number not in _numbers(people.get("remove"))]
        discount.customer_ids = kept + [number for number in _numbers(people.get("add")) if number not in kept]


def _write_worth(discount: Discount, told: dict[str, Any]) -> None:
    if "maximumShippingPrice" in told:
        worth = told["maximumShippingPrice"]
        discount.maximum_shipping_price = Decimal(worth) if worth else None
    for name, attribute in (("appliesOnOneTimePurchase", "one_time"), ("appliesOnSubscription", "subscription")):
        for source in (told, told.get("customerGets") or {}):
            if source.get(name) is not None:
                setattr(discount, attribute, source[name])
    if destination := told.get("destination"):
        named = destination.get("countries") or {}
        discount.countries = [c for c in discount.countries if c not in (named.get("remove") or [])]
        discount.countries += [c for c in named.get("add") or [] if c not in discount.countries]
        discount.rest_of_world = bool(named.get("includeRestOfWorld"))
        if destination.get("all"):
            discount.countries, discount.rest_of_world = [], False
    if buys := told.get("customerBuys"):
        value = buys.get("value") or {}
        discount.buys_quantity = int(value["quantity"]) if value.get("quantity") else discount.buys_quantity
        discount.buys_amount = Decimal(value["amount"]) if value.get("amount") else discount.buys_amount
        discount.buys = _items(buys.get("items"), discount.buys)
    if gets := told.get("customerGets"):
        value = gets.get("value") or {}
        if on_quantity := value.get("discountOnQuantity"):
            discount.gets_quantity = int(on_quantity["quantity"])
            value = on_quantity.get("effect") or {}
        if value.get("percentage") is not None:
            discount.percentage, discount.amount = Decimal(str(value["percentage"])), None
        elif told_amount := value.get("discountAmount"):
            discount.percentage, discount.amount = None, Decimal(told_amount["amount"])
            discount.on_each_item = bool(told_amount.get("appliesOnEachItem"))
        discount.items = _items(gets.get("items"), discount.items)


def _items(told: dict[str, Any] | None, before: Items) -> Items:
    if not told:
        return before
    if told.get("all"):
        return Items(everything=True)
    products, collections = told.get("products") or {}, told.get("collections") or {}
    return Items(
        product_ids=_changed(before.product_ids, products.get("productsToAdd"), products.get("productsToRemove")),
        variant_ids=_changed(
            before.variant_ids, products.get("productVariantsToAdd"), products.get("productVariantsToRemove")
        ),
        collection_ids=_changed(before.collection_ids, collections.get("add"), collections.get("remove")),
    )


def _changed(before: list[int], add: list[str] | None, remove: list[str] | None) -> list[int]:
    kept = [number for number in before if number not in _numbers(remove)]
    return kept + [number for number in _numbers(add) if number not in kept]


def _numbers(ids: list[str] | None) -> list[int]:
    return [found[1] for found in map(parsed, ids or []) if found]
