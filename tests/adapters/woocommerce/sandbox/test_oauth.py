"""Who may come in: over plain http the signed, and each signature once."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.oauth import base_string
from adapters.woocommerce.sandbox.phpquery import parse

MINUTE = 60
REFUSED = "woocommerce_rest_authentication_error"


def message(answer: requests.Response) -> str:
    assert answer.status_code == 401
    assert answer.json()["data"] == {"status": 401}
    return str(answer.json()["message"])


def test_a_signed_request_is_answered(client: Any) -> None:
    assert client.get("orders?status=processing,completed&search=a%20b~c&per_page=5").status_code == 200


def test_an_unsigned_request_cannot_list_resources(shop: Sandbox) -> None:
    answer = requests.get(f"{shop.url}/wp-json/wc/v3/orders", timeout=5)

    assert answer.status_code == 401
    assert answer.json() == {
        "code": "woocommerce_rest_cannot_view",
        "message": "Sorry, you cannot list resources.",
        "data": {"status": 401},
    }


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-Proto": "https"}])
def test_basic_is_not_heard_over_http(shop: Sandbox, headers: dict[str, str]) -> None:
    credentials = (shop.consumer_key, shop.consumer_secret)

    answer = requests.get(f"{shop.url}/wp-json/wc/v3/orders", auth=credentials, headers=headers, timeout=5)

    assert message(answer) == "Sorry, you cannot list resources."


def test_keys_in_the_query_are_not_heard_over_http(shop: Sandbox) -> None:
    keys = {"consumer_key": shop.consumer_key, "consumer_secret": shop.consumer_secret}

    answer = requests.get(f"{shop.url}/wp-json/wc/v3/orders", params=keys, timeout=5)

    assert message(answer) == "Sorry, you cannot list resources."


def test_a_site_on_https_hears_basic() -> None:
    with Sandbox(https=True) as shop:
        orders = f"{shop.url}/wp-json/wc/v3/orders"

        right = requests.get(orders, auth=(shop.consumer_key, shop.consumer_secret), timeout=5)
        wrong = requests.get(orders, auth=(shop.consumer_key, "cs_wrong"), timeout=5)

    assert right.status_code == 200
    assert message(wrong) == "Consumer secret is invalid."


def test_a_signed_url_works_once(client: Any) -> None:
    url = client.sign("GET", "orders")

    first, second = requests.get(url, timeout=5), requests.get(url, timeout=5)

    assert first.status_code == 200
    assert message(second) == "Invalid nonce - nonce has already been used."


@pytest.mark.parametrize("minutes", [-14, 14])
def test_a_clock_fourteen_minutes_off_is_close_enough(client: Any, clock: Any, minutes: int) -> None:
    url = client.sign("GET", "orders", at=clock.now + minutes * MINUTE)

    assert requests.get(url, timeout=5).status_code == 200


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_sixteen_minutes_off_is_refused(client: Any, clock: Any, minutes: int) -> None:
    url = client.sign("GET", "orders", at=clock.now + minutes * MINUTE)

    assert message(requests.get(url, timeout=5)) == "Invalid timestamp."


def test_a_tampered_query_is_refused(client: Any) -> None:
    url = client.sign("GET", "orders?customer=2").replace("customer=2", "customer=3")

    assert message(requests.get(url, timeout=5)) == "Invalid signature - provided signature does not match."


def test_a_signature_for_another_method_is_refused(client: Any) -> None:
    answer = requests.delete(client.sign("GET", "orders/1"), timeout=5)

    assert message(answer) == "Invalid signature - provided signature does not match."


def test_repeated_list_parameters_break_the_signature(shop: Sandbox, client: Any) -> None:
    """What the Python client does with include=[12, 17]: it signs one and sends both."""
    url = client.sign("GET", "orders?include=17").replace("include=17", "include=12&include=17&include=18")

    assert message(requests.get(url, timeout=5)) == "Invalid signature - provided signature does not match."


def test_indexed_list_parameters_keep_the_signature(client: Any) -> None:
    assert client.get("orders?include%5B0%5D=12&include%5B1%5D=17").status_code == 200


def test_an_unknown_key_is_refused(client: Any) -> None:
    answer = requests.get(client.sign("GET", "orders", key="ck_other"), timeout=5)

    assert message(answer) == "Consumer key is invalid."


def test_half_an_authentication_names_what_is_missing(shop: Sandbox) -> None:
    answer = requests.get(f"{shop.url}/wp-json/wc/v3/orders?oauth_consumer_key=x", timeout=5)

    assert message(answer).startswith("Missing OAuth parameters oauth_timestamp, oauth_nonce")


def test_a_read_only_key_reads_and_does_not_write(shop: Sandbox, client: Any) -> None:
    read = requests.get(client.sign("GET", "orders", key=shop.read_only_key), timeout=5)
    written = requests.post(client.sign("POST", "orders", key=shop.read_only_key), json={}, timeout=5)

    assert read.status_code == 200
    assert message(written) == "The API key provided does not have write permissions."


def test_the_base_string_encodes_nested_parameters_as_the_store_does() -> None:
    query = parse("b=1&include%5B1%5D=a+b&a=%C3%BC~")

    text = base_string("GET", "http://shop.test/x", query)

    assert text == "GET&http%3A%2F%2Fshop.test%2Fx&a%3D%25C3%25BC~%26b%3D1%26include%255B1%255D%3Da%2520b"


def test_anybody_may_ask_what_this_is(shop: Sandbox) -> None:
    answer = requests.get(f"{shop.url}/wp-json/", timeout=5)

    assert "wc/v3" in answer.json()["namespaces"]


@pytest.mark.parametrize("path", ["system_status", "settings/general/woocommerce_currency"])
def test_a_connection_can_be_checked(client: Any, path: str) -> None:
    assert "EUR" in client.get(path).text


def test_an_unknown_path_is_no_route(client_of: Callable[[Sandbox], Any], shop: Sandbox) -> None:
    answer = client_of(shop).get("nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "rest_no_route")
