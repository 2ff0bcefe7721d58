"""What the sandbox store remembers: products, reviews, customers, coupons, orders, refunds, notes and webhooks.

The rule kept here: a record holds facts only (money as Decimal, time as whole seconds since 1970); whatever the store
derives from them, it derives when it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)

ORDER_STATUSES = (
    "auto-draft",
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
)
PAID_STATUSES = ("processing", "completed")
# A list without a status filter leaves these out.
HIDDEN_STATUSES = ("trash", "checkout-draft", "auto-draft")

ADDRESS_FIELDS = (
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "state",
    "postcode",
    "country",
    "email",
    "phone",
)


def empty_address(*, email: bool) -> dict[str, str]:
    return {name: "" for name in ADDRESS_FIELDS if email or name != "email"}


@dataclass
class Meta:
    id: int
    key: str
    value: Any


@dataclass
class Category:
    id: int
    name: str
    slug: str
    parent: int = 0


@dataclass
class Product:
    """A variation is a product of its own with a `parent_id`, and in no category."""

    id: int
    name: str
    slug: str
    created: int
    modified: int
    type: str = "simple"
    parent_id: int = 0
    sku: str = ""
    status: str = "publish"
    description: str = ""
    short_description: str = ""
    regular_price: Decimal | None = None
    sale_price: Decimal | None = None
    virtual: bool = False
    downloadable: bool = False
    total_sales: int = 0
    category_ids: list[int] = field(default_factory=list)
    meta: list[Meta] = field(default_factory=list)

    @property
    def on_sale(self) -> bool:
        return self.sale_price is not None and (self.regular_price is None or self.sale_price < self.regular_price)

    @property
    def price(self) -> Decimal | None:
        return self.sale_price if self.on_sale else self.regular_price


@dataclass
class Customer:
    id: int
    email: str
    username: str
    created: int
    modified: int | None
    first_name: str = ""
    last_name: str = ""
    role: str = "customer"
    billing: dict[str, str] = field(default_factory=lambda: empty_address(email=True))
    shipping: dict[str, str] = field(default_factory=lambda: empty_address(email=False))
    is_paying_customer: bool = False
    meta: list[Meta] = field(default_factory=list)


@dataclass
class Coupon:
    id: int
    code: str
    created: int
    modified: int
    amount: Decimal = ZERO
    status: str = "publish"
    discount_type: str = "fixed_cart"
    description: str = ""
    expires: int | None = None
    usage_count: int = 0
    individual_use: bool = False
    product_ids: list[int] = field(default_factory=list)
    excluded_product_ids: list[int] = field(default_factory=list)
    usage_limit: int | None = None
    usage_limit_per_user: int | None = None
    limit_usage_to_x_items: int | None = None
    free_shipping: bool = False
    product_categories: list[int] = field(default_factory=list)
    excluded_product_categories: list[int] = field(default_factory=list)
    exclude_sale_items: bool = False
    minimum_amount: Decimal = ZERO
    maximum_amount: Decimal = ZERO
    email_restrictions: list[str] = field(default_factory=list)
    used_by: list[str] = field(default_factory=list)
    meta: list[Meta] = field(default_factory=list)


@dataclass
class ProductLine:
    """Amounts are net of tax, kept to six digits as the store keeps them; the taxes are rounded to cents."""

    id: int
    product_id: int
    name: str
    sku: str
    quantity: int
    subtotal: Decimal
    total: Decimal
    subtotal_tax: Decimal = ZERO
    total_tax: Decimal = ZERO
    meta: list[Meta] = field(default_factory=list)
    variation_id: int = 0


@dataclass
class ShippingLine:
    id: int
    method_id: str
    method_title: str
    total: Decimal
    total_tax: Decimal = ZERO
    meta: list[Meta] = field(default_factory=list)


@dataclass
class FeeLine:
    id: int
    name: str
    total: Decimal
    total_tax: Decimal = ZERO
    tax_status: str = "taxable"
    meta: list[Meta] = field(default_factory=list)


def tax_of(lines: Sequence[ProductLine | ShippingLine | FeeLine]) -> Decimal:
    return sum((line.total_tax for line in lines), ZERO)


@dataclass
class CouponLine:
    id: int
    code: str
    coupon_id: int
    discount_type: str
    nominal_amount: Decimal
    free_shipping: bool
    info_meta_id: int
    discount: Decimal = ZERO
    discount_tax: Decimal = ZERO


@dataclass
class GiftCard:
    """Of the extension for gift cards."""

    id: int
    code: str
    recipient: str
    sender: str
    balance: Decimal
    remaining: Decimal
    created: int
    currency: str = "EUR"
    expires: int | None = None
    active: bool = True
    meta: list[Meta] = field(default_factory=list)


@dataclass
class GiftCardLine:
    card_id: int
    code: str
    amount: Decimal
    given_back: bool = False


@dataclass
class Order:
    id: int
    key: str
    status: str
    created: int
    modified: int
    completed: int | None = None
    paid: int | None = None
    customer_id: int = 0
    created_via: str = "rest-api"
    billing: dict[str, str] = field(default_factory=lambda: empty_address(email=True))
    shipping: dict[str, str] = field(default_factory=lambda: empty_address(email=False))
    payment_method: str = ""
    payment_method_title: str = ""
    transaction_id: str = ""
    customer_note: str = ""
    meta: list[Meta] = field(default_factory=list)
    lines: list[ProductLine] = field(default_factory=list)
    shipping_lines: list[ShippingLine] = field(default_factory=list)
    fee_lines: list[FeeLine] = field(default_factory=list)
    coupon_lines: list[CouponLine] = field(default_factory=list)
    gift_card_lines: list[GiftCardLine] = field(default_factory=list)
    tax_line_id: int = 0
    discount_total: Decimal = ZERO
    discount_tax: Decimal = ZERO
    shipping_total: Decimal = ZERO
    shipping_tax: Decimal = ZERO
    cart_tax: Decimal = ZERO
    total: Decimal = ZERO
    needs_processing: bool = True
    coupon_use_recorded: bool = False

    @property
    def total_tax(self) -> Decimal:
        return self.cart_tax + self.shipping_tax


@dataclass
class Refund:
    """A refund's amount is positive; the amounts of its lines are negative, as the store shows both."""

    id: int
    order_id: int
    amount: Decimal
    reason: str
    created: int
    tax_line_id: int = 0
    lines: list[ProductLine] = field(default_factory=list)
    shipping_lines: list[ShippingLine] = field(default_factory=list)
    fee_lines: list[FeeLine] = field(default_factory=list)
    meta: list[Meta] = field(default_factory=list)

    @property
    def cart_tax(self) -> Decimal:
        return tax_of(self.lines) + tax_of(self.fee_lines)

    @property
    def shipping_tax(self) -> Decimal:
        return tax_of(self.shipping_lines)


@dataclass
class Note:
    id: int
    order_id: int
    note: str
    author: str
    customer_note: bool
    created: int


@dataclass
class Review:
    """The store keeps who wrote it by name and address, as typed; `status` is hold or approved (or spam, trash)."""

    id: int
    product_id: int
    reviewer: str
    email: str
    text: str
    rating: int
    created: int
    status: str = "approved"


@dataclass
class Webhook:
    id: int
    name: str
    topic: str
    delivery_url: str
    secret: str
    created: int
    modified: int | None = None
    status: str = "active"
    failure_count: int = 0
