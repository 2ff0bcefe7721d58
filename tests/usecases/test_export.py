"""Taking the books out: the file alone proves them, whoever tampers with it is found, and nobody is named."""

import csv
import io
import json
import pathlib
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import insert, text

from connector.core import chain
from connector.db.engine import Database
from connector.db.history import Written
from connector.db.tables import members
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.export import COLUMNS, NotAnExport, ends, export, json_line, sheet_rows
from tests.building import BERT, NOW, a_refund, an_order, at
from tests.running import Said
from tests.usecases.shop import CLUB, a_store, settle, some_history

CHECK = pathlib.Path(__file__).parents[2] / "examples" / "check_export.py"


def exported(database: Database) -> list[str]:
    lines: list[str] = []
    export(database, lambda entry: lines.append(json_line(entry)))
    return lines


def checked(folder: pathlib.Path, lines: list[str], *words: str) -> Said:
    """As a stranger would: with a Python that knows nothing of us."""
    file = folder / "books.jsonl"
    file.write_text("".join(lines))
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", str(CHECK), str(file), *words], capture_output=True, text=True, timeout=30
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


def bound_again(lines: list[str]) -> list[str]:
    """With every link made to fit, as somebody would who knows how."""
    heads: dict[int, str] = {}
    made = []
    for line in lines:
        entry = json.loads(line)
        told = {name: value for name, value in entry.items() if name not in ("chain", "group")}
        heads[told["member"]] = chain.link(heads.get(told["member"], chain.START), told)
        made.append(json.dumps({**told, "chain": heads[told["member"]], "group": entry["group"]}) + "\n")
    return made


def test_an_export_proves_the_books_without_any_program_of_ours(database: Database, tmp_path: pathlib.Path) -> None:
    some_history(database)
    proof = verify(database)

    said = checked(tmp_path, exported(database), proof.seal)

    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "  ".join(f"{account} {points}" for account, points in proof.points.items()),
        f"{proof.transactions} transactions of 2 members hold together, all accounts sum to zero",
        f"seal {proof.seal}",
    ]


def test_points_that_wait_and_lapse_are_proved_too(sqlite_database: Database, tmp_path: pathlib.Path) -> None:
    programme = CLUB + "grant: {delay_days: 14}\nexpire: {policy: per_lot, months: 1}\n"
    settle(sqlite_database, a_store(sqlite_database, programme=programme), an_order(), now=at(90))

    assert checked(tmp_path, exported(sqlite_database)).status == 0


def test_empty_books_are_proved(sqlite_database: Database, tmp_path: pathlib.Path) -> None:
    assert checked(tmp_path, [], verify(sqlite_database).seal).status == 0


def changed(lines: list[str], at: int, old: str, new: str) -> list[str]:
    assert old in lines[at]
    return [line.replace(old, new, 1) if number == at else line for number, line in enumerate(lines)]


TAMPERINGS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a changed number": (
        lambda lines: changed(lines, 0, '"points":300', '"points":301'),
        "line 1: member 1: the chain is broken at number 1",
    ),
    "a changed reason": (
        lambda lines: changed(lines, 2, '"reason":"', '"reason":"not '),
        "line 3: member 1: the chain is broken at number 3",
    ),
    "a removed line": (lambda lines: [lines[0], *lines[2:]], "line 2: member 1: number 3 follows number 1"),
    "a removed first line": (lambda lines: lines[1:], "line 1: member 1: number 2 follows number 0"),
    "a swapped line": (
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        "line 2: member 1: number 3 follows number 1",
    ),
    "a line twice": (lambda lines: [lines[0], *lines], "line 2: member 1: number 1 follows number 1"),
    "members out of order": (lambda lines: [lines[-1], *lines[:-1]], "line 1: member 2: number 3 follows number 0"),
    "half a line": (lambda lines: [lines[0], lines[1][:50]], "line 2: not a transaction"),
    "another thing": (lambda lines: ["[1]\n"], "line 1: it should tell"),
    "more points than were earned, bound again": (
        lambda lines: bound_again(changed(lines, 0, '"points":300', '"points":301')),
        "line 1: member 1: number 1 is not what its fingerprint says",
    ),
    "more points held than there are, bound again": (
        lambda lines: bound_again(changed(lines, 2, '"points":100', '"points":1000')),
        "line 3: member 1: lot shop/first#0000 has -700 points available",
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found_at_its_line(sqlite_database: Database, tmp_path: pathlib.Path, tampering: str) -> None:
    some_history(sqlite_database)
    tamper, fault = TAMPERINGS[tampering]

    said = checked(tmp_path, tamper(exported(sqlite_database)))

    assert (said.status, said.err) == (1, "")
    assert said.out.startswith(f"fault: {fault}")


def test_what_is_cut_off_at_the_end_is_told_by_the_seal(sqlite_database: Database, tmp_path: pathlib.Path) -> None:
    some_history(sqlite_database)
    lines = exported(sqlite_database)[:-1]

    assert checked(tmp_path, lines).status == 0
    said = checked(tmp_path, lines, verify(sqlite_database).seal)

    assert said.status == 1
    assert "fault: the seal should be" in said.out


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: pathlib.Path) -> None:
    ended = subprocess.run([sys.executable, str(CHECK), str(tmp_path / "none")], capture_output=True)  # noqa: S603

    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)


