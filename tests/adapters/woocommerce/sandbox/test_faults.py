"""Faults to order: each strikes as often as it was told to, and then the store is well again."""

import time
from typing import Any

import pytest
import requests

from adapters.woocommerce.sandbox import Sandbox

ORDERS = "/wp-json/wc/v3/orders*"


def test_a_store_that_is_asked_too_often_says_when_to_come_back(shop: Sandbox, client: Any) -> None:
    shop.fail("status", ORDERS, status=429, retry_after=7, times=2)

    answers = [client.get("orders") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"


def test_a_fault_may_come_in_the_middle(shop: Sandbox, client: Any) -> None:
    shop.fail("status", ORDERS, status=500, skip=2)

    assert [client.get("orders").status_code for _ in range(4)] == [200, 200, 500, 200]


@pytest.mark.parametrize("status", [500, 502])
def test_a_broken_store_answers_with_a_page(shop: Sandbox, client: Any, status: int) -> None:
    shop.fail("status", ORDERS, status=status)

    answer = client.get("orders")

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_page_may_come_with_200(shop: Sandbox, client: Any) -> None:
    shop.fail("html")

    answer = client.get("orders")

    assert (answer.status_code, answer.text[:15]) == (200, "<!DOCTYPE html>")


def test_json_may_be_cut_off(shop: Sandbox, client: Any) -> None:
    shop.fail("truncated")

    answer = client.get("products")

    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_store_may_redirect(shop: Sandbox, client: Any) -> None:
    shop.fail("redirect", location="https://shop.test/")

    answer = client.call("GET", "orders", allow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (302, "https://shop.test/")


def test_an_answer_may_come_too_late(shop: Sandbox, client: Any) -> None:
    shop.fail("delay", seconds=5)

    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(client.sign("GET", "orders"), timeout=0.1)


def test_a_delayed_answer_does_not_hold_up_stopping(client_of: Any, clock: Any) -> None:
    with Sandbox(clock=clock) as shop:
        shop.fail("delay", seconds=5)
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(client_of(shop).sign("GET", "orders"), timeout=0.1)
        began = time.monotonic()

    assert time.monotonic() - began < 1


def test_a_connection_closed_before_the_store_acted_leaves_nothing(shop: Sandbox, client: Any) -> None:
    shop.fail("closed", method="POST")

    with pytest.raises(requests.exceptions.ConnectionError):
        client.post("coupons", {"code": "lost"})

    assert shop.coupon("lost") is None


def test_an_answer_may_be_lost_after_the_store_acted(shop: Sandbox, client: Any) -> None:
    shop.fail("answer-lost", method="POST")

    with pytest.raises(requests.exceptions.ConnectionError):
        client.post("coupons", {"code": "kept"})

    assert shop.coupon("kept") is not None


def test_a_fault_strikes_only_the_path_and_method_it_names(shop: Sandbox, client: Any) -> None:
    shop.fail("status", ORDERS, method="POST", times=None)

    assert client.get("orders").status_code == 200
    assert client.get("coupons").status_code == 200
    assert [client.post("orders", {}).status_code for _ in range(2)] == [500, 500]


def test_faults_can_be_ordered_and_cleared_over_http(shop: Sandbox, client: Any) -> None:
    control = f"{shop.url}/sandbox/faults"

    ordered = requests.post(control, json={"kind": "status", "status": 503, "times": None}, timeout=5)
    struck = client.get("orders")
    requests.delete(control, timeout=5)
    well = client.get("orders")
    unknown = requests.post(control, json={"kind": "flood"}, timeout=5)

    assert [answer.status_code for answer in (ordered, struck, well, unknown)] == [204, 503, 200, 400]


def test_the_controls_run_the_queue_and_count(shop: Sandbox, client: Any, receiver: Any) -> None:
    client.subscribe("order.created", receiver.url)
    shop.place_order({10: 1})

    before = requests.get(f"{shop.url}/sandbox/state", timeout=5).json()
    sent = requests.post(f"{shop.url}/sandbox/cron", timeout=5).json()
    after = requests.get(f"{shop.url}/sandbox/state", timeout=5).json()

    assert sent == {"sent": 1}
    assert (before["queued"], after["queued"], after["delivered"], after["requests"]) == (1, 0, 1, 1)


def test_there_are_no_controls_unless_asked_for(clock: Any) -> None:
    with Sandbox(clock=clock) as shop:
        assert requests.get(f"{shop.url}/sandbox/state", timeout=5).status_code == 404
