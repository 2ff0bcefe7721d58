"""`loyalty status`: how things stand, on one screen."""

from typing import TYPE_CHECKING

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session

if TYPE_CHECKING:
    from connector.usecases.status import Status


def add_to(app: typer.Typer) -> None:
    app.command("status")(status)


def status(context: typer.Context, json: Json = False) -> None:
    """Show stores, queues, jobs and points on one screen, and what to do next. Ends with 1 if there is something."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.status import status as look

    session: Session = context.obj
    with session.books() as (settings, database):
        enabled = [name for name, store in settings.stores.items() if store.enabled]
        shadowed = [name for name, store in settings.stores.items() if store.shadow]
        found = look(database, enabled, bootstrap.now(), shadowed)
    if json:
        print_json(found)
    else:
        _print(found, enabled)
    if found.next:
        raise typer.Exit(FOUND_FAULTS)


def _print(found: "Status", enabled: list[str]) -> None:
    from connector.cli.output import heading, money, out, table
    from connector.usecases.rereads import not_reread

    table(
        ["store", "last read", "orders until", "history", "~trouble"],
        [
            (
                row.name if row.name in enabled else f"{row.name} (disabled)",
                found.polled.get(row.name),
                row.orders_cursor,
                "read" if row.backfilled_at else "not yet",
                row.trouble or (not_reread(trouble) if (trouble := found.not_reread.get(row.name)) else None),
            )
            for row in found.stores
        ],
        "Stores",
    )
    table(
        ["box", "store", ">waiting", ">parked", "oldest"],
        [(one.box, one.store, one.waiting, one.parked, one.oldest) for one in found.queues],
        "\nQueues",
    )
    for box, reasons in found.parked.items():
        for one in reasons:
            out.print(f"{box} of {one.store}, {one.count} parked: {one.reason}")
    table(
        ["job", "ended", ">seconds", "outcome", "~reason"],
        [(run.name, run.ended_at, f"{run.milliseconds / 1000:.1f}", run.outcome, run.reason) for run in found.jobs],
        "\nJobs",
    )
    table(
        ["programme", ">issued", ">pending", ">available", ">held", ">redeemed", ">expired", ">liability"],
        [
            (
                *(one.programme, one.issued, one.pending, one.available, one.held, one.redeemed, one.expired),
                money(one.liability, one.currency) if one.liability is not None else None,
            )
            for one in found.points
        ],
        "\nPoints",
    )
    heading("\nNext")
    for line in found.next or ["nothing: all is well"]:
        out.print(line)
