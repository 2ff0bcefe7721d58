"""What webhooks say, beside what real ones were seen to say: every name of ours is one of theirs, at the same place."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.shopify.sandbox import Application
from adapters.shopify.sandbox.installed import Bulk
from adapters.shopify.sandbox.payloads import order_document, payload, refund_document

FIXTURES = Path(__file__).parent.parent / "fixtures" / "webhooks"
NEWER = frozenset({".returns", ".line_item_groups", ".refunds.return"})  # than what was recorded


def recorded(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))["body"]


def places(said: Any, at: str = "") -> Iterator[str]:
    """Where something stands, lists counted as one."""
    if isinstance(said, dict):
        for name, inner in said.items():
            yield f"{at}.{name}"
            yield from places(inner, f"{at}.{name}")
    elif isinstance(said, list):
        for inner in said:
            yield from places(inner, at)


@pytest.fixture
def order(ask, coffee):
    ann = ask.sandbox.add_customer("ann@example.test", first_name="Ann")
    off = Application("DiscountCodeApplication", "TENOFF", Decimal(10))
    order = ask.sandbox.buy({coffee: 3}, customer=ann, manual=[off])
    ask.sandbox.refund(order, lines={order.lines[0].id: 1})
    return order


def test_an_order(ask, order):
    real = {*places(recorded("order_with_a_code")), *places(recorded("order_partly_refunded"))}

    ours = set(places(order_document(ask.shop, order)))

    assert ours - real - NEWER == set()


def test_a_refund(ask, order):
    real = {*places(recorded("refund")), *places(recorded("order_partly_refunded")["refunds"])}

    ours = set(places(refund_document(ask.shop, order, order.refunds[0])))

    assert ours - real == set()


def test_a_refund_of_money_alone(ask, order):
    ask.sandbox.refund(order, amount=Decimal(1))

    said = refund_document(ask.shop, order, order.refunds[1])

    assert said["refund_line_items"] == []
    assert said["order_adjustments"][0]["amount"] == "-1.00"


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("customers_redact", lambda sandbox, ann: sandbox.redact_customer(ann)),
        ("customers_data_request", lambda sandbox, ann: sandbox.request_data(ann)),
        ("shop_redact", lambda sandbox, _: sandbox.redact_shop()),
    ],
)
def test_what_the_law_asks_for(ask, order, name, act):
    ask.sandbox.courier.compliance_url = "http://127.0.0.1:1/"
    act(ask.sandbox, next(iter(ask.shop.books.customers.values())))

    (waiting,) = ask.sandbox.courier.waiting

    assert set(places(json.loads(waiting.body))) == set(places(recorded(name)))


def test_a_bulk_operation(ask):
    bulk = Bulk(1, "{ orders { edges { node { id } } } }", ask.shop.now(), status="COMPLETED")

    assert set(places(payload(ask.shop, "bulk_operations/finish", bulk))) == set(places(recorded("bulk_operation")))


def test_a_consent(ask, order):
    ann = next(iter(ask.shop.books.customers.values()))

    said = payload(ask.shop, "customers_email_marketing_consent/update", ann)

    assert set(places(said)) == set(places(recorded("email_consent")))
