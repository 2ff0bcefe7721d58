"""`loyalty key make|list|revoke`: keys for the merchant's own systems."""

from typing import Annotated

import typer

from connector.cli.products import ProgrammeName
from connector.cli.session import Json, Session, author


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="Keys with which your own systems speak to us.", no_args_is_help=True)
    group.command("make")(make)
    group.command("list")(list_)
    group.command("revoke")(revoke)
    app.add_typer(group, name="key")


def make(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which system will use it.")],
    programme: ProgrammeName = None,
    json: Json = False,
) -> None:
    """Make a key; it is shown this once."""
    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.merchant_keys import make_key
    from connector.usecases.products import programme_named

    session: Session = context.obj
    with session.connector() as connector:
        programme_id = programme_named(connector.database, programme)
        made = make_key(connector.database, programme_id, name, author(), bootstrap.now())
    if json:
        print_json(made)
    else:
        out.print(f"key {made.key.id}, {made.key.name}, of the programme {made.key.programme}; it is not shown again:")
        out.print(made.secret, soft_wrap=True)


def list_(context: typer.Context, json: Json = False) -> None:
    """List the keys, without their secrets."""
    from connector.cli.output import print_json, table
    from connector.usecases.merchant_keys import key_list

    session: Session = context.obj
    with session.books() as (_, database):
        found = key_list(database)
    if json:
        print_json(found)
    else:
        table(
            [">key", "name", "programme", "made", "by", "revoked"],
            [(k.id, k.name, k.programme, k.made_at, k.made_by, k.revoked_at) for k in found],
        )


def revoke(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help="The key's number, as `key list` shows it.")],
    json: Json = False,
) -> None:
    """End a key: it opens nothing any more."""
    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.merchant_keys import revoke_key

    session: Session = context.obj
    with session.connector() as connector:
        key = revoke_key(connector.database, number, author(), bootstrap.now())
    if json:
        print_json(key)
    else:
        out.print(f"key {key.id}, {key.name}, opens nothing any more")
