"""Orders over HTTP: listing, changing, trashing, and what moves their date."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox

BEANS = 10


def gmt(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def place(client: Any, **fields: Any) -> dict[str, Any]:
    body = {"line_items": [{"product_id": BEANS, "quantity": 1}], "set_paid": True, **fields}
    answer = client.post("orders", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def ids(client: Any, query: str) -> list[int]:
    answer = client.get(f"orders?{query}")
    assert answer.status_code == 200, answer.text
    return [order["id"] for order in answer.json()]


def test_modified_after_is_exclusive_on_whole_seconds(client: Any, clock: Any) -> None:
    first = place(client)
    clock.forward(1)
    second = place(client)

    assert ids(client, f"modified_after={gmt(clock.now - 2)}Z") == [second["id"], first["id"]]
    assert ids(client, f"modified_after={gmt(clock.now - 1)}Z") == [second["id"]]
    assert ids(client, f"modified_after={gmt(clock.now)}Z") == []
    assert ids(client, f"modified_before={gmt(clock.now)}Z") == [first["id"]]


def test_a_naive_time_is_the_sites_own(client: Any, clock: Any) -> None:
    order = place(client)
    naive = gmt(clock.now)

    assert ids(client, f"modified_after={naive}") == [order["id"]]
    assert ids(client, f"modified_after={order['date_modified']}") == []
    assert ids(client, f"modified_after={naive}&dates_are_gmt=true") == []
    assert ids(client, f"modified_after={naive}Z") == []


def test_a_date_that_is_none_is_refused_by_name(client: Any) -> None:
    answer = client.get("orders?modified_after=yesterday")

    assert answer.status_code == 400
    assert answer.json()["data"]["params"] == {"modified_after": "Invalid date."}


def test_a_list_hides_trash_and_checkout_drafts_unless_asked(client: Any) -> None:
    kept, trashed = place(client), place(client)
    client.delete(f"orders/{trashed['id']}")
    client.post("orders", {"line_items": [], "coupon_lines": [{"code": "none"}]})

    assert ids(client, "") == [kept["id"]]
    assert ids(client, "status=trash") == [trashed["id"]]
    assert len(ids(client, "status=checkout-draft")) == 1
    assert ids(client, "status=processing,pending") == [kept["id"]]
    assert client.get("orders?status=lost").json()["code"] == "rest_invalid_param"


def test_pages_carry_their_totals_and_the_one_beyond_says_none(client: Any) -> None:
    for _ in range(5):
        place(client)

    first, last, beyond = (client.get(f"orders?per_page=2&page={page}") for page in (1, 3, 9))

    assert [len(answer.json()) for answer in (first, last, beyond)] == [2, 1, 0]
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("5", "3")
    assert first.links["next"]["url"].endswith("per_page=2&page=2")
    assert "next" not in last.links
    assert (beyond.status_code, beyond.headers["X-WP-Total"]) == (200, "0")


@pytest.mark.parametrize("size", [0, 101])
def test_a_page_holds_one_to_a_hundred(client: Any, size: int) -> None:
    answer = client.get(f"orders?per_page={size}")

    bounds = "per_page must be between 1 (inclusive) and 100 (inclusive)"
    assert answer.status_code == 400
    assert answer.json() == {
        "code": "rest_invalid_param",
        "message": "Invalid parameter(s): per_page",
        "data": {
            "status": 400,
            "params": {"per_page": bounds},
            "details": {"per_page": {"code": "rest_out_of_bounds", "message": bounds, "data": None}},
        },
    }


def test_crawling_by_page_while_orders_change_skips_a_row(client: Any, clock: Any) -> None:
    orders = []
    for _ in range(4):
        orders.append(place(client)["id"])
        clock.forward(1)

    first = ids(client, "orderby=modified&order=asc&per_page=2&page=1")
    client.put(f"orders/{first[0]}", {})
    second = ids(client, "orderby=modified&order=asc&per_page=2&page=2")

    assert set(orders) - set(first) - set(second) == {orders[2]}


def test_lists_are_ordered_as_asked(client: Any, clock: Any) -> None:
    first = place(client)["id"]
    clock.forward(1)
    second = place(client)["id"]
    clock.forward(1)
    client.put(f"orders/{first}", {})

    assert ids(client, "") == [second, first]
    assert ids(client, "order=asc") == [first, second]
    assert ids(client, "orderby=modified") == [first, second]
    assert ids(client, f"include={first},{second}&orderby=id&order=asc") == [first, second]
    assert ids(client, f"include={second}") == [second]


def test_fields_choose_what_is_shown(client: Any) -> None:
    order = place(client)

    chosen = client.get(f"orders/{order['id']}?_fields=id,billing.email,line_items.total").json()

    assert chosen == {"id": order["id"], "billing": {"email": ""}, "line_items": [{"total": "20.92"}]}


@pytest.mark.parametrize("body", [{}, {"meta_data": [{"key": "a", "value": "b"}]}, {"status": "completed"}])
def test_any_change_moves_the_date_even_an_empty_one(client: Any, clock: Any, body: dict[str, Any]) -> None:
    order = place(client)
    clock.forward(5)

    changed = client.put(f"orders/{order['id']}", body).json()

    assert changed["date_modified_gmt"] == gmt(clock.now)
    assert changed["date_created_gmt"] == order["date_created_gmt"]


def test_a_note_does_not_move_the_date(client: Any, clock: Any) -> None:
    order = place(client)
    clock.forward(5)

    note = client.post(f"orders/{order['id']}/notes", {"note": "12 points"})
    later = client.get(f"orders/{order['id']}").json()

    assert note.status_code == 201
    assert client.get(f"orders/{order['id']}/notes").json()[0]["note"] == "12 points"
    assert later["date_modified"] == order["date_modified"]


def test_a_trashed_order_can_still_be_read_and_a_deleted_one_cannot(client: Any) -> None:
    order = place(client)["id"]

    client.delete(f"orders/{order}")
    trashed = client.get(f"orders/{order}")
    client.delete(f"orders/{order}?force=true")
    gone = client.get(f"orders/{order}")

    assert (trashed.status_code, trashed.json()["status"]) == (200, "trash")
    assert gone.status_code == 404
    assert gone.json() == {
        "code": "woocommerce_rest_shop_order_invalid_id",
        "message": "Invalid ID.",
        "data": {"status": 404},
    }


def test_meta_data_is_written_by_key_by_id_and_taken_away_by_null(client: Any) -> None:
    order = place(client, meta_data=[{"key": "a", "value": "1"}, {"key": "b", "value": {"c": 2}}])["id"]

    written = client.put(f"orders/{order}", {"meta_data": [{"key": "a", "value": "3"}, {"key": "b", "value": None}]})

    assert [(entry["key"], entry["value"]) for entry in written.json()["meta_data"]] == [("a", "3")]


def test_an_unpaid_order_has_no_date_of_payment(client: Any) -> None:
    order = place(client, set_paid=False, billing={"email": "Guest.Person@Example.test"})

    assert (order["status"], order["customer_id"], order["date_paid_gmt"]) == ("pending", 0, None)
    assert order["billing"]["email"] == "Guest.Person@Example.test"


def test_fees_and_discounts_are_taxed_and_counted(client: Any) -> None:
    order = place(client, fee_lines=[{"name": "Wrapping", "total": "2.52"}, {"name": "Friends", "total": "-1.68"}])

    assert [(fee["total"], fee["total_tax"]) for fee in order["fee_lines"]] == [("2.52", "0.48"), ("-1.68", "-0.32")]
    assert order["total"] == "25.90"


def test_half_a_cent_of_tax_goes_down(client: Any) -> None:
    order = place(client, fee_lines=[{"name": "Postcard", "total": "0.50"}])

    assert order["fee_lines"][0]["total_tax"] == "0.09"


def test_lines_can_be_changed_added_and_taken_off(client: Any) -> None:
    order = place(client, line_items=[{"product_id": BEANS, "quantity": 3}, {"product_id": 11, "quantity": 1}])
    beans, filter_roast = (line["id"] for line in order["line_items"])
    changes = [
        {"id": beans, "quantity": 2, "subtotal": "41.85", "total": "41.85"},
        {"id": filter_roast, "quantity": 0},
        {"product_id": 15, "quantity": 1},
    ]

    changed = client.put(f"orders/{order['id']}", {"line_items": changes}).json()
    foreign = client.put(f"orders/{order['id']}", {"line_items": [{"id": 9999, "quantity": 1}]})

    assert [(line["product_id"], line["quantity"]) for line in changed["line_items"]] == [(BEANS, 2), (15, 1)]
    assert changed["total"] == "178.80"
    assert foreign.json()["code"] == "woocommerce_rest_invalid_item_id"


def test_only_known_products_and_customers_can_be_ordered_by(client: Any) -> None:
    unknown_product = client.post("orders", {"line_items": [{"product_id": 9999}]})
    unknown_customer = client.post("orders", {"customer_id": 9999})

    assert unknown_product.json()["code"] == "woocommerce_rest_required_product_reference"
    assert unknown_customer.json()["code"] == "woocommerce_rest_invalid_customer_id"


def test_a_batch_holds_a_hundred_and_reports_each_failure_in_its_place(client: Any) -> None:
    order = place(client)["id"]

    done = client.post("orders/batch", {"update": [{"id": order, "status": "completed"}, {"id": 9999}]})
    too_many = client.post("orders/batch", {"create": [{}] * 101})

    updated, failed = done.json()["update"]
    assert updated["status"] == "completed"
    assert failed["error"]["code"] == "woocommerce_rest_shop_order_invalid_id"
    assert too_many.status_code == 413


def test_customers_are_listed_by_role_and_found_by_email_in_any_case(shop: Sandbox, client: Any) -> None:
    ann = client.post("customers", {"email": "ann.lee@example.test"}).json()
    client.post("customers", {"email": "boss@example.test", "role": "shop_manager"})

    assert client.get("customers").headers["X-WP-Total"] == "1"
    assert client.get("customers?role=all").headers["X-WP-Total"] == "2"
    assert [row["id"] for row in client.get("customers?email=Ann.LEE@example.test").json()] == [ann["id"]]


def test_one_email_has_one_account(client: Any) -> None:
    client.post("customers", {"email": "ann.lee@example.test"})

    again = client.post("customers", {"email": "ANN.lee@example.test"})

    assert (again.status_code, again.json()["code"]) == (400, "registration-error-email-exists")


def test_a_products_sale_price_is_its_price(client: Any) -> None:
    product = {"name": "Mug", "regular_price": "12.00", "sale_price": "10.00", "categories": [{"name": "Tea"}]}
    made = client.post("products", product).json()

    order = place(client, line_items=[{"product_id": made["id"], "quantity": 2}])

    assert (made["price"], made["on_sale"]) == ("10.00", True)
    assert order["total"] == "20.00"


def test_orders_placed_at_the_same_time_do_not_get_in_each_others_way(shop: Sandbox, client_of: Any) -> None:
    def place_ten(_: int) -> list[int]:
        client = client_of(shop)
        return [place(client)["id"] for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        placed = [order_id for ten in pool.map(place_ten, range(4)) for order_id in ten]

    assert len(set(placed)) == 40
    assert set(placed) == set(shop.shop.orders)


def test_the_listing_of_a_large_shop_renders_only_its_page(client_of: Any) -> None:
    with Sandbox(seed=3, orders=5000, customers=50, clock=lambda: 1_793_000_000) as shop:
        client = client_of(shop)

        began = datetime.now(UTC)
        answer = client.get("orders?per_page=10&orderby=modified&order=asc&page=400")
        took = datetime.now(UTC) - began

    assert len(answer.json()) == 10
    # Rendering all of them takes many times as long.
    assert took < timedelta(seconds=0.3)
