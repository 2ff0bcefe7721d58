"""`loyalty programme plan`, `apply` and `log`: what would change, what changed, and what is left alone."""

import json
import re
import shutil

import pytest

from tests.cli.conftest import Placing
from tests.running import NOBODY, Place, rows


@pytest.fixture
def place(place_for: Placing) -> Place:
    """Nothing is in the books yet; the shop is never asked."""
    return place_for(NOBODY)


@pytest.fixture
def applied(place: Place) -> Place:
    assert place.command("programme", "apply").status == 0
    return place


def edit(place: Place, old: str, new: str, file: str = "starter.yaml") -> None:
    path = place.folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_programme_that_the_books_do_not_know_stays_unknown(place: Place) -> None:
    said = place.command("programme", "plan")

    assert (said.status, said.out.splitlines()) == (
        0,
        ["starter (main)", "  not in the books yet: as version 1 it will judge all older orders too"],
    )
    with place.connector() as connector:  # connecting makes it known, planning did not
        assert [row["author"] for row in rows(connector.database, "programme_versions")] == ["test"]


def test_the_first_version_is_said_to_judge_older_orders(place: Place) -> None:
    assert (
        place.command("programme", "apply").out == "starter (main): version 1 is in force, for all older orders too\n"
    )


def test_nothing_to_change_is_said(applied: Place) -> None:
    said = applied.command("programme", "plan")

    assert said.out.splitlines() == ["starter (main)", "  nothing to change: version 1 is what the file says"]


def test_a_remark_in_the_file_is_no_change_of_terms(applied: Place) -> None:
    edit(applied, "programme: starter", "programme: starter # a remark")

    plan, apply = applied.command("programme", "plan"), applied.command("programme", "apply")

    assert plan.out.splitlines()[1:] == [
        "  only the wording of the file changed (comments, layout), no term: version 2 judges as 1 does"
    ]
    assert apply.out == "starter (main): version 2 is in force from now on; only the wording changed, no term\n"


def test_plan_and_apply_show_the_same_changes(applied: Place) -> None:
    edit(applied, "maximum_share: 50", "maximum_share: 40")

    plan, apply = applied.command("programme", "plan"), applied.command("programme", "apply")

    shown = ["starter (main)", "  ~ redeem.maximum_share: 50 → 40"]
    assert plan.out.splitlines() == [
        *shown,
        "  version 2 will judge orders placed from when it is applied; older orders are not touched",
    ]
    assert apply.out.splitlines() == [*shown, "starter (main): version 2 is in force from now on"]


def test_a_plan_is_told_in_polish(applied: Place) -> None:
    edit(applied, "maximum_share: 50", "maximum_share: 40")

    plan, apply, log = (applied.command("programme", *words, "--language", "pl").out.splitlines() for words in TOLD)

    assert plan[1:] == [
        "  ~ redeem.maximum_share: 50 → 40",
        "  wersja 2 oceni zamówienia złożone od jej zastosowania; starsze pozostają bez zmian",
    ]
    assert apply[-1] == "starter (main): od teraz obowiązuje wersja 2"
    assert log[2].startswith("  wersja 2: obowiązuje od ")


TOLD = (["plan"], ["apply"], ["log"])


def test_the_plan_as_json(applied: Place) -> None:
    edit(applied, "maximum_share: 50", "maximum_share: 40")

    assert json.loads(applied.command("programme", "plan", "--json").out) == [
        {
            "programme": "starter",
            "stores": ["main"],
            "version": 1,
            "outcome": "terms",
            "changes": [{"sign": "~", "path": "redeem.maximum_share", "before": "50", "after": "40"}],
        }
    ]


def add_store(place: Place, name: str, file: str) -> None:
    store = (
        f"  {name}:\n    platform: woocommerce\n    url: {NOBODY}\n    programme: {file}\n"
        '    credentials: {consumer_key: "${MAIN_CONSUMER_KEY}", consumer_secret: "${MAIN_CONSUMER_SECRET}"}\n'
    )
    edit(place, "jobs:", f"{store}jobs:", "settings.yaml")


def test_stores_of_one_file_share_a_plan(place: Place) -> None:
    add_store(place, "second", "starter.yaml")

    assert place.command("programme", "plan").out.splitlines()[0] == "starter (main, second)"


def test_two_files_of_one_programme_follow_each_other(place: Place) -> None:
    shutil.copy(place.folder / "starter.yaml", place.folder / "other.yaml")
    edit(place, "maximum_share: 50", "maximum_share: 40", "other.yaml")
    add_store(place, "second", "other.yaml")

    found = json.loads(place.command("programme", "plan", "--json").out)

    assert [(one["stores"], one["version"], one["outcome"]) for one in found] == [
        (["main"], None, "first"),
        (["second"], 1, "terms"),
    ]
    assert (
        place.command("programme", "apply").out.splitlines()[-1].startswith("starter (second): version 2 is in force")
    )


def test_a_store_whose_file_names_another_programme_is_refused(applied: Place) -> None:
    edit(applied, "programme: starter", "programme: gold")

    said = applied.command("programme", "plan")

    assert (said.status, said.out) == (3, "")
    assert "belongs to the programme 'starter'" in said.err


def test_the_log_tells_each_version_and_what_it_changed(applied: Place) -> None:
    edit(applied, "maximum_share: 50", "maximum_share: 40")
    applied.command("programme", "apply")
    edit(applied, "programme: starter", "programme: starter # a remark")
    applied.command("programme", "apply")

    lines = applied.command("programme", "log").out.splitlines()
    versions = json.loads(applied.command("programme", "log", "--json").out)[0]["versions"]

    assert lines[0] == "starter"
    assert re.match(r"  version 1: in force from the beginning, applied \d+ \w+ 20", lines[1])
    assert re.match(r"  version 2: in force from \d+ \w+ 20", lines[2])
    assert lines[3] == "    ~ redeem.maximum_share: 50 → 40"
    assert lines[5:] == ["    only the wording changed, no term"]
    assert [(one["number"], one["in_force_from"] is None) for one in versions] == [(1, True), (2, False), (3, False)]
    assert sorted(versions[1]) == sorted("number in_force_from author applied_at changes".split())
    assert versions[1]["changes"][0]["path"] == "redeem.maximum_share"


def test_the_log_of_empty_books_is_empty(place: Place) -> None:
    assert place.command("programme", "log").out == ""
    assert json.loads(place.command("programme", "log", "--json").out) == []
