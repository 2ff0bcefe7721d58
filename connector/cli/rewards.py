"""`loyalty reward …`: the catalogue, taking from it, and what a person has to hand out."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Language, Session, UsageError, author, the_store, the_voice

if TYPE_CHECKING:
    from connector.bootstrap import Connector
    from connector.db.rewards import TakenReward
    from connector.languages import Voice
    from connector.usecases.rewards import Taking
    from connector.usecases.stores import Store

StoreName = Annotated[str | None, typer.Option("--store", help="Which store, where there are several.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The reference that `loyalty reward open` shows.")]


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
    from connector.cli.output import print_json, table
    from connector.core.rewards import said
    from connector.usecases.look import find_member
    from connector.usecases.rewards import offers

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who).id if who is not None else None
        found = offers(connector.database, there, member, bootstrap.now())
    if json:
        print_json(
            [
                {"kind": one.reward.what.kind, "reward": one.reward, "stock": one.stock, "refusal": one.refusal}
                for one in found
            ]
        )
        return
    table(
        ["name", "~reward", "kind", ">points", ">left", "~may be taken"],
        [
            (
                one.reward.name,
                said(one.reward.title, voice.language),
                one.reward.what.kind,
                one.reward.points,
                one.stock,
                voice.refusal(one.refusal) if one.refusal else "yes",
            )
            for one in found
        ],
    )


def take(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A member's number, e-mail address, or store:customer.")],
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
    from connector.usecases.look import find_member
    from connector.usecases.rewards import take_reward

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who)
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
        unsent = _unsent(connector, there, taken.row.reference)
    if json:
        made = {"redemption": taken.row, "reward": taken.reward, "left": taken.left, "replayed": taken.replayed}
        print_json({**made, "in_store": not unsent})
        return
    _print_taking(taken, voice, unsent)


def _unsent(connector: "Connector", store: "Store", reference: str) -> list[str]:
    """What has not reached the store yet, in words."""
    from connector.usecases.look import queue_rows

    return [
        f"not in the store yet: {row['reason'] or 'it is on its way'} (loyalty outbox show {row['id']})"
        for row in queue_rows(connector.database, "outbox", store.name, None, 1000)
        if row["key"] in (f"issue:{reference}", f"grant:{reference}") and row["state"] != "done"
    ]


def _print_taking(taken: "Taking", voice: "Voice", unsent: list[str]) -> None:
    from connector.cli.output import heading, money, out, when
    from connector.core.rewards import Fulfilment, said

    row = taken.row
    heading(f"{row.code}  {said(taken.reward.terms['title'], voice.language)} for {row.points} points")
    match taken.reward.fulfilment:
        case Fulfilment.ORDER:
            least = f" of at least {money(row.minimum_spend, row.currency)}" if row.minimum_spend else ""
            out.print(f"the code is for one order{least}, until {when(row.expires_at)} UTC")
        case Fulfilment.MERCHANT:
            out.print(f"it waits to be handed out: loyalty reward confirm {row.reference}")
        case Fulfilment.STORE:
            end = f"until {when(taken.reward.ends_at)} UTC" if taken.reward.ends_at else "for ever"
            out.print(f"it is for the account of customer {taken.reward.customer}, {end}")
        case Fulfilment.AT_ONCE:
            out.print("it is the member's")
    out.print(f"{taken.left} points are left")
    for waiting in unsent:
        out.print(waiting)


def open_(context: typer.Context, json: Json = False) -> None:
    """List the rewards that wait to be handed out, oldest first."""
    from connector.cli.output import print_json, table
    from connector.core.rewards import said
    from connector.usecases.rewards import open_rewards

    session: Session = context.obj
    with session.connector() as connector:
        found = open_rewards(connector.database)
    if json:
        print_json(found)
        return
    table(
        ["since", "reference", "~reward", "~product", ">points", ">member", "name", "e-mail", "store"],
        [
            (
                one.created_at,
                one.reference,
                said(one.terms["title"], "en"),
                one.terms["what"].get("product"),
                one.points,
                one.member_id,
                one.member,
                one.email,
                one.store,
            )
            for one in found
        ],
    )


def confirm(context: typer.Context, reference: Reference, json: Json = False) -> None:
    """Say that a reward was handed out: its points are redeemed."""
    from connector import bootstrap
    from connector.usecases.rewards import confirm as confirm_reward

    session: Session = context.obj
    with session.connector() as connector:
        decided = confirm_reward(connector.database, reference, author=author(), now=bootstrap.now())
    _print_decided(decided, json=json)


def reject(
    context: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option(help="Why; it stands in the books for ever.")],
    json: Json = False,
) -> None:
    """Say that a reward is not given, or take a permanent discount back: its points come back."""
    from connector import bootstrap
    from connector.usecases.rewards import reject as reject_reward

    if not reason.strip():
        raise UsageError("say why with --reason")
    session: Session = context.obj
    with session.connector() as connector:
        decided = reject_reward(connector.database, reference, reason.strip(), author=author(), now=bootstrap.now())
    _print_decided(decided, json=json)


def _print_decided(decided: "TakenReward", *, json: bool) -> None:
    from connector.cli.output import out, print_json

    if json:
        print_json(decided)
    else:
        fate = f"{decided.redeemed} points redeemed" if decided.redeemed else f"{decided.points} points given back"
        out.print(f"{decided.reference}: {decided.note}, {fate}")
