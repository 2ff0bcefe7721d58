"""What WooCommerce sends, one struct a payload: an allow-list of the fields we keep, everything else is dropped.

The rule kept here: what is kept is of the right kind or refused with its place, its value and the mend. `price` is
left out on purpose: it is the one float, and net of tax.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import msgspec

from connector.adapter import Rejected

T = TypeVar("T")


class Amount(Decimal):
    """A figure as PHP writes it: "62.77", "4.2", 3, 0.5, or "" and null for nothing."""


class Gmt:
    """A *_gmt time: UTC without saying so ("2026-11-23T11:13:25"), null or "" for never."""

    __slots__ = ("at",)

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at


NOTHING = Amount(0)
NEVER = Gmt()


class Meta(msgspec.Struct, frozen=True):
    key: str | None = None
    value: Any = None


MetaData = list[Meta] | dict[str, Meta]  # a PHP list with a gap in its numbering arrives as an object


def metas(data: MetaData) -> Iterable[Meta]:
    """The entries, in whichever way they arrived."""
    return data.values() if isinstance(data, dict) else data


class Billing(msgspec.Struct, frozen=True):
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    address_1: str | None = None
    postcode: str | None = None
    country: str | None = None


class Shipping(msgspec.Struct, frozen=True):
    """Where the goods go. A telephone that stands here may be another's, so it is left out."""

    address_1: str | None = None
    postcode: str | None = None
    country: str | None = None


class LineItem(msgspec.Struct, frozen=True):
    id: int
    quantity: Amount
    total: Amount
    total_tax: Amount = NOTHING
    subtotal: Amount = NOTHING
    subtotal_tax: Amount = NOTHING
    name: str | None = None
    product_id: int | None = None
    variation_id: int | None = None
    sku: str | None = None


class ShippingLine(msgspec.Struct, frozen=True):
    id: int
    total: Amount
    total_tax: Amount = NOTHING
    method_title: str | None = None


class FeeLine(msgspec.Struct, frozen=True):
    id: int
    total: Amount
    total_tax: Amount = NOTHING
    name: str | None = None


class CouponLine(msgspec.Struct, frozen=True):
    code: str
    discount: Amount = NOTHING
    discount_tax: Amount = NOTHING


class GiftCardLine(msgspec.Struct, frozen=True):
    """A gift card that paid for the order, which the extension takes off its total."""

    code: str
    amount: Amount


class RefundNote(msgspec.Struct, frozen=True):
    """What an order itself says of its refunds: that they are there. The lines stand in /orders/{id}/refunds."""

    id: int


class OrderPayload(msgspec.Struct, frozen=True):
    id: int
    status: str
    currency: str
    total: Amount
    date_created_gmt: Gmt = NEVER
    date_modified_gmt: Gmt = NEVER
    date_paid_gmt: Gmt = NEVER
    date_completed_gmt: Gmt = NEVER
    number: str | int | None = None
    created_via: str | None = None
    total_tax: Amount = NOTHING
    customer_id: int | None = None
    # PHP writes an empty object as an empty list.
    billing: Billing | list[None] | None = None
    shipping: Shipping | list[None] | None = None
    line_items: list[LineItem] = []
    shipping_lines: list[ShippingLine] = []
    fee_lines: list[FeeLine] = []
    coupon_lines: list[CouponLine] = []
    refunds: list[RefundNote] = []
    gift_cards: list[GiftCardLine] | None = None


class RefundItem(msgspec.Struct, frozen=True):
    """A refunded line, shipping or fee: negative figures, and in its meta the id of what it gives back."""

    total: Amount
    total_tax: Amount = NOTHING
    quantity: Amount = NOTHING
    meta_data: MetaData = []

    @property
    def refunded_item_id(self) -> str | None:
        found = (meta.value for meta in metas(self.meta_data) if meta.key == "_refunded_item_id" and meta.value)
        return next((str(value) for value in found), None)


class RefundPayload(msgspec.Struct, frozen=True):
    id: int
    amount: Amount
    date_created_gmt: Gmt = NEVER
    reason: str | None = None
    line_items: list[RefundItem] = []
    shipping_lines: list[RefundItem] = []
    fee_lines: list[RefundItem] = []


class Position(msgspec.Struct, frozen=True):
    """The least that must be readable of a row for the list to be walked, even if the order itself is not."""

    id: int | str | None = None
    date_created_gmt: str | None = None
    date_modified_gmt: str | None = None


