"""The seeded past: the same numbers give the same shop, and it is one to believe in."""

import time
from collections import Counter
from decimal import Decimal

from adapters.woocommerce.sandbox.money import cents
from adapters.woocommerce.sandbox.records import FeeLine, ProductLine, ShippingLine, tax_of
from adapters.woocommerce.sandbox.seed import DAY, populate
from adapters.woocommerce.sandbox.shop import Shop
from adapters.woocommerce.sandbox.snapshot import dump

NOW = 1_793_000_000


def seeded(seed: int, orders: int, customers: int = 40) -> Shop:
    shop = Shop(url="http://shop.test", clock=lambda: NOW, seed=seed)
    populate(shop, seed=seed, orders=orders, customers=customers, products=None, days=90, now=NOW)
    return shop


def test_equal_seeds_make_equal_shops_and_others_others() -> None:
    assert dump(seeded(7, 100)) == dump(seeded(7, 100))
    assert dump(seeded(7, 100)) != dump(seeded(8, 100))


def test_the_past_is_spread_over_its_days_and_never_in_the_future() -> None:
    orders = list(seeded(7, 400).orders.values())

    created = [order.created for order in orders]
    assert created == sorted(created)
    assert min(created) < NOW - 80 * DAY
    assert all(order.created <= order.modified < NOW for order in orders)


def test_there_is_something_of_everything() -> None:
    shop = seeded(7, 400)

    orders = shop.orders.values()
    statuses = Counter(order.status for order in orders)
    assert statuses["completed"] > 200
    assert {"processing", "on-hold", "pending", "cancelled", "failed"} < set(statuses)
    assert any(order.customer_id == 0 for order in orders)
    assert any(order.shipping_lines for order in orders)
    assert any(fee.total < 0 for order in orders for fee in order.fee_lines)
    assert any(product.on_sale for product in shop.products.values())
    assert any(category.parent for category in shop.categories.values())
    assert {customer.role for customer in shop.customers.values()} == {"customer", "wholesale_customer"}
    assert {review.status for review in shop.reviews.values()} == {"approved", "hold"}
    refunds = [refund for of_order in shop.refunds.values() for refund in of_order.values()]
    assert any(refund.lines for refund in refunds)
    assert any(not refund.lines for refund in refunds)


def test_every_order_adds_up() -> None:
    for order in seeded(7, 3000).orders.values():
        parts: list[ProductLine | ShippingLine | FeeLine] = [*order.lines, *order.shipping_lines, *order.fee_lines]
        net = sum((cents(part.total) for part in parts), Decimal(0))

        assert order.total == net + tax_of(parts)


def test_five_hundred_orders_take_well_under_a_second() -> None:
    began = time.process_time()

    seeded(7, 500, customers=120)

    assert time.process_time() - began < 0.8
