"""`loyalty reward …`: the catalogue, taking from it, and what a person has to hand out."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import (
    Json,
    Language,
    Session,
    StoreName,
    UsageError,
    Who,
    author,
    refusing_in,
    the_store,
    the_voice,
    their_voice,
    unsent_said,
)

if TYPE_CHECKING:
    from connector.db.outbox import Unsent
    from connector.db.rewards import TakenReward
    from connector.languages import Voice
    from connector.usecases.rewards import Taking

Reference = Annotated[
    str, typer.Argument(metavar="REF", help="The reference that `loyalty reward open` shows, or the code.")
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="Rewards: what points buy beside an amount off.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("take")(take)
    group.command("open")(open_)
    group.command("confirm")(confirm)
    group.command("reject")(reject)
    app.add_typer(group, name="reward")


def list_(
    context: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="For whom; left out: what anybody may be offered.")
    ] = None,
    store: StoreName = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Show the catalogue: what is offered now, how many are left, and what a member may take."""
    from connector import bootstrap
    from connector.cli.output import print_json, spoken, table
    from connector.core.rewards import said
    from connector.usecases.look import find_member
    from connector.usecases.rewards import offers

    the_voice(language)  # an unknown language is told before anything is looked up
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who).id if who is not None else None
        found = offers(connector.database, there, member, bootstrap.now())
        voice = their_voice(connector, there.programme_id, language)
    if json:
        print_json(
            [
                {"kind": one.reward.what.kind, "reward": one.reward, "stock": one.stock, "refusal": one.refusal}
                for one in found
            ]
        )
        return
    table(
        ["key", "~reward", "kind", ">points", ">left", "~may_be_taken"],
        [
            (
                one.reward.name,
                said(one.reward.title, voice.language),
                spoken(voice.say(f"reward-{one.reward.what.kind}")),
                one.reward.points,
                one.stock,
                spoken(voice.refusal(one.refusal) if one.refusal else voice.say("may-be-taken")),
            )
            for one in found
        ],
        voice=voice,
    )


def take(
    context: typer.Context,
    who: Who,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The reward's name in the programme.")],
    store: StoreName = None,
    key: Annotated[str | None, typer.Option(help="An idempotency key: the same again is the same taking.")] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Give a member a reward for points."""
    import uuid

    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.dispatch import dispatch
    from connector.usecases.look import find_member, unsent
    from connector.usecases.rewards import take_reward

    the_voice(language)  # an unknown language is told before anything is taken
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who)
        with refusing_in(language):
            taken = take_reward(
                connector.database,
                there,
                member.id,
                name,
                key=key or f"cli:{uuid.uuid4()}",
                author=author(),
                now=bootstrap.now(),
            )
        dispatch(connector.database, there, bootstrap.now())
        waiting = unsent(connector.database, taken.row.reference)
        voice = their_voice(connector, there.programme_id, language)
    if json:
        made = {"redemption": taken.row, "reward": taken.reward, "left": taken.left, "replayed": taken.replayed}
        print_json({**made, "in_store": waiting is None})
        return
    _print_taking(taken, voice, waiting)


def _print_taking(taken: "Taking", voice: "Voice", waiting: "Unsent | None") -> None:
    from connector.cli.output import said
    from connector.core.rewards import said as titled

    row = taken.row
    title = titled(taken.reward.terms["title"], voice.language)
    said(voice.say("taken", code=row.code, reward=title, points=row.points), "bold")
    said(_fulfilled(taken, voice))
    said(voice.say("points-left", points=taken.left))
    if waiting:
        said(unsent_said(waiting, voice))


def _fulfilled(taken: "Taking", voice: "Voice") -> str:
    """What makes it the member's for good."""
    from connector.core.rewards import Fulfilment

    row, reward = taken.row, taken.reward
    kind = reward.terms["kind"]
    match reward.fulfilment:
        case Fulfilment.ORDER if row.minimum_spend:
            return voice.say("taken-order_minimum", row.currency, minimum=row.minimum_spend, until=row.expires_at)
        case Fulfilment.ORDER:
            return voice.say("taken-order", until=row.expires_at)
        case Fulfilment.MERCHANT:
            return voice.say("taken-merchant", command=f"loyalty reward confirm {row.reference}")
        case Fulfilment.MONEY if kind == "gift_card" and row.until:
            return voice.say("taken-money_until", row.currency, worth=row.worth, until=row.until)
        case Fulfilment.MONEY if kind == "gift_card":
            return voice.say("taken-money", row.currency, worth=row.worth)
        case Fulfilment.MONEY if row.until:
            return voice.say("taken-store_until", customer=reward.customer or "", until=row.until)
        case Fulfilment.STORE if reward.ends_at:
            return voice.say("taken-store_until", customer=reward.customer or "", until=reward.ends_at)
        case Fulfilment.STORE | Fulfilment.MONEY:
            return voice.say("taken-store", customer=reward.customer or "")
        case _:
            return voice.say("taken-at_once")


def open_(context: typer.Context, language: Language = None, json: Json = False) -> None:
    """List the rewards that wait to be handed out, oldest first."""
    from connector.cli.output import print_json, table
    from connector.core.rewards import said
    from connector.usecases.rewards import open_rewards

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        found = open_rewards(connector.database)
    if json:
        print_json(found)
        return
    table(
        ["since", "reference", "~reward", "~product", ">points", ">member", "name", "email", "store"],
        [
            (
                one.created_at,
                one.reference,
                said(one.terms["title"], voice.language),
                one.terms["what"].get("product"),
                one.points,
                str(one.member_id),
                one.member,
                one.email,
                one.store,
            )
            for one in found
        ],
        voice=voice,
    )


def confirm(context: typer.Context, reference: Reference, language: Language = None, json: Json = False) -> None:
    """Say that a reward was handed out: its points are redeemed."""
    from connector import bootstrap
    from connector.usecases.rewards import confirm as confirm_reward

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        decided = confirm_reward(connector.database, reference, author=author(), now=bootstrap.now())
    _print_decided(decided, voice, json=json)


def reject(
    context: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option(help="Why; it stands in the books for ever.")],
    language: Language = None,
    json: Json = False,
) -> None:
    """Say that a reward is not given, or take back a permanent discount or what is left of money: points come back."""
    from connector import bootstrap
    from connector.usecases.dispatch import dispatch
    from connector.usecases.rewards import is_closing, taken_reward
    from connector.usecases.rewards import reject as reject_reward

    if not reason.strip():
        raise UsageError("say why with --reason")
    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        decided = reject_reward(connector.database, reference, reason.strip(), author=author(), now=bootstrap.now())
        if decided.fulfilment == "money" and (there := connector.stores.get(decided.store)):
            dispatch(connector.database, there, bootstrap.now())
            decided = taken_reward(connector.database, decided.reference)
        closing = decided.fulfilment == "money" and is_closing(connector.database, decided.reference)
    _print_decided(decided, voice, json=json, closing=closing)


def _print_decided(decided: "TakenReward", voice: "Voice", *, json: bool, closing: bool = False) -> None:
    from connector.cli.output import print_json, said

    if json:
        print_json(decided)
        return
    note, back = voice.reason(decided.note or ""), decided.points - decided.redeemed - decided.held
    if closing:
        fate = voice.say("decided-closing")
    elif decided.redeemed and back:
        fate = voice.say("decided-partly", points=decided.redeemed, back=back)
    elif decided.redeemed:
        fate = voice.say("decided-redeemed", points=decided.redeemed)
    else:
        fate = voice.say("decided-given_back", points=decided.points)
    said(f"{decided.reference}: {note}, {fate}")
