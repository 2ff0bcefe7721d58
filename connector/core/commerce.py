"""What stores say, in words that belong to no platform. An adapter's whole duty on the way in is to fill these.

The rule kept here: a value is a fact of the store's, never a conclusion of ours. Money is integer minor units of the
order's currency, times are aware UTC, ids are the store's own, as text.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """Where an order stands, for programmes that serve several platforms. `Order.status` keeps the store's own word."""

    DRAFT = "draft"  # a cart, or an order the store itself refused: never counts
    OPEN = "open"  # placed, nothing paid
    PAID = "paid"
    COMPLETED = "completed"
    CANCELLED = "cancelled"  # includes failed payments
    REFUNDED = "refunded"  # everything given back
    DELETED = "deleted"  # trashed, or gone from the store


class ChargeKind(StrEnum):
    SHIPPING = "shipping"
    FEE = "fee"


class Promotion(StrEnum):
    """Why goods cost less than they otherwise would (C7)."""

    SALE = "sale"  # the product itself is reduced
    COUPON = "coupon"
    AUTOMATIC = "automatic"  # a discount that nobody typed
    BOGO = "bogo"  # one paid, one free


class TenderKind(StrEnum):
    """What part of an order was paid with, where that is not simply money."""

    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Tender:
    """An amount of the order paid with something else than money. It does not lower the order's total.

    `code` is the gift card's, where the store tells it; `reference` what is written on the card of the redemption that
    it came from, where the store tells that instead.
    """

    kind: TenderKind
    amount: int
    code: str | None = None
    reference: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """By which a programme knows a card of its own."""
        return frozenset(name for name in ((self.code or "").lower(), self.reference) if name)


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a buyer lives or has goods sent to, and their telephone, as the store has it. `street` is with the house,
    `country` ISO 3166's two letters."""

    phone: str = ""
    street: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who ordered. A guest has no customer id; an e-mail address alone may earn (where allowed) and never spends.

    `groups` are the store's roles, tags or price groups of the customer. `verified`: the store has made sure that the
    address of the account is theirs. `card` is the loyalty card that was shown. `contacts` are what a store tells;
    they are never kept, only the pseudonyms that `phone` and `places` then are.
    """

    customer_id: str | None
    email: str | None
    name: str = ""
    groups: tuple[str, ...] = ()
    verified: bool = False
    card: str | None = None
    contacts: tuple[Contact, ...] = ()
    phone: str | None = None
    places: tuple[str, ...] = ()

    @property
    def address(self) -> str | None:
        """The e-mail address as members are known by it: in lower case."""
        return self.email.lower() if self.email else None

    @property
    def guest_address(self) -> str | None:
        """The same where nobody's account ordered."""
        return self.address if self.customer_id is None else None


@dataclass(frozen=True, slots=True)
class Line:
    """One position of goods. `subtotal` is before discounts, `total` after them; both without tax, tax beside them."""

    id: str
    product_id: str
    name: str
    quantity: Decimal
    subtotal: int
    subtotal_tax: int
    total: int
    total_tax: int
    variant_id: str | None = None
    sku: str | None = None
    categories: tuple[str, ...] = ()  # with all above them
    promotions: tuple[Promotion, ...] = ()  # that the store names; a coupon shows by itself
    points: int | None = None  # set on the product, for one piece (C4)
    buyable: bool = True  # with points (C36)
    price_points: int | None = None  # set on the product: what one piece costs in points (C37)
    gift_card: bool = False  # it is one, being bought

    @property
    def paid(self) -> int:
        """What the buyer owes for the line: after discounts, with tax."""
        return self.total + self.total_tax

    @property
    def discount(self) -> int:
        """What discounts took off, with tax."""
        return self.subtotal + self.subtotal_tax - self.paid


@dataclass(frozen=True, slots=True)
class Charge:
    """Anything on the order that is not goods: shipping, fees, tips. A fee may be negative (a discount by hand)."""

    id: str
    kind: ChargeKind
    title: str
    total: int
    total_tax: int


