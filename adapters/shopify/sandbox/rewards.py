"""What the sandbox store remembers of discounts, gift cards and store credit.

The rule kept here: a balance is the sum of its transactions, and a code's uses are those that orders recorded.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from .records import ZERO


@dataclass
class RedeemCode:
    KIND: ClassVar = "DiscountRedeemCode"
    id: int
    code: str
    used_by: list[str] = field(default_factory=list)  # a customer's global id or an address, one a use


@dataclass
class Items:
    """What is bought or discounted: everything, or these."""

    everything: bool = False
    product_ids: list[int] = field(default_factory=list)
    variant_ids: list[int] = field(default_factory=list)
    collection_ids: list[int] = field(default_factory=list)


@dataclass
class Discount:
    KIND: ClassVar = "DiscountCodeNode"
    kind: str  # DiscountCodeBasic, DiscountCodeFreeShipping or DiscountCodeBxgy
    id: int
    title: str
    created_at: datetime
    updated_at: datetime
    starts_at: datetime
    ends_at: datetime | None = None
    codes: list[RedeemCode] = field(default_factory=list)
    customer_ids: list[int] | None = None  # None: anybody
    percentage: Decimal | None = None  # of 1
    amount: Decimal | None = None
    on_each_item: bool = False
    items: Items = field(default_factory=Items)
    buys: Items = field(default_factory=Items)
    buys_quantity: int | None = None
    buys_amount: Decimal | None = None
    gets_quantity: int | None = None
    uses_per_order_limit: int | None = None
    minimum_quantity: int | None = None
    minimum_subtotal: Decimal | None = None
    maximum_shipping_price: Decimal | None = None
    countries: list[str] = field(default_factory=list)  # none: all
    rest_of_world: bool = False
    usage_limit: int | None = None
    applies_once_per_customer: bool = False
    one_time: bool = True
    subscription: bool = False
    recurring_cycle_limit: int | None = None
    combines_with_product: bool = False
    combines_with_order: bool = False
    combines_with_shipping: bool = False
    tags: list[str] = field(default_factory=list)

    @property
    def discount_class(self) -> str:
        if self.kind == "DiscountCodeFreeShipping":
            return "SHIPPING"
        return "ORDER" if self.kind == "DiscountCodeBasic" and self.items.everything else "PRODUCT"

    @property
    def uses(self) -> int:
        return sum(len(code.used_by) for code in self.codes)


@dataclass
class BulkCode:
    code: str
    problem: str | None = None
    redeem_code_id: int | None = None


@dataclass
class BulkCreation:
    """Codes that are added to a discount; they are there when it is asked for the first time."""

    KIND: ClassVar = "DiscountRedeemCodeBulkCreation"
    id: int
    discount_id: int
    created_at: datetime
    codes: list[BulkCode] = field(default_factory=list)
    done: bool = False


@dataclass
class GiftTransaction:
    KIND: str  # GiftCardCreditTransaction or GiftCardDebitTransaction
    id: int
    amount: Decimal
    processed_at: datetime
    note: str | None = None


@dataclass
class Recipient:
    customer_id: int
    preferred_name: str | None = None
    message: str | None = None


@dataclass
class GiftCard:
    KIND: ClassVar = "GiftCard"
    id: int
    code: str
    initial: Decimal
    currency: str
    created_at: datetime
    updated_at: datetime
    note: str | None = None
    customer_id: int | None = None
    expires_on: date | None = None
    deactivated_at: datetime | None = None
    strategy: str = "MARKET_FX"
    template_suffix: str | None = None
    recipient: Recipient | None = None
    history: list[GiftTransaction] = field(default_factory=list)

    @property
    def balance(self) -> Decimal:
        return self.initial + sum((made.amount for made in self.history), ZERO)


@dataclass
class CreditTransaction:
    KIND: str  # StoreCreditAccountCreditTransaction or …DebitTransaction
    id: int
    amount: Decimal
    balance_after: Decimal
    created_at: datetime
    event: str = "ADJUSTMENT"
    expires_at: datetime | None = None


@dataclass
class CreditAccount:
    KIND: ClassVar = "StoreCreditAccount"
    id: int
    customer_id: int
    currency: str
    history: list[CreditTransaction] = field(default_factory=list)

    @property
    def balance(self) -> Decimal:
        return sum((made.amount for made in self.history), ZERO)
