"""`loyalty member find` and `loyalty member phone`: whom a telephone number, a card or an address belongs to."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Language, Session, Who, author, the_voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector.db.roster import RosterRow
    from connector.languages import Voice

Found = Annotated[
    str,
    typer.Argument(metavar="WHO", help="phone:NUMBER, card:NUMBER, an e-mail address, a number, or store:customer."),
]


def find(context: typer.Context, who: Found, language: Language = None, json: Json = False) -> None:
    """List all members whom a telephone number, a card or an address may mean."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.look import found_members

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        found = found_members(connector.database, who, connector.country, bootstrap.now())
    if json:
        print_json(found)
    else:
        print_roster(found, voice)


def print_roster(found: "Iterable[RosterRow]", voice: "Voice") -> None:
    from connector.cli.output import table

    table(
        ["number", "name", "email", "programme", ">available", ">pending", ">held", ">owed"],
        [(str(m.id), m.name, m.email, m.programme, m.available, m.pending, m.held, m.owed) for m in found],
        voice=voice,
    )


def phone(
    context: typer.Context,
    who: Who,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A telephone number.")],
    remove: Annotated[bool, typer.Option("--remove", help="The number is no longer theirs.")] = False,
    language: Language = None,
    json: Json = False,
) -> None:
    """Let a member be found by a telephone number; only a pseudonym of it is kept."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.look import find_member
    from connector.usecases.phones import set_phone

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who, connector.country)
        made = set_phone(
            connector.database, member.id, number, connector.country, author(), bootstrap.now(), gone=remove
        )
    if json:
        print_json(made)
    else:
        key = "phone-found" if made.found_by_it else "phone-removed"
        said(voice.say(key, number=str(made.member_id), phone=made.phone))