def test_nobody_is_named(sqlite_database: Database) -> None:
    some_history(sqlite_database)

    text = "".join(exported(sqlite_database)).lower()

    assert "anna" not in text
    assert "bert" not in text
    assert "@" not in text


def test_a_sheet_has_a_row_for_every_posting(sqlite_database: Database) -> None:
    some_history(sqlite_database)
    sheet = io.StringIO()
    export(sqlite_database, lambda entry: csv.writer(sheet).writerows(sheet_rows(entry)))

    rows = [dict(zip(COLUMNS, row, strict=True)) for row in csv.reader(io.StringIO(sheet.getvalue()))]

    with sqlite_database.read() as connection:
        assert len(rows) == connection.execute(text("SELECT count(*) FROM postings")).scalar_one()
    first = rows[0]
    assert (first["member"], first["kind"], first["source"], first["points"]) == ("1", "earn", "issued", "300")


@pytest.mark.parametrize("reason", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_what_a_spreadsheet_would_reckon_is_text_in_the_sheet(sqlite_database: Database, reason: str) -> None:
    settle(sqlite_database, a_store(sqlite_database), an_order())
    adjust_points(sqlite_database, 1, 5, key="k", reason=reason, author="=me", now=at(11))
    rows: list[dict[str, object]] = []

    export(sqlite_database, lambda entry: rows.extend(dict(zip(COLUMNS, r, strict=True)) for r in sheet_rows(entry)))

    assert (rows[-1]["reason"], rows[-1]["author"], rows[-1]["points"]) == (f"'{reason}", "'=me", 5)


def test_what_is_written_meanwhile_is_in_the_next_export(database: Database) -> None:
    """All that one look sees is of one moment, however many questions it asks."""
    store = a_store(database)
    settle(database, store, an_order())
    with database.write() as connection:
        connection.execute(insert(members), [{"programme_id": 1, "enrolled_at": NOW} for _ in range(200)])
    settle(database, store, an_order(id="2", buyer=BERT))  # a member of the second batch
    told: list[int] = []

    def put(entry: Written) -> None:
        if not told:
            refunded = an_order(id="2", buyer=BERT, modified_at=at(1), refunds=(a_refund(5_000),))
            settle(database, store, refunded)
        told.append(entry.member)

    first = export(database, put)

    assert (first.transactions, told) == (4, [1, 1, 202, 202])
    assert export(database, lambda _: None).transactions == 5


def test_what_was_exported_must_still_be_there_however_much_came_after(sqlite_database: Database) -> None:
    some_history(sqlite_database)
    before = ends(exported(sqlite_database))
    adjust_points(sqlite_database, 1, 5, key="k", reason="sorry", author="me", now=at(20))

    assert verify(sqlite_database, before).faults == []
    assert verify(sqlite_database, {**before, 2: (3, "another")}).faults == [
        "member 2: number 3 is not what was exported"
    ]
    assert verify(sqlite_database, {**before, 1: (99, "cut off")}).faults != []
    assert verify(sqlite_database, {**before, 7: (1, "a member who is gone")}).faults != []


@pytest.mark.parametrize("line", ["member,number", "[1]", '{"member": 1}', "7"])
def test_what_is_no_export_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(NotAnExport, match="line 2 is no transaction"):
        ends(['{"member": 1, "seq": 1, "chain": "x"}', line])
