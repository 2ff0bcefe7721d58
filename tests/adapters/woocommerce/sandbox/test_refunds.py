"""Refunds over HTTP: by amount, by line, too much, all that is left, and taken back."""

from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox

BEANS, GRINDER = 10, 15


@pytest.fixture
def order(shop: Sandbox) -> dict[str, Any]:
    """209.65: the recorded order."""
    shipping = [{"method_id": "flat_rate", "method_title": "Flat", "total": "5.00"}]
    return shop.place_order({BEANS: 3, GRINDER: 1}, shipping_lines=shipping)


def test_refunds_are_negative_in_the_order_and_never_change_its_total(client: Any, order: dict[str, Any]) -> None:
    client.post(f"orders/{order['id']}/refunds", {"amount": "10.00", "reason": "goodwill"})

    later = client.get(f"orders/{order['id']}").json()

    assert [(refund["total"], refund["total_tax"]) for refund in later["refunds"]] == [("-10.00", "0.00")]
    assert (later["total"], later["status"]) == ("209.65", "processing")


def test_the_amount_of_a_refund_by_line_is_the_sum_of_its_lines(client: Any, order: dict[str, Any]) -> None:
    line = order["line_items"][0]["id"]
    entry = {"id": line, "quantity": 1, "refund_total": "20.92", "refund_tax": [{"id": 1, "refund_total": "3.98"}]}

    refund = client.post(f"orders/{order['id']}/refunds", {"line_items": [entry]}).json()

    assert refund["amount"] == "24.90"
    assert refund["line_items"][0]["meta_data"][0]["value"] == str(line)
    assert refund["line_items"][0]["quantity"] == -1


def test_shipping_can_be_refunded_by_its_line(client: Any, order: dict[str, Any]) -> None:
    line = order["shipping_lines"][0]["id"]
    entry = {"id": line, "refund_total": "5.00", "refund_tax": [{"id": 1, "refund_total": "0.95"}]}

    refund = client.post(f"orders/{order['id']}/refunds", {"line_items": [entry]}).json()

    assert (refund["amount"], refund["shipping_lines"][0]["total"]) == ("5.95", "-5.00")


def test_refunding_too_much_is_a_500_that_is_no_fault_of_the_server(client: Any, order: dict[str, Any]) -> None:
    answer = client.post(f"orders/{order['id']}/refunds", {"amount": "209.66"})

    assert answer.status_code == 500
    assert answer.json()["code"] == "woocommerce_rest_cannot_create_order_refund"
    assert answer.json()["message"] == "Invalid refund amount."


def test_refunding_the_rest_makes_the_order_refunded(client: Any, order: dict[str, Any]) -> None:
    client.post(f"orders/{order['id']}/refunds", {"amount": "10.00"})
    client.post(f"orders/{order['id']}/refunds", {"amount": "199.65"})

    later = client.get(f"orders/{order['id']}").json()

    assert (later["total"], later["status"]) == ("209.65", "refunded")


def test_setting_an_order_to_refunded_refunds_the_rest(client: Any, order: dict[str, Any]) -> None:
    client.post(f"orders/{order['id']}/refunds", {"amount": "9.65"})

    later = client.put(f"orders/{order['id']}", {"status": "refunded"}).json()

    assert [refund["total"] for refund in later["refunds"]] == ["-200.00", "-9.65"]


def test_a_refund_moves_the_orders_date_and_deleting_it_does_not(
    client: Any, clock: Any, order: dict[str, Any]
) -> None:
    clock.forward(5)
    refund = client.post(f"orders/{order['id']}/refunds", {"amount": "10.00"}).json()
    refunded = client.get(f"orders/{order['id']}").json()
    clock.forward(5)
    deleted = client.delete(f"orders/{order['id']}/refunds/{refund['id']}?force=true")
    later = client.get(f"orders/{order['id']}").json()

    assert refunded["date_modified"] > order["date_modified"]
    assert deleted.status_code == 200
    assert (later["refunds"], later["date_modified"]) == ([], refunded["date_modified"])


def test_all_refunds_of_the_shop_can_be_listed(shop: Sandbox, client: Any, order: dict[str, Any]) -> None:
    other = shop.place_order({BEANS: 1})
    shop.refund(order["id"], "1.00")
    shop.refund(other["id"])

    listed = client.get("refunds").json()

    assert [(refund["parent_id"], refund["amount"]) for refund in listed] == [
        (other["id"], "24.90"),
        (order["id"], "1.00"),
    ]


def test_pieces_of_a_line_are_refunded_at_what_was_paid_for_them(shop: Sandbox, order: dict[str, Any]) -> None:
    refund = shop.refund(order["id"], lines={order["line_items"][0]["id"]: 1})

    assert refund["amount"] == "24.90"


def test_an_order_that_holds_something_for_nothing_is_refunded_once_that_came_back_too(
    shop: Sandbox, client: Any
) -> None:
    shop.add_coupon("gift", discount_type="percent", amount="100", product_ids=[GRINDER], limit_usage_to_x_items=1)
    order = shop.place_order({BEANS: 1, GRINDER: 1}, coupon="gift")
    beans, grinder = (line["id"] for line in order["line_items"])

    client.post(
        f"orders/{order['id']}/refunds", {"amount": order["total"], "line_items": [{"id": beans, "quantity": 1}]}
    )
    paid_back = shop.order(order["id"])["status"]
    refund = client.post(
        f"orders/{order['id']}/refunds", {"amount": "0.00", "line_items": [{"id": grinder, "quantity": 1}]}
    )

    assert paid_back == "processing"
    assert (refund.status_code, refund.json()["line_items"][0]["quantity"]) == (201, -1)
    assert shop.order(order["id"])["status"] == "refunded"
