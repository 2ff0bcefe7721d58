"""Webhooks over HTTP: what a real store was seen to send, when, and above all what it never sends.

Each test keeps one of the observed facts, in their order.
"""

import base64
import hashlib
import hmac
import json
import socket
import time
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.delivery import is_refused

BEANS = 10


def topics(receiver: Any) -> list[str]:
    return [arrival.header("X-WC-Webhook-Topic") for arrival in receiver.deliveries]


def test_deliveries_of_one_webhook_in_one_second_share_their_id(
    shop: Sandbox, client: Any, receiver: Any, clock: Any
) -> None:
    client.subscribe("coupon.created", receiver.url)
    for code in ("a", "b"):
        client.post("coupons", {"code": code})
    shop.run_cron()
    clock.forward(1)
    client.post("coupons", {"code": "c"})
    shop.run_cron()

    first, second, third = (arrival.header("X-WC-Webhook-Delivery-ID") for arrival in receiver.deliveries)
    assert first == second != third
    assert len({arrival.body for arrival in receiver.deliveries}) == 3


def test_a_failed_delivery_is_never_sent_again(shop: Sandbox, client: Any, receiver: Any, clock: Any) -> None:
    client.subscribe("coupon.created", receiver.url)
    receiver.statuses = [200, 500]
    client.post("coupons", {"code": "a"})
    client.post("coupons", {"code": "b"})
    shop.run_cron()
    clock.forward(3600)
    shop.run_cron()

    assert len(receiver.deliveries) == 2


def test_the_seventh_failure_in_a_row_disables(shop: Sandbox, client: Any, receiver: Any) -> None:
    webhook = client.subscribe("coupon.created", receiver.url)["id"]
    receiver.statuses = [500] * 7

    statuses = []
    for number in range(7):
        client.post("coupons", {"code": f"c{number}"})
        shop.run_cron()
        statuses.append(client.get(f"webhooks/{webhook}").json()["status"])

    assert statuses == ["active"] * 6 + ["disabled"]


def test_a_webhook_made_active_again_has_one_life_left_until_it_succeeds(
    shop: Sandbox, client: Any, receiver: Any
) -> None:
    webhook = client.subscribe("coupon.created", receiver.url)["id"]
    shop.shop.hooks.webhooks[webhook].failure_count = 6
    shop.shop.hooks.webhooks[webhook].status = "disabled"

    def revive_and_send(code: str, status: int) -> str:
        client.put(f"webhooks/{webhook}", {"status": "active"})
        receiver.statuses = [status]
        client.post("coupons", {"code": code})
        shop.run_cron()
        return str(client.get(f"webhooks/{webhook}").json()["status"])

    assert revive_and_send("a", 500) == "disabled"
    assert revive_and_send("b", 200) == "active"
    assert revive_and_send("c", 500) == "active"


@pytest.mark.parametrize(
    ("status", "counts_as_success"),
    [(200, True), (202, True), (301, True), (302, True), (307, False), (404, False), (410, False), (500, False)],
)
def test_up_to_302_is_success_and_no_redirect_is_followed(
    shop: Sandbox, client: Any, receiver: Any, status: int, *, counts_as_success: bool
) -> None:
    webhook = client.subscribe("coupon.created", receiver.url)["id"]
    receiver.statuses = [status]
    client.post("coupons", {"code": "a"})
    shop.run_cron()

    assert (shop.shop.hooks.webhooks[webhook].failure_count == 0) is counts_as_success
    assert len(receiver.deliveries) == 1


def test_the_payload_is_built_at_delivery_and_creating_sends_created_and_updated(
    shop: Sandbox, client: Any, receiver: Any
) -> None:
    client.subscribe("order.created", receiver.url)
    client.subscribe("order.updated", receiver.url)
    order = shop.place_order({BEANS: 1})["id"]
    shop.complete(order)
    shop.update_order(order, meta_data=[{"key": "a", "value": "b"}])
    shop.run_cron()

    assert topics(receiver) == ["order.created", "order.updated"]
    assert [json.loads(arrival.body)["status"] for arrival in receiver.deliveries] == ["completed", "completed"]


def test_of_an_object_that_is_gone_only_the_error_is_told_and_it_is_signed(
    shop: Sandbox, client: Any, receiver: Any
) -> None:
    client.subscribe("order.updated", receiver.url)
    order = shop.place_order({BEANS: 1})["id"]
    shop.delete(order)
    shop.run_cron()

    (arrival,) = receiver.deliveries
    assert arrival.body == (
        b'{"code":"woocommerce_rest_shop_order_invalid_id","message":"Invalid ID.","data":{"status":404}}'
    )
    assert arrival.header("X-WC-Webhook-Signature") == signed(arrival.body, "hush")


