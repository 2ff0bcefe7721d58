"""The door for webhooks over real HTTP: who is let in, what is kept, and what a store hears."""

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from adapters.signatures import sign
from adapters.woocommerce.adapter import WooCommerce
from tests.adapters.woocommerce import recorded
from tests.running import NOBODY, Place, main_store, rows, serving
from tests.web.door import Door


def test_a_signed_event_is_kept_byte_for_byte_before_the_store_hears_200(door: Door, order: dict[str, Any]) -> None:
    body = json.dumps(order).replace("/", "\\/").encode()

    answer = door.post(body)

    assert answer.status_code == 200
    assert [(row["body"], row["state"]) for row in door.inbox()] == [(body, "waiting")]
    assert 'loyalty_webhooks_received_total{store="main"} 1.0' in door.metrics()
    door.drain()
    assert [row["state"] for row in door.inbox()] == ["done"]
    assert [row["status"] for row in rows(door.connector.database, "orders")] == ["completed"]


@pytest.mark.parametrize(
    ("signature", "reason"),
    [("d3Jvbmc=", "bad_signature"), ("schlüssel".encode().decode("latin-1"), "bad_signature"), (None, "no_signature")],
)
def test_what_the_store_did_not_sign_is_refused_counted_and_not_kept(
    door: Door, signature: str | None, reason: str
) -> None:
    answer = door.post(b'{"id": 1}', signature=signature)

    assert answer.status_code == 401
    assert door.inbox() == []
    assert door.refused("main", reason)


def test_a_body_changed_on_the_way_is_refused(door: Door) -> None:
    secret = door.connector.settings.webhook_secret("main")

    answer = door.post(b'{"id": 2}', signature=sign(b'{"id": 1}', secret))

    assert (answer.status_code, door.inbox()) == (401, [])


def test_an_unknown_store_is_404_and_its_name_does_not_grow_the_metrics(door: Door) -> None:
    answer = door.post(b"{}", path="/webhooks/other")

    assert answer.status_code == 404
    assert door.refused("", "unknown_store")
    assert "other" not in door.metrics()


def test_an_empty_secret_lets_nobody_in(place: Place) -> None:
    with place.connector() as connector:
        keyless = WooCommerce(url=NOBODY, consumer_key="ck", consumer_secret="cs", webhook_secret="", timeout=1.0)
        open_store = replace(main_store(connector), adapter=keyless)
        unsafe = replace(connector, stores=MappingProxyType({"main": open_store}))
        with serving(unsafe) as url:
            answers = [
                Door(url, unsafe).post(b'{"id": 1}', signature=signature) for signature in (sign(b'{"id": 1}', ""), "")
            ]

        assert [answer.status_code for answer in answers] == [401, 401]
        assert rows(connector.database, "inbox") == []


@pytest.mark.parametrize(
    "name", ["order-created", "order-updated", "order-deleted", "coupon-updated", "customer-created"]
)
def test_a_real_stores_delivery_is_kept_with_its_headers_to_the_byte(door: Door, name: str) -> None:
    headers, body = recorded.delivery(name)
    secret = door.connector.settings.webhook_secret("main")
    headers |= {"host": "loyalty.example", "x-wc-webhook-signature": sign(body, secret)}

    answer = door.session.post(f"{door.url}/webhooks/main", data=body, headers=headers, timeout=10)

    (row,) = door.inbox()
    assert (answer.status_code, row["body"]) == (200, body)
    assert json.loads(row["headers"]) == headers


def test_the_recorded_ping_is_answered_and_not_kept(door: Door) -> None:
    headers, body = recorded.delivery("ping")

    answer = door.session.post(f"{door.url}/webhooks/main", data=body, headers=headers, timeout=10)

    assert (answer.status_code, door.inbox()) == (200, [])
    assert "loyalty_webhooks_refused_total{" not in door.metrics()


