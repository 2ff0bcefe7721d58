"""`loyalty run` as a process: it answers, works, and stops when told to.

The rule kept here: what is looked at from outside is a process of its own; nothing waits longer than its deadline.
"""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.db import migrate
from connector.db.engine import Database
from tests.running import KEYS, SECRET_KEY, Place, a_shop, eventually, free_port, rows


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop(seed=1, orders=20, customers=3) as opened:
        yield opened


@pytest.fixture
def busy(shop: Sandbox, place_for: Callable[..., Place]) -> Place:
    """Logging all there is to log."""
    return place_for(shop.url, log="debug")


def read_orders(place: Place) -> int:
    with place.connector() as connector:
        return len(rows(connector.database, "orders"))


def ended(process: subprocess.Popen[str], seconds: float = 8) -> int:
    """The exit status of a process that is about to end."""
    return process.wait(seconds)


def test_it_answers_reads_the_store_and_keeps_its_keys_to_itself(busy: Place, shop: Sandbox) -> None:
    with busy.running() as process:
        eventually(lambda: read_orders(busy) == 20, "the shop's past is read", 15)
        eventually(lambda: "job done" in busy.log(), "the jobs tell of themselves")
        health = requests.get(f"{busy.url}/healthz", timeout=5)
        metrics = requests.get(f"{busy.url}/metrics", timeout=5)
        process.terminate()
        since = time.monotonic()
        status = ended(process)

    said = busy.log()
    assert time.monotonic() - since < 5
    assert (health.status_code, health.json()["ok"]) == (200, True)
    assert metrics.status_code == 200
    assert re.search(r"^# TYPE loyalty_\w+ ", metrics.text, re.MULTILINE)
    assert status == 0
    assert f"loyalty runs at {busy.url} for main\n" in said
    assert "Traceback" not in said
    webhook_secret = bootstrap.settings(busy.settings, {}).webhook_secret("main")
    for secret in (*KEYS.values(), SECRET_KEY, webhook_secret, "oauth_signature"):
        assert secret not in said


def test_interrupted_it_ends_within_seconds_in_good_order(busy: Place) -> None:
    with busy.running() as process:
        process.send_signal(signal.SIGINT)
        since = time.monotonic()
        status = ended(process)

    assert status == 0
    assert time.monotonic() - since < 5
    assert "Traceback" not in busy.log()


def test_a_store_that_does_not_answer_does_not_keep_it_from_stopping(place_for: Callable[..., Place]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        place = place_for(url, timeout=60)
        with place.running() as process:
            silent.settimeout(10)
            caller, _ = silent.accept()  # a job waits for an answer now
            process.terminate()
            status = ended(process)
            caller.close()

    assert status == 0
    assert "Traceback" not in place.log()


def test_told_to_stop_while_it_starts_it_ends_all_the_same(busy: Place) -> None:
    with busy.process("run") as process:
        eventually(lambda: b"loyalty.db" in opened_files(process.pid), "the books are open", 15)
        process.terminate()
        status = ended(process)

    assert status == 0
    assert "Traceback" not in busy.log()


def opened_files(pid: int) -> bytes:
    """What a process of this machine has open."""
    folder = pathlib.Path(f"/proc/{pid}/fd")
    if not folder.is_dir():
        pytest.skip("only Linux tells what a process has open")
    links = []
    for file in folder.iterdir():
        try:
            links.append(os.fsencode(os.readlink(file)))
        except OSError:
            continue  # closed just now
    return b"\n".join(links)


def test_it_takes_up_what_happened_while_it_did_not_run(busy: Place, shop: Sandbox) -> None:
    busy.command("sync", "main")
    customer = shop.add_customer("late@example.test")
    placed = shop.place_order({15: 1}, customer_id=customer["id"])

    with busy.running():
        eventually(lambda: busy.command("explain", str(placed["id"])).status == 0, "the order in between is read", 15)


def test_an_old_database_keeps_it_from_starting_with_one_line(busy: Place) -> None:
    (busy.folder / "loyalty.db").unlink()
    old = Database(f"sqlite:///{busy.folder / 'loyalty.db'}")
    migrate.upgrade(old, "0001")
    old.close()

    said = busy.command("run")

    assert (said.status, said.out) == (3, "")
    assert re.fullmatch(
        r"loyalty: the database is at revision 0001, this program needs \w+; run: loyalty init\n", said.err
    )


def test_bad_settings_keep_it_from_starting_with_one_line(busy: Place) -> None:
    busy.settings.write_text(busy.settings.read_text().replace("pull: 60", "pull: often"))

    said = busy.command("run")

    assert (said.status, said.out) == (3, "")
    assert said.err.count("\n") == 1
    assert f"{busy.settings}:10: jobs.pull" in said.err


def test_a_port_in_use_is_one_line_that_says_where_to_change_it(busy: Place) -> None:
    with socket.create_server(("127.0.0.1", busy.port)):
        said = busy.command("run")

    assert (said.status, said.out) == (3, "")
    assert said.err == (
        f"loyalty: cannot listen at 127.0.0.1:{busy.port}: Address already in use; "
        "see web.host and web.port in the settings\n"
    )


def test_redeeming_at_the_command_line_works_beside_it(busy: Place, shop: Sandbox) -> None:
    customer = shop.add_customer("anna@example.test")
    product = shop.add_product(name="Samovar", regular_price="300.00")
    shop.complete(int(shop.place_order({product["id"]: 3}, customer_id=customer["id"])["id"]))
    with busy.running():
        eventually(lambda: read_orders(busy) == 21, "the shop's past is read", 15)

        made = [busy.command("redeem", "anna@example.test", "100", "--json") for _ in range(8)]
        proof = busy.command("ledger", "verify")

        assert [one.status for one in made] == [0] * 8
        assert [json.loads(one.out)["left"] for one in made] == [800, 700, 600, 500, 400, 300, 200, 100]
        assert all(shop.coupon(json.loads(one.out)["redemption"]["code"]) for one in made)
        assert proof.status == 0
        assert busy.answers()


def test_two_of_them_share_one_file_of_books(busy: Place, shop: Sandbox) -> None:
    settings = busy.folder / "second.yaml"
    second = replace(busy, port=free_port(), file=settings.name)
    settings.write_text(busy.settings.read_text().replace(str(busy.port), str(second.port)))
    with busy.running(), second.running():
        placed = [int(shop.place_order({10: 1}, email=f"{number}@example.test")["id"]) for number in range(30)]
        for order in placed:
            shop.complete(order)
        eventually(lambda: read_orders(busy) == 50, "all that was bought is in the books", 20)
        proof = busy.command("ledger", "verify")

    assert proof.status == 0
    assert "locked" not in busy.log()
    assert "Traceback" not in busy.log()


def test_the_sandbox_says_where_it_listens_and_stops_when_told_to(place: Place) -> None:
    log = place.folder / "sandbox.log"
    with place.process("sandbox", "--", "--orders", "3", "--customers", "1", log=log) as process:
        eventually(lambda: "\n" in log.read_text(), "it says where it listens", 15)
        said = json.loads(log.read_text())
        answered = requests.get(f"{said['url']}/wp-json/", timeout=5).status_code
        process.send_signal(signal.SIGTERM)
        ended(process)

    assert sorted(said) == ["consumer_key", "consumer_secret", "url"]
    assert answered == 200
    eventually(lambda: not listens(said["url"]), "the shop has gone with the command")


def listens(url: str) -> bool:
    try:
        requests.get(url, timeout=5)
    except requests.RequestException:
        return False
    return True
