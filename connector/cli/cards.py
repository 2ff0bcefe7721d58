"""`loyalty card …`: the loyalty cards."""

from typing import Annotated

import typer

from connector.cli.session import Json, Language, Session, StoreName, author, the_store, the_voice

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The number on the card.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The loyalty cards.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_)
    group.command("block")(block)
    app.add_typer(group, name="card")


def add(
    context: typer.Context,
    number: Number,
    member: Annotated[
        str | None, typer.Option("--member", help="Whose it is; left out: a member by itself, to be merged later.")
    ] = None,
    store: StoreName = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Hand out a card: what is bought with it from now on is its owner's."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.cards import add_card
    from connector.usecases.look import find_member

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        programme_id = the_store(connector, store).programme_id
        owner = find_member(connector.database, member).id if member else None
        card = add_card(connector.database, programme_id, number, owner, author(), bootstrap.now())
    if json:
        print_json(card)
    else:
        said(voice.say("card-added", card=card.number, number=str(card.member_id)))


def list_(context: typer.Context, language: Language = None, json: Json = False) -> None:
    """List the cards and whose they are."""
    from connector.cli.output import print_json, table
    from connector.usecases.cards import card_list

    voice = the_voice(language)
    session: Session = context.obj
    with session.books() as (_, database):
        found = card_list(database)
    if json:
        print_json(found)
    else:
        table(
            ["card", ">member", "since", "by", "blocked"],
            [(one.number, str(one.member_id), one.added_at, one.added_by, one.blocked_at) for one in found],
            voice=voice,
        )


def block(
    context: typer.Context, number: Number, store: StoreName = None, language: Language = None, json: Json = False
) -> None:
    """Block a card that was lost; its points stay."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.cards import block_card

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        programme_id = the_store(connector, store).programme_id
        card = block_card(connector.database, programme_id, number, bootstrap.now())
    if json:
        print_json(card)
    else:
        said(voice.say("card-blocked", card=card.number, number=str(card.member_id)))
