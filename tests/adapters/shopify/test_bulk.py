"""The history of a large shop, read from the file of a bulk operation, over real HTTP against the sandbox store."""

from collections.abc import Iterator

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.sandbox import Sandbox
from adapters.shopify.sandbox.cost import Bucket
from adapters.shopify.sandbox.seed import Past
from connector.adapter import Misconfigured, Page, Retryable
from connector.core.commerce import Order


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(past=Past(seed=3, orders=230, customers=20, days=50), bucket=Bucket(10**9, 10**9)) as sandbox:
        yield sandbox


def connect(sandbox: Sandbox, bulk_from: int) -> Shopify:
    return Shopify(url=sandbox.url, access_token=sandbox.access_token, bulk_from=bulk_from, sleep=lambda _: None)


def by_id(pages: list[Page]) -> dict[str, Order]:
    return {order.id: order for page in pages for order in page.orders if isinstance(order, Order)}


def asked_in_bulk(sandbox: Sandbox) -> int:
    return len(sandbox.shop.books.bulks)


def test_the_file_tells_the_same_orders_as_the_pages(sandbox: Sandbox) -> None:
    in_bulk = by_id(list(connect(sandbox, 1).orders.changed_since(None)))
    in_pages = by_id(list(connect(sandbox, 1000).orders.changed_since(None)))

    assert asked_in_bulk(sandbox) == 1
    assert len(in_bulk) == 230
    assert any(order.refunds for order in in_bulk.values())
    assert in_bulk == in_pages


def test_the_cursor_stands_still_until_the_file_is_read(sandbox: Sandbox) -> None:
    pages = list(connect(sandbox, 1).orders.changed_since(None))

    assert all(page.until.year == 1970 for page in pages[:3])
    assert pages[-1].until.year > 2000


def test_a_reading_that_was_broken_off_takes_the_same_file_up_again(sandbox: Sandbox) -> None:
    reading = connect(sandbox, 1).orders.changed_since(None)
    until = next(reading).until

    again = list(connect(sandbox, 1).orders.changed_since(until))

    assert len(by_id(again)) == 230
    assert asked_in_bulk(sandbox) == 1


def test_a_small_shop_is_read_page_by_page(sandbox: Sandbox) -> None:
    assert len(by_id(list(connect(sandbox, 231).orders.changed_since(None)))) == 230
    assert asked_in_bulk(sandbox) == 0


def test_an_operation_that_fails_leaves_the_pages(sandbox: Sandbox) -> None:
    sandbox.shop.bulk_breaks = True

    assert len(by_id(list(connect(sandbox, 1).orders.changed_since(None)))) == 230


def test_a_file_that_breaks_off_may_be_read_again(sandbox: Sandbox) -> None:
    sandbox.fail("truncated", "/bulk/*")

    with pytest.raises(Retryable):
        list(connect(sandbox, 1).orders.changed_since(None))


def test_what_the_app_may_not_read_is_for_a_person_to_mend(sandbox: Sandbox) -> None:
    sandbox.grant(["read_orders", "read_all_orders", "read_products"])

    with pytest.raises(Misconfigured):
        list(connect(sandbox, 1).orders.changed_since(None))
