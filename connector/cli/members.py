"""`loyalty member …`, `loyalty redeem` and `loyalty explain`: the members, one redemption, one order."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli import bonuses, finding, merging, privacy
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
    from rich.text import Text

    from connector.db.redemptions import RedemptionCard
    from connector.languages import FactValue, Voice
    from connector.usecases.climbing import TierCard
    from connector.usecases.look import ExplainedOrder, MemberCard


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
    group.command("find")(finding.find)
    group.command("phone")(finding.phone)
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
    language: Language = None,
    json: Json = False,
) -> None:
    """List the members with their points."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.db.roster import Sort
    from connector.usecases.look import member_list

    if sort not in list(Sort):
        raise UsageError(f"--sort is one of {', '.join(Sort)}, not {sort!r}")
    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        found = member_list(connector.database, Sort(sort), limit, bootstrap.now())
    if json:
        print_json(found)
    else:
        finding.print_roster(found, voice)


def show(context: typer.Context, who: Who, language: Language = None, json: Json = False) -> None:
    """Show a member's points, statement and redemptions."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.look import member_card

    the_voice(language)  # an unknown language is told before anything is looked up
    session: Session = context.obj
    with session.connector() as connector:
        card = member_card(connector.database, who, bootstrap.now(), connector.country)
    if json:
        print_json(card)
    else:
        print_member(card, the_voice(language, card.texts))


def print_member(card: "MemberCard", voice: "Voice") -> None:
    from connector.cli.output import out, said, spoken, table

    member = card.member
    name, email = member.name or voice.say("member-nameless"), member.email or voice.say("member-no_email")
    said(voice.say("member", name=name, number=str(member.id), email=email), "bold")
    balance = voice.balance(card.available, card.worth, card.currency, card.display.points)
    others = voice.say("not-available", pending=card.pending, held=card.held)
    said(f"{voice.say('available')}: {balance}; {others}")
    if card.owed:
        said(voice.say("member-owed", points=card.owed))
    if card.tier:
        said(_tier(card.tier, card.currency, voice))
    known = ", ".join(
        [f"{one.store}:{one.customer}" for one in card.identities] + [f"card:{one.number}" for one in card.cards]
    )
    about: dict[str, FactValue] = {"programme": card.programme, "since": member.enrolled_at, "known": known}
    said(voice.say("member-known" if known else "member-known_to_nobody", **about))
    if card.joined:
        members = ", ".join(voice.say("member-one", number=str(one)) for one in card.joined)
        said(f"{voice.say('member-joined')} {members}")
    out.print()
    said(voice.say("statement"), "bold")
    table(
        ["when", "what", ">points", ">available", "~why", "order"],
        [
            (
                e.happened_at,
                spoken(voice.say(f"kind-{e.kind}")),
                e.points,
                spoken(voice.change(e.change)),
                spoken(voice.reason(e.reason)),
                e.order_ref,
            )
            for e in card.statement
        ],
        voice=voice,
    )
    if card.redemptions:
        out.print()
        said(voice.say("redemptions"), "bold")
        table(
            ["code", "store", ">worth", ">minimum", "until", "~points"],
            [
                (
                    r.code,
                    r.store,
                    _bought(r, voice),
                    spoken(voice.money(r.minimum_spend, r.currency)),
                    r.expires_at if r.expires_at > r.created_at else None,
                    spoken(_fate(r, voice)),
                )
                for r in card.redemptions
            ],
            voice=voice,
        )


def _tier(tier: "TierCard", currency: str, voice: "Voice") -> str:
    def said(figure: int) -> str:
        match tier.by:
            case "spend":
                return voice.money(figure, currency)
            case "orders":
                return voice.say("orders", count=figure)
            case _:
                return voice.points(figure)

    name = voice.say("tier", tier=tier.name) if tier.name else voice.say("tier-none")
    parts = [f"{name}: {said(tier.figure)}"]
    if tier.perks:
        parts.append(voice.say("tier-perks", perks=", ".join(tier.perks)))
    if tier.next and tier.next_at is not None:
        parts.append(f"{voice.say('tier-next', tier=tier.next)}: {said(tier.next_at)}")
    return "; ".join(parts)


def _bought(redemption: "RedemptionCard", voice: "Voice") -> "str | Text":
    """The amount off, or the reward by its title."""
    from connector.cli.output import spoken
    from connector.core.rewards import said

    if redemption.reward is not None and redemption.reward["title"]:
        return said(redemption.reward["title"], voice.language)
    return spoken(voice.money(redemption.worth, redemption.currency))


def _fate(redemption: "RedemptionCard", voice: "Voice") -> str:
    """Where its points are: 500 held, 500 redeemed, 500 given back, or 300 of 500 redeemed."""
    for points, fate in ((redemption.held, "held"), (redemption.redeemed, "redeemed")):
        if points == redemption.points:
            return voice.say(f"fate-{fate}", points=points)
        if points:
            return voice.say(f"fate-{fate}_part", points=points, of=redemption.points)
    return voice.say("fate-given_back", points=redemption.points)


def adjust(
    context: typer.Context,
    who: Who,
    reason: Annotated[str, typer.Option(help="Why; it stands in the books for ever.")],
    add: Annotated[int, typer.Option(min=0, help="Points to give.")] = 0,
    take: Annotated[int, typer.Option(min=0, help="Points to take; never more than there are.")] = 0,
    to: Annotated[int | None, typer.Option(min=0, help="The balance it shall be, instead of --add or --take.")] = None,
    key: Annotated[str | None, typer.Option(help="An idempotency key: the same again is the same change.")] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Change a member's points by hand."""
    import uuid

    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.adjust import Balance, adjust_points
    from connector.usecases.look import find_member

    if [bool(add), bool(take), to is not None].count(True) != 1 or not reason.strip():
        raise UsageError("say --add, --take or --to with a number of points, and a --reason")
    if to is not None and key:
        raise UsageError("--to needs no --key: what is so already is not changed again")
    the_voice(language)  # an unknown language is told before anything changes
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        with refusing_in(language):
            made = adjust_points(
                connector.database,
                member.id,
                add - take if to is None else Balance(to),
                key=key or f"cli:{uuid.uuid4()}",
                reason=reason.strip(),
                author=author(),
                now=bootstrap.now(),
            )
        voice = their_voice(connector, member.programme_id, language)
    if json:
        print_json(made)
    else:
        said(voice.say("available-now", points=made.available))


