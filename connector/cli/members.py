"""`loyalty member …`, `loyalty redeem` and `loyalty explain`: the members, one redemption, one order."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli import bonuses, merging, privacy
from connector.cli.session import Json, Language, Session, UsageError, Who, author, the_store, the_voice

if TYPE_CHECKING:
    from connector.db.redemptions import RedemptionCard
    from connector.languages import FactValue, Voice
    from connector.usecases.climbing import TierCard
    from connector.usecases.look import ExplainedOrder, MemberCard

StoreName = Annotated[str | None, typer.Option("--store", help="Which store, where there are several.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The members of the programme.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("adjust")(adjust)
    group.command("claim")(claim)
    group.command("merge")(merging.merge)
    group.command("unmerge")(merging.unmerge)
    bonuses.add_to(group)
    group.command("email")(privacy.email)
    group.command("export")(privacy.export)
    group.command("erase")(privacy.erase)
    app.add_typer(group, name="member")
    app.command("redeem")(redeem)
    app.command("explain")(explain)


def list_(
    context: typer.Context,
    sort: Annotated[
        str, typer.Option(help="available: most points first; name: by name; id: by number.")
    ] = "available",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many; without it, all.")] = None,
    json: Json = False,
) -> None:
    """List the members with their points."""
    from connector import bootstrap
    from connector.cli.output import print_json, table
    from connector.db.roster import Sort
    from connector.usecases.look import member_list

    if sort not in list(Sort):
        raise UsageError(f"--sort is one of {', '.join(Sort)}, not {sort!r}")
    session: Session = context.obj
    with session.connector() as connector:
        found = member_list(connector.database, Sort(sort), limit, bootstrap.now())
    if json:
        print_json(found)
    else:
        table(
            ["no.", "name", "e-mail", "programme", ">available", ">pending", ">held", ">owed"],
            [(m.id, m.name, m.email, m.programme, m.available, m.pending, m.held, m.owed) for m in found],
        )


def show(context: typer.Context, who: Who, language: Language = None, json: Json = False) -> None:
    """Show a member's points, statement and redemptions."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.look import member_card

    the_voice(language)  # an unknown language is told before anything is looked up
    session: Session = context.obj
    with session.connector() as connector:
        card = member_card(connector.database, who, bootstrap.now())
    if json:
        print_json(card)
    else:
        print_member(card, the_voice(language, card.texts))


def print_member(card: "MemberCard", voice: "Voice") -> None:
    from connector.cli.output import heading, money, out, said, table, when

    member = card.member
    heading(f"{member.name or 'Member'}  no. {member.id}  {member.email or 'no e-mail address'}")
    balance = voice.balance(card.available, card.worth, card.currency, card.display.points)
    others = voice.say("not-available", pending=card.pending, held=card.held)
    said(f"{voice.say('available')}: {balance}; {others}")
    if card.owed:
        out.print(f"{card.owed} points are owed and will be paid by the next ones")
    if card.tier:
        out.print(_tier(card.tier, card.currency))
    known = ", ".join(
        [f"{one.store}:{one.customer}" for one in card.identities] + [f"card:{one.number}" for one in card.cards]
    )
    out.print(f"programme {card.programme}, since {when(member.enrolled_at)}; known as {known or 'nobody'}")
    if card.joined:
        out.print(f"one person with {', '.join(f'member {one}' for one in card.joined)}")
    out.print()
    table(
        ["when", "what", ">points", ">available", "~why", "order"],
        [(e.happened_at, e.kind, e.points, f"{e.change:+}", e.reason, e.order_ref) for e in card.statement],
        title="Statement",
    )
    if card.redemptions:
        out.print()
        table(
            ["code", "store", ">worth", ">minimum", "until", "~points"],
            [
                (
                    r.code,
                    r.store,
                    _bought(r),
                    money(r.minimum_spend, r.currency),
                    r.expires_at if r.expires_at > r.created_at else None,
                    _fate(r),
                )
                for r in card.redemptions
            ],
            title="Redemptions",
        )


def _tier(tier: "TierCard", currency: str) -> str:
    from connector.cli.output import money

    def said(figure: int) -> str:
        return money(figure, currency) if tier.by == "spend" else f"{figure} {tier.by}"

    perks = f" ({', '.join(tier.perks)})" if tier.perks else ""
    above = f"; {tier.next} from {said(tier.next_at)} on" if tier.next and tier.next_at is not None else ""
    return f"tier {tier.name or 'none yet'}{perks}, with {said(tier.figure)}{above}"


def _bought(redemption: "RedemptionCard") -> str:
    """The amount off, or the reward by its title."""
    from connector.cli.output import money
    from connector.core.rewards import said

    if redemption.reward is not None:
        return said(redemption.reward["title"], "en")
    return money(redemption.worth, redemption.currency)


def _fate(redemption: "RedemptionCard") -> str:
    """Where its points are: 500 held, 500 redeemed, 500 given back, or 300 of 500 redeemed."""
    for points, fate in ((redemption.held, "held"), (redemption.redeemed, "redeemed")):
        if points:
            return f"{points} {fate}" if points == redemption.points else f"{points} of {redemption.points} {fate}"
    return f"{redemption.points} given back"


