"""Coupons over HTTP: keeping them, and every rule an order has to meet to use one."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox

COFFEE, DECAF_ON_SALE, GRINDER = 10, 12, 15
ANN = {"email": "Ann.Lee@Example.test"}


def make(client: Any, **terms: Any) -> dict[str, Any]:
    answer = client.post("coupons", {"code": "LOY-1", "amount": "5.00", "discount_type": "fixed_cart", **terms})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def order_with(client: Any, *codes: str, items: dict[int, int] | None = None, **fields: Any) -> Any:
    lines = [{"product_id": product, "quantity": count} for product, count in (items or {COFFEE: 2}).items()]
    coupon_lines = [{"code": code} for code in codes]
    body = {"line_items": lines, "coupon_lines": coupon_lines, "billing": ANN, "set_paid": True, **fields}
    return client.post("orders", body)


def refused(answer: Any) -> bool:
    if answer.status_code == 201:
        return False
    assert (answer.status_code, answer.json()["code"]) == (400, "woocommerce_rest_invalid_coupon")
    return True


def test_a_code_is_kept_in_lower_case_and_found_in_any(client: Any) -> None:
    made = make(client, code="Loy-ANN-5eur")

    assert made["code"] == "loy-ann-5eur"
    assert [row["id"] for row in client.get("coupons?code=LOY-ann-5EUR").json()] == [made["id"]]
    assert [row["id"] for row in client.get("coupons?search=ann").json()] == [made["id"]]
    assert client.get("coupons?code=other").json() == []


def test_a_code_exists_once(client: Any) -> None:
    make(client)

    again = client.post("coupons", {"code": "loy-1"})

    assert (again.status_code, again.json()["code"]) == (400, "woocommerce_rest_coupon_code_already_exists")


def test_a_deleted_code_is_free_again(client: Any) -> None:
    client.delete(f"coupons/{make(client)['id']}?force=true")

    assert make(client)["code"] == "loy-1"


def test_changing_only_the_terms_does_not_move_a_coupons_date(client: Any, clock: Any) -> None:
    made = make(client)
    clock.forward(5)

    terms = client.put(f"coupons/{made['id']}", {"amount": "6.00"}).json()
    text = client.put(f"coupons/{made['id']}", {"description": "new"}).json()

    assert (terms["amount"], terms["date_modified"]) == ("6.00", made["date_modified"])
    assert text["date_modified"] > made["date_modified"]


@pytest.mark.parametrize(
    ("terms", "items", "allowed"),
    [
        ({}, {COFFEE: 1}, True),
        ({"date_expires": "2020-01-01"}, {COFFEE: 1}, False),
        ({"date_expires": "2040-01-01T00:00:00"}, {COFFEE: 1}, True),
        ({"minimum_amount": "24.90"}, {COFFEE: 1}, True),
        ({"minimum_amount": "24.91"}, {COFFEE: 1}, False),
        ({"maximum_amount": "24.90"}, {COFFEE: 1}, True),
        ({"maximum_amount": "24.89"}, {COFFEE: 1}, False),
        ({"email_restrictions": ["ann.lee@example.test"]}, {COFFEE: 1}, True),
        ({"email_restrictions": ["*@example.test"]}, {COFFEE: 1}, True),
        ({"email_restrictions": ["eve@example.test"]}, {COFFEE: 1}, False),
        ({"product_ids": [COFFEE]}, {COFFEE: 1, GRINDER: 1}, True),
        ({"product_ids": [GRINDER]}, {COFFEE: 1}, False),
        ({"excluded_product_ids": [COFFEE]}, {COFFEE: 1, GRINDER: 1}, False),
        ({"excluded_product_ids": [COFFEE], "discount_type": "percent"}, {COFFEE: 1, GRINDER: 1}, True),
        ({"excluded_product_ids": [COFFEE], "discount_type": "percent"}, {COFFEE: 1}, False),
        ({"exclude_sale_items": True}, {COFFEE: 1}, True),
        ({"exclude_sale_items": True}, {COFFEE: 1, DECAF_ON_SALE: 1}, False),
        ({"exclude_sale_items": True, "discount_type": "percent"}, {COFFEE: 1, DECAF_ON_SALE: 1}, True),
        ({"exclude_sale_items": True, "discount_type": "percent"}, {DECAF_ON_SALE: 1}, False),
    ],
)
def test_a_coupon_asks_for_its_terms(
    client: Any, terms: dict[str, Any], items: dict[int, int], *, allowed: bool
) -> None:
    make(client, **terms)

    assert refused(order_with(client, "loy-1", items=items)) is not allowed


def test_a_coupon_may_be_for_some_categories_or_not_for_others(client: Any) -> None:
    coffee = client.get(f"products/{COFFEE}").json()["categories"][0]["id"]
    make(client, code="coffee", product_categories=[coffee])
    make(client, code="others", excluded_product_categories=[coffee])

    assert not refused(order_with(client, "coffee", items={COFFEE: 1}))
    assert refused(order_with(client, "coffee", items={GRINDER: 1}))
    assert refused(order_with(client, "others", items={COFFEE: 1, GRINDER: 1}))
    assert not refused(order_with(client, "others", items={GRINDER: 1}))


def test_an_unknown_code_is_refused(client: Any) -> None:
    assert refused(order_with(client, "unknown"))


def test_a_coupon_can_be_used_up(client: Any) -> None:
    made = make(client, usage_limit=1)

    assert not refused(order_with(client, "loy-1"))
    assert refused(order_with(client, "loy-1", billing={"email": "eve@example.test"}))
    used = client.get(f"coupons/{made['id']}").json()
    assert (used["usage_count"], used["used_by"]) == (1, ["Ann.Lee@Example.test"])


def test_a_coupon_can_be_used_up_by_one_customer(client: Any) -> None:
    make(client, usage_limit_per_user=1)

    assert not refused(order_with(client, "loy-1"))
    assert refused(order_with(client, "loy-1"))
    assert not refused(order_with(client, "loy-1", billing={"email": "eve@example.test"}))


def test_a_coupon_for_individual_use_stands_alone(client: Any) -> None:
    make(client, code="alone", individual_use=True)
    make(client, code="other")

    assert refused(order_with(client, "alone", "other"))
    assert not refused(order_with(client, "alone"))


def test_cancelling_gives_a_use_back_and_refunding_does_not(client: Any) -> None:
    made = make(client)
    cancelled = order_with(client, "loy-1").json()["id"]
    refunded = order_with(client, "loy-1").json()["id"]

    client.put(f"orders/{cancelled}", {"status": "cancelled"})
    after_cancelling = client.get(f"coupons/{made['id']}").json()["usage_count"]
    client.put(f"orders/{refunded}", {"status": "refunded"})
    after_refunding = client.get(f"coupons/{made['id']}").json()["usage_count"]
    client.put(f"orders/{cancelled}", {"status": "processing"})
    after_reopening = client.get(f"coupons/{made['id']}").json()["usage_count"]

    assert (after_cancelling, after_refunding, after_reopening) == (1, 1, 2)


@pytest.mark.parametrize(
    ("terms", "items", "total"),
    [
        ({"amount": "5.00"}, {COFFEE: 3}, "69.70"),
        ({"amount": "5.00"}, {COFFEE: 1, GRINDER: 1}, "148.90"),
        ({"amount": "500.00"}, {COFFEE: 1}, "0.00"),
        ({"amount": "0.01"}, {COFFEE: 1, GRINDER: 1}, "153.89"),
        ({"amount": "10", "discount_type": "percent"}, {COFFEE: 3}, "67.23"),
        ({"amount": "33.3", "discount_type": "percent"}, {COFFEE: 1, GRINDER: 1}, "102.65"),
        ({"amount": "10", "discount_type": "percent", "limit_usage_to_x_items": 1}, {COFFEE: 3}, "72.21"),
        ({"amount": "2.00", "discount_type": "fixed_product"}, {COFFEE: 3}, "68.70"),
        ({"amount": "2.00", "discount_type": "fixed_product", "limit_usage_to_x_items": 2}, {COFFEE: 3}, "70.70"),
        (
            {"amount": "2.00", "discount_type": "fixed_product", "product_ids": [COFFEE]},
            {COFFEE: 1, GRINDER: 1},
            "151.90",
        ),
        ({"amount": "10", "discount_type": "percent", "product_ids": [GRINDER]}, {COFFEE: 1, GRINDER: 1}, "141.00"),
    ],
)
def test_a_discount_comes_off_prices_with_their_tax(
    client: Any, terms: dict[str, Any], items: dict[int, int], total: str
) -> None:
    make(client, **terms)

    order = order_with(client, "loy-1", items=items).json()

    assert order["total"] == total
    parts = [line["total"] for line in order["line_items"]] + [line["total_tax"] for line in order["line_items"]]
    assert sum(round(float(part) * 100) for part in parts) == round(float(total) * 100)


def test_two_coupons_add_up_and_each_says_what_it_gave(client: Any) -> None:
    make(client, code="five")
    make(client, code="tenth", amount="10", discount_type="percent")

    order = order_with(client, "five", "tenth", items={COFFEE: 2}).json()

    assert [(line["code"], line["discount"], line["discount_tax"]) for line in order["coupon_lines"]] == [
        ("five", "4.2", "0.8"),
        ("tenth", "4.18", "0.8"),
    ]
    assert order["total"] == "39.82"


def test_a_coupon_can_be_put_on_an_order_and_taken_off_again(shop: Sandbox, client: Any) -> None:
    make(client)
    order = shop.place_order({COFFEE: 2})["id"]

    with_coupon = client.put(f"orders/{order}", {"coupon_lines": [{"code": "loy-1"}]}).json()
    used = shop.coupon("loy-1")
    without = client.put(f"orders/{order}", {"coupon_lines": []}).json()

    assert (with_coupon["total"], without["total"]) == ("44.80", "49.80")
    assert used is not None
    assert used["usage_count"] == 1
    assert client.get("coupons?code=loy-1").json()[0]["usage_count"] == 0


def test_an_amount_off_the_cart_lies_on_goods_that_its_coupon_does_not_name_too(client: Any) -> None:
    make(client, amount="40.00", product_ids=[COFFEE])

    order = order_with(client, "loy-1", items={COFFEE: 1, GRINDER: 1}).json()

    assert all(Decimal(line["total"]) < Decimal(line["subtotal"]) for line in order["line_items"])


def test_a_variation_is_meant_by_its_own_number_and_by_its_products(shop: Sandbox, client: Any) -> None:
    mug = shop.add_product(name="Mug", regular_price="10.00", categories=[{"name": "Blue", "parent": "Crockery"}])["id"]
    small, large = (shop.add_variation(mug, regular_price=price)["id"] for price in ("10.00", "12.00"))
    above = shop.shop.category("Crockery").id
    half = {"discount_type": "percent", "amount": "50"}
    make(client, code="product", product_ids=[mug], **half)
    make(client, code="small", product_ids=[small], **half)
    make(client, code="above", product_categories=[above], **half)
    make(client, code="never", excluded_product_categories=[above], **half)

    def taken(code: str, variation: int) -> str:
        lines = [{"product_id": mug, "variation_id": variation, "quantity": 1}]
        answer = client.post("orders", {"line_items": lines, "coupon_lines": [{"code": code}], "billing": ANN})
        return "no" if refused(answer) else str(answer.json()["total"])

    assert (taken("product", small), taken("product", large)) == ("5.00", "6.00")
    assert (taken("small", small), taken("small", large)) == ("5.00", "no")
    assert (taken("above", large), taken("never", large)) == ("6.00", "no")