class CouponPayload(msgspec.Struct, frozen=True):
    id: int
    code: str
    amount: Amount
    discount_type: str
    status: str = "publish"
    date_expires_gmt: Gmt = NEVER
    usage_count: int = 0
    usage_limit: int | None = None
    usage_limit_per_user: int | None = None
    individual_use: bool = False
    minimum_amount: Amount = NOTHING
    maximum_amount: Amount = NOTHING
    free_shipping: bool = False
    exclude_sale_items: bool = False
    product_ids: list[int] = []
    excluded_product_ids: list[int] = []
    product_categories: list[int] = []
    excluded_product_categories: list[int] = []
    limit_usage_to_x_items: int | None = None
    email_restrictions: list[str] = []
    meta_data: MetaData = []


class IssuedPayload(msgspec.Struct, frozen=True):
    """As much of any coupon as tells whether it is ours."""

    code: str
    usage_count: int = 0
    meta_data: MetaData = []


class GoodsPayload(msgspec.Struct, frozen=True):
    """A product or a category, as it is looked for by its SKU or slug."""

    id: int
    sku: str = ""
    slug: str = ""


class CustomerPayload(msgspec.Struct, frozen=True):
    id: int
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str | None = None
    date_created_gmt: Gmt = NEVER
    billing: Billing | list[None] | None = None


class NotePayload(msgspec.Struct, frozen=True):
    id: int
    note: str = ""


class CategoryNote(msgspec.Struct, frozen=True):
    """What a product says of a category it is in; what is above it stands in /products/categories."""

    id: int


class ProductPayload(msgspec.Struct, frozen=True):
    id: int
    type: str = "simple"
    name: str | None = None
    sku: str | None = None
    parent_id: int = 0
    on_sale: bool = False
    categories: list[CategoryNote] = []
    meta_data: MetaData = []


class CategoryPayload(msgspec.Struct, frozen=True):
    id: int
    slug: str | None = None
    parent: int = 0


class ReviewPayload(msgspec.Struct, frozen=True):
    id: int
    product_id: int
    status: str
    reviewer_email: str | None = None
    date_created_gmt: Gmt = NEVER
    verified: bool | None = None


class WebhookPayload(msgspec.Struct, frozen=True):
    id: int
    name: str
    status: str
    topic: str
    delivery_url: str


class VersionPayload(msgspec.Struct, frozen=True):
    """What an order tells about the store that wrote it."""

    version: str
    currency: str


class SettingPayload(msgspec.Struct, frozen=True):
    value: str


class ErrorPayload(msgspec.Struct, frozen=True):
    code: str
    message: str = ""
    data: Any = None


def decode(raw: bytes | msgspec.Raw, kind: type[T], what: str) -> T:
    """One payload of a kind, or Rejected naming the field, the value and the mend. `what` names it to a person."""
    try:
        return msgspec.json.Decoder(kind, dec_hook=_hook, float_hook=Decimal).decode(raw)
    except msgspec.ValidationError as error:
        raise _refused(raw, str(error), what) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _not_json(what) from None


def _refused(raw: bytes | msgspec.Raw, problem: str, what: str) -> Rejected:
    reason, _, path = problem.partition(" - at `$")
    path = path.removesuffix("`")
    try:
        sent = _sent(raw, path)
    except (msgspec.DecodeError, UnicodeDecodeError):  # what is wrong first is not all that is wrong
        return _not_json(what)
    return Rejected(
        f"{what}: {path.lstrip('.') or 'the whole'}: {reason}{sent}. "
        "Mend it in the store (a plugin may have changed it), then try again."
    )


def _not_json(what: str) -> Rejected:
    return Rejected(f"{what}: the body is not JSON. Look for a plugin that prints into answers.")


def _hook(kind: type, value: Any) -> Any:
    return _amount(value) if kind is Amount else _gmt(value)


def _amount(value: Any) -> Amount:
    if value in ("", None):
        return NOTHING
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise InvalidOperation
        amount = Amount(value)
    except InvalidOperation:
        raise ValueError("Expected a number") from None
    if not amount.is_finite() or amount.adjusted() > 15:
        raise ValueError("Expected a number of money's size")
    return amount


def _gmt(value: Any) -> Gmt:
    if value in ("", None):
        return NEVER
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("Expected a time such as 2026-11-23T11:13:25") from None
    return Gmt(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))


def _sent(raw: bytes | msgspec.Raw, path: str) -> str:
    """The value a path such as .line_items[0].total leads to, shortened, for a message; a missing one is left out."""
    value = msgspec.json.decode(raw)
    for step in path.replace("]", "").replace("[", ".").split(".")[1:]:
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (LookupError, TypeError, ValueError):
            return ""
    if isinstance(value, (dict, list)):
        return ""  # a whole object would put names and addresses into a message
    return f", the store sent {str(value)[:60]!r}"
