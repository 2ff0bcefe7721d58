"""A whole history is a stream: what was handed on is let go, in the walk and in what is made of its rows."""

import json
import tracemalloc
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from adapters.ahead import Ahead
from adapters.pace import Pace
from adapters.woocommerce import orders as facet
from adapters.woocommerce.client import Client, Param, Rows
from adapters.woocommerce.orders import WooOrders
from tests.adapters.woocommerce import recorded

OPENED = datetime(2026, 3, 1, tzinfo=UTC)
PAGES = 40
HOURS = timedelta(hours=9)


class Steady(Pace):
    """Two questions at once, however quick the answers are."""

    def __init__(self) -> None:
        super().__init__()
        self.limit = 2

    def answered(self, asked_at: float, stumbled: bool = False) -> None:
        pass


class Endless(Client):
    """A store of many orders that are all the same but for number and second; none is in the trash."""

    def __init__(self) -> None:
        super().__init__("http://shop.example", "", "", timeout=1)
        self._text = json.dumps(recorded.document("order-completed") | {"id": 0, "date_modified_gmt": "WHEN"})

    def rows(self, path: str, **params: Param) -> Rows:
        if params["status"] == "trash":
            return Rows([], 0, 1, OPENED)
        after = datetime.fromisoformat(str(params["modified_after"]))
        begin = max(int((after - OPENED).total_seconds()) + 1, 0) + int(str(params.get("offset", 0)))
        end = min(begin + 100, PAGES * 100)
        return Rows([self._row(number) for number in range(begin, end)], PAGES * 100 - begin, PAGES, OPENED + HOURS)

    def _row(self, number: int) -> msgspec.Raw:
        when = (OPENED + timedelta(seconds=number)).replace(tzinfo=None).isoformat()
        text = self._text.replace('"id": 0', f'"id": {number + 1}', 1).replace("WHEN", when)
        return msgspec.Raw(text.encode())


def test_a_long_reading_holds_no_more_at_its_end_than_in_its_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet, "Ahead", lambda: Ahead(Steady()))
    store = WooOrders(Endless(), lambda: OPENED + HOURS)
    held: list[int] = []
    orders = 0

    tracemalloc.start()
    try:
        for page in store.changed_since(None):
            orders += len(page.orders)
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()

    assert PAGES * 100 <= orders < PAGES * 120  # the last second of a page shows twice
    in_its_middle, at_its_end = max(held[8:20]), max(held[-12:])
    assert at_its_end < 1.3 * in_its_middle
