"""A Shopify store from the command line."""

import hashlib
import hmac
import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.shopify.sandbox import Sandbox
from adapters.shopify.sandbox.seed import Past
from tests.running import Place, free_port

ID, SECRET = "sandbox-client", "shpss_5ecret"
REDIRECT = "https://loyalty.example.test/back"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(past=Past(seed=1, orders=40, customers=8, days=40), client_secret=SECRET) as sandbox:
        yield sandbox


@pytest.fixture
def place(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Settings without a store, and a programme that only earns."""
    monkeypatch.setenv("MAIN_CLIENT_ID", ID)
    monkeypatch.setenv("MAIN_CLIENT_SECRET", SECRET)
    place = Place(tmp_path / "place", free_port())
    place.folder.mkdir()
    assert place.command("init").status == 0
    programme = place.folder / "programmes" / "starter.yaml"
    programme.write_text(re.sub(r"(?m)^redeem:\n(?:[ #].*\n|\n)*", "", programme.read_text()))
    return place


def add(place: Place, sandbox: Sandbox) -> None:
    added = place.command("store", "add", "main", "--platform", "shopify", "--url", sandbox.url)
    assert (added.status, added.err) == (0, "")


def test_a_store_is_added_checked_and_read(place: Place, sandbox: Sandbox) -> None:
    add(place, sandbox)

    assert place.command("store", "check", "main").out == "store main: all is well\n"
    assert place.command("sync", "main").status == 0
    members = json.loads(place.command("member", "list", "--json").out)
    assert members
    assert place.command("ledger", "verify").status == 0


def test_its_owners_consent_is_worth_a_refresh_token(place: Place, sandbox: Sandbox) -> None:
    add(place, sandbox)
    words = ["--settings", str(place.settings), "store", "consent", "main", "--redirect", REDIRECT]
    process = subprocess.Popen(  # noqa: S603  -- our own command
        [sys.executable, "-m", "connector.cli", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    (state,) = parse_qs(urlsplit(process.stdout.readline()).query)["state"]

    told = {"code": sandbox.tokens.authorise(), "shop": "sandbox.myshopify.com", "state": state, "timestamp": "1"}
    text = "&".join(f"{name}={told[name]}" for name in sorted(told))
    signature = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    printed, _ = process.communicate(f"{REDIRECT}?{urlencode(told | {'hmac': signature})}\n", timeout=30)

    assert process.returncode == 0
    assert re.search(r"write into \.env: MAIN_REFRESH_TOKEN=shprt_\w+\n", printed)


def test_a_platform_that_asks_nobody_is_told(connected: Place) -> None:
    said = connected.command("store", "consent", "main", "--redirect", REDIRECT)

    assert said.status == 2
    assert "asks nobody for consent" in said.err


REWARD = "rewards: [{{kind: discount, name: tea, points: 100, title: Tea, goods: {{products: [TEA]}}, {0}}}]\n"


def test_per_cent_off_chosen_goods_can_be_a_reward(place: Place, sandbox: Sandbox) -> None:
    add(place, sandbox)
    programme = place.folder / "programmes" / "starter.yaml"
    programme.write_text(programme.read_text() + REWARD.format("percent: 20"))

    assert place.command("store", "check", "main").out == "store main: all is well\n"


@pytest.mark.parametrize(
    ("said", "needs"), [("amount: 2.00", "coupon_pieces"), ("percent: 20, minimum_order: 9.00", "coupon_goods_minimum")]
)
def test_a_reward_that_its_discounts_cannot_say_stops_the_start(
    place: Place, sandbox: Sandbox, said: str, needs: str
) -> None:
    add(place, sandbox)
    programme = place.folder / "programmes" / "starter.yaml"
    programme.write_text(programme.read_text() + REWARD.format(said))

    checked = place.command("store", "check", "main")

    assert checked.status == 3
    assert f"the programme needs {needs}, which shopify does not offer" in checked.err


def test_used_codes_are_taken_out_of_the_store_by_a_command(place: Place, sandbox: Sandbox) -> None:
    add(place, sandbox)

    assert place.command("store", "clear-codes", "main").out == "0 used codes taken out of main\n"
    assert json.loads(place.command("store", "clear-codes", "main", "--days", "30", "--json").out) == {"cleared": []}


def test_a_shop_that_says_itself_who_is_asking_needs_no_code(place: Place, sandbox: Sandbox) -> None:
    add(place, sandbox)

    printed = place.command("store", "code", "main")

    assert (printed.status, printed.out) == (2, "")
    assert "shopify says itself who is asking" in printed.err
