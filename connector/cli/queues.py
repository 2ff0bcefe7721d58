"""`loyalty inbox|outbox list|show|retry`: what waits, what is parked and why."""

from typing import Annotated, Any

import typer

from connector.cli.session import Json, Limit, Session, UsageError


def add_to(app: typer.Typer) -> None:
    for box, holds in (("inbox", "What stores have told us."), ("outbox", "What stores are to be told.")):
        app.add_typer(_group(box, holds), name=box)


def _group(box: str, holds: str) -> typer.Typer:
    group = typer.Typer(help=holds, no_args_is_help=True)

    @group.command("list")
    def list_(
        context: typer.Context,
        store: Annotated[str | None, typer.Option(help="Only of this store.")] = None,
        state: Annotated[str | None, typer.Option(help="Only waiting, parked or done.")] = None,
        limit: Limit = 50,
        json: Json = False,
    ) -> None:
        """List rows, newest first."""
        from connector.cli.output import print_json, table
        from connector.usecases.look import queue_rows

        if state not in (None, "waiting", "parked", "done"):
            raise UsageError(f"{state!r} is no state; write waiting, parked or done")
        session: Session = context.obj
        with session.connector() as connector:
            rows = queue_rows(connector.database, box, store, state, limit)
        if json:
            print_json(rows)
            return
        what = "source" if box == "inbox" else "kind"
        came = "received_at" if box == "inbox" else "created_at"
        table(
            [">row", "store", what, "came", ">tries", "~state"],
            [(row["id"], row["store"], row[what], row[came], row["attempts"], _state(row)) for row in rows],
        )

    @group.command("show")
    def show(context: typer.Context, row: int, json: Json = False) -> None:
        """Show one row whole, as it came."""
        from connector.cli.output import print_json
        from connector.usecases.look import queue_row

        session: Session = context.obj
        with session.connector() as connector:
            found = queue_row(connector.database, box, row)
        if json:
            print_json(found)
        else:
            _print_row(found)

    @group.command("retry")
    def retry(
        context: typer.Context,
        rows: Annotated[list[int] | None, typer.Argument(help="Which rows.")] = None,
        parked: Annotated[bool, typer.Option("--parked", help="All that are parked.")] = False,
    ) -> None:
        """Put rows back in the queue, to be tried at once."""
        from connector import bootstrap
        from connector.cli.output import out
        from connector.usecases.look import NoSuchThing
        from connector.usecases.retry import retry as retry_rows

        if bool(rows) == parked:
            raise UsageError(f"name rows (loyalty {box} retry 12 13), or say --parked for all that are parked")
        session: Session = context.obj
        with session.connector() as connector:
            count = retry_rows(connector.database, box, rows or None, bootstrap.now())
        if rows and not count:
            raise NoSuchThing(f"none of these rows waits or is parked; `loyalty {box} list` shows them")
        out.print(f"{count} back in the {box}; `loyalty run` takes them up" if count else "nothing is parked")

    return group


def _state(row: dict[str, Any]) -> str:
    from connector.cli.output import when

    state = f"waiting, next try {when(row['due_at'])}" if row["state"] == "waiting" else row["state"]
    return f"{state}: {row['reason']}" if row["reason"] else state


def _print_row(row: dict[str, Any]) -> None:
    from connector.cli.output import out

    for name, value in row.items():
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        out.print(f"{name}: {text}", soft_wrap=True)
