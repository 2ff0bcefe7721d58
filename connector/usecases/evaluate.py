"""What a programme would do, without a store or a database: an order's award, what may be redeemed on a cart, and
what it costs in points.

The rule kept here: it is the same reckoning that settles real orders; only where the snapshot comes from differs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from connector.core.commerce import Cart, Order, Stage
from connector.core.earning import Award, Facts, evaluate
from connector.core.participation import bar_to_redeeming, bar_to_spending, rates
from connector.core.prices import PricedCart, priced_cart
from connector.core.product_terms import NO_PRODUCT_TERMS, ProductTerms, product_terms
from connector.core.programme import Terms
from connector.core.quote import Quote, Refusal, quote
from connector.usecases.product_sheet import judge
from connector.usecases.sheet import Sheet

_TIMES = ("modified_at", "observed_at")
_ALWAYS = datetime.min.replace(tzinfo=UTC)


class NotAnOrder(ValueError):
    """The JSON is not a normalised order or cart; the message names the place."""


def read_orders(text: bytes) -> list[Order]:
    """One order or a list of successive snapshots, in the documented JSON. Raises NotAnOrder.

    What a person would leave out is filled in: number from id, dates of change from the date of placing.
    """
    data = _json(text)
    return [_order(one) for one in (data if isinstance(data, list) else [data])]


def read_cart(text: bytes, products: ProductTerms = NO_PRODUCT_TERMS) -> Cart:
    """A cart in the documented JSON, with what a table says of its goods. Raises NotAnOrder."""
    try:
        cart = msgspec.convert(_lines(_json(text)), Cart)
    except msgspec.ValidationError as error:
        raise NotAnOrder(f"not a cart: {error}") from None
    return replace(cart, lines=products.on(cart.lines, _ALWAYS))


def table_of(sheet: Sheet) -> ProductTerms:
    """A table of products, as if it had always been in force. Raises BadRows."""
    return product_terms(judge(sheet, _ALWAYS))


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One snapshot and its award; `change` is what settling it would post after the snapshot before it."""

    order: str
    status: str
    award: Award
    change: int


class NoSuchTier(ValueError):
    """The programme has no tier of that name; the message says which there are."""


def evaluate_orders(
    orders: Sequence[Order],
    terms: Terms,
    store: str = "",
    tier_name: str | None = None,
    products: ProductTerms = NO_PRODUCT_TERMS,
) -> list[Evaluated]:
    """Each snapshot's award for a buyer of that tier, and the change from one to the next of the same order.

    Raises NoSuchTier.
    """
    tiers = {tier.name: tier for tier in terms.tiers.levels} if terms.tiers else {}
    if tier_name is not None and tier_name not in tiers:
        raise NoSuchTier(f"there is no tier {tier_name!r}: {', '.join(tiers) or 'the programme has none'}")
    facts = Facts(store, tier=tiers[tier_name] if tier_name is not None else None, products=products)
    given: dict[str, int] = {}
    found = []
    for order in orders:
        award = evaluate(order, terms, facts)
        found.append(Evaluated(order.number, order.status, award, award.points - given.get(order.id, 0)))
        given[order.id] = award.points
    return found


def quote_cart(
    points: int | None,
    balance: int,
    terms: Terms,
    cart: Cart | None,
    store: str = "",
    groups: Collection[str] = (),
) -> Quote:
    """What `points` (None: the most) buy on a cart, or on a coupon without one, for somebody in these groups (or in
    those that the cart tells). Raises Refusal."""
    groups = groups or (cart.groups if cart else ())
    redemption = rates(terms, store, groups).redemption
    if redemption is not None and (bar := bar_to_redeeming(groups, terms, redemption)):
        raise Refusal(bar, 0, 0)
    if cart is not None and cart.currency != terms.currency:
        raise Refusal("other_currency", 0, 0)
    return quote(points, balance, redemption, cart)


def price_cart(terms: Terms, cart: Cart) -> PricedCart:
    """What the goods of a cart cost in points. Raises Refusal."""
    if terms.prices is None:
        raise Refusal("no_prices", 0, 0)
    if bar := bar_to_spending(cart.groups, terms):
        raise Refusal(bar, 0, 0)
    if cart.currency != terms.currency:
        raise Refusal("other_currency", 0, 0)
    return priced_cart(cart, terms.prices)


def _json(text: bytes) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise NotAnOrder(f"not JSON: {error}") from None


def _order(data: Any) -> Order:
    if not isinstance(data, dict):
        raise NotAnOrder("an order is an object: {…}")
    if "stage" not in data:
        raise NotAnOrder(f"an order has a stage, which is one of {', '.join(Stage)}")
    placed = data.get("placed_at", datetime.now(UTC).isoformat())
    filled = {"number": str(data.get("id", "1")), "status": data.get("stage"), "total_tax": 0, **_lines(data)}
    filled |= {"id": str(data.get("id", "1")), "placed_at": placed}
    filled |= {name: data.get(name, placed) for name in _TIMES}
    filled.setdefault("buyer", {"customer_id": "1", "email": None})
    try:
        order = msgspec.convert({"total": 0, **filled}, Order)
    except msgspec.ValidationError as error:
        raise NotAnOrder(f"not an order: {error}") from None
    return order if "total" in data else replace(order, total=order.sum_of_parts)


def _lines(data: Any) -> Any:
    """Lines with what a person would leave out: ids by position, one piece, no tax, nothing taken off."""
    if not isinstance(data, dict) or not isinstance(data.get("lines"), list):
        return data
    lines = []
    for number, line in enumerate(data["lines"], start=1):
        if not isinstance(line, dict):
            raise NotAnOrder(f"line {number} is an object: {{…}}")
        usual = {"id": str(number), "product_id": str(line.get("sku", number)), "name": f"line {number}"}
        money = {
            "quantity": "1",
            "total_tax": 0,
            "subtotal": line.get("total"),
            "subtotal_tax": line.get("total_tax", 0),
        }
        lines.append({**line, **{key: value for key, value in (usual | money).items() if key not in line}})
    return {**data, "lines": lines}