def test_the_ping_of_a_new_webhook_is_answered_and_not_kept(door: Door) -> None:
    answer = door.session.post(f"{door.url}/webhooks/main", data={"webhook_id": "4"}, timeout=10)

    assert (answer.status_code, door.inbox()) == (200, [])


@pytest.mark.parametrize("path", ["/webhooks/main/", "/webhooks/", "/webhooks", "//webhooks/main", "/webhooks/main/x"])
def test_no_address_answers_with_a_redirect(door: Door, path: str) -> None:
    answer = door.post(b"{}", path=path)

    assert answer.status_code == 404


UNREADABLE = {
    "not JSON": b"<html>504 Gateway Time-out</html>",
    "no bytes": b"",
    "not UTF-8": b'{"id": 1, "number": "\xff\xfe"}',
    "half an order": b'{"id": 1, "number": "1", "line_items": [{"id"',
    "a list": b'[{"id": 1}]',
    "nested without end": b"[" * 100_000,
    "an id that is no number": b'{"id": "7; DROP TABLE orders"}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_answered_kept_as_it_came_and_holds_nothing_up(
    door: Door, order: dict[str, Any], body: bytes
) -> None:
    answers = [door.post(body), door.post(json.dumps(order).encode())]

    door.drain()

    assert [answer.status_code for answer in answers] == [200, 200]
    bad, good = door.inbox()
    assert (bad["state"], bad["body"], good["state"]) == ("parked", body, "done")
    assert bad["reason"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"total": "-5.00"}, "total"),
        ({"currency": "ZZZ"}, "currency"),
        ({"total": "1e400"}, "total"),
        ({"date_created_gmt": "yesterday"}, "date_created_gmt"),
    ],
)
def test_an_order_that_cannot_be_is_parked_with_the_field_that_is_wrong(
    door: Door, order: dict[str, Any], change: dict[str, Any], named: str
) -> None:
    body = json.dumps(order | change).encode()

    answers = [door.post(body), door.post(json.dumps(order).encode())]
    door.drain()

    bad, good = door.inbox()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (bad["state"], bad["body"], good["state"]) == ("parked", body, "done")
    assert named in bad["reason"]


@pytest.mark.parametrize(
    "text",
    ["\x00", "\x00\x1b[31m", "x" * 100_000, "\u202eevil", "שרה לוי"],
    ids=["nul", "escape", "long", "bidi", "hebrew"],
)
def test_strange_names_are_no_trouble(door: Door, order: dict[str, Any], text: str) -> None:
    order = order | {"billing": order["billing"] | {"first_name": text, "last_name": text}, "number": text[:100]}

    door.post(json.dumps(order).encode())
    door.drain()

    assert [row["state"] for row in door.inbox()] == ["done"]


def test_an_unknown_topic_is_parked_and_a_topic_of_other_things_is_done(door: Door) -> None:
    door.post(b'{"id": 1}', topic="action.wc_thing")
    door.post(b'{"id": 1}', topic="product.updated")

    door.drain()

    assert [row["state"] for row in door.inbox()] == ["parked", "done"]
    assert "action.wc_thing" in door.inbox()[0]["reason"]


def test_a_body_without_an_order_asks_for_the_recent_ones(door: Door) -> None:
    answer = door.post(b'{"code":"woocommerce_rest_shop_order_invalid_id","data":{"status":404}}')

    door.drain()

    assert (answer.status_code, [row["state"] for row in door.inbox()]) == (200, ["done"])
    assert rows(door.connector.database, "stores")[0]["reread_wanted_at"] is not None


def test_a_secret_the_store_should_not_have_sent_is_not_kept(door: Door) -> None:
    secret = door.connector.settings.webhook_secret("main")
    headers = {"X-WC-Webhook-Signature": sign(b"{}", secret), "Authorization": "Basic abc", "Cookie": "session=abc"}

    door.session.post(f"{door.url}/webhooks/main", data=b"{}", headers=headers, timeout=10)

    assert "abc" not in door.inbox()[0]["headers"]
    assert "x-wc-webhook-signature" in door.inbox()[0]["headers"]
