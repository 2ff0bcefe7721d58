"""Commands on a bad day: the exit status says what kind of trouble it is, and one or two lines say which.

The rule kept here: nothing a person can do wrong shows a traceback, and what nobody foresaw says that it is ours.
"""

import importlib
import json
import pathlib
import pkgutil
import sqlite3
from collections.abc import Callable
from typing import Never

import pytest

from adapters.sandboxes.faults import Kind
from connector import cli, usecases
from connector.cli.session import UsageError, exit_code
from connector.usecases import audit
from connector.usecases.look import NoSuchThing
from connector.usecases.sheet import BadRows
from tests.running import Place, Said, a_shop, command, rows

ORDERS = "/wp-json/wc/v3/orders"


def lines(said: Said) -> list[str]:
    return said.err.splitlines()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("sync other", 2, "there is no enabled store 'other': main"),
        ("sync main --since yesterday", 2, "'yesterday' is not a time; write 2026-01-31 or 2026-01-31T12:00"),
        ("inbox list --state lost", 2, "'lost' is no state; write waiting, parked or done"),
        ("outbox retry", 2, "name rows (loyalty outbox retry 12 13), or say --parked for all that are parked"),
        ("outbox retry 1 --parked", 2, "name rows (loyalty outbox retry 12 13), or say --parked"),
        ("sandbox --platform pen-and-paper", 2, "there is no platform 'pen-and-paper' to play: woocommerce"),
        ("store add main --url https://a.example", 2, "there is already a store 'main'"),
        ("programme check nowhere.yaml", 3, "nowhere.yaml"),
        (
            "member show 99",
            4,
            "no member '99'; give a member's number, an e-mail address, card:NUMBER",
        ),
        ("member show no@example.org", 4, "no member 'no@example.org'"),
        ("member show main:99", 4, "no member 'main:99'"),
        ("redeem 99 100", 4, "no member '99'"),
        ("explain 99", 4, "store 'main' has told of no order '99'; `loyalty sync main` asks it"),
        ("inbox show 99", 4, "the inbox has no row 99; `loyalty inbox list` shows them"),
        ("outbox retry 99", 4, "none of these rows waits or is parked; `loyalty outbox list` shows them"),
        ("sync main", 5, "127.0.0.1"),
    ],
)
def test_an_error_is_one_line_on_stderr_and_a_status_of_its_kind(
    words: str, status: int, told: str, place: Place
) -> None:
    said = place.command(*words.split())

    assert (said.status, said.out) == (status, "")
    assert len(lines(said)) == 1
    assert said.err.startswith("loyalty: ")
    assert told in said.err


@pytest.mark.parametrize("words", ["", "no-such", "sync", "member show", "redeem 1 many"])
def test_a_call_that_cannot_be_understood_is_status_2_and_shows_how_to_call(words: str, place: Place) -> None:
    said = place.command(*words.split()) if words else command()

    assert said.status == 2
    assert "Usage: loyalty" in said.out + said.err
    assert "Traceback" not in said.err


def test_several_stores_make_the_command_ask_which(place: Place) -> None:
    text = place.settings.read_text()
    store = text[text.index("  main:") : text.index("jobs:")]
    place.settings.write_text(text.replace(store, store + store.replace("main:", "second:")))

    said = place.command("redeem", "1", "100")

    assert (said.status, said.err) == (2, "loyalty: say which store with --store: main, second\n")


def test_what_the_programme_refuses_is_status_6_and_says_what_it_would_allow(synced: Place) -> None:
    asked = {points: synced.command("redeem", "1", points) for points in ("150", "100000", "0")}

    assert {one.status for one in asked.values()} == {6}
    assert all(len(lines(one)) == 1 for one in asked.values())
    assert asked["150"].err == "loyalty: points are redeemed in multiples of 100; 900 would be allowed\n"
    assert " would be allowed" in asked["100000"].err


def test_a_key_used_for_another_redemption_is_refused(synced: Place) -> None:
    synced.command("redeem", "1", "100", "--key", "k")

    said = synced.command("redeem", "1", "200", "--key", "k")

    assert (said.status, said.err) == (6, "loyalty: key k was used for another redemption: 100 points\n")


def test_books_with_a_fault_are_status_1_and_the_fault_is_named(synced: Place) -> None:
    with sqlite3.connect(synced.folder / "loyalty.db") as tampering:
        for (trigger,) in tampering.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            tampering.execute(f"DROP TRIGGER {trigger}")
        tampering.execute("UPDATE postings SET points = points + 1 WHERE id = (SELECT min(id) FROM postings)")
    tampering.close()

    people, program = synced.command("ledger", "verify"), synced.command("ledger", "verify", "--json")

    assert (people.status, program.status) == (1, 1)
    assert "fault: " in people.out
    assert people.out.endswith("the books are NOT proved\n")
    assert json.loads(program.out)["faults"]


