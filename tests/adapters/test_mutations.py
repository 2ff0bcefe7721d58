"""Whatever a store sends, of any platform, is read or refused by name: nothing else ever leaves an adapter."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.shopify import payloads as shopify
from adapters.shopify.mapping import to_order as from_shopify
from adapters.shopify.webhooks import ShopifyWebhooks
from adapters.signatures import sign
from adapters.vendure import payloads as vendure
from adapters.vendure.adapter import Vendure
from adapters.vendure.mapping import to_order as from_vendure
from adapters.woocommerce import payloads as woocommerce
from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.mapping import to_order as from_woocommerce
from connector.adapter import Event, Rejected, StoreClosed, Verdict
from connector.core.commerce import Order
from connector.db import orders
from tests.adapters.mutated import bodies
from tests.adapters.shopify import recorded as of_shopify
from tests.adapters.vendure.placed import PLACED
from tests.adapters.woocommerce import recorded as of_woocommerce

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOWHERE = "https://shop.invalid"
WOO_ORDERS = [
    of_woocommerce.document(name)
    for name in ("order-completed", "order-guest", "order-with-coupon", "order-created", "order-fully-refunded")
]
WOO_REFUNDS = [of_woocommerce.document(name) for name in ("refund-line", "refund-amount")]
WOO_DELIVERIES = ("order-created", "order-updated", "order-updated-refunded", "order-deleted", "no-id", "ping")
WOO_TOPICS = (
    "order.created",
    "order.updated",
    "order.deleted",
    "order.restored",
    "coupon.updated",
    "action.x",
    "",
    "é",
)
SHOPIFY_ORDERS = [of_shopify.recorded(name) for name in of_shopify.NAMES]
SHOPIFY_SECRET, SHOPIFY_DOMAIN = "shpss_5ecret", "example.myshopify.com"
SHOPIFY_DELIVERIES = [
    *(of_shopify.delivered(name) for name in of_shopify.DELIVERED),
    {"order_edit": {"id": 1, "order_id": 17}},
    {"myshopify_domain": SHOPIFY_DOMAIN},
    {
        "status": "completed",
        "admin_graphql_api_customer_kept_id": "gid://shopify/Customer/1",
        "admin_graphql_api_customer_deleted_id": "gid://shopify/Customer/2",
    },
]
SHOPIFY_TOPICS = (
    *("orders/create", "orders/updated", "orders/delete", "orders/edited", "refunds/create", "customers/merge"),
    *("customers/data_request", "customers/redact", "shop/redact", "app/uninstalled", "customers/update"),
    *("products/update", "bulk_operations/finish", "orders", "é", ""),
)


@pytest.fixture(scope="module")
def woocommerce_store() -> WooCommerce:
    return WooCommerce(url=NOWHERE, webhook_secret="s3cret", consumer_key="ck_1", consumer_secret="cs_1")


@pytest.fixture(scope="module")
def vendure_store() -> Vendure:
    return Vendure(url=NOWHERE, webhook_secret="s3cret", username="superadmin", password="superadmin")


def kept_or_refused(order: Order) -> None:
    """The books, too, keep it or say why not."""
    if orders.unstorable(order) is None:
        orders.digest(order).encode()


def deliveries() -> list[Any]:
    found = []
    for name in WOO_DELIVERIES:
        with suppress(json.JSONDecodeError):
            found.append(json.loads(of_woocommerce.delivery(name)[1]))
    return found


@given(body=bodies(deliveries()), topic=st.sampled_from(WOO_TOPICS) | st.text(max_size=30))
def test_woocommerce_delivers_anything(woocommerce_store: WooCommerce, body: bytes, topic: str) -> None:
    webhooks = woocommerce_store.webhooks
    assert webhooks
    webhooks.verify({"x-wc-webhook-signature": topic}, body)

    with suppress(Rejected):
        event: Event = webhooks.parse({"x-wc-webhook-topic": topic}, body, NOON)
        if order := getattr(event, "order", None):
            kept_or_refused(order)


@given(body=bodies(WOO_ORDERS), refund=bodies(WOO_REFUNDS))
def test_woocommerce_answers_anything(body: bytes, refund: bytes) -> None:
    refunds = []
    with suppress(Rejected):
        refunds.append(woocommerce.decode(refund, woocommerce.RefundPayload, "A refund"))

    with suppress(Rejected):
        kept_or_refused(from_woocommerce(woocommerce.decode(body, woocommerce.OrderPayload, "An order"), refunds, NOON))


def shopify_webhooks() -> ShopifyWebhooks:
    return ShopifyWebhooks(None, (SHOPIFY_SECRET,), SHOPIFY_DOMAIN)  # type: ignore[arg-type] what comes asks nobody


@given(
    body=bodies(SHOPIFY_DELIVERIES) | st.sampled_from([json.dumps(told).encode() for told in SHOPIFY_DELIVERIES]),
    topic=st.sampled_from(SHOPIFY_TOPICS) | st.text(max_size=30),
    said=st.sampled_from(("2026-11-24T11:59:58.1+01:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "soon", "", "é")),
)
@example(
    body=json.dumps({"myshopify_domain": SHOPIFY_DOMAIN}).encode(),
    topic="app/uninstalled",
    said="0001-01-01T00:00:00+14:00",
)
@settings(max_examples=settings().max_examples * 3)  # a topic reads only what is its own
def test_shopify_delivers_anything(body: bytes, topic: str, said: str) -> None:
    webhooks = shopify_webhooks()
    signature = sign(body, SHOPIFY_SECRET)
    headers = {"x-shopify-topic": topic, "x-shopify-triggered-at": said, "x-shopify-shop-domain": SHOPIFY_DOMAIN}
    assert webhooks.verify({**headers, "x-shopify-hmac-sha256": signature}, body) is Verdict.SIGNED
    assert webhooks.verify({**headers, "x-shopify-hmac-sha256": topic}, body) is Verdict.BAD_SIGNATURE

    with suppress(Rejected):
        event = webhooks.parse(headers, body, NOON)
        if isinstance(event, StoreClosed):
            assert event.at <= NOON


@given(body=bodies(SHOPIFY_ORDERS))
def test_shopify_answers_anything(body: bytes) -> None:
    with suppress(Rejected):
        kept_or_refused(from_shopify(shopify.decode(body, shopify.OrderPayload, "An order"), NOON))


@given(body=bodies([{"order": "17"}, {"order": 17}]), topic=st.sampled_from(("order", "")) | st.text(max_size=30))
def test_vendure_delivers_anything(vendure_store: Vendure, body: bytes, topic: str) -> None:
    webhooks = vendure_store.webhooks
    assert webhooks
    webhooks.verify({"x-loyalty-signature": topic}, body)

    with suppress(Rejected):
        webhooks.parse({"x-loyalty-topic": topic}, body, NOON)


@given(body=bodies([PLACED]), precision=st.sampled_from((0, 2, 3)))
def test_vendure_answers_anything(body: bytes, precision: int) -> None:
    with suppress(Rejected):
        kept_or_refused(from_vendure(vendure.decode(body, vendure.OrderPayload, "An order"), precision, NOON))


@pytest.mark.parametrize("precision", [0, 2, 3])
def test_what_the_mutations_begin_with_is_read(precision: int) -> None:
    for order in WOO_ORDERS:
        from_woocommerce(woocommerce.decode(json.dumps(order).encode(), woocommerce.OrderPayload, "An order"), (), NOON)
    for topic, document in (
        ("orders/updated", of_shopify.delivered("order_with_a_code")),
        ("refunds/create", of_shopify.delivered("refund")),
        ("customers/redact", of_shopify.delivered("customers_redact")),
        ("customers/data_request", of_shopify.delivered("customers_data_request")),
    ):
        shopify_webhooks().parse({"x-shopify-topic": topic}, json.dumps(document).encode(), NOON)
    for order in SHOPIFY_ORDERS:
        from_shopify(shopify.decode(json.dumps(order).encode(), shopify.OrderPayload, "An order"), NOON)
    from_vendure(vendure.decode(json.dumps(PLACED).encode(), vendure.OrderPayload, "An order"), precision, NOON)
