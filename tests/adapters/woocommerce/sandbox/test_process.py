"""The store as a process, and its file: it says where it listens, keeps what it knows, and stops when told to."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.shop import Shop
from adapters.woocommerce.sandbox.snapshot import dump, restore

ROOT = Path(__file__).parents[4]


@contextmanager
def process(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    command = [sys.executable, "-m", "adapters.woocommerce.sandbox", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:  # noqa: S603
        try:
            assert running.stdout
            yield running, json.loads(running.stdout.readline())
        finally:
            running.terminate()


def test_the_process_says_where_it_listens_keeps_its_shop_and_stops_at_once(tmp_path: Path, client_of: Any) -> None:
    state = tmp_path / "shop.json"
    options = ("--seed", "7", "--orders", "20", "--customers", "5", "--control", "--state", str(state))

    with process(*options, "--key", "ck_a", "--secret", "cs_b") as (running, listening):
        counted = requests.get(f"{listening['url']}/sandbox/state", timeout=5).json()
        began = time.monotonic()
        running.send_signal(signal.SIGTERM)
        ended = running.wait(timeout=5)
        took = time.monotonic() - began

    assert (listening["consumer_key"], listening["consumer_secret"]) == ("ck_a", "cs_b")
    assert (counted["orders"], counted["customers"]) == (20, 5)
    assert (ended, took < 1.5) == (0, True)
    assert len(json.loads(state.read_text())["orders"]) == 20


def test_a_shop_that_is_opened_again_is_the_same(tmp_path: Path, clock: Any, receiver: Any, client_of: Any) -> None:
    state = tmp_path / "shop.json"
    with Sandbox(clock=clock, seed=3, orders=5, customers=2, state=state, allow_loopback=True) as shop:
        client_of(shop).subscribe("order.created", receiver.url)
        client_of(shop).post("coupons", {"code": "a", "amount": "1.00", "date_expires": "2040-01-01"})
        order = shop.place_order({10: 2}, coupon="a")
        shop.refund(order["id"], "3.00")
        before = dump(shop.shop)

    with Sandbox(clock=clock, seed=9, orders=50, state=state, allow_loopback=True) as again:
        after = dump(again.shop)
        next_order = again.place_order({10: 1})
        sent = again.run_cron()

    assert after == before
    assert next_order["id"] > order["id"]
    assert sent == 2


def test_a_change_is_saved_within_seconds_while_the_shop_is_open(tmp_path: Path, clock: Any) -> None:
    state = tmp_path / "shop.json"

    with Sandbox(clock=clock, state=state) as shop:
        shop.place_order({10: 1})
        deadline = time.monotonic() + 3
        while not state.exists() and time.monotonic() < deadline:
            time.sleep(0.02)

        assert len(json.loads(state.read_text())["orders"]) == 1


def test_a_snapshot_says_the_same_when_it_is_read_back(shop: Sandbox) -> None:
    order = shop.place_order({10: 3, 15: 1})
    shop.refund(order["id"], lines={order["line_items"][0]["id"]: 1})
    text = dump(shop.shop)

    copy = Shop(url=shop.url, clock=lambda: 0)
    restore(copy, text)

    assert dump(copy) == text
