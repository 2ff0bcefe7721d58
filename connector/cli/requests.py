"""`loyalty requests list|show|done`: people who ask, through the shop, what is held of them."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Session, UsageError

if TYPE_CHECKING:
    from connector.db.data_requests import DataRequest


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="People who ask what is held of them.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("done")(done)
    app.add_typer(group, name="requests")


def list_(context: typer.Context, json: Json = False) -> None:
    """List who asked, those that wait for you first."""
    from connector.cli.output import print_json, table
    from connector.usecases.wishes import requests

    session: Session = context.obj
    with session.connector() as connector:
        found = requests(connector.database)
    if json:
        shown = ("id", "store", "reference", "member_id", "asked_at", "answered_at")
        print_json([{**{name: getattr(one, name) for name in shown}, "state": _state(one)} for one in found])
        return
    table(
        [">request", "store", "shop's number", ">member", "asked", "state"],
        [(one.id, one.store, one.reference, one.member_id, one.asked_at, _state(one)) for one in found],
    )


def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="REQUEST")],
    output: Annotated[
        pathlib.Path | None, typer.Option(help="A new file, readable by its owner only; without it, standard output.")
    ] = None,
) -> None:
    """Write out what was held of the person when they asked, as JSON, to be handed to them."""
    from connector.cli.output import err
    from connector.cli.privacy import private_file
    from connector.usecases.wishes import request

    session: Session = context.obj
    with session.connector() as connector:
        found = request(connector.database, number)
    if found.told is None:
        raise UsageError(f"request {number}: {_state(found)}")
    text = found.told.decode()
    if output is None:
        print(text)  # noqa: T201
        return
    private_file(output, text)
    err.print(f"request {number} is answered by {output}; when you have sent it: loyalty requests done {number}")


def done(context: typer.Context, number: Annotated[int, typer.Argument(metavar="REQUEST")]) -> None:
    """The person has what they asked for: the copy that was kept for it goes."""
    from connector import bootstrap
    from connector.cli.output import out
    from connector.usecases.wishes import answered

    session: Session = context.obj
    with session.connector() as connector:
        answered(connector.database, number, bootstrap.now())
    out.print(f"request {number} is done")


def _state(one: "DataRequest") -> str:
    if one.answered_at is not None:
        return "done"
    if one.told is not None:
        return "to be handed over"
    return "nothing is held of them" if one.member_id is None else "erased since"
