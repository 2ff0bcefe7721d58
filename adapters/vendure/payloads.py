"""What Vendure answers, one struct a payload: an allow-list of the fields we keep, everything else is dropped.

The rule kept here: what is kept is of the right kind or refused with its place and the mend. Money is whole numbers
of the store's own smallest part, which `moneyStrategyPrecision` names.
"""

from datetime import datetime
from typing import Any, TypeVar

import msgspec

from connector.adapter import Rejected

T = TypeVar("T")


class _Payload(msgspec.Struct, frozen=True, rename="camel"):
    pass


class Extensions(_Payload, frozen=True):
    code: str = ""


class Errors(_Payload, frozen=True):
    message: str = ""
    extensions: Extensions = Extensions()


class Answered(msgspec.Struct, frozen=True):
    data: msgspec.Raw = msgspec.Raw(b"null")
    errors: list[Errors] = []


class Outcome(_Payload, frozen=True):
    """Of a writing: an error has a code."""

    error_code: str | None = None
    message: str | None = None


class LoginPayload(_Payload, frozen=True):
    login: Outcome


class Channel(_Payload, frozen=True):
    id: str
    prices_include_tax: bool
    default_currency_code: str
    default_language_code: str


class CustomField(_Payload, frozen=True):
    name: str


class EntityFields(_Payload, frozen=True):
    entity_name: str
    custom_fields: list[CustomField]


class ServerConfig(_Payload, frozen=True):
    money_strategy_precision: int
    entity_custom_fields: list[EntityFields]


class GlobalSettings(_Payload, frozen=True):
    server_config: ServerConfig


class ShopPayload(_Payload, frozen=True):
    active_channel: Channel
    global_settings: GlobalSettings

    @property
    def precision(self) -> int:
        return self.global_settings.server_config.money_strategy_precision

    @property
    def customer_fields(self) -> frozenset[str]:
        entities = self.global_settings.server_config.entity_custom_fields
        return frozenset(
            one.name for entity in entities if entity.entity_name == "Customer" for one in entity.custom_fields
        )


class Listing(_Payload, frozen=True):
    """A page of a list, each row still as it came; `total_items` is that of the whole list."""

    items: list[msgspec.Raw]
    total_items: int = 0


class Group(_Payload, frozen=True):
    name: str


class User(_Payload, frozen=True):
    verified: bool
    created_at: datetime | None = None


class OrderCustomer(_Payload, frozen=True):
    id: str
    email_address: str
    first_name: str = ""
    last_name: str = ""
    user: User | None = None
    groups: list[Group] = []


class ProductOfLine(_Payload, frozen=True):
    id: str


class Variant(_Payload, frozen=True):
    name: str
    sku: str
    product: ProductOfLine


class Source(_Payload, frozen=True):
    adjustment_source: str


class OrderLine(_Payload, frozen=True):
    id: str
    quantity: int
    order_placed_quantity: int
    line_price: int
    line_price_with_tax: int
    unit_price: int
    unit_price_with_tax: int
    prorated_line_price: int
    prorated_line_price_with_tax: int
    prorated_unit_price: int
    prorated_unit_price_with_tax: int
    product_variant: Variant
    discounts: list[Source] = []


class ShippingLine(_Payload, frozen=True):
    id: str
    discounted_price: int
    discounted_price_with_tax: int
    shipping_method: Group


class Surcharge(_Payload, frozen=True):
    id: str
    description: str
    price: int
    price_with_tax: int


class OrderDiscount(_Payload, frozen=True):
    adjustment_source: str
    amount_with_tax: int


class PromotionOfOrder(_Payload, frozen=True):
    id: str
    coupon_code: str | None = None


class RefundedLine(_Payload, frozen=True):
    order_line_id: str
    quantity: int


class RefundPayload(_Payload, frozen=True):
    id: str
    state: str
    total: int
    created_at: datetime
    reason: str | None = None
    lines: list[RefundedLine] = []


class Payment(_Payload, frozen=True):
    id: str
    state: str
    amount: int
    updated_at: datetime
    refunds: list[RefundPayload] = []


class Fulfillment(_Payload, frozen=True):
    state: str
    updated_at: datetime


class OrderPayload(_Payload, frozen=True):
    id: str
    code: str
    state: str
    created_at: datetime
    updated_at: datetime
    currency_code: str
    total: int
    total_with_tax: int
    order_placed_at: datetime | None = None
    customer: OrderCustomer | None = None
    lines: list[OrderLine] = []
    shipping_lines: list[ShippingLine] = []
    surcharges: list[Surcharge] = []
    discounts: list[OrderDiscount] = []
    promotions: list[PromotionOfOrder] = []
    payments: list[Payment] | None = None
    fulfillments: list[Fulfillment] | None = None


class Position(_Payload, frozen=True):
    """The least that must be readable of a row for the list to be walked, even if the rest of it is not."""

    id: str
    updated_at: datetime | None = None
    order_placed_at: datetime | None = None


class OrderOfCode(_Payload, frozen=True):
    id: str
    state: str
    order_placed_at: datetime | None = None
    promotions: list[PromotionOfOrder] = []


class OrdersOfBuyer(_Payload, frozen=True):
    total_items: int
    items: list[OrderOfCode]


class BuyerOfCodes(_Payload, frozen=True):
    id: str
    orders: OrdersOfBuyer


class CustomerPayload(_Payload, frozen=True):
    id: str
    updated_at: datetime
    email_address: str
    first_name: str = ""
    last_name: str = ""
    groups: list[Group] = []
    user: User | None = None


class Crumb(_Payload, frozen=True):
    id: str
    slug: str


class Collection(_Payload, frozen=True):
    id: str
    slug: str
    breadcrumbs: list[Crumb] = []


class VariantOfProduct(_Payload, frozen=True):
    sku: str


class ProductPayload(_Payload, frozen=True):
    id: str
    name: str
    variants: list[VariantOfProduct] = []
    collections: list[Collection] = []


class Argument(_Payload, frozen=True):
    name: str
    value: str


class Operation(_Payload, frozen=True):
    code: str
    args: list[Argument] = []


class PromotionPayload(_Payload, frozen=True):
    id: str
    created_at: datetime
    description: str
    enabled: bool
    coupon_code: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    usage_limit: int | None = None
    per_customer_usage_limit: int | None = None
    conditions: list[Operation] = []
    actions: list[Operation] = []

    @property
    def group(self) -> str | None:
        """The group of customers that it is for."""
        arguments = (argument for one in self.conditions if one.code == "customer_group" for argument in one.args)
        return next((argument.value for argument in arguments if argument.name == "customerGroupId"), None)


class Identity(_Payload, frozen=True):
    id: str


class NamedGroup(_Payload, frozen=True):
    id: str
    name: str


class NotePayload(_Payload, frozen=True):
    id: str
    is_public: bool
    data: Any = None


class Destination(_Payload, frozen=True):
    url: str
    secret: str


def decode(raw: bytes | msgspec.Raw, kind: type[T], what: str) -> T:
    """One payload of a kind, or Rejected naming the field and the mend. `what` names it to a person."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        place = path.removesuffix("`").lstrip(".") or "the whole"
        raise Rejected(
            f"{what}: {place}: {reason}. Mend it in the store (a plugin may have changed it), then try again."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Rejected(f"{what}: the body is not JSON.") from None
