"""Webhooks: subscribed, signed, sent, sent again, and given up."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from adapters.shopify.sandbox import goods

SUBSCRIBE = """mutation ($t: WebhookSubscriptionTopic!, $w: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $t, webhookSubscription: $w) {
    webhookSubscription { id topic uri format apiVersion { handle } } userErrors { field message } } }"""


class Door:
    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.answer = 200
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                door.taken.append((dict(self.headers), body))
                self.send_response(door.answer)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def topics(self) -> list[str]:
        return [headers["X-Shopify-Topic"] for headers, _ in self.taken]

    def said(self, number: int) -> dict:
        return json.loads(self.taken[number][1])


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.server.shutdown()
    door.server.server_close()


@pytest.fixture
def subscribe(ask, door):
    def subscribe(*topics, **terms):
        made = [ask(SUBSCRIBE, t=topic, w={"uri": door.url, **terms}) for topic in topics]
        return [one["webhookSubscriptionCreate"] for one in made]

    return subscribe


def test_a_delivery_is_signed_over_its_body(ask, coffee, door, subscribe):
    subscribe("ORDERS_PAID", name="ours")

    order = ask.sandbox.buy({coffee: 1})
    ask.sandbox.courier.deliver()

    ((headers, body),) = door.taken
    signature = hmac.new(b"sandbox-secret", body, hashlib.sha256).digest()
    assert headers["X-Shopify-Hmac-Sha256"] == base64.b64encode(signature).decode()
    assert headers["X-Shopify-Topic"] == "orders/paid"
    assert headers["X-Shopify-Shop-Domain"] == "sandbox.myshopify.com"
    assert headers["X-Shopify-API-Version"] == "2026-10"
    assert headers["X-Shopify-Triggered-At"] == "2026-11-24T12:00:00.000000Z"
    assert headers["X-Shopify-Name"] == "ours"
    assert json.loads(body)["admin_graphql_api_id"] == f"gid://shopify/Order/{order.id}"


def test_what_is_said_has_the_rest_apis_shape(ask, coffee, door, subscribe):
    subscribe("ORDERS_CREATE")

    ask.sandbox.buy({coffee: 2}, email="ann@example.test", tags=["b", "a"])
    ask.sandbox.courier.deliver()

    said = door.said(0)
    assert said["total_price"] == "54.70"
    assert said["total_price_set"]["shop_money"] == {"amount": "54.70", "currency_code": "EUR"}
    assert said["created_at"] == "2026-11-24T13:00:00+01:00"
    assert said["tags"] == "a, b"
    assert said["financial_status"] == "paid"
    assert said["line_items"][0]["total_discount"] == "0.00"


def test_one_change_is_told_on_each_topic_with_one_event(ask, coffee, door, subscribe):
    subscribe("ORDERS_CREATE", "ORDERS_PAID", "ORDERS_UPDATED")

    ask.sandbox.buy({coffee: 1})
    ask.sandbox.courier.deliver()

    assert sorted(door.topics) == ["orders/create", "orders/paid", "orders/updated"]
    assert len({headers["X-Shopify-Event-Id"] for headers, _ in door.taken}) == 1
    assert len({headers["X-Shopify-Webhook-Id"] for headers, _ in door.taken}) == 3


def test_everything_that_can_happen_to_an_order(ask, coffee, door, subscribe):
    subscribe("ORDERS_CANCELLED", "ORDERS_EDITED", "ORDERS_DELETE", "REFUNDS_CREATE")
    order = ask.sandbox.buy({coffee: 2})

    ask.sandbox.edit(order, add={coffee + 1: 1})
    ask.sandbox.refund(order, lines={order.lines[0].id: 1})
    ask.sandbox.cancel(order)
    ask.sandbox.delete_order(order)
    ask.sandbox.courier.deliver()

    assert door.topics == ["orders/edited", "refunds/create", "orders/cancelled", "orders/delete"]
    assert door.said(1)["refund_line_items"][0]["quantity"] == 1
    assert door.said(3) == {"id": order.id}


def test_everything_that_can_happen_to_a_customer(ask, door, subscribe):
    subscribe("CUSTOMERS_CREATE", "CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE", "CUSTOMERS_MERGE", "CUSTOMERS_DELETE")
    ann = ask.sandbox.add_customer("ann@example.test")
    ben = ask.sandbox.add_customer("ben@example.test")

    ask.sandbox.consent(ann, "SUBSCRIBED")
    ask.sandbox.merge(ann, ben)
    ask.sandbox.close_account(ann)
    ask.sandbox.courier.deliver()

    assert door.topics == [
        "customers/create",
        "customers/create",
        "customers_email_marketing_consent/update",
        "customers/merge",
        "customers/delete",
    ]
    assert door.said(2)["email_marketing_consent"]["state"] == "subscribed"
    assert door.said(3)["admin_graphql_api_customer_deleted_id"] == f"gid://shopify/Customer/{ben.id}"


def test_doubles_and_disorder(ask, coffee, door, subscribe):
    subscribe("ORDERS_CREATE", "ORDERS_CANCELLED")
    ask.sandbox.courier.twice = ask.sandbox.courier.backwards = True
    order = ask.sandbox.buy({coffee: 1})
    ask.sandbox.cancel(order)

    ask.sandbox.courier.deliver()

    assert door.topics == ["orders/cancelled"] * 2 + ["orders/create"] * 2
    assert door.taken[0][0]["X-Shopify-Webhook-Id"] == door.taken[1][0]["X-Shopify-Webhook-Id"]


def test_who_fails_is_tried_again_with_the_same_words(ask, coffee, door, subscribe):
    subscribe("ORDERS_CREATE")
    ask.sandbox.buy({coffee: 1})
    door.answer = 302

    ask.sandbox.courier.deliver()
    ask.sandbox.courier.deliver()
    ask.time += 60
    door.answer = 200
    ask.sandbox.courier.deliver()

    assert len(door.taken) == 2
    assert door.taken[0] == door.taken[1]
    assert ask.sandbox.courier.waiting == []


def test_who_fails_eight_times_in_a_row_is_told_no_more(ask, coffee, door, subscribe):
    subscribe("ORDERS_CREATE")
    door.answer = 500
    for _ in range(8):
        ask.sandbox.buy({coffee: 1})

    ask.sandbox.courier.deliver()

    assert ask("{ webhookSubscriptionsCount { count } }") == {"webhookSubscriptionsCount": {"count": 0}}


def test_only_some_fields(ask, coffee, door, subscribe):
    subscribe("ORDERS_UPDATED", includeFields=["id", "updated_at"])

    ask.sandbox.buy({coffee: 1})
    ask.sandbox.courier.deliver()

    assert set(door.said(0)) == {"id", "updated_at"}


def test_subscriptions_are_read_changed_and_removed(ask, door, subscribe):
    (made,) = subscribe("ORDERS_CREATE")
    node = made["webhookSubscription"]
    change = """mutation ($id: ID!, $w: WebhookSubscriptionInput!) {
        webhookSubscriptionUpdate(id: $id, webhookSubscription: $w) { webhookSubscription { uri } } }"""
    remove = """mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) {
        deletedWebhookSubscriptionId userErrors { message } } }"""
    listed = "{ webhookSubscriptions(first: 5, topics: [ORDERS_CREATE]) { nodes { uri } } }"

    assert node["apiVersion"] == {"handle": "2026-10"}
    ask(change, id=node["id"], w={"uri": "https://example.test/other"})
    assert ask(listed) == {"webhookSubscriptions": {"nodes": [{"uri": "https://example.test/other"}]}}
    assert ask(remove, id=node["id"])["webhookSubscriptionDelete"]["deletedWebhookSubscriptionId"] == node["id"]
    assert ask(remove, id=node["id"])["webhookSubscriptionDelete"]["userErrors"] == [
        {"message": "Webhook subscription does not exist"}
    ]


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("https://example.test/" + "x" * 65_515, "Address is too big (maximum is 64 KB)"),
        ("ftp://example.test/", "Address is invalid"),
        ("", "Address can't be blank"),
    ],
)
def test_an_address_that_is_none(ask, uri, why):
    said = ask(SUBSCRIBE, t="ORDERS_CREATE", w={"uri": uri})["webhookSubscriptionCreate"]

    assert said["userErrors"] == [{"field": ["webhookSubscription", "callbackUrl"], "message": why}]


def test_the_same_topic_and_address_twice(subscribe):
    subscribe("ORDERS_CREATE")

    (again,) = subscribe("ORDERS_CREATE")

    assert again["userErrors"][0]["message"] == "Address for this topic has already been taken"


def test_what_the_law_asks_for(ask, coffee, door):
    ask.sandbox.courier.compliance_url = door.url
    ann = goods.add_customer(ask.shop, "ann@example.test")
    order = ask.sandbox.buy({coffee: 1}, customer=ann)

    ask.sandbox.request_data(ann)
    ask.sandbox.redact_customer(ann)
    ask.sandbox.redact_shop()
    ask.sandbox.courier.deliver()

    assert door.topics == ["customers/data_request", "customers/redact", "shop/redact"]
    assert door.said(0)["orders_requested"] == [order.id]
    assert door.said(1)["customer"]["email"] == "ann@example.test"


def test_the_app_is_removed(ask, door, subscribe):
    subscribe("APP_UNINSTALLED")

    ask.sandbox.uninstall()
    ask.sandbox.courier.deliver()

    assert door.topics == ["app/uninstalled"]
    assert ask.post("{ shop { name } }").status_code == 401
    assert ask.token({"grant_type": "client_credentials"}).json()["error"] == "shop_not_permitted"


def test_the_app_proxy_signs_what_it_hands_on(ask):
    ann = goods.add_customer(ask.shop, "ann@example.test")

    told = parse_qs(ask.sandbox.proxied(ann, points="1"), keep_blank_values=True)

    signature = told.pop("signature")
    text = "".join(sorted(f"{name}={','.join(values)}" for name, values in told.items()))
    assert signature == [hmac.new(b"sandbox-secret", text.encode(), hashlib.sha256).hexdigest()]
    assert told["logged_in_customer_id"] == [str(ann.id)]


def test_the_proxys_signature_is_that_of_the_documentation():
    from adapters.shopify.sandbox.proxy import signature

    told = {
        "extra": ["1", "2"],
        "shop": ["shop-name.myshopify.com"],
        "logged_in_customer_id": ["1"],
        "path_prefix": ["/apps/awesome_reviews"],
        "timestamp": ["1317327555"],
    }

    assert signature(told, "hush").startswith("4c68c8624d737112c91818c11017d24d334b524c")
