"""`loyalty member email`, `export` and `erase`: what a person may ask of those who keep their data."""

import pathlib
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Language, Session, UsageError, Who, author, the_voice

if TYPE_CHECKING:
    from connector.languages import Voice
    from connector.usecases.look import MemberCard


def email(
    context: typer.Context,
    who: Who,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The address that the member has from now on.")],
    language: Language = None,
    json: Json = False,
) -> None:
    """Change a member's e-mail address."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.change_address import change_address
    from connector.usecases.look import find_member

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        made = change_address(connector.database, member.id, new, author(), bootstrap.now())
    if json:
        print_json(made)
    else:
        said(
            voice.say(
                "address-changed" if made.changed else "address-same", number=str(made.member_id), email=made.email
            )
        )


def export(
    context: typer.Context,
    who: Who,
    output: Annotated[
        pathlib.Path | None, typer.Option(help="A new file, readable by its owner only; without it, standard output.")
    ] = None,
) -> None:
    """Write out everything that is held of a member, as JSON."""
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
    private_file(output, as_json(told))
    err.print(f"{len(told.orders)} orders and {len(told.statement)} transactions of member {member.id} are in {output}")


def private_file(path: pathlib.Path, text: str) -> None:
    """A new file that its owner alone can read."""
    import os

    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def erase(
    context: typer.Context,
    who: Who,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    language: Language = None,
    json: Json = False,
) -> None:
    """Forget a person: points leave, codes end, orders stay without their buyer. There is no way back."""
    from connector import bootstrap
    from connector.cli.output import err, print_json, said, spoken
    from connector.usecases.look import member_card
    from connector.usecases.privacy import erase_person

    the_voice(language)  # an unknown language is told before anything changes
    session: Session = context.obj
    with session.connector() as connector:
        card = member_card(connector.database, who, bootstrap.now())
        voice = the_voice(language, card.texts)
        if not yes:
            for line in _lost(card, voice):
                err.print(spoken(line))
            if not sys.stdin.isatty() or not typer.confirm(voice.say("erase-question"), err=True):
                raise UsageError("nothing was erased; with --yes nobody is asked")
        stores = list(connector.stores.values())
        made = erase_person(connector.database, stores, card.member.id, author(), bootstrap.now())
    if json:
        print_json(made)
        return
    number = str(made.member_id)
    if made.replayed:
        said(voice.say("erased-already", number=number, when=made.erased_at))
        return
    said(voice.say("erased", number=number, points=made.points))
    if made.debt:
        said(voice.say("erased-debt", points=made.debt))
    said(voice.say("erased-orders", orders=made.orders, codes=made.codes))


def _lost(card: "MemberCard", voice: "Voice") -> list[str]:
    """Who it is, and what goes with them."""
    name, email = card.member.name or voice.say("member-nameless"), card.member.email or voice.say("member-no_email")
    return [
        voice.say("member", name=name, number=str(card.member.id), email=email),
        voice.say("erase-lost", available=card.available, pending=card.pending, held=card.held),
        voice.say("erase-forgotten"),
    ]
