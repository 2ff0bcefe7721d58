"""`loyalty ledger …`: proving the books, and what stood in them at a time."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session, UsageError, Who, moment

if TYPE_CHECKING:
    from connector.usecases.audit import Proof


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The books.", no_args_is_help=True)
    group.command("verify")(verify)
    group.command("balance")(balance)
    app.add_typer(group, name="ledger")


def verify(context: typer.Context, json: Json = False) -> None:
    """Replay every transaction and compare with what the books say."""
    from connector.cli.output import print_json
    from connector.usecases.audit import verify as prove

    session: Session = context.obj
    with session.connector() as connector:
        proof = prove(connector.database)
    if json:
        print_json(proof)
    else:
        print_proof(proof)
    if proof.faults:
        raise typer.Exit(FOUND_FAULTS)


def print_proof(proof: "Proof") -> None:
    from connector.cli.output import out, table

    table(
        [f">{account}" for account in proof.points] + [">sum"], [[*proof.points.values(), sum(proof.points.values())]]
    )
    out.print(f"{proof.transactions} transactions of {proof.members} members replayed")
    out.print(f"seal {proof.seal}")
    for fault in proof.faults:
        out.print(f"fault: {fault}")
    out.print("the books are NOT proved" if proof.faults else "the books are proved")


def balance(
    context: typer.Context,
    who: Who,
    at: Annotated[str | None, typer.Option(help="When: 2026-01-31 or 2026-01-31T12:00 (UTC); without it, now.")] = None,
    known: Annotated[
        str, typer.Option(help="now: all that is known today of that time; then: only what was known at that time.")
    ] = "now",
    json: Json = False,
) -> None:
    """Say what a member had at a time."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, when
    from connector.usecases.look import Knowledge, balance_card

    if known not in list(Knowledge):
        raise UsageError(f"--known is {' or '.join(Knowledge)}, not {known!r}")
    session: Session = context.obj
    then = moment(at) if at else bootstrap.now()
    with session.connector() as connector:
        card = balance_card(connector.database, who, then, Knowledge(known))
    if json:
        print_json(card)
        return
    had = card.balance
    out.print(f"member {card.member_id} at {when(then)} UTC")
    out.print(f"{had.available} points available, {had.pending} pending, {had.held} held")
    out.print(f"{had.redeemed} redeemed so far, {had.expired} expired")
    if had.owed:
        out.print(f"{had.owed} points were owed")
