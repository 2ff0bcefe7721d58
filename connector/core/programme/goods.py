"""What of an order is meant, and what of it counts."""

from dataclasses import dataclass
from enum import StrEnum

from connector.core.commerce import Promotion


@dataclass(frozen=True, slots=True)
class Selector:
    """Which goods (C5): products by id or SKU, categories with all below them. Nothing chosen means everything.

    A product chosen or shut out by itself beats its categories.
    """

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    not_products: frozenset[str] = frozenset()
    not_categories: frozenset[str] = frozenset()


EVERYTHING = Selector()


class GiftCards(StrEnum):
    """When money that goes through a gift card earns: once, never twice."""

    BOUGHT = "bought"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class Base:
    """What of an order counts (C2): goods after discounts; tax, shipping and fees by setting.

    Lines that are `without` these promotions only (C7); the part paid with points never counts.
    """

    tax: bool = True
    shipping: bool = False
    fees: bool = False
    goods: Selector = EVERYTHING
    without: frozenset[Promotion] = frozenset()
    gift_cards: GiftCards = GiftCards.SPENT
