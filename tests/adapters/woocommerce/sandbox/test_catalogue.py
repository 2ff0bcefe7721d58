"""Accounts, products, categories and reviews over HTTP: what lists hide, what they refuse, what they know of each."""

from typing import Any

import pytest
import requests

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.times import parse

BEANS = 10


def ids(client: Any, path: str) -> list[int]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()]


def test_the_list_of_accounts_shows_the_role_customer_unless_it_is_asked_for_others(shop: Sandbox, client: Any) -> None:
    plain = shop.add_customer("ann@example.test")["id"]
    trade = shop.add_customer("bert@example.test", role="wholesale_customer")["id"]

    assert ids(client, "customers") == [plain]
    assert ids(client, "customers?role=wholesale_customer") == [trade]
    assert ids(client, f"customers?role=all&include={plain},{trade}&orderby=id") == [plain, trade]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("customers?role=nobody", "role"),
        ("customers?orderby=modified", "orderby"),
        ("customers?include=ann", "include"),
        ("products?status=gone", "status"),
        ("products/categories?orderby=date", "orderby"),
        ("products/categories?parent=top", "parent"),
        ("products/reviews?status=any", "status"),
        ("products/reviews?orderby=modified", "orderby"),
        ("products/reviews?after=yesterday", "after"),
        ("products/reviews?per_page=101", "per_page"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(client: Any, query: str, parameter: str) -> None:
    answer = client.get(query)

    assert answer.status_code == 400
    assert answer.json()["code"] == "rest_invalid_param"
    assert list(answer.json()["data"]["params"]) == [parameter]


def test_a_variation_shows_when_it_is_asked_for_and_in_no_list(shop: Sandbox, client: Any) -> None:
    variation = shop.add_variation(BEANS, regular_price="30.00", sale_price="20.00")["id"]

    assert variation not in ids(client, f"products?include={variation},{BEANS}")
    one = client.get(f"products/{variation}").json()
    assert (one["type"], one["parent_id"], one["categories"], one["on_sale"]) == ("variation", BEANS, [], True)
    parent = client.get(f"products/{BEANS}").json()
    assert (parent["variations"], parent["on_sale"]) == ([variation], True)


def test_an_order_of_a_variation_names_both(shop: Sandbox) -> None:
    variation = shop.add_variation(BEANS, regular_price="30.00")["id"]

    (line,) = shop.place_order({variation: 1})["line_items"]

    assert (line["product_id"], line["variation_id"]) == (BEANS, variation)


def test_a_product_in_the_trash_shows_when_it_is_asked_for_and_in_no_list(client: Any) -> None:
    client.delete(f"products/{BEANS}")

    assert BEANS not in ids(client, f"products?include={BEANS}")
    assert ids(client, f"products?include={BEANS}&status=trash") == [BEANS]
    assert client.get(f"products/{BEANS}").json()["status"] == "trash"


def test_a_category_names_the_one_above_it(client: Any) -> None:
    (coffee,) = client.get("products/categories?slug=coffee").json()
    (above,) = client.get(f"products/categories?include={coffee['parent']}").json()

    assert (above["slug"], above["parent"]) == ("drinks", 0)
    assert coffee["id"] in ids(client, f"products/categories?parent={above['id']}")
    assert above["id"] not in ids(client, "products/categories?hide_empty=true")


def test_categories_are_made_changed_and_deleted(client: Any) -> None:
    top = client.post("products/categories", {"name": "Clothes"}).json()["id"]
    below = client.post("products/categories", {"name": "Shirts", "parent": top}).json()["id"]

    assert client.post("products/categories", {"name": "Shirts", "parent": top}).json()["code"] == "term_exists"
    assert client.put(f"products/categories/{below}", {"slug": "linen"}).json()["slug"] == "linen"
    assert client.delete(f"products/categories/{top}").status_code == 501
    client.delete(f"products/categories/{top}?force=true")
    assert client.get(f"products/categories/{below}").json()["parent"] == 0
    assert client.get(f"products/categories/{top}").json()["code"] == "woocommerce_rest_term_invalid"


def test_reviews_that_wait_or_are_trashed_show_only_when_they_are_asked_for(shop: Sandbox, client: Any) -> None:
    seen = shop.add_review(BEANS, "ann@example.test")["id"]
    waits = shop.add_review(BEANS, "bert@example.test", status="hold")["id"]
    trashed = shop.add_review(BEANS, "cleo@example.test")["id"]
    client.delete(f"products/reviews/{trashed}")

    assert ids(client, "products/reviews") == [seen]
    assert ids(client, "products/reviews?status=all&order=asc") == [seen, waits]
    assert ids(client, "products/reviews?status=trash") == [trashed]
    client.put(f"products/reviews/{waits}", {"status": "approved"})
    assert ids(client, "products/reviews?order=asc&reviewer_email=BERT@example.test") == [waits]


def test_a_review_says_whether_its_address_bought_the_product(shop: Sandbox, client: Any) -> None:
    shop.place_order({BEANS: 1}, email="Ann@example.test")
    bought, other = shop.add_review(BEANS, "ann@example.test"), shop.add_review(BEANS + 1, "ann@example.test")

    verified = [client.get(f"products/reviews/{one['id']}").json()["verified"] for one in (bought, other)]
    assert verified == [True, False]


def test_dates_of_reviews_are_compared_in_local_time_so_one_hour_a_year_is_lost(
    shop: Sandbox, client: Any, clock: Any
) -> None:
    clock.now = parse("2026-10-25T00:50:00Z")  # 02:50 in Berlin, for the first time that night
    first = shop.add_review(BEANS, "ann@example.test")["id"]
    clock.now = parse("2026-10-25T01:10:00Z")  # 02:10, after the clocks went back
    shop.add_review(BEANS, "bert@example.test")

    assert ids(client, "products/reviews?after=2026-10-25T00:30:00Z") == [first]


def test_a_narrow_key_reads_orders_and_no_accounts_products_or_reviews(shop: Sandbox, client: Any) -> None:
    closed = ("customers", "products", "products/categories", "products/reviews")
    answers = [requests.get(client.sign("GET", path, key=shop.narrow_key), timeout=5) for path in ("orders", *closed)]

    assert [answer.status_code for answer in answers] == [200, 403, 403, 403, 403]
    assert answers[1].json()["code"] == "woocommerce_rest_cannot_view"
