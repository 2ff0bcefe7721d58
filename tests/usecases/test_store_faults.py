"""A store on a bad day, over real HTTP: what it would not hear or tell is tried again, or parked with the reason."""

import json
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import WEBHOOK, Drained, Letter, drain, receive
from connector.usecases.look import member_card, queue_rows
from connector.usecases.queueing import GIVE_UP_AFTER
from connector.usecases.redeem import redeem
from connector.usecases.retry import retry
from tests.running import a_place, main_store

API = "/wp-json/wc/v3"
EMAIL = "ann@example.test"
FIRST, LONGEST = timedelta(seconds=10), timedelta(hours=1)
TRANSIENT: dict[str, tuple[dict[str, Any], str]] = {
    "429": ({"kind": "status", "status": 429, "retry_after": 120}, "answered HTTP 429"),
    "500": ({"kind": "status", "status": 500}, "answered HTTP 500"),
    "a page with 200": ({"kind": "html"}, "text/html that is not whole JSON"),
    "too slow": ({"kind": "delay", "seconds": 1.3}, "did not answer in time"),
    "hung up": ({"kind": "closed"}, "broke before the answer was whole"),
}
LASTING: dict[str, tuple[dict[str, Any], str]] = {
    "400": ({"kind": "status", "status": 400}, "HTTP 400"),
    "401": ({"kind": "status", "status": 401}, "turns us away (HTTP 401)"),
    "moved": ({"kind": "redirect", "location": "https://new.example/"}, "redirects to https://new.example"),
}


@dataclass
class Line:
    """One row of `box` waits to be worked through against the shop."""

    shop: Sandbox
    connector: Connector
    box: str
    now: datetime
    body: bytes = b""
    code: str = ""

    def fail(self, **fault: Any) -> None:
        """Until the shop recovers."""
        path = {"inbox": f"{API}/orders/*", "outbox": f"{API}/coupons*"}[self.box]
        self.shop.fail(**{"path": path, "times": None, **fault})

    def work(self, after: timedelta = timedelta(0)) -> Drained:
        job = {"inbox": drain, "outbox": dispatch}[self.box]
        return job(self.connector.database, main_store(self.connector), self.now + after)

    def tell(self, body: bytes) -> None:
        letter = Letter(main_store(self.connector).id, WEBHOOK, body, {"x-wc-webhook-topic": "order.updated"})
        receive(self.connector.database, [letter], self.now)

    def rows(self, state: str) -> list[dict[str, Any]]:
        return queue_rows(self.connector.database, self.box, "main", state, 100)

    def retry(self) -> int:
        return retry(self.connector.database, self.box, None, self.now)

    def coupons(self) -> int:
        with self.shop.shop.lock:
            return sum(coupon.code == self.code for coupon in self.shop.shop.coupons.values())

    def arrived(self) -> bool:
        """The refund is in the books, or the coupon in the shop: each exactly once."""
        if self.box == "outbox":
            return self.coupons() == 1
        card = member_card(self.connector.database, EMAIL, self.now)
        return (card.available, card.pending, card.held, card.owed) == (120, 0, 0, 0)


@pytest.fixture(scope="module")
def shop() -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, products=0) as shop:
        shop.add_customer(EMAIL)
        yield shop


@pytest.fixture
def line(
    request: pytest.FixtureRequest,
    shop: Sandbox,
    _sqlite_template: pathlib.Path,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Line]:
    """Inbox: an event of a refund that it does not describe. Outbox: a coupon for 100 points."""
    monkeypatch.setattr("adapters.http._backoff", lambda _: 0.0)
    shop.faults.clear()
    product = shop.add_product(name="Teapot", regular_price="200.00")
    (customer,) = shop.shop.customers
    order = shop.complete(shop.place_order({product["id"]: 1}, customer_id=customer)["id"])
    place = a_place(tmp_path / "place", _sqlite_template, shop.url, timeout=1)
    with place.connector() as connector:
        line = Line(shop, connector, "inbox", bootstrap.now())
        line.tell(json.dumps(order).encode())
        assert line.work() == Drained(done=1)
        if request.param == "outbox":
            member = member_card(connector.database, EMAIL, line.now).member
            made = redeem(
                connector.database, main_store(connector), member.id, 100, key="k", author="test", now=line.now
            )
            line.box, line.code = "outbox", made.row.code
        else:
            shop.refund(order["id"], "80.00")
            line.body = json.dumps(shop.order(order["id"])).encode()
            line.tell(line.body)
        yield line
    shop.faults.clear()


both = pytest.mark.parametrize("line", ["inbox", "outbox"], indirect=True)
inbox = pytest.mark.parametrize("line", ["inbox"], indirect=True)
outbox = pytest.mark.parametrize("line", ["outbox"], indirect=True)


@both
@pytest.mark.parametrize(("fault", "says"), TRANSIENT.values(), ids=TRANSIENT.keys())
def test_what_a_store_in_trouble_would_not_do_now_is_done_later_and_the_reason_is_seen(
    line: Line, fault: dict[str, Any], says: str
) -> None:
    line.fail(**fault)

    assert line.work() == Drained(put_off=1)

    (row,) = line.rows("waiting")
    assert says in row["reason"]
    assert FIRST < row["due_at"] - line.now <= LONGEST
    line.shop.faults.clear()
    too_early, in_time = row["due_at"] - line.now - timedelta(seconds=1), row["due_at"] - line.now
    assert line.work(too_early) == Drained()
    assert line.work(in_time) == Drained(done=1)
    assert line.arrived()
    assert line.rows("done")[0]["reason"] is None


