"""`loyalty publish`: telling a shop what its members have, now instead of with the next run of the jobs."""

from typing import Annotated

import typer

from connector.cli.session import STORE_TROUBLE, Json, Session, the_store


def add_to(app: typer.Typer) -> None:
    app.command("publish")(publish)


def publish(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="STORE")],
    again: Annotated[
        bool, typer.Option("--again", help="Tell every account, also of what it was told before (after a restore).")
    ] = False,
    json: Json = False,
) -> None:
    """Write into the store what has changed: balances to accounts and notes on orders, as its settings want it."""
    from connector.cli.output import out, print_json
    from connector.usecases.publish import hasten
    from jobs import note_orders, publish_balances

    session: Session = context.obj
    with session.connector() as connector:
        store = the_store(connector, name)
        hasten(connector.database, store, again=again)
        balances = publish_balances.run(connector, store)
        notes = note_orders.run(connector, store)
    if json:
        print_json({"balances": balances, "notes": notes})
    else:
        out.print(
            f"{balances.told} accounts told, {balances.withdrawn} show nothing any more, {notes.written} notes written"
        )
        for account, reason in balances.failed.items():
            out.print(f"account {account} could not be told: {reason}")
        for order, reason in notes.failed.items():
            out.print(f"order {order} has no note yet: {reason}")
    if balances.failed or notes.failed:
        raise typer.Exit(STORE_TROUBLE)
