"""From Shopify's order to ours: recorded orders as written beside them, and what they do not show."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.shopify.mapping import to_order
from connector.adapter import Rejected
from connector.core.commerce import ChargeKind, Order, Stage
from tests.adapters.shopify.recorded import NAMES, OBSERVED, expected, payload, plain, recorded

SIMPLE = "code_per_cent_tax_on_top"  # three pins of 9.00, 15 % off by code, tax and shipping on top


def read(order: dict[str, Any]) -> Order:
    return to_order(payload(order), OBSERVED)


def money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount}}


def refund(number: int, amount: str, *lines: dict[str, Any], at: str = "2024-05-04T00:00:00Z") -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Refund/{number}",
        "processedAt": at,
        "totalRefundedSet": money(amount),
        "refundLineItems": {"nodes": list(lines)},
    }


def returned(order: dict[str, Any], pieces: int, subtotal: str, tax: str) -> dict[str, Any]:
    line = {"id": order["lineItems"]["nodes"][0]["id"]}
    return {"quantity": pieces, "subtotalSet": money(subtotal), "totalTaxSet": money(tax), "lineItem": line}


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_order_is_as_written_beside_it(name: str) -> None:
    assert plain(read(recorded(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_lines_and_charges_add_up_to_what_the_store_says_the_order_costs(name: str) -> None:
    order = read(recorded(name))

    assert order.sum_of_parts == order.total


def test_the_shops_own_money_counts_and_not_the_buyers() -> None:
    order = read(recorded("multi_currency_paid_by_gift_card"))

    assert (order.currency, order.total, order.rate) == ("EUR", 16204, None)


def test_a_tax_that_the_price_holds_is_taken_out_of_it() -> None:
    order = recorded(SIMPLE) | {"taxesIncluded": True, "totalPriceSet": money("30.45")}

    (line,) = read(order).lines

    assert (line.total, line.total_tax, line.paid) == (2295 - 160, 160, 2295)
    assert line.subtotal + line.subtotal_tax == 2700


def test_a_test_order_never_counts() -> None:
    order = read(recorded(SIMPLE) | {"test": True})

    assert (order.status, order.stage) == ("test", Stage.DRAFT)


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("AUTHORIZED", Stage.OPEN),
        ("PENDING", Stage.OPEN),
        ("PARTIALLY_PAID", Stage.OPEN),
        ("EXPIRED", Stage.OPEN),
        ("VOIDED", Stage.CANCELLED),
        ("PAID", Stage.PAID),
        ("PARTIALLY_REFUNDED", Stage.PAID),
        ("REFUNDED", Stage.REFUNDED),
    ],
)
def test_how_far_an_order_is_paid_is_its_stage(status: str, stage: Stage) -> None:
    order = recorded(SIMPLE) | {"displayFinancialStatus": status, "displayFulfillmentStatus": "UNFULFILLED"}

    assert (read(order).status, read(order).stage) == (status.lower(), stage)


def test_an_order_that_is_paid_and_sent_is_completed() -> None:
    assert read(recorded(SIMPLE) | {"displayFulfillmentStatus": "FULFILLED"}).stage is Stage.COMPLETED


def test_a_cancelled_order_is_cancelled_whatever_its_payment() -> None:
    order = read(recorded(SIMPLE) | {"cancelledAt": "2024-05-04T00:00:00Z"})

    assert (order.status, order.stage) == ("cancelled", Stage.CANCELLED)


def test_an_order_that_is_not_paid_has_no_time_of_payment() -> None:
    unpaid = {"displayFinancialStatus": "PENDING", "fullyPaid": False, "transactions": []}

    order = read(recorded(SIMPLE) | unpaid | {"totalReceivedSet": money("0.0")})

    assert (order.paid_at, order.captured, order.balanced) == (None, 0, False)


def test_an_address_is_the_accounts_own_only_if_it_is_the_same() -> None:
    order = recorded(SIMPLE)

    assert read(order).buyer.verified
    assert not read(order | {"email": "Somebody.Else@example.com"}).buyer.verified


def test_an_account_whose_address_shopify_has_not_made_sure_of_is_not_verified() -> None:
    order = recorded(SIMPLE)
    order["customer"]["verifiedEmail"] = False

    assert not read(order).buyer.verified


def test_a_tip_is_no_goods() -> None:
    order = read(recorded(SIMPLE) | {"totalTipReceivedSet": money("3.00"), "totalPriceSet": money("35.57")})

    assert [(one.kind, one.total) for one in order.charges[1:]] == [(ChargeKind.FEE, 300)]
    assert order.sum_of_parts == order.total


def test_a_tip_among_the_lines_is_no_goods_either() -> None:
    order = recorded(SIMPLE) | {"totalTipReceivedSet": money("3.00"), "totalPriceSet": money("35.57")}
    tip = {"id": "gid://shopify/LineItem/9", "name": "Tip", "quantity": 1, "currentQuantity": 1}
    order["lineItems"]["nodes"].append(tip | {"originalTotalSet": money("3.00")})

    mapped = read(order)

    assert [line.name for line in mapped.lines] == ["Lapel Pin"]
    assert mapped.sum_of_parts == mapped.total


def test_a_payment_that_failed_is_no_tender() -> None:
    order = recorded("multi_currency_paid_by_gift_card")
    order["transactions"][0]["status"] = "FAILURE"

    assert read(order).tenders == ()


def test_goods_that_went_before_their_money_are_given_back_once() -> None:
    order = recorded(SIMPLE)
    order["refunds"] = [
        refund(1, "0.0", returned(order, 1, "7.65", "0.53")),
        refund(2, "8.18", at="2024-05-05T00:00:00Z"),
    ]

    mapped = read(order)

    assert [(one.id, one.amount, one.unnamed) for one in mapped.refunds] == [("1", 818, 0)]


def test_money_beyond_what_goods_were_worth_names_no_line() -> None:
    order = recorded(SIMPLE)
    order["refunds"] = [refund(1, "10.18", returned(order, 1, "7.65", "0.53"))]

    (given,) = read(order).refunds

    assert (given.amount, given.unnamed) == (1018, 200)


def test_a_fee_for_taking_goods_back_leaves_them_taken_back() -> None:
    order = recorded(SIMPLE)
    order["refunds"] = [refund(1, "6.18", returned(order, 1, "7.65", "0.53"))]

    (given,) = read(order).refunds

    assert (given.amount, given.unnamed) == (818, 0)


def test_pieces_that_are_gone_without_a_refund_are_taken_off() -> None:
    order = recorded(SIMPLE)
    order["lineItems"]["nodes"][0]["currentQuantity"] = 2
    order["updatedAt"] = "2024-05-06T00:00:00Z"

    (given,) = read(order).refunds

    assert (given.id, given.refunded_at) == ("edit", datetime(2024, 5, 6, tzinfo=UTC))
    assert [(part.quantity, part.total, part.total_tax) for part in given.lines] == [(Decimal(1), 765, 53)]


def test_what_was_taken_off_an_unpaid_order_need_not_be_paid() -> None:
    order = recorded(SIMPLE) | {"totalReceivedSet": money("24.39")}
    order["refunds"] = [refund(1, "0.0", returned(order, 1, "7.65", "0.53"))]

    assert read(order).balanced


def test_a_currency_that_is_none_is_refused() -> None:
    with pytest.raises(Rejected, match="currencyCode"):
        read(recorded(SIMPLE) | {"currencyCode": "PTS"})