@dataclass(frozen=True, slots=True)
class CouponUse:
    """A code on the order and what it took off, with tax."""

    code: str
    discount: int


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A part of a refund that names the line or charge it gives back. All figures are positive."""

    item_id: str
    quantity: Decimal
    total: int
    total_tax: int


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back. `amount` is the whole of it, with tax, positive; what no line names was a mere amount."""

    id: str
    refunded_at: datetime
    amount: int
    lines: tuple[RefundLine, ...] = ()
    reason: str = ""

    @property
    def unnamed(self) -> int:
        """The part of the amount that no line names."""
        return self.amount - sum(line.total + line.total_tax for line in self.lines)


@dataclass(frozen=True, slots=True)
class Order:
    """A snapshot: the order as the store told it at `observed_at`. `modified_at` is the store's own clock.

    Of two snapshots the one with the later (modified_at, observed_at) is the truer; stores have one-second clocks and
    some changes move no date at all, which is why the second part is needed.
    """

    id: str
    number: str
    status: str
    stage: Stage
    placed_at: datetime
    modified_at: datetime
    observed_at: datetime = field(compare=False)
    currency: str
    buyer: Buyer
    total: int
    total_tax: int
    lines: tuple[Line, ...] = ()
    charges: tuple[Charge, ...] = ()
    coupons: tuple[CouponUse, ...] = ()
    refunds: tuple[Refund, ...] = ()
    paid_at: datetime | None = None
    completed_at: datetime | None = None
    captured: int | None = None  # money taken, before refunds; None: all of it, once there is a paid_at
    tenders: tuple[Tender, ...] = ()
    rate: Decimal | None = None  # what one unit of `currency` is in the shop's own, where that is another
    shop_currency: str | None = None
    channel: str = "web"

    @property
    def recency(self) -> tuple[datetime, datetime]:
        return (self.modified_at, self.observed_at)

    @property
    def sum_of_parts(self) -> int:
        """What lines and charges add up to, with tax."""
        charges = sum(charge.total + charge.total_tax for charge in self.charges)
        return sum(line.paid for line in self.lines) + charges

    @property
    def balanced(self) -> bool:
        """Does the money taken, less what was given back, cover what the order costs after refunds (C15)?"""
        captured = self.captured if self.captured is not None else self.total if self.paid_at else 0
        return captured >= self.total

    @property
    def refunded(self) -> int:
        """All money given back so far, with tax."""
        return sum(refund.amount for refund in self.refunds)

    @property
    def card_names(self) -> frozenset[str]:
        """Of the gift cards that paid for it."""
        return frozenset(name for tender in self.tenders for name in tender.names)


GONE = "deleted"  # the status that an order gets which the store no longer knows


@dataclass(frozen=True, slots=True)
class Cart:
    """What somebody is about to buy: goods after all other discounts, and the shipping with tax.

    `shipping_tax` is the part of the shipping that is tax.
    """

    currency: str
    lines: tuple[Line, ...]
    coupons: tuple[CouponUse, ...] = ()
    shipping: int = 0
    shipping_tax: int = 0
    groups: tuple[str, ...] = ()

    @property
    def goods(self) -> int:
        return sum(line.paid for line in self.lines)


@dataclass(frozen=True, slots=True)
class Gone:
    """The store no longer knows this order. It settles like a deleted one."""

    id: str
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """An account in the store. `verified`: the store has made sure that the address is theirs.

    `newsletter`: has asked for it, and confirmed that; None where the store does not say. `contacts` are never kept.
    """

    id: str
    email: str | None
    name: str = ""
    groups: tuple[str, ...] = ()
    registered_at: datetime | None = None
    verified: bool = False
    newsletter: bool | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """What a store says of a product and its orders do not. `categories` come with all above them, ids and slugs."""

    id: str
    sku: str | None = None
    name: str = ""
    categories: tuple[str, ...] = ()
    on_sale: bool = False
    gift_card: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a product, as it stands. `bought`: its author bought the product; None: the store does not say."""

    id: str
    product_id: str
    email: str | None
    written_at: datetime
    approved: bool
    customer_id: str | None = None
    bought: bool | None = None
