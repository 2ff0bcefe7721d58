"""`loyalty code list`: the codes that members were given for points, and those that somebody else used."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Limit, Session

if TYPE_CHECKING:
    from connector.usecases.codes import CodeUse, RedemptionCard

ByOthers = Annotated[
    bool,
    typer.Option(
        "--used-by-others",
        help="Only those on orders of somebody else than the member whose points they took: stolen, or a present.",
    ),
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The codes that members were given for points.", no_args_is_help=True)
    group.command("list")(list_)
    app.add_typer(group, name="code")


def list_(context: typer.Context, used_by_others: ByOthers = False, limit: Limit = 50, json: Json = False) -> None:
    """List the codes, newest first, whose they are and what became of them."""
    from connector.cli.output import print_json
    from connector.usecases import codes

    session: Session = context.obj
    with session.books() as (_, database):
        by_others = codes.used_by_others(database, limit) if used_by_others else []
        newest = [] if used_by_others else codes.newest_codes(database, limit)
    if json:
        print_json(by_others if used_by_others else newest)
    elif used_by_others:
        _print_uses(by_others)
    else:
        _print_codes(newest)


def _print_uses(found: "list[CodeUse]") -> None:
    from connector.cli.output import out, table

    if not found:
        out.print("no code was used by somebody else")
        return
    table(
        ["code", ">member", ">points", "order", "placed", "used by"],
        [
            (
                one.code,
                one.member_id,
                one.points,
                f"{one.order_number} ({one.store})",
                one.placed_at,
                "a guest" if one.ordered_by is None else f"member {one.ordered_by}",
            )
            for one in found
        ],
    )
    out.print("the points are spent; `loyalty explain ORDER` shows an order, `loyalty member adjust` gives points back")


def _print_codes(found: "list[RedemptionCard]") -> None:
    from connector.cli.output import money, table
    from connector.usecases.codes import standing_of

    table(
        ["code", ">member", ">points", ">worth", "store", "given", "until", "state"],
        [
            (
                one.code,
                one.member_id,
                one.points,
                money(one.worth, one.currency),
                one.store,
                one.created_at,
                one.until,
                standing_of(one),
            )
            for one in found
        ],
    )