def claim(
    context: typer.Context,
    who: Who,
    email: Annotated[str | None, typer.Option(help="The address ordered with; left out: the member's own.")] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Give a member what was ordered as a guest with an address that you know to be theirs."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.claim import claim_guest_orders
    from connector.usecases.look import find_member

    the_voice(language)  # an unknown language is told before anything changes
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        stores = list(connector.stores.values())
        made = claim_guest_orders(connector.database, stores, member.id, email, author(), bootstrap.now())
        voice = their_voice(connector, member.programme_id, language)
    if json:
        print_json(made)
    else:
        said(voice.say("claimed", orders=made.orders, email=made.email, points=made.available))
        if made.since is not None:
            said(voice.say("claimed-since", since=made.since))


_REDEEMED = {
    "coupon": "redeemed",
    "gift_card": "redeemed-gift_card",
    "store_credit": "redeemed-store_credit",
}


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
    """Turn points into a coupon, a gift card or store credit, or into a discount on an order that is not paid yet."""
    import uuid

    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.core.showing import texts_in
    from connector.usecases.dispatch import dispatch
    from connector.usecases.look import find_member, terms_now, unsent
    from connector.usecases.redeem import redeem as redeem_points

    the_voice(language)  # an unknown language is told before anything is held
    session: Session = context.obj
    with session.connector() as connector:
        there = the_store(connector, store)
        member = find_member(connector.database, who)
        with refusing_in(language):
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
        waiting = unsent(connector.database, made.row.reference)
        if order is not None and waiting:
            dispatch(connector.database, there, bootstrap.now())  # the code is taken back, and its points with it
        texts = terms_now(connector.database, there.programme_id).texts
    row, voice = made.row, the_voice(language, texts)
    if json:
        told = {"redemption": row, "into": made.into, "left": made.left, "replayed": made.replayed}
        print_json({**told, "in_store": waiting is None})
        return
    said(voice.say(_REDEEMED[made.into], row.currency, code=row.code, worth=row.worth, points=row.points), "bold")
    if made.into != "coupon":
        if row.until:
            said(voice.say("redeemed-until", until=row.until))
    elif order is None:
        said(voice.say("redeemed-for", row.currency, minimum=row.minimum_spend, until=row.expires_at))
    elif waiting is None:
        said(voice.say("redeemed-lowered", order=order))
    if order is not None and waiting and waiting.state == "parked":
        said(voice.say("redeemed-undone", order=order, reason=waiting.reason or ""))
        return
    said(voice.say("points-left", points=made.left))
    if (own := texts_in(texts, voice.language)) and own.document:
        said(own.document)
    if waiting:
        said(unsent_said(waiting, voice))


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
