"""`loyalty programme check|apply`: the programme document."""

import pathlib
from typing import Annotated

import typer

from connector.cli.session import Session, author

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The programme: the merchant's terms.", no_args_is_help=True)
    group.command("check")(check)
    group.command("apply")(apply)
    app.add_typer(group, name="programme")


def check(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(help="The programme file.")],
    json: Json = False,
) -> None:
    """Check a programme file: every fault with its line and how to mend it."""
    from connector.cli.output import out, print_json
    from connector.programme import load_programme

    programme = load_programme(file)
    if json:
        print_json({"terms": programme.terms, "digest": programme.digest, "needs": sorted(programme.needs)})
    else:
        out.print(f"{file}: programme {programme.terms.name!r} is sound")


def apply(context: typer.Context) -> None:
    """Put the programme files of all stores in force, for orders placed from now on."""
    from connector import bootstrap
    from connector.cli.output import out
    from connector.usecases.programmes import put_in_force

    session: Session = context.obj
    with session.connector() as connector:
        for name in connector.settings.stores:
            programme = connector.settings.programme(name)
            number, changed = put_in_force(connector.database, programme, author(), bootstrap.now())
            said = f"version {number} is in force from now on" if changed else f"version {number} stays in force"
            out.print(f"{programme.terms.name} ({name}): {said}")
