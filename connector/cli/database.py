"""`loyalty db copy`: moving the books into another database."""

import pathlib
from contextlib import closing
from typing import Annotated

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session, UsageError


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The database.", no_args_is_help=True)
    group.callback()(_only_group)
    group.command("copy")(copy)
    app.add_typer(group, name="db")


def _only_group() -> None:
    """The database."""


def copy(
    context: typer.Context,
    to: Annotated[
        str,
        typer.Option(
            envvar="LOYALTY_COPY_TO",
            help="An empty database: postgresql+psycopg://user:password@host/name, or sqlite:///file.db",
        ),
    ],
    json: Json = False,
) -> None:
    """Copy the books into an empty database, compare them row by row, and prove them there.

    Stop the service first. The settings still name the old database afterwards.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from connector.cli.books import print_proof
    from connector.cli.output import err, out, print_json
    from connector.db.engine import Database
    from connector.usecases.copy_books import copy_to

    session: Session = context.obj
    address = _address(to)
    with session.books() as (_, source), closing(Database(address)) as target:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            task = progress.add_task("copying", total=None)

            def watch(table: str, done: int, whole: int) -> None:
                progress.update(task, description=f"copying {table}", completed=done, total=whole)

            moved = copy_to(source, target, watch)
    if json:
        print_json(moved)
    else:
        rows = sum(one.rows for one in moved.tables)
        out.print(f"{rows} rows of {len(moved.tables)} tables copied, each the same on both sides")
        print_proof(moved.proof)
        if moved.still:
            out.print("next: write the new database into the settings, then loyalty run")
        else:
            out.print("the old database was written meanwhile: stop the service, and copy into another empty one")
    if moved.proof.faults or not moved.still:
        raise typer.Exit(FOUND_FAULTS)


def _address(to: str) -> str:
    """Raises UsageError; never shows what may hold a password."""
    if to.startswith("postgresql+psycopg://"):
        return to
    file = to.removeprefix("sqlite:///")
    if file == to or not file or file.startswith(":"):
        raise UsageError("--to is not the address of a database: postgresql+psycopg://… or sqlite:///file.db")
    if not pathlib.Path(file).resolve().parent.is_dir():
        raise UsageError(f"--to: there is no folder {pathlib.Path(file).parent}")
    return f"sqlite:///{pathlib.Path(file).resolve()}"
