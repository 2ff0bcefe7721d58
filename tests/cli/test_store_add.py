"""`loyalty store add`: a shop is connected, and its keys are seen by nobody."""

import os
import pathlib
import pty
import subprocess
import sys
from contextlib import suppress

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import NOBODY, Place, Said, command, free_port

KEY, SECRET = "ck_f00dcafe00112233", "cs_5ec2e7ff44556677"
KEYS = {"SHOP_CONSUMER_KEY": KEY, "SHOP_CONSUMER_SECRET": SECRET}


@pytest.fixture
def begun(tmp_path: pathlib.Path) -> Place:
    """What `loyalty init` leaves, logging all there is to log."""
    place = Place(tmp_path / "begun", free_port())
    place.folder.mkdir()
    assert place.command("init").status == 0
    public = f"  public_url: http://127.0.0.1:{place.port}\n"
    text = place.settings.read_text().replace("  port: 8471\n", f"  port: {place.port}\n{public}")
    place.settings.write_text(f"{text}\nlog: {{level: debug}}\n")
    return place


@pytest.fixture
def locked() -> Sandbox:
    """A shop that opens to these keys only, not yet started."""
    return Sandbox(seed=1, orders=5, customers=2, consumer_key=KEY, consumer_secret=SECRET)


def add(place: Place, url: str, *more: str) -> Said:
    return place.command("store", "add", "shop", "--url", url, *more)


def files(place: Place) -> dict[str, bytes]:
    """All but the books, which know the stores."""
    found = [file for file in place.folder.rglob("*") if file.is_file() and not file.name.startswith("loyalty.db")]
    return {str(file): file.read_bytes() for file in found}


def put_in_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


def assert_hidden(*texts: str) -> None:
    for text in texts:
        assert KEY not in text
        assert SECRET not in text


def test_keys_in_the_environment_are_used_and_stay_there(
    begun: Place, locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)

    with locked as shop:
        added = add(begun, shop.url)
        synced = begun.command("sync", "shop", "--json")
        checked = begun.command("store", "check", "shop", "--json")
        listed = begun.command("store", "list", "--json")

    assert [one.status for one in (added, synced, checked, listed)] == [0, 0, 0, 0]
    assert added.out.splitlines()[0] == f"store shop is in {begun.settings}"
    assert added.out.splitlines()[-1] == "next: loyalty sync shop, then loyalty run"
    assert "${SHOP_CONSUMER_KEY}" in begun.settings.read_text()
    assert_hidden(*(one.out + one.err for one in (added, synced, checked, listed)))
    assert_hidden(*(content.decode() for content in files(begun).values()))


def test_keys_are_asked_for_at_a_terminal_and_not_shown(begun: Place, locked: Sandbox) -> None:
    """A process of its own, at a terminal of its own: what it shows is what a person would see."""
    ours, its = pty.openpty()
    words = [sys.executable, "-m", "connector.cli", "store", "add", "shop", "--url"]

    with locked as shop:
        process = subprocess.Popen(  # noqa: S603
            [*words, shop.url], env=begun.environ, stdin=its, stdout=its, stderr=its, start_new_session=True
        )
        os.close(its)
        shown = answer(ours, [("consumer key (not shown): ", KEY), ("consumer secret (not shown): ", SECRET)])
        status = process.wait(20)

    env = begun.folder / ".env"
    assert status == 0
    assert "next: loyalty sync shop" in shown
    assert f"SHOP_CONSUMER_KEY={KEY}\nSHOP_CONSUMER_SECRET={SECRET}\n" in env.read_text()
    assert env.stat().st_mode & 0o777 == 0o600
    assert_hidden(shown, begun.settings.read_text())


def answer(terminal: int, questions: list[tuple[str, str]]) -> str:
    """Types an answer to each question when it shows. Returns all that was shown until the end."""
    shown, waiting = "", list(questions)
    with os.fdopen(terminal, "r+b", buffering=0) as keyboard, suppress(OSError):  # EIO: the other side has ended
        while came := keyboard.read(4096):
            shown += came.decode()
            if waiting and waiting[0][0] in shown:
                keyboard.write(f"{waiting.pop(0)[1]}\n".encode())
    return shown


def test_without_keys_and_without_a_terminal_it_says_what_to_set_and_changes_nothing(begun: Place) -> None:
    before = files(begun)

    said = add(begun, NOBODY)

    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "loyalty: set SHOP_CONSUMER_KEY and SHOP_CONSUMER_SECRET in the environment; "
        "only at a terminal are they asked for\n"
    )
    assert files(begun) == before


@pytest.mark.parametrize(
    ("name", "more", "status", "told"),
    [
        ("shop", ["--url", "shop.example"], 3, "is not a web address"),
        ("My Shop", ["--url", NOBODY], 3, "is not a store name"),
        ("shop", ["--url", NOBODY, "--programme", "nowhere.yaml"], 3, "stores.shop.programme: there is no such file"),
        ("shop", ["--url", NOBODY, "--platform", "papyrus"], 2, "there is no platform 'papyrus': woocommerce"),
        ("shop", [], 2, "--url"),
    ],
)
def test_a_store_that_cannot_be_written_changes_nothing(
    name: str, more: list[str], status: int, told: str, begun: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)
    monkeypatch.setenv("MY SHOP_CONSUMER_KEY", KEY)
    monkeypatch.setenv("MY SHOP_CONSUMER_SECRET", SECRET)
    before = files(begun)

    said = begun.command("store", "add", name, *more)

    assert said.status == status
    assert told in said.err
    assert "Traceback" not in said.err
    assert files(begun) == before
    assert_hidden(said.err)


def test_a_store_of_that_name_already_is_refused_and_left_as_it_is(
    begun: Place, locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)
    with locked as shop:
        add(begun, shop.url)
    before = files(begun)

    said = add(begun, NOBODY)

    assert (said.status, said.out) == (2, "")
    assert "there is already a store 'shop'" in said.err
    assert files(begun) == before


def test_wrong_keys_are_status_1_with_a_way_to_mend_it_and_are_not_shown(
    begun: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)

    with Sandbox() as shop:
        added = add(begun, shop.url)
        synced = begun.command("sync", "shop")

    assert (added.status, synced.status) == (1, 5)
    assert "error: " in added.out
    assert "mend that, then: loyalty store check shop" in added.out
    assert_hidden(added.out, added.err, synced.out, synced.err)


def test_a_shop_that_repeats_the_keys_in_its_errors_does_not_make_us_show_them(
    begun: Place, locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)

    with locked as shop:
        add(begun, shop.url)
        shop.fail("redirect", location=f"{NOBODY}/?oauth_consumer_key={KEY}&consumer_secret={SECRET}", times=None)
        said = [begun.command(*words.split()) for words in ("sync shop", "store check shop", "store check shop --json")]

    assert [one.status for one in said] == [5, 1, 1]
    assert_hidden(*(one.out + one.err for one in said))


def test_without_a_public_address_the_shop_is_not_asked_to_send_events(
    begun: Place, locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)
    begun.settings.write_text(begun.settings.read_text().replace("  public_url", "  # public_url"))

    with locked as shop:
        said = add(begun, shop.url)

    assert said.status == 0
    assert "no web.public_url in the settings" in said.out


def test_a_store_can_be_added_before_any_init_of_the_database(
    begun: Place, locked: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_environment(monkeypatch)
    for file in begun.folder.glob("loyalty.db*"):
        file.unlink()

    with locked as shop:
        said = add(begun, shop.url)

    assert said.status == 0
    assert command("--settings", str(begun.settings), "store", "list").status == 0
