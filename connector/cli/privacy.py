"""`loyalty member email`, `export` and `erase`: what a person may ask of those who keep their data."""

import pathlib
import sys
from typing import Annotated

import typer

from connector.cli.session import Json, Session, UsageError, Who, author


def email(
    context: typer.Context,
    who: Who,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The address that the member has from now on.")],
    json: Json = False,
) -> None:
    """Change a member's e-mail address."""
    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.change_address import change_address
    from connector.usecases.look import find_member

    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        made = change_address(connector.database, member.id, new, author(), bootstrap.now())
    if json:
        print_json(made)
    else:
        out.print(f"member {made.member_id} {'has' if made.changed else 'has already'} the address {made.email}")


def export(
    context: typer.Context,
    who: Who,
    output: Annotated[
        pathlib.Path | None, typer.Option(help="A new file, readable by its owner only; without it, standard output.")
    ] = None,
) -> None:
    """Write out everything that is held of a member, as JSON."""
    import os

    from connector import bootstrap
    from connector.cli.output import as_json, err, print_json
    from connector.usecases.look import find_member
    from connector.usecases.privacy import export_person

    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        told = export_person(connector.database, list(connector.stores.values()), member.id, bootstrap.now())
    if output is None:
        print_json(told)
        return
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(as_json(told) + "\n")
    err.print(f"{len(told.orders)} orders and {len(told.statement)} transactions of member {member.id} are in {output}")


def erase(
    context: typer.Context,
    who: Who,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Forget a person: points leave, codes end, orders stay without their buyer. There is no way back."""
    from connector import bootstrap
    from connector.cli.output import err, out, print_json, when
    from connector.usecases.look import member_card
    from connector.usecases.privacy import erase_person

    session: Session = context.obj
    with session.connector() as connector:
        card = member_card(connector.database, who, bootstrap.now())
        if not yes:
            err.print(f"{card.member.name or 'Member'}, no. {card.member.id}, {card.member.email or 'no address'}:")
            err.print(f"{card.available} points available, {card.pending} pending and {card.held} held will be lost,")
            err.print("and nobody will know any more whose the orders were")
            if not sys.stdin.isatty() or not typer.confirm("Erase the person for good?", err=True):
                raise UsageError("nothing was erased; with --yes nobody is asked")
        stores = list(connector.stores.values())
        made = erase_person(connector.database, stores, card.member.id, author(), bootstrap.now())
    if json:
        print_json(made)
        return
    if made.replayed:
        out.print(f"member {made.member_id} was erased on {when(made.erased_at)} UTC already")
        return
    debt = f", {made.debt} owed points are dropped" if made.debt else ""
    out.print(f"member {made.member_id} is erased: {made.points} points left the books{debt}")
    out.print(f"{made.orders} orders are kept without their buyer, {made.codes} codes will be ended in the store")
