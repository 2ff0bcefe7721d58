"""Deliveries as a real store sent them: believed for their signature, then read for what they say."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.signatures import sign
from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.webhooks import WooWebhooks
from connector.adapter import Hint, Misconfigured, Nothing, Rejected, RereadRecent, Snapshot, Verdict
from connector.core.commerce import Stage
from tests.adapters.woocommerce import recorded

SEEN = datetime(2026, 11, 24, tzinfo=UTC)
SIGNED = [
    "order-created",
    "order-updated",
    "order-deleted",
    "order-updated-refunded",
    "no-id",
    "coupon-created",
    "coupon-updated",
    "coupon-deleted",
    "customer-created",
    "customer-updated",
    "product-created",
]


def door(secret: str = recorded.SECRET) -> WooWebhooks:
    store = WooCommerce(url="http://shop.example", consumer_key="ck", consumer_secret="cs", webhook_secret=secret)
    return store.webhooks


def order_headers(topic: str = "order.updated") -> dict[str, str]:
    return {"x-wc-webhook-topic": topic}


@pytest.mark.parametrize("name", SIGNED)
def test_every_recorded_delivery_is_believed(name: str) -> None:
    assert door().verify(*recorded.delivery(name)) is Verdict.SIGNED


@pytest.mark.parametrize("secret", ["another", ""])
def test_with_another_secret_or_none_nothing_is_believed(secret: str) -> None:
    assert door(secret).verify(*recorded.delivery("order-created")) is Verdict.BAD_SIGNATURE


def test_a_signature_made_with_an_empty_secret_is_not_believed() -> None:
    assert door("").verify({"x-wc-webhook-signature": sign(b"{}", "")}, b"{}") is Verdict.BAD_SIGNATURE


def test_one_changed_byte_is_noticed() -> None:
    headers, body = recorded.delivery("order-created")

    assert door().verify(headers, body + b" ") is Verdict.BAD_SIGNATURE


def test_the_unsigned_ping_is_harmless() -> None:
    assert door().verify(*recorded.delivery("ping")) is Verdict.HARMLESS


@pytest.mark.parametrize(
    ("headers", "body", "secret"),
    [
        ({}, b"{}", "secret"),
        ({}, b"webhook_id=4&more=1", "secret"),
        (order_headers(), b"webhook_id=4", "secret"),
        ({}, b"webhook_id=4", ""),
    ],
    ids=["no signature", "more than a ping", "a ping with a topic", "no secret set"],
)
def test_anything_else_unsigned_is_refused(headers: dict[str, str], body: bytes, secret: str) -> None:
    assert door(secret).verify(headers, body) is Verdict.NO_SIGNATURE


@pytest.mark.parametrize("name", ["order-created", "order-updated"])
def test_an_order_without_refunds_is_a_snapshot_of_when_it_came(name: str) -> None:
    event = door().parse(*recorded.delivery(name), SEEN)

    assert isinstance(event, Snapshot)
    assert (event.order.id, event.order.stage, event.order.observed_at) == ("12", Stage.PAID, SEEN)


def test_an_order_with_refunds_is_a_hint_because_the_body_does_not_say_what_was_refunded() -> None:
    assert door().parse(*recorded.delivery("order-updated-refunded"), SEEN) == Hint("12")


def test_a_deleted_order_is_a_hint() -> None:
    assert door().parse(*recorded.delivery("order-deleted"), SEEN) == Hint("16")


def test_an_order_that_was_gone_already_asks_for_the_recent_ones() -> None:
    assert isinstance(door().parse(*recorded.delivery("no-id"), SEEN), RereadRecent)


@pytest.mark.parametrize("name", ["coupon-created", "coupon-deleted", "customer-updated", "product-created"])
def test_what_is_no_order_is_understood_and_of_no_interest(name: str) -> None:
    assert isinstance(door().parse(*recorded.delivery(name), SEEN), Nothing)


@pytest.mark.parametrize(
    ("topic", "body", "says"),
    [
        ("order.updated", b"not json", "the body is not JSON"),
        ("order.updated", b"[]", "the whole: Expected `object`"),
        ("order.updated", b'{"id": "12"}', "id: Expected `int`"),
        ("order.deleted", b'{"id": "twelve"}', "Expected `int`"),
        ("order.restored", b'{"id": 12}', "missing required field"),
        ("order.exploded", b'{"id": 12}', "'order.exploded' is not a topic we know"),
        ("action.anything", b'{"arg": 12}', "is not a topic we know"),
        ("", b'{"id": 12}', "'' is not a topic we know"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_reason(topic: str, body: bytes, says: str) -> None:
    with pytest.raises(Rejected, match=says):
        door().parse(order_headers(topic), body, SEEN)


@pytest.mark.parametrize("changes", [{"total": "x"}, {"currency": "DOGE"}, {"total": "-1"}])
def test_a_body_with_refunds_is_judged_as_a_whole_before_it_becomes_a_hint(changes: dict[str, Any]) -> None:
    headers, body = recorded.delivery("order-updated-refunded")

    with pytest.raises(Rejected):
        door().parse(headers, json.dumps({**json.loads(body), **changes}).encode(), SEEN)


@pytest.mark.parametrize("secret", ["", "a&amp;b", "with space", "s3cret!"])
def test_a_secret_that_the_store_would_rewrite_is_not_registered(secret: str) -> None:
    with pytest.raises(Misconfigured, match="letters and digits") as caught:
        door(secret).register("https://connector.example/webhooks")

    assert not secret or secret not in str(caught.value)


def test_neither_key_nor_secret_is_shown() -> None:
    store = WooCommerce(url="http://shop.example/", consumer_key="ck_1", consumer_secret="cs_1", webhook_secret="wh1")

    shown = [repr(one) for one in (store, store.webhooks, store.orders, store.coupons)]

    assert shown[0] == "WooCommerce('http://shop.example')"
    assert not any(secret in text for secret in ("ck_1", "cs_1", "wh1") for text in shown)
