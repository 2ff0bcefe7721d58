"""`loyalty products import|list|undo`: what products earn and cost in points, from a file."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Session, UsageError, author, moment

if TYPE_CHECKING:
    from datetime import date

    from connector.core.product_terms import ProductRow
    from connector.usecases.products import ProductsImported

ProgrammeName = Annotated[str | None, typer.Option("--programme", help="Which programme, where there are several.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="What products earn and cost in points.", no_args_is_help=True)
    group.command("import")(import_file)
    group.command("list")(list_)
    group.command("undo")(undo)
    app.add_typer(group, name="products")


def import_file(
    context: typer.Context,
    file: Annotated[
        pathlib.Path,
        typer.Argument(
            metavar="FILE", help="CSV with selector (or sku, product, category), points, price_points, buyable."
        ),
    ],
    programme: ProgrammeName = None,
    since: Annotated[
        str | None, typer.Option("--from", help="The day from which orders are judged by it; left out: from now on.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    json: Json = False,
) -> None:
    """Say in bulk what products earn and cost in points, for orders placed from a day on."""
    from connector import bootstrap
    from connector.cli.bulk import progress
    from connector.cli.output import print_json
    from connector.usecases.product_sheet import read
    from connector.usecases.products import import_products, programme_named, rehearse_products

    day = _day(since)
    sheet = read(str(file), file.read_bytes())
    session: Session = context.obj
    with session.connector() as connector:
        programme_id = programme_named(connector.database, programme)
        stores, now = list(connector.stores.values()), bootstrap.now()
        if dry_run:
            made = rehearse_products(connector.database, stores, programme_id, sheet, since=day, now=now)
        else:
            with progress("settling orders again", None) as watch:
                made = import_products(
                    connector.database,
                    stores,
                    programme_id,
                    sheet,
                    since=day,
                    author=author(),
                    now=now,
                    watch=watch,
                )
    if json:
        print_json(made)
    else:
        print_import(made)


def _day(text: str | None) -> "date | None":
    from datetime import date

    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"--from {text} is not a day: write for example 2026-01-31") from None


def print_import(made: "ProductsImported") -> None:
    from connector.cli.output import out, when

    out.print(
        f"{made.rows} rows for orders placed from {when(made.from_at)} UTC on; "
        f"{made.replaced} of them change what was said before"
    )
    again = "would be" if made.dry_run else "were"
    out.print(f"{made.orders} orders placed since then {again} settled again")
    if made.dry_run:
        out.print("nothing was changed")
    else:
        out.print(f"this is import {made.number}; `loyalty products undo {made.number}` takes it back")


def list_(
    context: typer.Context,
    at: Annotated[str | None, typer.Option(help="As it judges orders placed then; left out: now.")] = None,
    programme: ProgrammeName = None,
    json: Json = False,
) -> None:
    """List what is said of products, and by which import."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, table
    from connector.usecases.products import products_in_force, programme_named

    then = moment(at) if at is not None else bootstrap.now()
    session: Session = context.obj
    with session.books() as (_, database):
        found = products_in_force(database, programme_named(database, programme), then)
    if json:
        print_json(found)
    elif not found:
        out.print("nothing is said of any product")
    else:
        table(
            ["what", ">points", ">price in points", "buyable", "from", ">import"],
            [(_named(r), r.points, r.price_points, _yes(r.buyable), r.from_at, r.number) for r in found],
        )


def _named(row: "ProductRow") -> str:
    from connector.core.product_terms import Scope

    return f"category:{row.name}" if row.scope is Scope.CATEGORY else row.name


def _yes(buyable: bool | None) -> str | None:
    return None if buyable is None else "yes" if buyable else "no"


def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help="The import's number, as `products list` shows it.")],
    json: Json = False,
) -> None:
    """Take an import back: what was said before it holds again."""
    from connector import bootstrap
    from connector.cli.bulk import progress
    from connector.cli.output import out, print_json
    from connector.usecases.products import undo_products

    session: Session = context.obj
    with session.connector() as connector, progress("settling orders again", None) as watch:
        made = undo_products(connector.database, number, author=author(), now=bootstrap.now(), watch=watch)
    if json:
        print_json(made)
    else:
        out.print(f"import {made.number} is undone; {made.orders} orders placed since then were settled again")
