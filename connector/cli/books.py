"""`loyalty ledger …`: proving the books, and what stood in them at a time."""

import pathlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli import bulk
from connector.cli.session import FOUND_FAULTS, Json, Limit, Session, UsageError, Who, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from connector.db.history import Written
    from connector.usecases.audit import Proof


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The books.", no_args_is_help=True)
    group.command("verify")(verify)
    group.command("log")(log)
    group.command("balance")(balance)
    group.command("export")(export)
    bulk.add_to(group)
    app.add_typer(group, name="ledger")


def verify(
    context: typer.Context,
    against: Annotated[
        pathlib.Path | None,
        typer.Option(metavar="FILE.jsonl", help="An export that was kept: all of it must still be there."),
    ] = None,
    json: Json = False,
) -> None:
    """Replay every transaction and compare with what the books say."""
    from connector.cli.output import print_json
    from connector.usecases.audit import verify as prove
    from connector.usecases.export import ends

    session: Session = context.obj
    before = None
    if against is not None:
        with against.open(encoding="utf-8", errors="replace") as lines:
            before = ends(lines)
    with session.connector() as connector:
        proof = prove(connector.database, before)
    if json:
        print_json(proof)
    else:
        print_proof(proof)
    if proof.faults:
        raise typer.Exit(FOUND_FAULTS)


def print_proof(proof: "Proof") -> None:
    from connector.cli.output import out, table

    table(
        [f">{account}" for account in proof.points] + [">sum"], [[*proof.points.values(), sum(proof.points.values())]]
    )
    out.print(f"{proof.transactions} transactions of {proof.members} members replayed")
    out.print(f"seal {proof.seal}")
    for fault in proof.faults:
        out.print(f"fault: {fault}")
    out.print("the books are NOT proved" if proof.faults else "the books are proved")


def log(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(help="Only what was written since then: 2026-01-31 or 2026-01-31T12:00 (UTC).")
    ] = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """Show what was last written into the books, whoever's points it moved."""
    from connector.cli.output import print_json, table
    from connector.usecases.look import newest_entries

    session: Session = context.obj
    start = moment(since) if since else None
    with session.connector() as connector:
        entries = newest_entries(connector.database, start, limit)
    if json:
        print_json(entries)
        return
    table(
        ["written", "happened", ">member", "what", ">points", ">available", "~why", "by", "order"],
        [
            (
                e.recorded_at,
                e.happened_at,
                e.member_id,
                e.kind,
                e.points,
                f"{e.change:+}",
                e.reason,
                e.author,
                e.order_ref,
            )
            for e in entries
        ],
    )


def balance(
    context: typer.Context,
    who: Who,
    at: Annotated[str | None, typer.Option(help="When: 2026-01-31 or 2026-01-31T12:00 (UTC); without it, now.")] = None,
    known: Annotated[
        str, typer.Option(help="now: all that is known today of that time; then: only what was known at that time.")
    ] = "now",
    json: Json = False,
) -> None:
    """Say what a member had at a time."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, when
    from connector.usecases.look import Knowledge, balance_card

    if known not in list(Knowledge):
        raise UsageError(f"--known is {' or '.join(Knowledge)}, not {known!r}")
    session: Session = context.obj
    then = moment(at) if at else bootstrap.now()
    with session.connector() as connector:
        card = balance_card(connector.database, who, then, Knowledge(known))
    if json:
        print_json(card)
        return
    had = card.balance
    out.print(f"member {card.member_id} at {when(then)} UTC")
    out.print(f"{had.available} points available, {had.pending} pending, {had.held} held")
    out.print(f"{had.redeemed} redeemed so far, {had.expired} expired")
    if had.owed:
        out.print(f"{had.owed} points were owed")


def export(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="FILE.jsonl, FILE.csv, or - for JSON Lines on standard output.")
    ],
    json: Json = False,
) -> None:
    """Write out every transaction; members are numbers."""
    from connector.cli.output import err, out, print_json
    from connector.usecases.export import export as take_out

    session: Session = context.obj
    if file != "-" and not file.endswith((".jsonl", ".csv")):
        raise UsageError("name the file .jsonl (everything, can be proved) or .csv (for a spreadsheet), or write -")
    with session.connector() as connector, _opened(file) as opened:
        exported = take_out(connector.database, _putting(opened, sheet=file.endswith(".csv")))
    if json and file != "-":
        print_json(exported)
    else:
        paper = err if file == "-" else out
        paper.print(f"{exported.transactions} transactions of {exported.members} members written")
        paper.print(f"seal {exported.seal}")


@contextmanager
def _opened(file: str) -> "Iterator[TextIO]":
    """Standard output, or a file that has its name only when it is whole."""
    if file == "-":
        yield sys.stdout
        return
    part = pathlib.Path(f"{file}.part")
    with part.open("w", encoding="utf-8", newline="") as opened:
        yield opened
    part.replace(file)


def _putting(opened: "TextIO", *, sheet: bool) -> "Callable[[Written], None]":
    import csv

    from connector.usecases.export import COLUMNS, json_line, sheet_rows

    if not sheet:
        return lambda entry: print(json_line(entry), end="", file=opened)
    rows = csv.writer(opened)
    rows.writerow(COLUMNS)
    return lambda entry: rows.writerows(sheet_rows(entry))