@both
@pytest.mark.parametrize(("wish", "given"), [(120, 120), (86_400, 3_600), (0, 1)])
def test_a_store_that_names_its_time_is_given_it_in_full_but_an_hour_at_most(line: Line, wish: int, given: int) -> None:
    line.fail(kind="status", status=429, retry_after=wish)

    line.work()

    pause = (line.rows("waiting")[0]["due_at"] - line.now).total_seconds()
    assert given <= pause <= given * 1.2


@both
def test_each_pause_doubles_up_to_an_hour_and_after_ten_attempts_the_row_is_parked(line: Line) -> None:
    line.fail(kind="status", status=500)
    clock, pauses = timedelta(0), []

    for attempt in range(1, GIVE_UP_AFTER):
        assert line.work(clock) == Drained(put_off=1)
        (row,) = line.rows("waiting")
        assert row["attempts"] == attempt
        pauses.append(row["due_at"] - line.now - clock)
        clock = row["due_at"] - line.now
    last = line.work(clock)

    wanted = [min(FIRST * 2**attempt, LONGEST) for attempt in range(1, GIVE_UP_AFTER)]
    assert all(whole * 0.8 <= pause <= whole for pause, whole in zip(pauses, wanted, strict=True))
    assert wanted[-1] == LONGEST
    assert last == Drained(parked=1)
    (row,) = line.rows("parked")
    assert row["reason"].startswith("given up after 10 attempts: ")
    assert "HTTP 500" in row["reason"]


@both
def test_what_was_given_up_is_mended_by_a_retry_with_ten_new_attempts(line: Line) -> None:
    line.fail(kind="status", status=429, retry_after=3_600)
    for attempt in range(GIVE_UP_AFTER):
        line.work(timedelta(hours=2 * attempt))
    assert line.retry() == 1
    assert line.work() == Drained(put_off=1)  # still down, and not given up at once
    assert line.rows("waiting")[0]["attempts"] == 1
    line.shop.faults.clear()

    assert line.work(timedelta(hours=2)) == Drained(done=1)

    assert line.arrived()


@both
@pytest.mark.parametrize(("fault", "says"), LASTING.values(), ids=LASTING.keys())
def test_what_the_same_again_would_not_mend_is_parked_at_once_until_a_person_says_retry(
    line: Line, fault: dict[str, Any], says: str
) -> None:
    line.fail(**fault)

    assert line.work() == Drained(parked=1)

    (row,) = line.rows("parked")
    assert (row["attempts"], says in row["reason"]) == (1, True)
    line.shop.faults.clear()
    assert line.work(timedelta(days=1)) == Drained()
    assert line.retry() == 1
    assert line.work() == Drained(done=1)
    assert line.retry() == 0  # what is done stays done
    assert line.arrived()


@inbox
def test_rows_that_failed_together_do_not_come_back_in_step(line: Line) -> None:
    for _ in range(9):
        line.tell(line.body)
    line.fail(kind="status", status=500)

    assert line.work() == Drained(put_off=10)

    due = {row["due_at"] for row in line.rows("waiting")}
    assert len(due) > 5


@inbox
def test_a_hint_that_cannot_be_followed_does_not_hold_up_an_event_that_says_it_all(line: Line) -> None:
    line.fail(kind="status", status=500)
    told = {**json.loads(line.body), "id": 999_999, "number": "999999", "refunds": []}
    line.tell(json.dumps(told).encode())

    assert line.work() == Drained(done=1, put_off=1)

    assert member_card(line.connector.database, EMAIL, line.now).available == 400


@inbox
def test_half_an_answer_is_not_read_as_a_whole_one(line: Line) -> None:
    line.fail(kind="truncated")

    assert line.work() == Drained(put_off=1)

    assert "not whole JSON" in line.rows("waiting")[0]["reason"]
    assert member_card(line.connector.database, EMAIL, line.now).available == 200


@outbox
@pytest.mark.parametrize(
    "fault",
    [{"kind": "answer-lost"}, {"kind": "truncated"}],
    ids=["answer lost", "answer cut off"],
)
def test_a_coupon_whose_answer_was_lost_after_the_store_made_it_exists_once(line: Line, fault: dict[str, Any]) -> None:
    line.fail(method="POST", times=1, **fault)

    assert line.work() == Drained(put_off=1)
    assert line.coupons() == 1  # the store acted, and nobody heard of it
    assert line.work(LONGEST) == Drained(done=1)

    assert line.coupons() == 1
    card = member_card(line.connector.database, EMAIL, line.now)
    assert (card.available, card.held, len(card.redemptions)) == (100, 100, 1)


@outbox
def test_a_coupon_that_the_store_would_not_make_keeps_its_points_held(line: Line) -> None:
    line.fail(kind="status", status=400)

    line.work()

    card = member_card(line.connector.database, EMAIL, line.now)
    assert (line.coupons(), card.available, card.held) == (0, 100, 100)


@outbox
def test_one_coupon_that_fails_does_not_hold_up_the_next(line: Line) -> None:
    member = member_card(line.connector.database, EMAIL, line.now).member
    store = main_store(line.connector)
    second = redeem(line.connector.database, store, member.id, 100, key="k2", author="test", now=line.now).row
    line.fail(kind="status", status=500, method="POST", times=1)

    assert line.work() == Drained(done=1, put_off=1)

    assert (line.coupons(), line.shop.coupon(second.code) is not None) == (0, True)
    assert line.work(LONGEST) == Drained(done=1)
    assert line.coupons() == 1
