"""The way to the store: how it is signed, and what its refusals mean."""

import json
from typing import Any

import msgspec
import pytest
import responses

from adapters.woocommerce.client import API, Blocked, Client, ClocksApart, NoInterface, NotFound, Refused
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop

HOME = "https://shop.example/store"


def client(url: str = HOME) -> Client:
    return Client(url, "ck_key", "cs_secret", timeout=1)


def read(url: str = HOME) -> Any:
    return client(url).get("orders/1", msgspec.Raw, "Order 1")


@responses.activate
def test_over_https_the_keys_go_as_basic_and_not_into_the_address() -> None:
    sent = responses.get(f"{HOME}{API}orders/1", json={})

    read()

    request = sent.calls[0].request
    assert request.headers["Authorization"] == "Basic Y2tfa2V5OmNzX3NlY3JldA=="
    assert "?" not in (request.url or "")


@responses.activate
def test_over_http_each_question_is_signed_with_another_nonce_and_the_secret_stays_here() -> None:
    sent = responses.get("http://shop.example/wp-json/wc/v3/orders/1", json={})

    for _ in range(2):
        read("http://shop.example/")

    urls = [call.request.url or "" for call in sent.calls]
    assert len({url.partition("oauth_nonce=")[2] for url in urls}) == 2
    assert all("oauth_signature_method=HMAC-SHA256" in url and "cs_secret" not in url for url in urls)


@pytest.mark.parametrize(
    "url",
    [
        "shop.example",
        "ftp://shop.example",
        "https://",
        "https://ck:cs_secret@shop.example",
        "https://shop.example?consumer_secret=cs_secret",
        "https://[nonsense",
    ],
)
def test_an_address_that_is_not_a_home_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        client(url)

    assert "cs_secret" not in str(caught.value)


def woo_error(code: str, message: str) -> str:
    return json.dumps({"code": code, "message": message, "data": {"status": 400}})


AUTHENTICATION = "woocommerce_rest_authentication_error"
REFUSALS = [
    (401, woo_error(AUTHENTICATION, "Consumer key is invalid."), Misconfigured, "refuses our keys"),
    (401, woo_error("woocommerce_rest_cannot_view", "Sorry, you cannot list resources."), Misconfigured, "cannot list"),
    (
        401,
        woo_error(AUTHENTICATION, "The API key provided does not have write permissions."),
        Misconfigured,
        "Read/Write",
    ),
    (401, woo_error(AUTHENTICATION, "Invalid timestamp."), ClocksApart, "15 minutes apart"),
    (401, woo_error(AUTHENTICATION, "Invalid nonce - nonce has already been used."), Retryable, "one-time signature"),
    (403, "<html>blocked</html>", Blocked, "a firewall or a security plugin"),
    (404, woo_error("rest_no_route", "No route was found."), NoInterface, "no WooCommerce REST interface"),
    (404, "<html>not here</html>", NoInterface, "Permalinks"),
    (404, woo_error("woocommerce_rest_shop_order_invalid_id", "Invalid ID."), NotFound, "Invalid ID"),
    (400, woo_error("rest_invalid_param", "Invalid parameter(s): include"), Refused, "HTTP 400, rest_invalid_param"),
    (400, "plain text", Rejected, "HTTP 400"),
    (413, "<html>", Rejected, "HTTP 413"),
    (500, woo_error("internal", "Oh."), Retryable, "HTTP 500"),
]


@pytest.mark.parametrize(("status", "body", "family", "says"), REFUSALS)
@responses.activate
def test_each_refusal_gets_its_family_in_the_stores_own_words(
    status: int, body: str, family: type[StoreError], says: str
) -> None:
    responses.post(f"{HOME}{API}coupons", status=status, body=body)

    with pytest.raises(StoreError) as caught:
        client().post("coupons", {}, msgspec.Raw, "Coupon")

    assert type(caught.value) is family
    assert says in str(caught.value)


@responses.activate
def test_what_is_refused_for_a_wrong_clock_is_tried_again_and_waits_for_nobody() -> None:
    responses.post(f"{HOME}{API}coupons", status=401, body=woo_error(AUTHENTICATION, "Invalid timestamp."))

    with pytest.raises(Retryable):
        client().post("coupons", {}, msgspec.Raw, "Coupon")


@responses.activate
def test_keys_with_any_letters_can_be_sent() -> None:
    responses.get(f"{HOME}{API}orders/1", json={})

    Client(HOME, "ck_€", "cs_ß", timeout=1).get("orders/1", msgspec.Raw, "Order 1")


@responses.activate
def test_keys_that_a_store_echoes_are_struck_out() -> None:
    responses.get(f"{HOME}{API}orders/1", status=400, body=woo_error("odd", "ck_key with cs_secret is odd"))

    with pytest.raises(Refused, match="… with … is odd"):
        read()


class TestOverHttp(WooFixtures):
    def test_lists_of_ids_survive_the_signature(self, client: Client, shop: WooShop) -> None:
        placed = [shop.place_order() for _ in range(3)]

        found = client.rows("orders", include=placed, status="any,trash")

        assert len(found.rows) == found.total == 3

    @pytest.mark.parametrize("code", ["A B", "ä+ö", "50&more=1", "A=B", "x,y"])
    def test_awkward_words_survive_the_signature(self, client: Client, code: str) -> None:
        assert client.rows("coupons", code=code).rows == []

    def test_a_long_list_is_read_to_its_end(self, client: Client, shop: WooShop) -> None:
        for _ in range(201):
            shop.place_order()

        assert len(list(client.every("orders", msgspec.Raw, "Order"))) == 201

    @pytest.fixture
    def client(self, shop: WooShop) -> Client:
        return Client(shop.sandbox.url, shop.sandbox.consumer_key, shop.sandbox.consumer_secret, timeout=5)
