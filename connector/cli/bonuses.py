"""`loyalty member bonuses` and `loyalty member subscribe`: what people do beside buying."""

from typing import TYPE_CHECKING

import typer

from connector.cli.session import Json, Language, Session, Who, author, the_voice

if TYPE_CHECKING:
    from connector.db.deeds import DeedCard
    from connector.languages import Voice


def add_to(group: typer.Typer) -> None:
    group.command("bonuses")(bonuses)
    group.command("subscribe")(subscribe)


def bonuses(context: typer.Context, who: Who, language: Language = None, json: Json = False) -> None:
    """Show what a member did beside buying, and why it gave points or none."""
    from connector.cli.output import print_json
    from connector.usecases.look import member_deeds

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        found = member_deeds(connector.database, who)
    if json:
        print_json(found)
    else:
        _print_deeds(found, voice)


def _print_deeds(found: "list[DeedCard]", voice: "Voice") -> None:
    from connector.cli.output import spoken, table

    rows = []
    for card in found:
        why = "; ".join(voice.step(step, "") for step in card.deed.award.trace)
        what = spoken(voice.say(f"bonus-{card.bonus}"))
        rows.append((card.deed.done_at, what, card.store, card.deed.id, card.deed.award.points, spoken(why)))
    table(["when", "what", "store", "id", ">points", "~why"], rows, voice=voice)


def subscribe(context: typer.Context, who: Who, language: Language = None, json: Json = False) -> None:
    """Give a member the newsletter's bonus, where you know that they subscribed and the store does not tell."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.bonuses import subscribe_by_hand
    from connector.usecases.look import find_member

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        made = subscribe_by_hand(connector.database, connector.stores, member, author(), bootstrap.now())
    if json:
        print_json(made)
        return
    said(voice.step(made.why, ""))
    said(voice.say("available-now", points=made.available))
