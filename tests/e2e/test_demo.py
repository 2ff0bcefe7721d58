"""`loyalty demo` as a person runs it: the whole story once, then the shop opened again."""

import pathlib
import re
import signal
from dataclasses import dataclass

import pytest
import requests

from connector import bootstrap
from connector.cli import demo_story
from tests.running import Place, command, eventually

SIZE = ("--orders", "50", "--customers", "10")


@dataclass(frozen=True)
class Told:
    """A demo that has ended."""

    place: Place
    status: int
    said: str


def a_demo(folder: pathlib.Path) -> Place:
    """The folder of a demo that is there."""
    settings = bootstrap.settings(folder / "settings.yaml", {})
    return Place(folder, settings.web.port)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    root = tmp_path_factory.mktemp("demo")
    folder, log = root / "shop", root / "demo.log"
    with Place(folder, 0).process("demo", "--folder", str(folder), *SIZE, log=log) as process:
        status = process.wait(50)
    return Told(a_demo(folder), status, log.read_text())


def url_of_shop(place: Place) -> str:
    return bootstrap.settings(place.settings, {}).stores["demo"].url


def listens(url: str) -> bool:
    try:
        requests.get(url, timeout=5)
    except requests.RequestException:
        return False
    return True


def test_the_story_ends_well_and_shows_every_check_in_its_table(told: Told) -> None:
    checks = re.findall(r"^  (✓|✗) (.*?): ", told.said, re.MULTILINE)
    table = told.said[told.said.index("what should be") : told.said.index("The books\n")].splitlines()[1:]

    assert told.status == 0
    assert len(checks) >= 15
    assert {mark for mark, _ in checks} == {"✓"}
    assert [what for _, what in checks] == [re.split(r" {2,}", line)[0] for line in table if line]
    assert all(line.rstrip().endswith("✓") for line in table if line)
    assert "the books are proved\n" in told.said
    assert re.search(r"^All checks held, in \d+ seconds$", told.said, re.MULTILINE)
    assert "Traceback" not in told.said


def test_the_commands_it_ends_with_work(told: Told) -> None:
    commands = re.findall(r"loyalty (--settings .*)$", told.said, re.MULTILINE)

    said = [command(*words.split()) for words in commands]

    assert [one.status for one in said] == [0, 0]
    assert said[0].out in told.said
    assert said[1].out in told.said


def test_nothing_is_left_running_and_no_key_was_shown(told: Told) -> None:
    logs = [told.said, *((told.place.folder / name).read_text() for name in ("run.log", "shop.log"))]

    assert not told.place.answers()
    assert not listens(url_of_shop(told.place))
    assert not any("cs_" in text or "ck_" in text for text in logs)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_opened_again_it_has_the_shop_and_the_books_of_before_and_stops_when_told_to(
    stop: signal.Signals, told: Told, tmp_path: pathlib.Path
) -> None:
    place, log = told.place, tmp_path / "again.log"
    proved = place.command("ledger", "verify").out

    with place.process("demo", "--again", "--folder", str(place.folder), log=log) as process:
        eventually(lambda: "look around with" in log.read_text(), "both are open", 20)
        opened = (place.answers(), listens(url_of_shop(place)))
        synced = place.command("sync", "demo")
        process.send_signal(stop)
        status = process.wait(15)

    assert opened == (True, True)
    assert (synced.status, synced.out.partition(" ")[0]) == (0, "0")
    assert status == 0
    assert "Traceback" not in log.read_text()
    assert not place.answers()
    assert not listens(url_of_shop(place))
    assert place.command("ledger", "verify").out == proved


def test_one_check_that_does_not_hold_is_status_1_and_is_pointed_at(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_story, "_PATIENCE", 0.0)  # no live shop is that quick

    said = command("demo", "--folder", str(tmp_path / "shop"), *SIZE)

    assert said.status == 1
    assert "✗ a paid order promises points: not within 0 s" in said.err
    assert "✗ WRONG" in said.out
    assert "NOT all checks held" in said.out
    assert "All checks held" not in said.out


def test_a_folder_that_is_not_a_demos_is_refused_and_left_alone(tmp_path: pathlib.Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    (tmp_path / "README").write_text("not yours")

    said = command("demo", "--folder", str(tmp_path), *SIZE)

    assert (said.status, said.out) == (2, "")
    assert said.err == f"loyalty: {tmp_path} is not a demo's folder; choose another with --folder\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["README", "thesis.txt"]


def test_opening_a_demo_that_is_not_there_is_refused_and_makes_nothing(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "nothing"

    said = command("demo", "--again", "--folder", str(folder))

    assert (said.status, said.err) == (2, f"loyalty: there is no demo in {folder} yet: loyalty demo\n")
    assert not folder.exists()


def test_a_file_in_the_place_of_the_folder_is_one_line(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("mine")

    said = command("demo", "--folder", str(tmp_path / "file"), *SIZE)

    assert (said.status, said.err.count("\n")) == (2, 1)
    assert (tmp_path / "file").read_text() == "mine"


def test_interrupted_it_leaves_nothing_running(tmp_path: pathlib.Path) -> None:
    folder, log = tmp_path / "shop", tmp_path / "demo.log"
    with Place(folder, 0).process("demo", "--folder", str(folder), *SIZE, log=log) as process:
        eventually(lambda: "live orders" in log.read_text() and a_demo(folder).answers(), "both are open", 25)
        process.send_signal(signal.SIGINT)
        status = process.wait(15)

    place = a_demo(folder)
    assert status == 130
    assert "Traceback" not in log.read_text()
    assert not place.answers()
    assert not listens(url_of_shop(place))