def test_a_store_that_cannot_be_reached_fails_its_check_with_status_1_and_a_way_to_mend_it(place: Place) -> None:
    said = place.command("store", "check", "main")

    assert (said.status, said.err) == (1, "")
    assert said.out.startswith("error: ")
    assert "\n  mend: " in said.out


def test_a_missing_settings_file_is_status_3_and_says_how_to_begin(tmp_path: pathlib.Path) -> None:
    said = command("--settings", str(tmp_path / "settings.yaml"), "store", "list")

    assert (said.status, len(lines(said))) == (3, 1)
    assert "loyalty init" in said.err


def test_a_fault_in_the_settings_is_status_3_and_tells_its_line(place: Place) -> None:
    place.settings.write_text(place.settings.read_text().replace("jobs: {inbox: 1", "jobs: {inbox: soon"))

    said = place.command("store", "list")

    assert said.status == 3
    assert f"{place.settings}:10" in said.err
    assert "Traceback" not in said.err


def test_an_empty_database_is_status_3_and_says_what_to_run(place: Place) -> None:
    (place.folder / "loyalty.db").unlink()

    said = place.command("store", "list")

    assert (said.status, said.err) == (3, "loyalty: the database is empty; run: loyalty init\n")


@pytest.mark.parametrize("content", [b"this is no database at all, whatever its name says" * 100, None])
def test_a_database_that_is_none_is_status_3(content: bytes | None, place: Place) -> None:
    books = place.folder / "loyalty.db"
    books.unlink()
    if content is None:
        books.mkdir()
    else:
        books.write_bytes(content)

    said = place.command("store", "list")

    assert (said.status, len(lines(said))) == (3, 1)
    assert "the database cannot be used: " in said.err


def test_a_folder_that_may_not_be_written_is_status_3(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()

    said = command("--settings", str(tmp_path / "file" / "settings.yaml"), "init")

    assert (said.status, len(lines(said))) == (3, 1)


def test_the_traceback_of_an_error_is_for_debug(place: Place) -> None:
    with pytest.raises(Exception, match="no member '99'"):
        place.command("--debug", "member", "show", "99")


def test_an_error_nobody_foresaw_says_that_it_is_our_defect(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(database: object, before: object) -> Never:
        raise ZeroDivisionError("division by zero\nand a second line")

    monkeypatch.setattr(audit, "verify", broken)

    said = place.command("ledger", "verify")

    assert (said.status, said.out) == (70, "")
    assert lines(said) == [
        "loyalty: ZeroDivisionError: division by zero",
        "This is a defect of ours; `loyalty --debug …` shows where.",
    ]


@pytest.mark.parametrize("kind", ["closed", "status", "html"])
def test_a_reading_that_the_store_breaks_off_goes_on_from_there(kind: Kind, place_for: Callable[..., Place]) -> None:
    with a_shop(seed=2, orders=350, customers=5) as shop:
        place = place_for(shop.url)
        shop.fail("delay", ORDERS, seconds=0, times=3)  # so many questions are answered, no more
        shop.fail(kind, ORDERS, times=None)

        broken = place.command("sync", "main")
        read = orders_in(place)
        shop.faults.clear()
        rest = json.loads(place.command("sync", "main", "--json").out)

        assert (broken.status, len(lines(broken))) == (5, 1)
        assert 0 < read < 350
        assert rest["changed"] == 350 - read
        assert rest["unchanged"] < read
        assert orders_in(place) == 350
        assert place.command("ledger", "verify").status == 0


def orders_in(place: Place) -> int:
    with place.connector() as connector:
        return len(rows(connector.database, "orders"))


def classes_of_errors() -> list[type[Exception]]:
    """All that the modules behind the commands define for who asked; what one room tells another is not for them."""
    rooms = (usecases, cli)
    modules = [found.name for room in rooms for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    return [
        one
        for module in map(importlib.import_module, (name for name in modules if not name.endswith("__main__")))
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Exception) and one.__module__ == module.__name__
    ]


@pytest.mark.parametrize("error", classes_of_errors())
def test_every_error_that_is_defined_for_who_asks_is_of_a_family_and_no_defect(error: type[Exception]) -> None:
    assert exit_code(error.__new__(error)) is not None, f"{error.__name__} needs a family of connector.core.foreseen"


def test_there_are_errors_to_look_at() -> None:
    assert {NoSuchThing, BadRows, UsageError} <= set(classes_of_errors())
