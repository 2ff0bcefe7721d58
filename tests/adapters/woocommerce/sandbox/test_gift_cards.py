"""The extension WooCommerce Gift Cards as its source does it: what it takes, what it refuses, and how it says so."""

from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.adapters.woocommerce.sandbox.conftest import Client

CODE = "abcd-2345-efgh-6789"
CARD = {"code": CODE, "recipient": "ann@example.test", "sender": "The shop", "balance": "10.00"}
NOT_MADE = "woocommerce_gc_rest_api_gift_card_not_created"
NOT_CHANGED = "woocommerce_gc_rest_api_gift_card_not_updated"


@pytest.fixture(autouse=True)
def _active(shop: Sandbox) -> None:
    shop.has_gift_cards(True)


@pytest.fixture
def tea(shop: Sandbox) -> int:
    return int(shop.add_product(name="Tea", regular_price="12.50")["id"])


def refused(answer: Any) -> tuple[int, str, str]:
    said = answer.json()
    return answer.status_code, said["code"], said["message"]


def test_a_store_without_the_extension_has_no_such_route(shop: Sandbox, client: Client) -> None:
    shop.has_gift_cards(False)

    assert refused(client.get("gift-cards"))[:2] == (404, "rest_no_route")
    assert refused(client.post("gift-cards", CARD))[:2] == (404, "rest_no_route")


def test_a_card_is_made_with_the_code_that_was_asked_for(client: Client) -> None:
    made = client.post("gift-cards", {**CARD, "meta_data": [{"key": "ours", "value": "r-1"}]})

    card = made.json()
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/gift-cards/{card['id']}")
    assert (card["code"], card["balance"], card["remaining"], card["currency"]) == (CODE, 10, 10, "EUR")
    assert (card["expire_date"], card["is_active"], card["delivered"]) == (0, "on", "no")
    assert [(one["key"], one["value"]) for one in card["meta_data"]] == [("ours", "r-1")]


def test_without_a_code_it_makes_one(client: Client) -> None:
    card = client.post("gift-cards", {name: CARD[name] for name in ("recipient", "sender", "balance")}).json()

    assert [len(part) for part in card["code"].split("-")] == [4, 4, 4, 4]


def test_a_time_is_taken_in_the_sites_zone_and_shown_in_utc(client: Client) -> None:
    card = client.post("gift-cards", {**CARD, "expire_date": "2030-07-01 12:00:00"}).json()

    assert card["expire_date"] == "2030-07-01 10:00:00"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"recipient": "nobody"}, "rest_invalid_param", "Invalid parameter(s): recipient"),
        ({"balance": "much"}, "rest_invalid_param", "Invalid parameter(s): balance"),
        ({"expire_date": "2030-07-01T12:00:00"}, "rest_invalid_param", "Invalid parameter(s): expire_date"),
        ({"expire_date": None}, "rest_invalid_param", "Invalid parameter(s): expire_date"),
        ({"is_active": "yes"}, "rest_invalid_param", "Invalid parameter(s): is_active"),
        ({"code": "loy-2345"}, NOT_MADE, "Invalid gift card code."),
        ({"expire_date": "2001-01-01 00:00:00"}, NOT_MADE, "The expiration date cannot precede the creation date."),
        ({"currency": "euro"}, NOT_MADE, "Invalid currency."),
    ],
)
def test_what_it_refuses(client: Client, changes: dict[str, Any], code: str, message: str) -> None:
    assert refused(client.post("gift-cards", {**CARD, **changes})) == (400, code, message)


def test_what_must_be_there(client: Client) -> None:
    message = "Missing parameter(s): recipient, sender, balance"

    assert refused(client.post("gift-cards", {})) == (400, "rest_missing_callback_param", message)


def test_a_code_is_taken_in_capitals_too(client: Client) -> None:
    client.post("gift-cards", CARD)

    again = client.post("gift-cards", {**CARD, "code": CODE.upper()})

    assert refused(again) == (400, NOT_MADE, f"Gift card code `{CODE.upper()}` exists.")


