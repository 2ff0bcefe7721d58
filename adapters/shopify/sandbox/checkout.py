"""Buying: which codes a checkout takes, what they take off, and what is paid with.

The rule kept here: a code is refused when it is unknown, over or not yet begun, used up, another customer's, or below
its minimum; two discounts go together only if each allows the other's class, and two for shipping never do. Gift cards
and store credit pay; they discount nothing.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from . import discounts, gift_cards, money, placing, store_credit
from .records import ZERO, Application, Customer, Line, Order
from .rewards import Discount, Items, RedeemCode
from .shop import Shop, gid

MOST_CODES = 5  # of products and orders, and one for shipping
CREDIT_GATEWAY, CARD_GATEWAY = "shopify_store_credit", "gift_card"


class CodeRefused(Exception):
    """The checkout did not take a code."""


def buy(
    shop: Shop,
    items: Mapping[int, int],
    *,
    customer: Customer | None = None,
    email: str | None = None,
    codes: Sequence[str] = (),
    cards: Sequence[str] = (),
    with_credit: bool = False,
    shipping: Decimal | None = Decimal("4.90"),
    paid: bool = True,
    manual: Sequence[Application] = (),
    **details: Any,
) -> Order:
    """`items` is variant id to pieces; `codes` are discounts, `cards` the codes of gift cards, `manual` what somebody
    at a till takes off. Other details: see `placing.place_order`."""
    address = email or (customer.email if customer else None)
    lines = placing.order_lines(shop, items)
    taken = [_taken(shop, code, lines, customer, address) for code in codes]
    _together([discount for discount, _ in taken])
    order = placing.place_order(
        shop,
        items,
        customer_id=customer.id if customer else None,
        email=email,
        applications=[*(_application(shop, discount, code, lines) for discount, code in taken), *manual],
        shipping=shipping,
        paid=False,
        **details,
    )
    for _, code in taken:
        code.used_by.append(_buyer(customer, address))
    if paid:
        placing.pay(shop, order, _payments(shop, order, customer, cards, with_credit))
    return order


def ships_free(order: Order) -> bool:
    return bool(order.shipping_lines) and not money.shipping(order)


def matching(shop: Shop, items: Items, line: Line) -> bool:
    if line.is_gift_card:
        return False
    product = shop.books.products.get(line.product_id or 0)
    return (
        items.everything
        or line.product_id in items.product_ids
        or line.variant_id in items.variant_ids
        or (product is not None and bool(set(product.collection_ids) & set(items.collection_ids)))
    )


def _taken(
    shop: Shop, text: str, lines: Sequence[Line], customer: Customer | None, address: str | None
) -> tuple[Discount, RedeemCode]:
    found = discounts.by_code(shop, text)
    if found is None:
        raise CodeRefused(f"{text}: enter a valid discount code")
    discount, code = found
    if discounts.status(shop, discount) != "ACTIVE":
        raise CodeRefused(f"{text}: the discount is {discounts.status(shop, discount).lower()}")
    if discount.usage_limit is not None and len(code.used_by) >= discount.usage_limit:
        raise CodeRefused(f"{text}: the code was used as often as it may be")
    buyer = _buyer(customer, address)
    if discount.applies_once_per_customer and buyer and buyer in code.used_by:
        raise CodeRefused(f"{text}: this customer has used the code")
    if discount.customer_ids is not None and (customer is None or customer.id not in discount.customer_ids):
        raise CodeRefused(f"{text}: the code is another customer's")
    entitled = [line for line in lines if discount.discount_class != "PRODUCT" or matching(shop, discount.items, line)]
    if not entitled:
        raise CodeRefused(f"{text}: nothing in the cart is meant by it")
    if discount.minimum_subtotal and sum((money.line_original(one) for one in entitled), ZERO) < (
        discount.minimum_subtotal
    ):
        raise CodeRefused(f"{text}: the cart is below {money.shown(discount.minimum_subtotal)}")
    if discount.minimum_quantity and sum(one.quantity for one in entitled) < discount.minimum_quantity:
        raise CodeRefused(f"{text}: fewer than {discount.minimum_quantity} pieces")
    bought = sum(one.quantity for one in lines if matching(shop, discount.buys, one))
    if discount.buys_quantity and bought < discount.buys_quantity:
        raise CodeRefused(f"{text}: fewer than {discount.buys_quantity} pieces of what is to be bought")
    return discount, code


def _together(taken: Sequence[Discount]) -> None:
    for number, one in enumerate(taken):
        for other in taken[number + 1 :]:
            both_ship = one.discount_class == other.discount_class == "SHIPPING"
            if one is other or both_ship or not (_allows(one, other) and _allows(other, one)):
                raise CodeRefused(f"{one.title} cannot be combined with {other.title}")
    if sum(one.discount_class != "SHIPPING" for one in taken) > MOST_CODES:
        raise CodeRefused(f"more than {MOST_CODES} codes")


def _allows(one: Discount, other: Discount) -> bool:
    return {
        "PRODUCT": one.combines_with_product,
        "ORDER": one.combines_with_order,
        "SHIPPING": one.combines_with_shipping,
    }[other.discount_class]


def _application(shop: Shop, discount: Discount, code: RedeemCode, lines: Sequence[Line]) -> Application:
    made = Application("DiscountCodeApplication", code.code, discount.amount or ZERO)
    if discount.percentage is not None:
        made.value, made.percentage = discount.percentage * 100, True
    if discount.discount_class == "SHIPPING":
        made.value, made.percentage, made.target_type = Decimal(100), True, "SHIPPING_LINE"
        return made
    if discount.discount_class == "PRODUCT":
        made.target_selection = "ENTITLED"
        made.line_numbers = [number for number, one in enumerate(lines) if matching(shop, discount.items, one)]
        made.allocation_method = "EACH" if discount.on_each_item or made.percentage else "ACROSS"
    if discount.kind == "DiscountCodeBxgy":
        cheapest = min(made.line_numbers, key=lambda number: lines[number].unit_price)
        pieces = min(discount.gets_quantity or 1, lines[cheapest].quantity)
        off = lines[cheapest].unit_price * pieces * (discount.percentage or ZERO)
        made.value, made.percentage, made.line_numbers = money.rounded(off), False, [cheapest]
        made.allocation_method = "ACROSS"
    return made


def _buyer(customer: Customer | None, address: str | None) -> str:
    return gid("Customer", customer.id) if customer else (address or "").casefold()


def _payments(
    shop: Shop, order: Order, customer: Customer | None, cards: Sequence[str], with_credit: bool
) -> placing.Payments:
    left = money.total(order)
    made: list[tuple[str, Decimal] | tuple[str, Decimal, placing.Receipt]] = []
    account = store_credit.account_of(shop, customer.id, shop.terms.currency) if customer and with_credit else None
    if account and left and (part := min(left, account.balance)):
        store_credit.book(shop, account, -part, "ORDER_PAYMENT")
        made.append((CREDIT_GATEWAY, part))
        left -= part
    for text in cards:
        card = gift_cards.by_code(shop, text)
        if card is None or not gift_cards.redeemable(shop, card):
            raise CodeRefused(f"{text}: enter a valid gift card")
        if part := min(left, card.balance):
            gift_cards.spend(shop, card, part)
            made.append((CARD_GATEWAY, part, gift_cards.receipt(card)))
            left -= part
    return [*made, (placing.GATEWAY, left)] if left or not made else made