def test_deleting_for_good_restoring_and_redeeming_are_never_told(shop: Sandbox, client: Any, receiver: Any) -> None:
    coupon = client.post("coupons", {"code": "a", "amount": "1"}).json()["id"]
    kept, deleted = shop.place_order({BEANS: 1})["id"], shop.place_order({BEANS: 1})["id"]
    shop.trash(kept)
    for topic in ("order.updated", "order.deleted", "order.restored", "coupon.updated", "coupon.deleted"):
        client.subscribe(topic, receiver.url)

    client.put(f"orders/{kept}", {"status": "processing"})
    client.delete(f"orders/{deleted}?force=true")
    shop.run_cron()
    told_before_redeeming = topics(receiver)
    shop.place_order({BEANS: 1}, coupon="a")
    client.delete(f"coupons/{coupon}?force=true")
    shop.run_cron()

    assert told_before_redeeming == []
    assert topics(receiver) == ["order.updated"]


def test_trashing_is_told_with_nothing_but_the_id(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("order.deleted", receiver.url)
    order = shop.place_order({BEANS: 1})["id"]
    client.delete(f"orders/{order}")
    shop.run_cron()

    assert [arrival.body for arrival in receiver.deliveries] == [b'{"id":%d}' % order]


def test_a_refund_is_an_update_and_order_refunded_is_no_topic(shop: Sandbox, client: Any, receiver: Any) -> None:
    refused = client.post("webhooks", {"topic": "order.refunded", "delivery_url": receiver.url})
    order = shop.place_order({BEANS: 1})["id"]
    client.subscribe("order.updated", receiver.url)
    client.subscribe("action.woocommerce_order_refunded", receiver.url)
    shop.refund(order, "1.00")
    shop.run_cron()

    assert (refused.status_code, refused.json()["code"]) == (400, "woocommerce_rest_shop_webhook_invalid_topic")
    update, action = (json.loads(arrival.body) for arrival in receiver.deliveries)
    assert update["refunds"][0]["total"] == "-1.00"
    assert action == {"action": "woocommerce_order_refunded", "arg": order}


def test_deleting_a_refund_is_not_told(shop: Sandbox, client: Any, receiver: Any) -> None:
    order = shop.place_order({BEANS: 1})["id"]
    refund = shop.refund(order, "1.00")["id"]
    client.subscribe("order.updated", receiver.url)
    shop.delete_refund(order, refund)
    shop.run_cron()

    assert receiver.deliveries == []


def test_an_order_refused_for_its_coupon_is_told_as_a_checkout_draft(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("order.created", receiver.url)
    client.subscribe("order.updated", receiver.url)

    answer = client.post("orders", {"line_items": [{"product_id": BEANS}], "coupon_lines": [{"code": "no"}]})
    shop.run_cron()

    assert (answer.status_code, answer.json()["code"]) == (400, "woocommerce_rest_invalid_coupon")
    assert [json.loads(arrival.body)["status"] for arrival in receiver.deliveries] == ["checkout-draft"] * 2


def test_a_quiet_store_sends_nothing_until_somebody_asks_it_something(
    shop: Sandbox, client: Any, receiver: Any, clock: Any
) -> None:
    client.subscribe("coupon.created", receiver.url)
    for code in ("a", "b", "c"):
        client.post("coupons", {"code": code})
    clock.forward(3600)
    time.sleep(0.05)
    quiet = len(receiver.deliveries)

    client.get("orders")

    assert quiet == 0
    assert len(receiver.wait_for(3)) == 3


def test_the_queue_is_run_once_an_interval_however_many_ask(
    shop: Sandbox, client: Any, receiver: Any, clock: Any
) -> None:
    client.subscribe("coupon.created", receiver.url)
    client.post("coupons", {"code": "a"})
    clock.forward(59)
    for _ in range(3):
        client.get("orders")
    time.sleep(0.05)
    early = len(receiver.deliveries)
    clock.forward(1)
    client.get("orders")

    assert early == 0
    assert len(receiver.wait_for(1)) == 1


def test_a_run_sends_what_was_queued_before_it_began_and_a_waiting_job_keeps_its_place(
    shop: Sandbox, client: Any, receiver: Any
) -> None:
    hooks = shop.shop.hooks
    webhook = client.subscribe("order.updated", receiver.url)["id"]
    hooks.fire("order.updated", 1)
    began = hooks.last_queued()
    hooks.fire("order.updated", 2)
    hooks.fire("order.updated", 1)

    assert hooks.take(began) == (hooks.webhooks[webhook], 1)
    assert hooks.take(began) is None
    assert hooks.take(hooks.last_queued()) == (hooks.webhooks[webhook], 2)


def test_without_wp_cron_only_the_cron_address_starts_a_run_and_only_when_one_is_due(
    client_of: Any, receiver: Any, clock: Any
) -> None:
    with Sandbox(clock=clock, wp_cron=False, allow_loopback=True) as shop:
        client = client_of(shop)
        cron = f"{shop.url}/wp-cron.php?doing_wp_cron"
        client.session.get(cron, timeout=5)
        client.subscribe("coupon.created", receiver.url)
        client.post("coupons", {"code": "a"})
        clock.forward(6)
        client.session.get(cron, timeout=5)
        client.get("orders")
        time.sleep(0.05)
        early = len(receiver.deliveries)
        clock.forward(66)
        client.session.get(cron, timeout=5)
        late = len(receiver.wait_for(1))

    assert (early, late) == (0, 1)


def test_a_background_cron_needs_no_request(client_of: Any, receiver: Any, clock: Any) -> None:
    with Sandbox(clock=clock, cron_interval=0.02, background_cron=True, allow_loopback=True) as shop:
        client_of(shop).subscribe("order.created", receiver.url)
        shop.place_order({BEANS: 1})

        assert len(receiver.wait_for(1)) == 1


def test_deliveries_are_made_one_after_the_other(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("coupon.created", receiver.url)
    for number in range(5):
        client.post("coupons", {"code": f"c{number}"})

    assert shop.run_cron() == 5
    assert [json.loads(arrival.body)["code"] for arrival in receiver.deliveries] == [f"c{n}" for n in range(5)]


def test_a_new_webhook_pings_unsigned_and_survives_nobody_answering(shop: Sandbox, client: Any, receiver: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}/"

    webhook = client.subscribe("order.created", receiver.url)["id"]
    unanswered = client.subscribe("order.created", nobody)

    (ping,) = receiver.arrivals
    assert ping.body == f"webhook_id={webhook}".encode()
    assert ping.header("Content-Type") == "application/x-www-form-urlencoded"
    assert not [name for name, _ in ping.headers if name.startswith("X-WC-")]
    assert unanswered["status"] == "active"


def test_deliveries_say_who_they_are(shop: Sandbox, client: Any, receiver: Any) -> None:
    webhook = client.subscribe("coupon.created", receiver.url)["id"]
    client.post("coupons", {"code": "a"})
    shop.run_cron()

    headers = dict(receiver.deliveries[0].headers)
    assert headers["User-Agent"] == "WooCommerce/11.0.1 Hookshot (WordPress/7.1)"
    assert headers["X-WC-Webhook-Source"] == f"{shop.url}/"
    assert headers["X-WC-Webhook-ID"] == str(webhook)
    assert (headers["X-WC-Webhook-Resource"], headers["X-WC-Webhook-Event"]) == ("coupon", "created")


def test_the_signature_is_over_the_raw_body(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("product.created", receiver.url)
    client.post("products", {"name": "Kräutertee / 80g", "regular_price": "5.60"})
    shop.run_cron()

    (arrival,) = receiver.deliveries
    assert rb"Kr\u00e4utertee \/ 80g" in arrival.body
    assert arrival.header("X-WC-Webhook-Signature") == signed(arrival.body, "hush")


def test_a_body_is_what_a_get_would_answer(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("order.created", receiver.url)
    order = shop.place_order({BEANS: 1})["id"]
    shop.run_cron()

    assert receiver.deliveries[0].body == client.get(f"orders/{order}").content


def test_a_secret_is_made_when_none_is_given_and_never_shown(shop: Sandbox, client: Any, receiver: Any) -> None:
    answer = client.post("webhooks", {"topic": "order.created", "delivery_url": receiver.url})

    assert len(shop.shop.hooks.webhooks[answer.json()["id"]].secret) == 50
    assert "secret" not in answer.text


def test_private_addresses_and_unusual_ports_are_refused_without_a_word(
    client_of: Any, receiver: Any, clock: Any
) -> None:
    with Sandbox(clock=clock) as shop:
        webhook = client_of(shop).subscribe("order.created", receiver.url)
        shop.place_order({BEANS: 1})
        shop.run_cron()

        assert receiver.arrivals == []
        assert webhook["status"] == "active"
        assert shop.shop.hooks.webhooks[webhook["id"]].failure_count == 1


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("http://93.184.216.34/hook", False),
        ("http://93.184.216.34:8080/hook", False),
        ("https://93.184.216.34/hook", False),
        ("http://93.184.216.34:9000/hook", True),
        ("http://10.0.0.7/hook", True),
        ("http://192.168.1.7:8080/hook", True),
        ("http://127.0.0.2/hook", True),
        ("http://127.0.0.1/hook", False),
        ("http://127.0.0.1:18080/hook", False),
        ("http://127.0.0.1:18099/hook", True),
    ],
)
def test_a_store_at_127_0_0_1_18080_refuses_by_host_and_by_port(url: str, *, refused: bool) -> None:
    assert is_refused(url, "http://127.0.0.1:18080") is refused


def test_webhooks_can_be_listed_changed_and_deleted_by_force(client: Any, receiver: Any) -> None:
    webhook = client.subscribe("order.created", receiver.url)["id"]

    changed = client.put(f"webhooks/{webhook}", {"status": "paused", "name": "mine"}).json()
    paused = client.get("webhooks?status=paused").json()
    kept = client.delete(f"webhooks/{webhook}")
    deleted = client.delete(f"webhooks/{webhook}?force=true")

    assert (changed["status"], changed["name"]) == ("paused", "mine")
    assert [row["id"] for row in paused] == [webhook]
    assert (kept.status_code, deleted.status_code) == (501, 200)
    assert client.get(f"webhooks/{webhook}").status_code == 404


def signed(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