def adjust(
    context: typer.Context,
    who: Who,
    reason: Annotated[str, typer.Option(help="Why; it stands in the books for ever.")],
    add: Annotated[int, typer.Option(min=0, help="Points to give.")] = 0,
    take: Annotated[int, typer.Option(min=0, help="Points to take; never more than there are.")] = 0,
    key: Annotated[str | None, typer.Option(help="An idempotency key: the same again is the same change.")] = None,
    json: Json = False,
) -> None:
    """Change a member's points by hand."""
    import uuid

    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.adjust import adjust_points
    from connector.usecases.look import find_member

    if bool(add) == bool(take) or not reason.strip():
        raise UsageError("say --add or --take with a number of points, and a --reason")
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        made = adjust_points(
            connector.database,
            member.id,
            add - take,
            key=key or f"cli:{uuid.uuid4()}",
            reason=reason.strip(),
            author=author(),
            now=bootstrap.now(),
        )
    if json:
        print_json(made)
    else:
        out.print(f"{made.available} points are available now")


def claim(
    context: typer.Context,
    who: Who,
    email: Annotated[str | None, typer.Option(help="The address ordered with; left out: the member's own.")] = None,
    json: Json = False,
) -> None:
    """Give a member what was ordered as a guest with an address that you know to be theirs."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, when
    from connector.usecases.claim import claim_guest_orders
    from connector.usecases.look import find_member

    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        stores = list(connector.stores.values())
        made = claim_guest_orders(connector.database, stores, member.id, email, author(), bootstrap.now())
    if json:
        print_json(made)
    else:
        out.print(f"{made.orders} guest orders with {made.email} are the member's; {made.available} points available")
        if made.since is not None:
            out.print(f"what was ordered until {when(made.since)} UTC is not: somebody else used the address then")


def redeem(
    context: typer.Context,
    who: Who,
    points: Annotated[int, typer.Argument(metavar="POINTS", help="How many points to redeem.")],
    store: StoreName = None,
    order: Annotated[
        str | None, typer.Option(help="The number of an order that is not paid yet: the points lower it at once.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="An idempotency key: the same again is the same redemption.")] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Turn points into a coupon in the store, or into a discount on an order that is not paid yet."""
    import uuid

    from connector import bootstrap
    from connector.cli.output import heading, money, out, print_json, said, when
    from connector.core.showing import texts_in
    from connector.usecases.dispatch import dispatch
    from connector.usecases.look import find_member, queue_rows, terms_now
    from connector.usecases.redeem import redeem as redeem_points

    the_voice(language)  # an unknown language is told before anything is held
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who)
        made = redeem_points(
            connector.database,
            there,
            member.id,
            points,
            key=key or f"cli:{uuid.uuid4()}",
            author=author(),
            now=bootstrap.now(),
            order=order,
        )
        dispatch(connector.database, there, bootstrap.now())
        unsent = [
            row
            for row in queue_rows(connector.database, "outbox", there.name, None, 1000)
            if row["key"] == f"issue:{made.row.reference}" and row["state"] != "done"
        ]
        if order is not None and unsent:
            dispatch(connector.database, there, bootstrap.now())  # the code is taken back, and its points with it
        texts = terms_now(connector.database, there.programme_id).texts
    row, voice = made.row, the_voice(language, texts)
    if json:
        print_json({"redemption": row, "left": made.left, "replayed": made.replayed, "in_store": not unsent})
        return
    heading(f"{row.code}  {money(row.worth, row.currency)} off for {voice.points(row.points)}")
    if order is None:
        minimum = money(row.minimum_spend, row.currency)
        out.print(f"for one order of at least {minimum}, until {when(row.expires_at)} UTC")
    elif not unsent:
        out.print(f"order {order} is lowered by it")
    if order is not None and any(waiting["state"] == "parked" for waiting in unsent):
        out.print(f"order {order} stays as it was, and the points come back: {unsent[0]['reason']}")
        return
    said(f"{voice.points(made.left)} left")
    if (own := texts_in(texts, voice.language)) and own.document:
        said(own.document)
    for waiting in unsent:
        out.print(
            f"not in the store yet: {waiting['reason'] or 'it is on its way'} (loyalty outbox show {waiting['id']})"
        )


def explain(
    context: typer.Context,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The order's number or id.")],
    store: StoreName = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Say line by line why an order gave the points it gave."""
    from connector.cli.output import print_json
    from connector.usecases.look import order_card

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        explained = order_card(connector.database, the_store(connector, store).name, order)
    if json:
        print_json(explained)
    else:
        print_order(explained, voice)


def print_order(explained: "ExplainedOrder", voice: "Voice") -> None:
    from connector.cli.output import said

    card = explained.card
    order = card.order
    about: dict[str, FactValue] = {
        "number": order.number,
        "store": card.store,
        "placed": order.placed_at,
        "status": order.status,
    }
    said(voice.say("order", order.currency, **about, total=order.total), "bold")
    for step in card.award.trace:
        said(f"  {voice.step(step, explained.currency)}")
    for step in explained.placed.award.trace if explained.placed else ():
        said(f"  {voice.step(step, explained.currency)}")
    if card.shortfall:
        said(f"  {voice.say('order-owed', points=card.shortfall)}")
    if card.unpaid:
        said(f"  {voice.say('order-unpaid', points=card.unpaid)}")