def test_a_card_can_be_switched_off_and_its_money_cannot_be_changed(client: Client) -> None:
    made = client.post("gift-cards", CARD).json()

    body = {"is_active": "off", "balance": "99", "remaining": "99", "code": "zzzz-2345-efgh-6789"}
    changed = client.put(f"gift-cards/{made['id']}", body).json()

    assert (changed["is_active"], changed["balance"], changed["remaining"]) == ("off", 10, 10)
    assert changed["code"] == CODE


def test_a_card_whose_time_is_over_keeps_its_status(shop: Sandbox, client: Client) -> None:
    made = client.post("gift-cards", {**CARD, "expire_date": "2030-07-01 12:00:00"}).json()
    shop.shop.gift_cards[made["id"]].expires = 1

    answer = client.put(f"gift-cards/{made['id']}", {"is_active": "off"})

    assert refused(answer) == (400, NOT_CHANGED, "Changing the status of an expired gift card is not allowed.")


def test_an_unknown_card(client: Client) -> None:
    invalid = "woocommerce_gc_rest_api_gift_card_invalid"

    assert refused(client.get("gift-cards/99")) == (404, invalid, "Resource does not exist.")
    assert refused(client.put("gift-cards/99", {})) == (404, NOT_CHANGED, "Invalid gift card ID.")


def test_a_list_says_how_many_there_are_also_beyond_its_end(client: Client) -> None:
    for digit in "23456":
        client.post("gift-cards", {**CARD, "code": f"abcd-{digit}345-efgh-6789"})

    first, beyond = client.get("gift-cards?per_page=2&code=abcd"), client.get("gift-cards?page=9")

    assert [card["id"] for card in first.json()] == [5, 4]
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("5", "3")
    assert (beyond.json(), beyond.headers["X-WP-Total"]) == ([], "5")


def test_an_order_is_paid_with_a_card_before_it_is_paid_otherwise(shop: Sandbox, client: Client, tea: int) -> None:
    client.post("gift-cards", CARD)
    order = shop.place_order({tea: 1}, paid=False)
    entry = {"gift_cards": [{"code": CODE, "amount": 4}]}

    paid = client.put(f"orders/{order['id']}", entry).json()
    card = shop.gift_card(CODE)
    client.put(f"orders/{order['id']}", {"set_paid": True})
    late = client.put(f"orders/{order['id']}", entry)

    assert order["gift_cards"] is None
    assert [(line["code"], line["amount"]) for line in paid["gift_cards"]] == [(CODE, 4)]
    assert (order["total"], paid["total"]) == ("12.50", "8.50")
    assert card is not None
    assert card["remaining"] == 6
    assert refused(late)[:2] == (400, "woocommerce_rest_gift_card_order_not_editable")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"code": "none"}, "woocommerce_rest_gift_card_cannot_parse_data"),
        ({"code": CODE, "amount": 11}, "woocommerce_rest_gift_card_cannot_apply"),
        ({"code": CODE, "amount": 99_999}, "woocommerce_rest_gift_card_cannot_apply"),
    ],
)
def test_what_pays_for_no_order(shop: Sandbox, client: Client, tea: int, entry: dict[str, Any], code: str) -> None:
    client.post("gift-cards", CARD)
    order = shop.place_order({tea: 1}, paid=False)

    assert refused(client.put(f"orders/{order['id']}", {"gift_cards": [entry]}))[:2] == (400, code)


def test_a_cancelled_order_gives_its_money_back_once_and_a_card_that_is_off_pays_for_nothing(
    shop: Sandbox, client: Client, tea: int
) -> None:
    made = client.post("gift-cards", CARD).json()
    order, other = shop.place_order({tea: 1}, paid=False), shop.place_order({tea: 1}, paid=False)
    entry = {"gift_cards": [{"code": CODE}]}
    client.put(f"orders/{order['id']}", entry)
    spent = client.get(f"gift-cards/{made['id']}").json()["remaining"]

    shop.cancel(order["id"])
    shop.update_order(order["id"], status="pending")
    shop.cancel(order["id"])
    client.put(f"gift-cards/{made['id']}", {"is_active": "off"})

    assert spent == 0
    assert client.get(f"gift-cards/{made['id']}").json()["remaining"] == 10
    assert refused(client.put(f"orders/{other['id']}", entry))[1] == "woocommerce_rest_gift_card_cannot_apply"
