"""`loyalty reconcile`: the books against the shop."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session, author, moment, the_store

if TYPE_CHECKING:
    from connector.core.reconciling import Difference


def add_to(app: typer.Typer) -> None:
    app.command("reconcile")(reconcile)


def reconcile(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[STORE]")] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="Orders placed since then (2026-01-31); left out: of three months.")
    ] = None,
    mend: Annotated[bool, typer.Option("--mend", help="Mend what a rule decides; the rest waits for you.")] = False,
    json: Json = False,
) -> None:
    """Compare the shop with the books: orders, codes, gift cards, credit, standing discounts."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from connector import bootstrap
    from connector.cli.output import err, out, print_json
    from connector.usecases.reconcile import reconcile as compare

    session: Session = context.obj
    start = moment(since) if since else None
    found: list[Difference] = []
    with session.connector() as connector:
        store = the_store(connector, name)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            task = progress.add_task(f"reading {store.name}", total=None)

            def watch(what: str, done: int, total: int | None) -> None:
                progress.update(task, description=f"{store.name}: {what}", completed=done, total=total)

            def tell(difference: "Difference") -> None:
                if json:
                    found.append(difference)
                else:
                    out.print(f"{difference.kind} {difference.about}: {difference.cause}")
                    out.print(f"  {_fate(difference, mend)}: {difference.mend}")

            by = author() if mend else None
            result = compare(connector.database, store, bootstrap.now, since=start, mend=by, found=tell, watch=watch)
    if json:
        print_json({"store": store.name, "differences": found, "summary": result})
    else:
        out.print(
            f"{result.orders} orders, {result.codes} codes, {result.money} gift cards and credits and "
            f"{result.discounts} standing discounts looked at"
        )
        total = result.mended + result.left
        out.print(f"{total} differences: {result.mended} mended, {result.left} left" if total else "nothing differs")
    if result.left:
        raise typer.Exit(FOUND_FAULTS)


def _fate(difference: "Difference", mend: bool) -> str:
    if not difference.clear:
        return "for a person"
    return "mended" if mend else "with --mend"
