"""What differs between shop and books, why, and who decides."""

from dataclasses import replace

import pytest

from connector.core.commerce import Order, Stage
from connector.core.reconciling import (
    Code,
    Difference,
    Kind,
    Standing,
    Worth,
    captured_by,
    card_difference,
    changes,
    code_difference,
    credit_difference,
    doubted,
    older_order,
    order_difference,
)
from tests.building import BERT, a_refund, an_order, at, with_code

BEFORE = an_order(id="1")
GONE = replace(BEFORE, stage=Stage.DELETED, status="trash")


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (None, BEFORE, Kind.ORDER_MISSED),
        (BEFORE, replace(BEFORE, total=5_000), Kind.ORDER_CHANGED),
        (BEFORE, GONE, Kind.ORDER_DELETED),
        (GONE, BEFORE, Kind.ORDER_BACK),
    ],
)
def test_an_order_that_differs_is_what_the_shop_says(before: Order | None, now: Order, kind: Kind) -> None:
    found = order_difference(before, now)

    assert (found.kind, found.about, found.clear) == (kind, "1", True)


def test_changes_are_told_in_plain_words() -> None:
    now = with_code(replace(BEFORE, status="refunded", total=9_000, refunds=(a_refund(500),)), "Save")

    assert changes(BEFORE, BEFORE) == []
    assert changes(BEFORE, now) == [
        "status completed became refunded",
        "total 10000 became 9000 (minor units of EUR)",
        "refunded 0 became 500 (minor units of EUR)",
        "codes none became save",
    ]
    assert "belongs to another account" in order_difference(BEFORE, replace(BEFORE, buyer=BERT)).cause


def test_only_an_older_state_that_says_otherwise_is_doubtful() -> None:
    newer = replace(BEFORE, modified_at=at(1), refunds=(a_refund(500),))

    found = older_order(newer, BEFORE)

    assert found is not None
    assert (found.kind, found.clear) == (Kind.ORDER_OLDER, False)
    assert older_order(BEFORE, newer) is None
    assert older_order(replace(BEFORE, modified_at=at(1)), BEFORE) is None
    assert older_order(replace(newer, stage=Stage.DELETED), BEFORE) is None


LIVE, USED = Code("Loy-A", "r-1", used=False), Code("Loy-A", "r-1", used=True)
HELD, TAKEN, BACK = (Standing("loy-a", *points) for points in ((100, 0), (0, 100), (0, 0)))


@pytest.mark.parametrize(
    ("live", "standing", "kind"),
    [
        (LIVE, HELD, None),
        (LIVE, TAKEN, None),
        (LIVE, BACK, Kind.CODE_WITHOUT_POINTS),
        (LIVE, None, Kind.CODE_UNKNOWN),
        (LIVE, replace(HELD, code="loy-b"), Kind.CODE_COPIED),
        (USED, HELD, Kind.CODE_NOT_CAPTURED),
        (USED, TAKEN, None),
        (USED, BACK, None),
        (USED, None, None),
        (USED, replace(HELD, code="loy-b"), None),
    ],
)
def test_a_live_code_stands_for_points(live: Code, standing: Standing | None, kind: Kind | None) -> None:
    found = code_difference(live, standing)

    assert (found and found.kind) == kind
    assert found is None or found.clear is (kind is not Kind.CODE_NOT_CAPTURED)


def test_a_use_is_explained_by_the_order_that_is_to_be_settled() -> None:
    unexplained = code_difference(USED, HELD)
    assert isinstance(unexplained, Difference)

    assert captured_by(unexplained, {"loy-b": "7"}) == unexplained
    explained = captured_by(unexplained, {"loy-a": "7"})
    assert (explained.clear, explained.mend) == (True, "settle order 7")


@pytest.mark.parametrize(
    ("differ", "agree", "doubtful"), [(10, 0, False), (11, 0, True), (11, 11, False), (12, 11, True)]
)
def test_many_differences_are_doubted(differ: int, agree: int, doubtful: bool) -> None:
    assert doubted(differ, agree) is doubtful


def test_money_waits_for_a_person() -> None:
    given = Worth("r-1", "card", 500, "EUR")
    found = [card_difference(given, left) for left in (None, 501, 500, 0)]
    credit = credit_difference(given, there=False)

    assert [one and one.kind for one in found] == [Kind.CARD_GONE, Kind.CARD_TOO_FULL, None, None]
    assert credit_difference(given, there=True) is None
    assert credit is not None
    assert not any(one.clear for one in (*found, credit) if one)
