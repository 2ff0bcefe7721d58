"""`loyalty store clear-codes`: taking codes out of a shop that were used long ago."""

from typing import Annotated

import typer

from connector.cli.session import Json, Session, the_store


def add_to(group: typer.Typer) -> None:
    group.command("clear-codes")(clear_codes)


def clear_codes(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="STORE")],
    days: Annotated[int, typer.Option(min=1, help="For so many days no points of theirs have moved.")] = 90,
    json: Json = False,
) -> None:
    """Take used codes out of the store; the orders keep their names, and the books everything.

    Unused ones go by themselves when they are over. `codes.keep_used_days` in the settings does this every night.
    """
    from datetime import timedelta

    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.used_codes import clear_used_codes

    session: Session = context.obj
    with session.connector() as connector:
        store = the_store(connector, name)
        codes = clear_used_codes(connector.database, store, bootstrap.now(), timedelta(days=days))
    if json:
        print_json({"cleared": codes})
    else:
        out.print(f"{len(codes)} used codes taken out of {name}")
