"""The sandbox's answers against those recorded from a real WooCommerce 11.0.1: equal, value by value and byte by byte.

The recorded story is told again to a store of the same address, at the same moments, with the order keys lent to it.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.woocommerce.sandbox import RestError, coupons, customers, orders, products, refunds
from adapters.woocommerce.sandbox.delivery import headers_for, ping, prepare
from adapters.woocommerce.sandbox.documents import (
    coupon_document,
    created_product,
    customer_document,
    webhook_document,
)
from adapters.woocommerce.sandbox.hooks import signature
from adapters.woocommerce.sandbox.order_documents import order_document, refund_document
from adapters.woocommerce.sandbox.phpjson import encode
from adapters.woocommerce.sandbox.records import Webhook
from adapters.woocommerce.sandbox.shop import Shop
from adapters.woocommerce.sandbox.times import parse

FIXTURES = Path(__file__).parent.parent / "fixtures"
SECRET = 's3cret & "q" <x>'
SIGNED = sorted(path.name for path in FIXTURES.glob("webhook-*-raw.json") if "ping" not in path.name)
BEANS, GRINDER, ANN = 10, 11, 2


def recorded(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@dataclass
class Story:
    documents: dict[str, Any] = field(default_factory=dict)
    deliveries: dict[str, tuple[list[tuple[str, str]], bytes]] = field(default_factory=dict)


class Teller:
    def __init__(self) -> None:
        self.now = 0
        self.shop = Shop(url="http://127.0.0.1:18080", clock=lambda: self.now)
        self.story = Story()

    def at(self, local_time: str) -> None:
        self.now = parse(f"2026-11-23T{local_time}")

    def deliver(self, name: str, webhook_id: int, topic: str, resource_id: int) -> None:
        webhook = Webhook(webhook_id, "", topic, "http://127.0.0.1:18099/hook", SECRET, created=0)
        self.story.deliveries[f"webhook-{name}-raw.json"] = prepare(self.shop, webhook, resource_id)

    def answer(self, name: str, document: dict[str, Any]) -> None:
        # Written out at once: later chapters change what a document shows.
        self.story.documents[f"{name}.json"] = json.loads(encode(document))


ANN_BILLING = {
    "first_name": "Ann",
    "last_name": "Lee",
    "address_1": "Teststr. 1",
    "city": "Berlin",
    "postcode": "10115",
    "country": "DE",
    "email": "ann.lee@example.test",
    "phone": "+49 30 1",
}


@pytest.fixture(scope="module")
def story() -> Story:
    teller = Teller()
    _catalogue_and_customer(teller)
    _order_paid_and_completed(teller)
    _refunds_until_nothing_is_left(teller)
    _guest(teller)
    _coupon(teller)
    return teller.story


def _catalogue_and_customer(teller: Teller) -> None:
    shop = teller.shop
    teller.at("12:13:24")
    beans = products.create(shop, {"name": "Espresso beans 1kg", "sku": "BEAN-1", "regular_price": "24.90"})
    teller.answer("product", created_product(shop, beans))
    products.create(shop, {"name": "Grinder", "sku": "GRIND-1", "regular_price": "129.00"})
    teller.deliver("product-created", 14, "product.created", BEANS)
    teller.at("12:13:25")
    shop.sequences["user_meta"] = 39
    body = {
        "email": "ann.lee@example.test",
        "first_name": "Ann",
        "last_name": "Lee",
        "billing": ANN_BILLING,
        "meta_data": [{"key": "loyalty_id", "value": "L-1"}],
    }
    teller.answer("customer", customer_document(shop, customers.create(shop, body)))


def _order_paid_and_completed(teller: Teller) -> None:
    shop = teller.shop
    body = {
        "customer_id": ANN,
        "set_paid": True,
        "payment_method": "bacs",
        "payment_method_title": "Bank",
        "billing": ANN_BILLING,
        "shipping": ANN_BILLING,
        "line_items": [{"product_id": BEANS, "quantity": 3}, {"product_id": GRINDER, "quantity": 1}],
        "shipping_lines": [{"method_id": "flat_rate", "method_title": "Flat", "total": "5.00"}],
        "meta_data": [
            {"key": "_loyalty_ref", "value": "R-1"},
            {"key": "loyalty_points", "value": {"earned": 12}},
        ],
    }
    order = orders.create(shop, body)
    order.key = "wc_order_eildwg8x1Juwx"
    teller.answer("order-created", order_document(shop, order))
    teller.deliver("order-created", 4, "order.created", order.id)
    teller.deliver("order-updated", 5, "order.updated", order.id)
    teller.at("12:16:16")
    orders.update(shop, order.id, {"status": "completed"})
    teller.answer("order-completed", order_document(shop, order))
    teller.deliver("customer-created", 8, "customer.created", ANN)
    teller.deliver("customer-updated", 9, "customer.updated", ANN)


def _refunds_until_nothing_is_left(teller: Teller) -> None:
    shop, order = teller.shop, teller.shop.find_order(12)
    teller.at("12:16:17")
    shop.sequences["order_meta"] = 8
    goodwill = refunds.create(shop, order.id, {"amount": "10.00", "reason": "goodwill"})
    teller.answer("refund-amount", refund_document(shop, goodwill))
    teller.deliver("order-updated-refunded", 5, "order.updated", order.id)
    teller.at("12:16:18")
    shop.sequences["order_meta"] = 13
    shop.sequences["item_meta"] = 38
    line = {"id": 1, "quantity": 1, "refund_total": "20.92", "refund_tax": [{"id": 1, "refund_total": "3.98"}]}
    damaged = refunds.create(shop, order.id, {"amount": "24.90", "reason": "damaged", "line_items": [line]})
    teller.answer("refund-line", refund_document(shop, damaged))
    teller.answer("order-partially-refunded", order_document(shop, order))
    listed = [refund_document(shop, refund) for refund in shop.refunds_of(order.id)]
    teller.story.documents["order-refunds-list.json"] = json.loads(encode(listed))
    teller.at("12:16:19")
    refunds.create(shop, order.id, {"amount": "174.75"})
    teller.answer("order-fully-refunded", order_document(shop, order))


def _guest(teller: Teller) -> None:
    shop = teller.shop
    teller.at("12:16:22")
    billing = {"first_name": "Gu", "last_name": "Est", "country": "DE", "email": "Guest.Person@Example.test"}
    body = {"billing": billing, "payment_method": "cod", "line_items": [{"product_id": BEANS, "quantity": 2}]}
    order = orders.create(shop, body)
    order.key = "wc_order_O2Cz3ytl2QFp0"
    teller.answer("order-guest", order_document(shop, order))
    orders.delete(shop, order.id, force=False)
    teller.deliver("order-deleted", 6, "order.deleted", order.id)
    orders.delete(shop, order.id, force=True)
    teller.deliver("no-id", 5, "order.updated", order.id)


def _coupon(teller: Teller) -> None:
    """Two orders are refused their coupon, the first because there is none yet; their drafts take up ids."""
    shop = teller.shop
    body = {
        "customer_id": ANN,
        "set_paid": True,
        "billing": {"first_name": "Ann", "last_name": "Lee", "country": "DE", "email": "Ann.Lee@Example.test"},
        "line_items": [{"product_id": BEANS, "quantity": 2}],
        "coupon_lines": [{"code": "LOY-ann-5EUR"}],
    }
    with pytest.raises(RestError):
        orders.create(shop, body)
    teller.at("12:17:25")
    shop.sequences["post_meta"] = 52
    terms = {
        "code": "LOY-ann-5EUR",
        "amount": "5.00",
        "discount_type": "fixed_cart",
        "description": "loyalty reward",
        "date_expires": "2026-12-24T23:59:59",
        "individual_use": True,
        "usage_limit": 1,
        "usage_limit_per_user": 1,
        "minimum_amount": "20.00",
        "email_restrictions": ["ann.lee@example.test"],
        "meta_data": [{"key": "loyalty_reward_id", "value": "RW-1"}],
    }
    coupon = coupons.create(shop, terms)
    teller.answer("coupon", coupon_document(shop, coupon))
    teller.deliver("coupon-created", 11, "coupon.created", coupon.id)
    stranger = {**body, "customer_id": 0, "billing": {"email": "eve@example.test"}}
    with pytest.raises(RestError):
        orders.create(shop, stranger)
    teller.at("12:17:29")
    shop.sequences["item_meta"] = 107
    order = orders.create(shop, body)
    order.key = "wc_order_SafZvs3PDhL4L"
    teller.answer("order-with-coupon", order_document(shop, order))
    teller.answer("coupon-used", coupon_document(shop, coupon))
    coupons.update(shop, coupon.id, {"amount": "6.00"})
    teller.deliver("coupon-updated", 12, "coupon.updated", coupon.id)
    coupons.delete(shop, coupon.id, force=False)
    teller.deliver("coupon-deleted", 13, "coupon.deleted", coupon.id)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in FIXTURES.glob("*.json") if not path.name.startswith("webhook-"))
)
def test_every_answer_is_the_recorded_one(story: Story, name: str) -> None:
    ours, theirs = story.documents[name], recorded(name)

    assert ours == theirs
    # The keys stand in the same order, too, and numbers are of the same kind.
    assert json.dumps(ours) == json.dumps(theirs)


@pytest.mark.parametrize("name", SIGNED)
def test_every_delivery_has_the_recorded_bytes_and_headers_in_their_order(story: Story, name: str) -> None:
    headers, body = story.deliveries[name]
    theirs = recorded(name)

    assert body == theirs["body"].encode()
    assert _without_delivery_id(headers) == _without_delivery_id(theirs["headers"])


@pytest.mark.parametrize("name", SIGNED)
def test_the_serializer_reproduces_a_recorded_body_byte_by_byte(name: str) -> None:
    body = recorded(name)["body"]

    assert encode(json.loads(body)) == body.encode()


@pytest.mark.parametrize("name", SIGNED)
def test_the_recorded_signatures_are_right_with_the_recorded_secret(name: str) -> None:
    theirs = recorded(name)

    assert dict(theirs["headers"])["X-WC-Webhook-Signature"] == signature(theirs["body"].encode(), SECRET)


def test_the_ping_is_the_recorded_one() -> None:
    headers, body = ping(Webhook(4, "", "order.created", "http://127.0.0.1:18099/hook", SECRET, created=0))
    theirs = recorded("webhook-ping-raw.json")

    assert body == theirs["body"].encode()
    assert headers == [tuple(header) for header in theirs["headers"]]


def test_a_webhook_is_shown_as_recorded() -> None:
    shop = Shop(url="http://127.0.0.1:18080", clock=lambda: parse("2026-11-23T12:12:48"))
    body = {
        "name": "loyalty product.updated",
        "topic": "product.updated",
        "delivery_url": "http://127.0.0.1:18099/hook",
    }
    webhook = shop.hooks.subscribe(body, webhook_id=15, spare_secret="", now=shop.now())

    assert json.dumps(webhook_document(shop, webhook)) == json.dumps(recorded("webhook-resource.json"))


def test_entities_in_a_secret_are_decoded_before_signing() -> None:
    escaped = Webhook(1, "", "order.updated", "http://shop.test/hook", "a&amp;b &lt;&quot;&#039;", created=0)
    plain = Webhook(1, "", "order.updated", "http://shop.test/hook", "a&b <\"'", created=0)

    assert headers_for(escaped, b"{}", source="", now=0) == headers_for(plain, b"{}", source="", now=0)


def _without_delivery_id(headers: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name != "X-WC-Webhook-Delivery-ID"]
