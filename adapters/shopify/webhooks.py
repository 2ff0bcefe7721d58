"""Deliveries from the store: whether they are its own, and what they lead to.

The rule kept here: a delivery is believed for its signature over the raw bytes, and then it is only a reason to read
the order again: deliveries are late, doubled and out of order, and leave things out. The headers are not signed, so
what somebody is to be erased for stands in the body, with the store's name.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from adapters.shopify.address import number
from adapters.shopify.payloads import decode
from adapters.shopify.subscriptions import Subscriptions
from adapters.signatures import signed
from connector.adapter import (
    CustomersMerged,
    Event,
    Hint,
    Nothing,
    PersonAsked,
    PersonErased,
    Rejected,
    RereadRecent,
    StoreClosed,
    Verdict,
)

T = TypeVar("T")

SIGNATURES = ("x-shopify-hmac-sha256", "shopify-hmac-sha256")
_ORDERS = frozenset(
    {
        *("orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/delete"),
        *("orders/fulfilled", "orders/partially_fulfilled"),
    }
)
_OTHER_THINGS = frozenset(
    {
        *("products", "discounts", "collections", "inventory_levels", "carts", "checkouts", "draft_orders", "shop"),
        *("fulfillments", "app_subscriptions", "customers_email_marketing_consent", "customers_marketing_consent"),
    }
)
_NOTHING = frozenset(
    {
        *("customers/create", "customers/update", "customers/delete", "customers/enable", "customers/disable"),
        *("bulk_operations/finish", "app/scopes_update"),
    }
)


class _Order(msgspec.Struct, frozen=True):
    id: int | None = None


class _Edit(msgspec.Struct, frozen=True):
    order_id: int | None = None


class _Edited(msgspec.Struct, frozen=True):
    order_edit: _Edit = _Edit()


class _Merge(msgspec.Struct, frozen=True):
    admin_graphql_api_customer_kept_id: str | None
    admin_graphql_api_customer_deleted_id: str | None
    status: str = "completed"


class _Customer(msgspec.Struct, frozen=True):
    id: int
    email: str | None = None


class _Request(msgspec.Struct, frozen=True):
    id: int


class _Asked(msgspec.Struct, frozen=True):
    shop_domain: str
    customer: _Customer
    data_request: _Request


class _Redacted(msgspec.Struct, frozen=True):
    shop_domain: str
    customer: _Customer
    orders_to_redact: list[int]  # which tells it from a wish to be told, whatever the header says


class _Shop(msgspec.Struct, frozen=True):
    shop_domain: str
    customer: msgspec.UnsetType | msgspec.Raw = msgspec.UNSET


class _Uninstalled(msgspec.Struct, frozen=True):
    myshopify_domain: str


class ShopifyWebhooks:
    """The webhooks facet. `secrets` are the app's own, of which Shopify uses the oldest that is not revoked; `domain`
    is the store's, None for any."""

    def __init__(self, subscriptions: Subscriptions, secrets: tuple[str, ...], domain: str | None) -> None:
        self._subscriptions = subscriptions
        self._secrets = tuple(secret for secret in secrets if secret)
        self._domain = domain

    def __repr__(self) -> str:
        return f"ShopifyWebhooks({self._domain!r})"

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        signature = next((headers[name] for name in SIGNATURES if name in headers), None)
        if signature is None:
            return Verdict.NO_SIGNATURE
        good = [signed(body, signature, secret) for secret in self._secrets]
        if not any(good) or not self._is_ours(_header(headers, "shop-domain")):
            return Verdict.BAD_SIGNATURE
        return Verdict.SIGNED

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Event:
        topic = _header(headers, "topic")
        if topic in _ORDERS:
            return _hint(self._read(body, _Order, topic).id, topic)
        if topic in _NOTHING or topic.partition("/")[0] in _OTHER_THINGS:
            return Nothing(f"{topic} says nothing about orders")
        match topic:
            case "refunds/create":
                return _hint(self._read(body, _Edit, topic).order_id, topic)
            case "orders/edited":
                return _hint(self._read(body, _Edited, topic).order_edit.order_id, topic)
            case "customers/merge":
                return self._merged(body, topic)
            case "customers/data_request":
                asked = self._own(self._read(body, _Asked, topic))
                return PersonAsked(str(asked.data_request.id), str(asked.customer.id), asked.customer.email or None)
            case "customers/redact":
                redacted = self._own(self._read(body, _Redacted, topic))
                return PersonErased(str(redacted.customer.id), redacted.customer.email or None)
            case "shop/redact":
                if self._own(self._read(body, _Shop, topic)).customer is not msgspec.UNSET:
                    raise Rejected(f"{topic} names a customer: it is another topic's, and erases no store.")
                return StoreClosed(_triggered(headers, received_at), erase=True)
            case "app/uninstalled":
                if not self._is_ours(self._read(body, _Uninstalled, topic).myshopify_domain):
                    raise Rejected(f"{topic} is about another store: see that each store has its own address.")
                return StoreClosed(_triggered(headers, received_at))
        raise Rejected(
            f"X-Shopify-Topic: {topic[:60]!r} is not a topic we know. Take it out of the app's webhooks, in its "
            "shopify.app.toml or in the Dev Dashboard."
        )

    def register(self, url: str) -> list[str]:
        return self._subscriptions.ensure(url)

    def remove(self) -> list[str]:
        return self._subscriptions.remove()

    def _merged(self, body: bytes, topic: str) -> Event:
        merge = self._read(body, _Merge, topic)
        kept, gone = merge.admin_graphql_api_customer_kept_id, merge.admin_graphql_api_customer_deleted_id
        if merge.status != "completed" or not kept or not gone:
            return Nothing(f"a merging of customers that is {merge.status[:20]}")
        return CustomersMerged(number(kept), number(gone))

    def _own(self, told: T) -> T:
        """What is about this store and not another of the same app. Raises Rejected."""
        if not self._is_ours(str(getattr(told, "shop_domain", ""))):
            raise Rejected("This is about another store: see that each store of the app has its own connector.")
        return told

    def _is_ours(self, domain: str) -> bool:
        return self._domain is None or domain.strip().lower() == self._domain

    @staticmethod
    def _read(body: bytes, kind: type[T], topic: str) -> T:
        return decode(body, kind, f"Webhook {topic}")


def _header(headers: Mapping[str, str], name: str) -> str:
    return headers.get(f"x-shopify-{name}") or headers.get(f"shopify-{name}") or ""


def _hint(order: int | None, topic: str) -> Event:
    if order is None:
        return RereadRecent(f"{topic} came without the number of an order")
    return Hint(str(order))


def _triggered(headers: Mapping[str, str], received_at: datetime) -> datetime:
    """When it happened; a delivery may be hours late. Nothing has happened after it was received."""
    try:
        told = datetime.fromisoformat(_header(headers, "triggered-at"))
        return min(told.astimezone(UTC) if told.tzinfo else received_at, received_at)
    except (ValueError, OverflowError):
        return received_at
