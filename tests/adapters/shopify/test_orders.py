"""Reading orders where Shopify hides or cuts off, over real HTTP against the sandbox store."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.sandbox import Sandbox, goods, placing
from adapters.shopify.sandbox.cost import Bucket
from adapters.shopify.sandbox.records import Order as Placed
from connector.adapter import Severity, Unreadable
from connector.core.commerce import Gone, Order

WITHOUT_HISTORY = ("read_orders", "read_customers", "read_products")
DAY = 86_400.0


class Stand:
    """A shop whose clock a test moves, and an adapter."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.shop = sandbox.shop
        self.time = datetime.now(UTC).timestamp()
        self.shop.clock = lambda: self.time
        self.adapter = Shopify(url=sandbox.url, access_token=sandbox.access_token)

    def place(self, lines: int = 1, days_ago: float = 0) -> Placed:
        now, self.time = self.time, self.time - days_ago * DAY
        with self.shop.changing():
            items = {
                goods.add_product(self.shop, f"Thing {number}", Decimal(2)).variant_ids[0]: 1 for number in range(lines)
            }
            placed = placing.place_order(self.shop, items, email="ann@example.test")
        self.time = now
        return placed


@pytest.fixture
def stand() -> Iterator[Stand]:
    with Sandbox(bucket=Bucket(10**9, 10**9)) as sandbox:
        stand = Stand(sandbox)
        yield stand
        stand.adapter.close()


def test_an_order_of_more_lines_than_a_page_has_all_of_them(stand: Stand) -> None:
    placed = stand.place(lines=130)

    (order,) = stand.adapter.orders.get([str(placed.id)])

    assert isinstance(order, Order)
    assert len({line.id for line in order.lines}) == 130
    assert order.sum_of_parts == order.total


def test_a_refund_of_more_lines_than_a_page_has_all_of_them(stand: Stand) -> None:
    placed = stand.place(lines=130)
    with stand.shop.changing():
        placing.refund(stand.shop, placed, lines={line.id: 1 for line in placed.lines})

    ((order,),) = [page.orders for page in stand.adapter.orders.changed_since(None)]

    assert isinstance(order, Order)
    assert len(order.refunds[0].lines) == 130
    assert order.refunds[0].unnamed == 0


def test_an_order_behind_the_wall_is_not_taken_for_gone(stand: Stand) -> None:
    old, new = stand.place(days_ago=90), stand.place()
    stand.sandbox.grant(WITHOUT_HISTORY)

    answers = {answer.id: answer for answer in stand.adapter.orders.get([str(old.id), str(new.id)])}

    assert isinstance(answers[str(new.id)], Order)
    hidden = answers[str(old.id)]
    assert isinstance(hidden, Unreadable)
    assert "read_all_orders" in hidden.reason


def test_an_order_that_was_deleted_before_the_wall_is_gone(stand: Stand) -> None:
    stand.place()
    deleted = stand.place()
    with stand.shop.changing():
        placing.delete(stand.shop, deleted)
    stand.sandbox.grant(WITHOUT_HISTORY)

    (answer,) = stand.adapter.orders.get([str(deleted.id)])

    assert isinstance(answer, Gone)


def test_reading_behind_the_wall_says_so(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    stand.sandbox.grant(WITHOUT_HISTORY)

    with caplog.at_level(logging.WARNING):
        list(stand.adapter.orders.changed_since(None))

    assert "read_all_orders" in caplog.text


def test_reading_before_the_wall_says_nothing_of_it(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    stand.sandbox.grant(WITHOUT_HISTORY)

    with caplog.at_level(logging.WARNING):
        list(stand.adapter.orders.changed_since(datetime.now(UTC) - timedelta(days=30)))

    assert "read_all_orders" not in caplog.text


def test_the_wall_is_told_by_a_check(stand: Stand) -> None:
    stand.sandbox.grant(WITHOUT_HISTORY)

    (problem,) = stand.adapter.check(None)

    assert problem.severity is Severity.WARNING
    assert "60 days" in problem.what


@pytest.mark.parametrize("scope", WITHOUT_HISTORY)
def test_each_scope_that_is_missing_is_told_with_what_it_costs(stand: Stand, scope: str) -> None:
    stand.place()
    stand.sandbox.grant({*WITHOUT_HISTORY, "read_all_orders"} - {scope})

    problems = [problem for problem in stand.adapter.check(None) if scope in problem.what]

    assert problems
    assert problems[0].severity is Severity.ERROR
    assert scope in problems[0].mend


def test_a_name_that_is_no_number_is_told(stand: Stand) -> None:
    (answer,) = stand.adapter.orders.get(["gid://shopify/Order/1"])

    assert isinstance(answer, Unreadable)
