"""From recorded orders to ours: figures carried over as stated, and sums that still add up."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.woocommerce.mapping import to_order
from adapters.woocommerce.payloads import OrderPayload, RefundPayload, decode
from connector.adapter import Rejected
from connector.core.commerce import (
    Buyer,
    Charge,
    ChargeKind,
    Contact,
    CouponUse,
    Line,
    Order,
    Refund,
    RefundLine,
    Stage,
    Tender,
    TenderKind,
)
from connector.core.money import to_minor
from tests.adapters.woocommerce import recorded

SEEN = datetime(2026, 11, 24, tzinfo=UTC)


def order(name: str, refunds: str | None = None, **changes: Any) -> Order:
    body = json.dumps({**recorded.document(name), **changes}).encode()
    listed = decode(recorded.answer(refunds), list[RefundPayload], "Refunds") if refunds else []
    return to_order(decode(body, OrderPayload, "Order"), listed, SEEN)


def test_a_recorded_order_becomes_ours_to_the_last_field() -> None:
    paid = datetime(2026, 11, 23, 11, 13, 25, tzinfo=UTC)

    assert order("order-created") == Order(
        id="12",
        number="12",
        status="processing",
        stage=Stage.PAID,
        placed_at=paid,
        modified_at=paid,
        observed_at=SEEN,
        currency="EUR",
        buyer=Buyer(
            "2",
            "ann.lee@example.test",
            "Ann Lee",
            contacts=(Contact("+49 30 1", "Teststr. 1", "10115", "DE"), Contact("", "Teststr. 1", "10115", "DE")),
        ),
        total=20965,
        total_tax=3348,
        lines=(
            Line("1", "10", "Espresso beans 1kg", Decimal(3), 6277, 1193, 6277, 1193, sku="BEAN-1"),
            Line("2", "11", "Grinder", Decimal(1), 10840, 2060, 10840, 2060, sku="GRIND-1"),
        ),
        charges=(Charge("3", ChargeKind.SHIPPING, "Flat", 500, 95),),
        paid_at=paid,
    )


def test_a_guest_has_an_address_as_typed_and_no_customer() -> None:
    assert order("order-guest").buyer == Buyer(None, "Guest.Person@Example.test", "Gu Est")


def test_a_coupons_discount_is_told_with_tax() -> None:
    assert order("order-with-coupon").coupons == (CouponUse("loy-ann-5eur", 500),)


def test_what_gift_cards_paid_is_told_and_stands_in_the_total() -> None:
    """The extension takes it off the order's total, and shows null where no card paid."""
    cards = [{"id": 7, "code": "abcd-2345-efgh-6789", "amount": 150}, {"id": 8, "code": "zzzz", "amount": "9.65"}]

    paid = order("order-created", total="50.00", gift_cards=cards)

    assert (paid.total, order("order-created", gift_cards=None).tenders) == (20_965, ())
    assert paid.tenders == (
        Tender(TenderKind.GIFT_CARD, 15_000, "abcd-2345-efgh-6789"),
        Tender(TenderKind.GIFT_CARD, 965, "zzzz"),
    )


def test_a_discounted_line_keeps_both_figures() -> None:
    (line,) = order("order-with-coupon").lines

    assert (line.subtotal, line.subtotal_tax, line.paid, line.discount) == (4185, 795, 4480, 500)


def test_refunds_name_the_lines_they_give_back_in_positive_figures() -> None:
    refunded = order("order-partially-refunded", "order-refunds-list")

    assert refunded.refunds == (
        Refund(
            "14",
            datetime(2026, 11, 23, 11, 16, 18, tzinfo=UTC),
            2490,
            (RefundLine("1", Decimal(1), 2092, 398),),
            "damaged",
        ),
        Refund("13", datetime(2026, 11, 23, 11, 16, 17, tzinfo=UTC), 1000, (), "goodwill"),
    )
    assert [refund.unnamed for refund in refunded.refunds] == [0, 1000]


def test_refunds_of_shipping_and_fees_name_them_too() -> None:
    def item(of: str) -> dict[str, Any]:
        return {"total": "-5.00", "total_tax": "-0.95", "meta_data": [{"key": "_refunded_item_id", "value": of}]}

    refund = {
        **recorded.document("refund-amount"),
        "amount": "11.90",
        "shipping_lines": [item("3")],
        "fee_lines": [item("4")],
    }
    payload = decode(recorded.answer("order-created"), OrderPayload, "Order")

    mapped = to_order(payload, [decode(json.dumps(refund).encode(), RefundPayload, "Refund")], SEEN)

    assert [line.item_id for line in mapped.refunds[0].lines] == ["3", "4"]
    assert mapped.refunds[0].unnamed == 0


def test_the_total_stays_what_was_paid_when_all_is_refunded() -> None:
    refunded = order("order-fully-refunded", "order-refunds-list")

    assert (refunded.stage, refunded.total) == (Stage.REFUNDED, 20965)


