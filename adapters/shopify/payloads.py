"""What Shopify answers, one struct a thing: an allow-list of the fields we keep.

The rule kept here: what is kept is of the right kind or refused with its place. Amounts are decimal texts; of a bag of
money the shop's own side is kept, which the store itself reckons and reports in.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import msgspec

from adapters.shopify.address import number
from connector.adapter import Rejected

T = TypeVar("T")
_LARGEST = 15  # digits before the point, or after it


class Thing(msgspec.Struct, frozen=True, rename="camel"):
    """The base: Shopify writes its fields in camel case."""


class Named(Thing, frozen=True):
    id: str

    @property
    def number(self) -> str:
        return number(self.id)


class Money(Thing, frozen=True):
    amount: Decimal

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or abs(self.amount.adjusted()) > _LARGEST:
            raise ValueError("Expected a number of money's size")


class Bag(Thing, frozen=True):
    shop_money: Money

    @property
    def amount(self) -> Decimal:
        return self.shop_money.amount


NOTHING = Bag(Money(Decimal(0)))


class ByIds(Thing, frozen=True):
    """What was asked for by id, in the same order; null is what the store does not know."""

    nodes: list[msgspec.Raw]


class PageInfo(Thing, frozen=True):
    has_next_page: bool
    end_cursor: str | None = None

    @property
    def next(self) -> str | None:
        """Where the following page begins; None: there is none."""
        return self.end_cursor if self.has_next_page else None


class Nodes(Thing, Generic[T], frozen=True):
    nodes: list[T]
    page_info: PageInfo = PageInfo(False)


class Application(Thing, frozen=True):
    """A code that staff put on an order (a draft, at the till) is a discount by hand whose title is the code."""

    typename: str = msgspec.field(name="__typename")
    code: str | None = None
    title: str | None = None


class Allocation(Thing, frozen=True):
    allocated_amount_set: Bag
    discount_application: Application


class TaxLine(Thing, frozen=True):
    price_set: Bag


class LineItem(Named, frozen=True):
    name: str
    quantity: int
    current_quantity: int
    original_total_set: Bag
    is_gift_card: bool = False
    sku: str | None = None
    product: Named | None = None
    variant: Named | None = None
    discount_allocations: list[Allocation] = []
    tax_lines: list[TaxLine] = []


class ShippingLine(Thing, frozen=True):
    title: str
    original_price_set: Bag
    id: str | None = None
    is_removed: bool = False
    discount_allocations: list[Allocation] = []
    tax_lines: list[TaxLine] = []


class RefundLineItem(Thing, frozen=True):
    quantity: int
    subtotal_set: Bag
    total_tax_set: Bag
    line_item: Named


class ShippingNote(Thing, frozen=True):
    id: str | None = None


class RefundShippingLine(Thing, frozen=True):
    subtotal_amount_set: Bag
    tax_amount_set: Bag
    shipping_line: ShippingNote


class RefundPayload(Named, frozen=True):
    total_refunded_set: Bag
    processed_at: datetime
    created_at: datetime | None = None
    note: str | None = None
    refund_line_items: Nodes[RefundLineItem] = Nodes([])
    refund_shipping_lines: Nodes[RefundShippingLine] = Nodes([])


class Transaction(Named, frozen=True):
    kind: str
    status: str
    amount_set: Bag
    gateway: str | None = None
    processed_at: datetime | None = None
    receipt_json: Any = None  # what the means of payment wrote of it; of a gift card which one it was


class EmailAddress(Thing, frozen=True):
    email_address: str


class OrderCustomer(Named, frozen=True):
    first_name: str | None = None
    last_name: str | None = None
    tags: list[str] = []
    verified_email: bool = False
    default_email_address: EmailAddress | None = None


class BillingAddress(Thing, frozen=True):
    first_name: str | None = None
    last_name: str | None = None


class OrderPayload(Named, frozen=True):
    name: str
    created_at: datetime
    processed_at: datetime
    updated_at: datetime
    currency_code: str
    taxes_included: bool
    total_price_set: Bag
    total_received_set: Bag
    display_fulfillment_status: str
    display_financial_status: str | None = None
    fully_paid: bool = False
    cancelled_at: datetime | None = None
    test: bool = False
    source_name: str | None = None
    email: str | None = None
    billing_address: BillingAddress | None = None
    discount_codes: list[str] = []
    total_tax_set: Bag | None = None
    total_tip_received_set: Bag = NOTHING
    original_total_duties_set: Bag | None = None
    original_total_additional_fees_set: Bag | None = None
    customer: OrderCustomer | None = None
    line_items: Nodes[LineItem] = Nodes([])
    shipping_lines: Nodes[ShippingLine] = Nodes([])
    refunds: list[RefundPayload] = []
    transactions: list[Transaction] = []


class Position(Thing, frozen=True):
    """The least that must be readable of an order for the list to be walked, even if the order itself is not."""

    id: str
    updated_at: datetime
    processed_at: datetime


def decode(raw: bytes | msgspec.Raw, kind: type[T], what: str) -> T:
    """One thing of a kind, or Rejected naming the field. `what` names it to a person."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        place = path.removesuffix("`").lstrip(".") or "the whole"
        raise Rejected(f"{what}: {place}: {reason}. The store may have another version of Shopify's API.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Rejected(f"{what}: it is not JSON.") from None
