"""`loyalty referral …`: the friends that members invite, and what waits for the merchant."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Language, Limit, Session, UsageError, Who, author, the_store, the_voice

if TYPE_CHECKING:
    from connector.languages import Voice
    from connector.usecases.invite import InvitationCard

Code = Annotated[str, typer.Argument(metavar="CODE", help="The invitation's code.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The friends that members invite.", no_args_is_help=True)
    group.command("invite")(invite)
    group.command("list")(list_)
    group.command("approve")(approve)
    group.command("refuse")(refuse)
    app.add_typer(group, name="referral")


def invite(
    context: typer.Context,
    who: Who,
    emails: Annotated[list[str], typer.Option("--email", help="The friend's address; once for each friend.")],
    names: Annotated[list[str] | None, typer.Option("--name", help="The friend's name, in the same order.")] = None,
    surnames: Annotated[list[str] | None, typer.Option("--surname", help="And the surname.")] = None,
    store: Annotated[str | None, typer.Option("--store", help="Which store, where there are several.")] = None,
    json: Json = False,
) -> None:
    """Invite friends of a member. Prints the codes; nothing is sent to anybody."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, table
    from connector.usecases.invite import Friend
    from connector.usecases.invite import invite as invite_friends
    from connector.usecases.look import find_member

    for option, given in (("--name", names), ("--surname", surnames)):
        if given and len(given) != len(emails):
            raise UsageError(f"{option} is given {len(given)} times and --email {len(emails)} times; give both alike")
    blank = [""] * len(emails)
    friends = [Friend(*one) for one in zip(emails, names or blank, surnames or blank, strict=True)]
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who)
        made = invite_friends(connector.database, there, member.id, friends, author(), bootstrap.now())
    if json:
        print_json(made)
        return
    table(["code", "e-mail", "name"], [(one.code, one.email, f"{one.name} {one.surname}".strip()) for one in made])
    out.print("nothing has been sent: give each friend the code yourself; an order with the invited address counts too")


def list_(
    context: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="Only of this member: number, e-mail address, store:customer.")
    ] = None,
    limit: Limit = 50,
    language: Language = None,
    json: Json = False,
) -> None:
    """List invitations, newest first: where each stands, and why."""
    from connector import bootstrap
    from connector.cli.output import print_json, spoken, table
    from connector.usecases.invite import invitation_cards
    from connector.usecases.look import find_member

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        inviter = find_member(connector.database, who).id if who is not None else None
        cards = invitation_cards(connector.database, inviter, limit, bootstrap.now())
    if json:
        print_json(cards)
        return
    table(
        ["code", ">member", "friend", "email", "invited", ">points", ">friends", "state", "~why"],
        [
            (
                card.code,
                str(card.inviter),
                f"{card.name} {card.surname}".strip() or None,
                card.email,
                card.created_at,
                card.inviter_points,
                card.friend_points,
                spoken(voice.say(f"invitation-{card.state}")),
                spoken(_why(card, voice)),
            )
            for card in cards
        ],
        voice=voice,
    )


def _why(card: "InvitationCard", voice: "Voice") -> str:
    said = "; ".join(voice.step(step, card.currency) for step in card.why)
    if card.verdict is None:
        return said
    reason = f": {voice.reason(card.verdict_reason)}" if card.verdict_reason else ""
    return f"{said} ({voice.say(f'verdict-{card.verdict}', who=card.decided_by or '')}{reason})"


def approve(context: typer.Context, code: Code, language: Language = None, json: Json = False) -> None:
    """Let an invitation count that is in doubt."""
    _decide(context, code, "approved", "", language, json)


def refuse(
    context: typer.Context,
    code: Code,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the invitation.")],
    language: Language = None,
    json: Json = False,
) -> None:
    """Give nothing for an invitation; what it gave is taken back."""
    if not reason.strip():
        raise UsageError("say why with --reason")
    _decide(context, code, "refused", reason, language, json)


def _decide(context: typer.Context, code: str, verdict: str, reason: str, language: str | None, json: bool) -> None:
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.core.referral import Verdict
    from connector.usecases.invite import decide

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        card = decide(connector.database, code, Verdict(verdict), reason, author(), bootstrap.now())
    if json:
        print_json(card)
    else:
        said(f"{card.code}: {voice.say(f'invitation-{card.state}')}, {_why(card, voice)}")
