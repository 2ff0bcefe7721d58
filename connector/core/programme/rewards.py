"""What points buy beside an amount off: the rewards of the catalogue (C36, C38–C43, C61)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from connector.core.programme.goods import EVERYTHING, Selector

Wording = Mapping[str, str]  # language → text; "" is what the others are told


@dataclass(frozen=True, slots=True)
class OneOff:
    """A discount on one order, by coupon (C39): an amount or whole per cent, one of them.

    Of chosen goods an amount is taken off one piece, per cent off all of them (C41). `sale_items`: also off goods that
    are reduced already (C33).
    """

    kind: ClassVar[str] = "discount"
    amount: int = 0
    percent: int = 0
    goods: Selector = EVERYTHING
    sale_items: bool = True
    minimum_order: int = 0
    valid_days: int = 30


@dataclass(frozen=True, slots=True)
class FreeShipping:
    """Free delivery of one order, by coupon (C38); without methods by any that the store offers so."""

    kind: ClassVar[str] = "free_shipping"
    methods: frozenset[str] = frozenset()
    minimum_order: int = 0
    valid_days: int = 30


@dataclass(frozen=True, slots=True)
class ProductForPoints:
    """One piece of a product (id or SKU), sold at the settlement price for the books (C36, C42).

    `confirm`: the merchant puts it into an order and says so; otherwise a coupon takes the whole price off.
    """

    kind: ClassVar[str] = "product"
    product: str
    settlement_price: int = 0
    confirm: bool = True
    valid_days: int = 30


@dataclass(frozen=True, slots=True)
class Permanent:
    """A discount on the customer's account (C40): an amount or whole per cent, for so long (both None: for ever)."""

    kind: ClassVar[str] = "permanent"
    amount: int = 0
    percent: int = 0
    days: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Gift:
    """Anything that is handed out (C43). `confirm`: the merchant says that it was (C61)."""

    kind: ClassVar[str] = "gift"
    confirm: bool = True


@dataclass(frozen=True, slots=True)
class MoneyOnCard:
    """A gift card of the store with an amount on it, to be spent within so many days (None: for ever)."""

    kind: ClassVar[str] = "gift_card"
    amount: int
    valid_days: int | None = None


@dataclass(frozen=True, slots=True)
class MoneyOnAccount:
    """The same amount as credit on the customer's account in the store."""

    kind: ClassVar[str] = "store_credit"
    amount: int
    valid_days: int | None = None


Payout = MoneyOnCard | MoneyOnAccount
What = OneOff | FreeShipping | ProductForPoints | Permanent | Gift | Payout


@dataclass(frozen=True, slots=True)
class Reward:
    """Something for points. It is on offer in [starts_at, ends_at), to all groups where `groups` is empty.

    `stock` is how many there are in all, `per_member` how many one member may have (None: as many as they like).
    """

    name: str
    points: int
    what: What
    title: Wording
    description: Wording = field(default_factory=dict)
    image: str = ""
    stock: int | None = None
    per_member: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    groups: frozenset[str] = frozenset()
