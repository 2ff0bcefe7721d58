"""Points on an order that is placed already: only while nothing was paid, only the member's own, only once."""

from typing import Any

import pytest

from connector.core.attaching import as_cart, require_attachable
from connector.core.commerce import Buyer, Cart, ChargeKind, CouponUse, Stage
from connector.core.quote import Refusal
from tests.building import NOW, a_charge, a_line, an_order

UNPAID: dict[str, Any] = {"stage": Stage.OPEN, "paid_at": None}


@pytest.mark.parametrize("captured", [None, 0])
def test_an_order_that_is_open_and_unpaid_takes_points(captured: int | None) -> None:
    require_attachable(an_order(**UNPAID, captured=captured), theirs=True, has_points=False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paid_at": NOW}, "already_paid"),
        ({"captured": 1}, "already_paid"),
        ({"stage": Stage.PAID, "paid_at": NOW}, "already_paid"),
        ({"stage": Stage.PAID}, "order_closed"),
        ({"stage": Stage.COMPLETED}, "order_closed"),
        ({"stage": Stage.CANCELLED}, "order_closed"),
        ({"stage": Stage.REFUNDED}, "order_closed"),
        ({"stage": Stage.DELETED}, "order_closed"),
        ({"stage": Stage.DRAFT}, "order_closed"),
    ],
)
def test_any_other_order_takes_none(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_attachable(an_order(**UNPAID | changes), theirs=True, has_points=False)
    assert refused.value == Refusal(code, 0, 0)


@pytest.mark.parametrize(
    ("theirs", "has_points", "code"), [(False, False, "not_their_order"), (True, True, "order_has_points")]
)
def test_points_go_on_a_members_own_order_and_once(theirs: bool, has_points: bool, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_attachable(an_order(**UNPAID), theirs=theirs, has_points=has_points)
    assert refused.value == Refusal(code, 0, 0)


def test_an_order_is_the_cart_that_it_was() -> None:
    line, coupon = a_line(5_000), CouponUse("spring", 100)
    order = an_order(
        line,
        charges=(a_charge(400, 76), a_charge(100, kind=ChargeKind.FEE)),
        coupons=(coupon,),
        buyer=Buyer("7", None, groups=("vip",)),
    )

    assert as_cart(order) == Cart("EUR", (line,), (coupon,), 476, 76, ("vip",))
