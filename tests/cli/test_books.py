"""`loyalty ledger …` and the list of members: what the books say to people and to programs."""

import json
from typing import Any

import pytest

from tests.running import Place


def said(place: Place, *words: str) -> Any:
    ended = place.command(*words, "--json")
    assert (ended.status, ended.err) == (0, "")
    return json.loads(ended.out)


def test_a_balance_is_of_now_or_of_a_time(synced: Place) -> None:
    shown = said(synced, "member", "show", "1")

    now, before = (said(synced, "ledger", "balance", "1", *words) for words in ((), ("--at", "2001-01-31")))

    assert now["balance"]["available"] == shown["available"]
    assert (before["at"], before["known"], before["balance"]["available"]) == ("2001-01-31T00:00:00Z", "now", 0)
    assert "points available" in synced.command("ledger", "balance", "1").out


def test_a_balance_as_it_was_known_then(synced: Place) -> None:
    """All of the past was learnt just now."""
    before = said(synced, "ledger", "balance", "1", "--at", "2026-11-01", "--known", "then")

    assert set(before["balance"].values()) == {0}


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (("balance", "1", "--at", "yesterday"), 2, "is not a time"),
        (("balance", "1", "--at", "0001-01-01T00:00+14:00"), 2, "is not a time"),
        (("balance", "1", "--known", "later"), 2, "--known is now or then"),
        (("balance", "999"), 4, "no member '999'"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_line(
    words: tuple[str, ...], status: int, reason: str, synced: Place
) -> None:
    ended = synced.command("ledger", *words)

    assert (ended.status, ended.err.count("\n")) == (status, 1)
    assert reason in ended.err


def test_books_are_written_to_a_file_and_proved_by_it(synced: Place) -> None:
    file = synced.folder / "books.jsonl"

    summary = said(synced, "ledger", "export", str(file))
    proof = said(synced, "ledger", "verify")

    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == summary["transactions"] == proof["transactions"]
    assert summary["seal"] == proof["seal"]
    assert f"seal {proof['seal']}\n" in synced.command("ledger", "verify").out
    assert {path.name for path in synced.folder.glob("books*")} == {"books.jsonl"}


def test_an_export_to_standard_output_is_nothing_but_the_export(synced: Place) -> None:
    ended = synced.command("ledger", "export", "-")

    assert ended.status == 0
    assert {len(json.loads(line)) for line in ended.out.splitlines()} == {17}
    assert "transactions of" in ended.err


def test_a_sheet_begins_with_the_names_of_its_columns(synced: Place) -> None:
    synced.command("ledger", "export", str(synced.folder / "books.csv"))

    first, second, *_ = (synced.folder / "books.csv").read_text().splitlines()
    assert first.startswith("member,number,kind,")
    assert second.startswith("1,1,earn,")


def test_an_export_needs_a_kind_and_a_place(synced: Place) -> None:
    kind = synced.command("ledger", "export", "books.txt")
    place = synced.command("ledger", "export", str(synced.folder / "nowhere" / "books.csv"))

    assert (kind.status, place.status) == (2, 3)
    assert "name the file .jsonl" in kind.err


def test_the_log_shows_the_newest_of_everybody_first(synced: Place) -> None:
    synced.command("member", "adjust", "2", "--add", "5", "--reason", "sorry")

    newest = said(synced, "ledger", "log", "--limit", "3")

    assert [entry["id"] for entry in newest] == sorted((entry["id"] for entry in newest), reverse=True)
    assert (len(newest), newest[0]["member_id"], newest[0]["reason"], newest[0]["change"]) == (3, 2, "sorry", 5)
    assert "sorry" in synced.command("ledger", "log").out


def test_the_log_since_a_time_begins_there(synced: Place) -> None:
    """All of it was written just now."""
    assert said(synced, "ledger", "log", "--since", "2999-01-01") == []
    assert len(said(synced, "ledger", "log", "--since", "2001-01-01", "--limit", "9")) == 9


def test_the_list_of_members_is_sorted_and_limited(synced: Place) -> None:
    everybody = said(synced, "member", "list")
    points, names, ids = (
        [member[key] for member in said(synced, "member", "list", "--sort", key)] for key in ("available", "name", "id")
    )

    assert said(synced, "member", "list", "--limit", "2") == everybody[:2]
    assert points == sorted(points, reverse=True)
    assert names == sorted(names, key=str.lower)
    assert ids == sorted(ids)
    assert everybody[0]["name"] in synced.command("member", "list").out
    wrong = synced.command("member", "list", "--sort", "points")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)


def test_the_books_are_proved_against_an_export_that_was_kept(synced: Place) -> None:
    file = synced.folder / "books.jsonl"
    synced.command("ledger", "export", str(file))
    synced.command("member", "adjust", "1", "--add", "5", "--reason", "sorry")

    after = synced.command("ledger", "verify", "--against", str(file))
    file.write_text(file.read_text().replace('"chain":"', '"chain":"0'))
    other = synced.command("ledger", "verify", "--against", str(file))
    file.write_text("member,number")
    wrong = synced.command("ledger", "verify", "--against", str(file))
    none = synced.command("ledger", "verify", "--against", str(synced.folder / "none.jsonl"))

    assert [one.status for one in (after, other, wrong, none)] == [0, 1, 2, 3]
    assert "is not what was exported" in other.out
    assert wrong.err.startswith("loyalty: line 1 is no transaction")
