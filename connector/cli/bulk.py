"""`loyalty ledger import`, `undo` and `imports`: opening balances from a file."""

import pathlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Session, author, the_store

if TYPE_CHECKING:
    from connector.usecases.bulk import Imported


def add_to(group: typer.Typer) -> None:
    group.command("import")(import_file)
    group.command("undo")(undo)
    group.command("imports")(imports)


def import_file(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(metavar="FILE", help="CSV with member, points, expires, reason.")],
    store: Annotated[
        str | None, typer.Option("--store", help="Only members of this store's programme are meant.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    json: Json = False,
) -> None:
    """Give members the points of a file, all or none."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.bulk import import_balances, rehearse_import
    from connector.usecases.opening_balances import read

    sheet = read(str(file), file.read_bytes())
    session: Session = context.obj
    with session.connector() as connector:
        programme_id = the_store(connector, store).programme_id if store else None
        now = bootstrap.now()
        if dry_run:
            made = rehearse_import(connector.database, sheet, programme_id=programme_id, now=now)
        else:
            with progress("importing", len(sheet.lines)) as watch:
                made = import_balances(
                    connector.database, sheet, programme_id=programme_id, author=author(), now=now, watch=watch
                )
    if json:
        print_json(made)
    else:
        print_import(made)


def print_import(made: "Imported") -> None:
    from connector.cli.output import out

    gets = "would get" if made.dry_run else "got"
    out.print(
        f"{made.rows} rows: {made.members} members, {made.new_members} of them new, {gets} {made.points} points in all"
    )
    if made.dry_run:
        out.print("nothing was changed")
    else:
        out.print(f"this is import {made.batch}; `loyalty ledger undo {made.batch}` takes it back")


def undo(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="The import's id, as `ledger imports` shows it.")],
    json: Json = False,
) -> None:
    """Take back all that an import gave, or nothing where some of it is spent."""
    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.bulk import undo_import

    session: Session = context.obj
    with session.connector() as connector, progress("taking back", None) as watch:
        made = undo_import(connector.database, batch, author=author(), now=bootstrap.now(), watch=watch)
    if json:
        print_json(made)
    else:
        out.print(f"import {made.batch} is undone: {made.points} points of {made.rows} rows were taken back")


def imports(context: typer.Context, json: Json = False) -> None:
    """List the imports."""
    from connector.cli.output import out, print_json, table
    from connector.usecases.bulk import import_batches

    session: Session = context.obj
    with session.connector() as connector:
        batches = import_batches(connector.database)
    if json:
        print_json(batches)
    elif not batches:
        out.print("nothing was imported yet")
    else:
        table(
            ["import", "when", "author", ">rows", ">points", "undone"],
            [[b.id, b.imported_at, b.author, b.rows, b.points, b.undone_at] for b in batches],
        )


@contextmanager
def progress(words: str, total: int | None) -> "Iterator[Callable[[int], None]]":
    from rich.progress import Progress

    from connector.cli.output import err

    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda rows: progress.advance(task, rows)
