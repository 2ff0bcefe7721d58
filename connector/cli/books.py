"""`loyalty ledger verify`: proving the books."""

from typing import TYPE_CHECKING

import typer

from connector.cli import bulk
from connector.cli.session import FOUND_FAULTS, Json, Session

if TYPE_CHECKING:
    from connector.usecases.audit import Proof


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The books.", no_args_is_help=True)
    group.command("verify")(verify)
    bulk.add_to(group)
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
    for fault in proof.faults:
        out.print(f"fault: {fault}")
    out.print("the books are NOT proved" if proof.faults else "the books are proved")
