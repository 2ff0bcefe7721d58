"""What a store says of an order's goods and of its buyer beside the order, and how the order is filled with it.

The rule kept here: the first word counts. What was once filled in stays with the order, whatever becomes of the product
or of the buyer's group; and what the order tells by itself is never written over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from connector.core.commerce import Buyer, Line, Order, Product, Promotion


@dataclass(frozen=True, slots=True)
class LineFacts:
    """Of the product on a line, when the line was first seen."""

    categories: tuple[str, ...] = ()
    sku: str | None = None
    on_sale: bool = False
    gift_card: bool = False


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Of an order: by item (a line and the product on it), and the groups of who ordered, by customer."""

    lines: Mapping[str, LineFacts] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def or_else(self, later: "OrderFacts") -> "OrderFacts":
        """These, and of what was learnt later that which these do not know."""
        return OrderFacts({**later.lines, **self.lines}, {**later.groups, **self.groups})


def item(line: Line) -> str:
    """A line may get another product, which is then a thing seen for the first time."""
    return f"{line.id}/{line.product_id}/{line.variant_id or ''}"


def untold_lines(order: Order, facts: OrderFacts) -> list[Line]:
    """Lines of which neither the order nor the facts tell more than the figures."""
    return [line for line in order.lines if line.product_id and not line.categories and item(line) not in facts.lines]


def untold_buyer(order: Order, facts: OrderFacts) -> str | None:
    """The customer whose groups nobody has told."""
    buyer = order.buyer
    return None if buyer.groups or buyer.customer_id in facts.groups else buyer.customer_id


def facts_of(line: Line, products: Mapping[str, Product]) -> LineFacts:
    """What the products say of this line. A variation that is gone is in its product's categories all the same, and
    whether it was reduced nobody knows."""
    own = products.get(line.variant_id or line.product_id)
    product = own or products.get(line.product_id)
    if product is None:
        return LineFacts(sku=line.sku)
    return LineFacts(product.categories, line.sku or product.sku, own is not None and own.on_sale, product.gift_card)


def filled(order: Order, facts: OrderFacts) -> Order:
    """The order with the facts in it."""
    return replace(order, lines=tuple(_line(line, facts) for line in order.lines), buyer=_buyer(order.buyer, facts))


def _line(line: Line, facts: OrderFacts) -> Line:
    known = facts.lines.get(item(line))
    if known is None or line.categories:
        return line
    sale = (Promotion.SALE,) if known.on_sale and Promotion.SALE not in line.promotions else ()
    return replace(
        line,
        categories=known.categories,
        sku=known.sku or line.sku,
        promotions=(*line.promotions, *sale),
        gift_card=line.gift_card or known.gift_card,
    )


def _buyer(buyer: Buyer, facts: OrderFacts) -> Buyer:
    if buyer.groups or buyer.customer_id is None:
        return buyer
    return replace(buyer, groups=facts.groups.get(buyer.customer_id, ()))