@pytest.mark.parametrize(
    ("status", "paid", "stage"),
    [
        ("checkout-draft", None, Stage.DRAFT),
        ("auto-draft", None, Stage.DRAFT),
        ("pending", None, Stage.OPEN),
        ("on-hold", None, Stage.OPEN),
        ("processing", None, Stage.PAID),
        ("completed", None, Stage.COMPLETED),
        ("cancelled", "2026-11-23T11:13:25", Stage.CANCELLED),
        ("failed", None, Stage.CANCELLED),
        ("refunded", None, Stage.REFUNDED),
        ("trash", "2026-11-23T11:13:25", Stage.DELETED),
        ("packed", "2026-11-23T11:13:25", Stage.PAID),
        ("awaiting-quote", None, Stage.OPEN),
    ],
)
def test_each_status_has_its_stage_and_a_plugins_own_is_told_by_payment(
    status: str, paid: str | None, stage: Stage
) -> None:
    mapped = order("order-created", status=status, date_paid_gmt=paid)

    assert (mapped.status, mapped.stage) == (status, stage)


def test_an_order_without_a_date_of_change_is_dated_by_its_placing() -> None:
    mapped = order("order-created", date_modified_gmt=None)

    assert mapped.modified_at == mapped.placed_at


def test_a_plugins_order_number_is_kept_beside_the_id() -> None:
    mapped = order("order-created", number="2026-0042")

    assert (mapped.id, mapped.number) == ("12", "2026-0042")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"total": "-0.01"}, "Order 12: total: -0.01 is below zero"),
        ({"currency": "DOGE"}, "Order 12: currency: 'DOGE' is not an ISO 4217 code"),
        ({"currency": ""}, "Order 12: currency: ''"),
        ({"status": ""}, "Order 12: status: it is empty"),
        ({"date_created_gmt": None, "date_modified_gmt": ""}, "Order 12: date_created_gmt: it is empty"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_the_mend(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Rejected) as caught:
        order("order-created", **changes)

    assert str(caught.value).startswith(says)
    assert "store" in str(caught.value)


@pytest.mark.parametrize("changes", [{"amount": "-1"}, {"date_created_gmt": None}])
def test_a_refund_that_makes_no_sense_is_refused_too(changes: dict[str, Any]) -> None:
    refund = json.dumps({**recorded.document("refund-amount"), **changes}).encode()
    payload = decode(recorded.answer("order-created"), OrderPayload, "Order")

    with pytest.raises(Rejected, match="Order 12: refund 13"):
        to_order(payload, [decode(refund, RefundPayload, "Refund")], SEEN)


cents = st.integers(-10_000_000, 10_000_000)
CURRENCIES = {"EUR": 2, "JPY": 0, "KWD": 3}


def figure(minor: int, currency: str) -> str:
    return str(Decimal(minor).scaleb(-CURRENCIES[currency]))


def added(rows: list[dict[str, str]], *names: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows for name in names), Decimal(0))


@st.composite
def baskets(draw: st.DrawFn) -> dict[str, Any]:
    """An order with any lines, shipping, fees and coupons, and the total that is their sum."""
    currency = draw(st.sampled_from(sorted(CURRENCIES)))

    def amounts(*names: str) -> st.SearchStrategy[dict[str, str]]:
        return st.fixed_dictionaries({name: cents.map(lambda minor: figure(minor, currency)) for name in names})

    lines = draw(st.lists(amounts("subtotal", "subtotal_tax", "total", "total_tax"), max_size=4))
    shipping = draw(st.lists(amounts("total", "total_tax"), max_size=2))
    fees = draw(st.lists(amounts("total", "total_tax"), max_size=2))
    total = added([*lines, *shipping, *fees], "total", "total_tax")
    return {
        "id": 1,
        "status": "completed",
        "currency": currency,
        "date_created_gmt": "2026-11-23T11:13:25",
        "total": str(abs(total)),
        "line_items": [{"id": n, "quantity": 1, **line} for n, line in enumerate(lines)],
        "shipping_lines": [{"id": 10 + n, **line} for n, line in enumerate(shipping)],
        "fee_lines": [{"id": 20 + n, **line} for n, line in enumerate(fees)],
        "coupon_lines": draw(
            st.lists(amounts("discount", "discount_tax").map(lambda c: {"code": "x", **c}), max_size=2)
        ),
        "signed_total": total,
    }


@given(baskets())
def test_no_figure_is_lost_or_moved_on_the_way(basket: dict[str, Any]) -> None:
    signed_total = basket.pop("signed_total")
    currency = basket["currency"]

    mapped = to_order(decode(msgspec.json.encode(basket), OrderPayload, "Order"), (), SEEN)

    parts = sum(line.paid for line in mapped.lines) + sum(charge.total + charge.total_tax for charge in mapped.charges)
    assert parts == to_minor(signed_total, currency)
    assert mapped.total == abs(parts)
    before = added(basket["line_items"], "subtotal", "subtotal_tax")
    assert sum(line.discount + line.paid for line in mapped.lines) == to_minor(before, currency)
    off = added(basket["coupon_lines"], "discount", "discount_tax")
    assert sum(coupon.discount for coupon in mapped.coupons) == to_minor(off, currency)
