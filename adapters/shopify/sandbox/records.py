"""What the sandbox store remembers of its goods, its customers and its orders.

The rule kept here: a record holds facts only, money as Decimal in the shop's currency; whatever the API derives from
them is derived when it is asked. `KIND` is the record's type in the schema.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

ZERO = Decimal(0)


@dataclass
class Collection:
    KIND: ClassVar = "Collection"
    id: int
    title: str
    handle: str
    updated_at: datetime


@dataclass
class Variant:
    KIND: ClassVar = "ProductVariant"
    id: int
    product_id: int
    title: str
    price: Decimal
    created_at: datetime
    updated_at: datetime
    sku: str | None = None
    compare_at_price: Decimal | None = None


@dataclass
class Product:
    KIND: ClassVar = "Product"
    id: int
    title: str
    handle: str
    created_at: datetime
    updated_at: datetime
    product_type: str = ""
    vendor: str = "Sandbox"
    status: str = "ACTIVE"
    is_gift_card: bool = False
    tags: list[str] = field(default_factory=list)
    collection_ids: list[int] = field(default_factory=list)
    variant_ids: list[int] = field(default_factory=list)


@dataclass
class Customer:
    KIND: ClassVar = "Customer"
    id: int
    created_at: datetime
    updated_at: datetime
    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    verified_email: bool = True
    email_consent: str = "NOT_SUBSCRIBED"
    email_opt_in_level: str | None = None
    email_consent_at: datetime | None = None
    sms_consent: str = "NOT_SUBSCRIBED"
    tags: list[str] = field(default_factory=list)
    note: str | None = None
    locale: str = "en"
    state: str = "DISABLED"
    tax_exempt: bool = False


@dataclass
class Location:
    KIND: ClassVar = "Location"
    id: int
    name: str
    created_at: datetime
    updated_at: datetime


@dataclass
class Application:
    """What lowered the price: KIND is one of the implementations of DiscountApplication."""

    KIND: str
    title: str  # the code, where it is one
    value: Decimal
    percentage: bool = False
    target_type: str = "LINE_ITEM"
    target_selection: str = "ALL"
    allocation_method: str = "ACROSS"
    line_numbers: list[int] = field(default_factory=list)  # of the lines that it is meant for; none: all


@dataclass
class Allocation:
    application: int  # its place among the order's applications
    amount: Decimal


@dataclass
class Line:
    KIND: ClassVar = "LineItem"
    id: int
    title: str
    quantity: int
    unit_price: Decimal
    product_id: int | None = None
    variant_id: int | None = None
    sku: str | None = None
    is_gift_card: bool = False
    taxable: bool = True
    removed: int = 0  # by editing the order
    allocations: list[Allocation] = field(default_factory=list)


@dataclass
class ShippingLine:
    KIND: ClassVar = "ShippingLine"
    id: int
    title: str
    price: Decimal
    allocations: list[Allocation] = field(default_factory=list)


@dataclass
class Transaction:
    KIND: ClassVar = "OrderTransaction"
    id: int
    kind: str
    gateway: str
    amount: Decimal
    created_at: datetime
    status: str = "SUCCESS"
    parent_id: int | None = None
    test: bool = False
    receipt: dict[str, int | str] = field(default_factory=dict)


@dataclass
class RefundLine:
    KIND: ClassVar = "RefundLineItem"
    id: int
    line_id: int
    quantity: int
    subtotal: Decimal
    tax: Decimal
    restock_type: str = "NO_RESTOCK"


@dataclass
class RefundShipping:
    KIND: ClassVar = "RefundShippingLine"
    id: int
    shipping_line_id: int
    subtotal: Decimal
    tax: Decimal


@dataclass
class Adjustment:
    """What a refund gave more (below zero) or less than its lines are worth."""

    KIND: ClassVar = "OrderAdjustment"
    id: int
    amount: Decimal
    reason: str = "REFUND_DISCREPANCY"


@dataclass
class Refund:
    KIND: ClassVar = "Refund"
    id: int
    created_at: datetime
    note: str | None = None
    lines: list[RefundLine] = field(default_factory=list)
    shipping: list[RefundShipping] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    transaction_ids: list[int] = field(default_factory=list)


@dataclass
class Order:
    KIND: ClassVar = "Order"
    id: int
    number: int
    created_at: datetime
    processed_at: datetime
    updated_at: datetime
    presentment_currency: str
    rate: Decimal  # what a unit of the shop's currency is in the buyer's
    customer_id: int | None = None
    email: str | None = None
    phone: str | None = None
    taxes_included: bool = True
    tax_percent: Decimal = ZERO
    lines: list[Line] = field(default_factory=list)
    shipping_lines: list[ShippingLine] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    tip: Decimal = ZERO
    tags: list[str] = field(default_factory=list)
    note: str | None = None
    source_name: str = "web"
    location_id: int | None = None
    test: bool = False
    edited: bool = False
    fulfilled: bool = False
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    closed_at: datetime | None = None
    custom_attributes: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def codes(self) -> list[str]:
        return [given.title for given in self.applications if given.KIND == "DiscountCodeApplication"]
