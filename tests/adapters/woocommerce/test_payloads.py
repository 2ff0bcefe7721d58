"""Decoding: what real stores send is taken, what makes no sense is refused with place, value and mend."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.woocommerce.payloads import Billing, OrderPayload, RefundItem, decode
from connector.adapter import Rejected
from tests.adapters.woocommerce import recorded

ORDERS = ["created", "completed", "guest", "with-coupon", "partially-refunded", "fully-refunded"]


def changed(**changes: Any) -> bytes:
    return json.dumps({**recorded.document("order-created"), **changes}).encode()


@pytest.mark.parametrize("name", ORDERS)
def test_every_recorded_order_is_understood(name: str) -> None:
    payload = decode(recorded.answer(f"order-{name}"), OrderPayload, "Order")

    assert payload.id == recorded.document(f"order-{name}")["id"]


def test_the_fields_we_keep_are_a_list_and_everything_else_is_dropped() -> None:
    payload = decode(recorded.answer("order-created"), OrderPayload, "Order")

    kept = repr(payload)
    for personal in ("Berlin", "wc_order_", "20.92"):
        assert personal not in kept


@pytest.mark.parametrize(
    ("sent", "amount"), [("4.2", "4.2"), ("", "0"), (None, "0"), (3, "3"), (0.1, "0.1"), ("-5", "-5")]
)
def test_figures_may_be_text_numbers_or_nothing(sent: object, amount: str) -> None:
    payload = decode(changed(total_tax=sent), OrderPayload, "Order")

    assert payload.total_tax == Decimal(amount)


@pytest.mark.parametrize("quantity", [2, "2", 0.5, "0.5"])
def test_quantities_may_be_whole_or_not(quantity: object) -> None:
    payload = decode(changed(line_items=[{"id": 1, "quantity": quantity, "total": "1"}]), OrderPayload, "Order")

    assert payload.line_items[0].quantity == Decimal(str(quantity))


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2026-11-23T11:13:25", datetime(2026, 11, 23, 11, 13, 25, tzinfo=UTC)),
        ("2026-11-23T11:13:25Z", datetime(2026, 11, 23, 11, 13, 25, tzinfo=UTC)),
        ("2026-11-23T12:13:25+01:00", datetime(2026, 11, 23, 11, 13, 25, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_gmt_times_are_utc_though_they_do_not_say_so(sent: object, moment: datetime | None) -> None:
    payload = decode(changed(date_paid_gmt=sent), OrderPayload, "Order")

    assert payload.date_paid_gmt.at == moment


@pytest.mark.parametrize("billing", [[], {}, None])
def test_an_empty_object_may_arrive_as_a_list(billing: object) -> None:
    payload = decode(changed(billing=billing), OrderPayload, "Order")

    assert not isinstance(payload.billing, Billing) or payload.billing.email is None


@pytest.mark.parametrize("shape", [list, lambda metas: {str(2 * place): meta for place, meta in enumerate(metas)}])
def test_a_list_with_gaps_may_arrive_as_an_object(shape: Any) -> None:
    metas = [{"key": "colour", "value": {"a": 1}}, {"key": "_refunded_item_id", "value": "7"}]

    item = decode(json.dumps({"total": "-1", "meta_data": shape(metas)}).encode(), RefundItem, "Refund")

    assert item.refunded_item_id == "7"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (changed(id=None), "Order: id: Expected `int`, got `null`"),
        (changed(id="12"), "Order: id: Expected `int`, got `str`, the store sent '12'"),
        (b'{"status": "processing"}', "Order: the whole: Object missing required field `id`"),
        (changed(total="12,50"), "Order: total: Expected a number, the store sent '12,50'"),
        (changed(total="NaN"), "Order: total: Expected a number of money's size, the store sent 'NaN'"),
        (changed(total="1e99"), "Order: total: Expected a number of money's size"),
        (changed(total=True), "Order: total: Expected a number, the store sent 'True'"),
        (changed(date_paid_gmt="yesterday"), "Order: date_paid_gmt: Expected a time such as"),
        (changed(line_items={"a": 1}), "Order: line_items: Expected `array`, got `object`"),
        (
            changed(line_items=[{"id": 1, "quantity": 1, "total": "x"}]),
            "Order: line_items[0].total: Expected a number, the store sent 'x'",
        ),
        (changed(billing=["a"]), "Order: billing"),
        (b"[]", "Order: the whole: Expected `object`, got `array`"),
        (b'{"id": 1', "Order: the body is not JSON"),
        (b"<html>", "Order: the body is not JSON"),
        (b"", "Order: the body is not JSON"),
    ],
)
def test_what_makes_no_sense_is_refused_with_place_value_and_mend(body: bytes, says: str) -> None:
    with pytest.raises(Rejected) as caught:
        decode(body, OrderPayload, "Order")

    message = str(caught.value)
    assert message.startswith(says)
    assert "Mend it" in message or "Look for" in message


def test_a_refusal_does_not_quote_whole_objects() -> None:
    with pytest.raises(Rejected) as caught:
        decode(changed(number=recorded.document("order-created")["billing"]), OrderPayload, "Order")

    assert "Ann" not in str(caught.value)
