"""The store as a process: it says where it listens, keeps what it knows, and stops when told to."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).parents[4]
QUERY = "{ ordersCount { count } customersCount { count } }"


def test_the_process_says_where_it_listens_keeps_its_shop_and_stops_at_once(tmp_path):
    state = tmp_path / "shop.json"
    options = ("--seed", "7", "--orders", "20", "--customers", "5", "--control", "--state", str(state))
    command = [sys.executable, "-m", "adapters.shopify.sandbox", "--port", "0", *options]

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:  # noqa: S603
        listening = json.loads(running.stdout.readline())
        asked = requests.post(
            f"{listening['url']}/admin/api/2026-10/graphql.json",
            json={"query": QUERY},
            headers={"X-Shopify-Access-Token": listening["access_token"]},
            timeout=10,
        )
        fault = {"kind": "status", "status": 503}
        requests.post(f"{listening['url']}/sandbox/faults", json=fault, timeout=5).raise_for_status()
        stumbled = requests.post(f"{listening['url']}/admin/oauth/access_token", timeout=5)
        began = time.monotonic()
        running.send_signal(signal.SIGTERM)
        ended = running.wait(timeout=5)

    assert asked.json()["data"] == {"ordersCount": {"count": 20}, "customersCount": {"count": 5}}
    assert stumbled.status_code == 503
    assert (ended, time.monotonic() - began < 3) == (0, True)
    assert len(json.loads(state.read_text())["orders"]) == 20


def test_a_fault_that_does_not_exist_is_refused():
    command = [sys.executable, "-m", "adapters.shopify.sandbox", "--control"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:  # noqa: S603
        try:
            url = json.loads(running.stdout.readline())["url"]
            refused = requests.post(f"{url}/sandbox/faults", json={"kind": "flood"}, timeout=20)
        finally:
            running.terminate()

    assert (refused.status_code, "unknown fault" in refused.json()["problem"]) == (400, True)
