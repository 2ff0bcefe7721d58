"""The command `loyalty`: its commands, and the one place where errors become a line and an exit status.

The rule kept here: 0 is success; 1 a check that found faults; 2 a wrong call; 3 settings or database to be mended;
4 not found; 5 the store; 6 refused by the programme; 70 a defect of ours; 130 and 141 as `stopping` says. A traceback
is for --debug.
"""

import pathlib
import sys
from typing import Annotated

import typer

from connector.cli import (
    backtest,
    books,
    cards,
    codes,
    database,
    demo,
    keys,
    members,
    products,
    programmes,
    publishing,
    queues,
    reconciling,
    referrals,
    reminding,
    requests,
    rewards,
    secrets,
    serve,
    setup,
    shadow,
    status,
    stores,
)
from connector.cli.session import DEFECT, Session, exit_code, line
from connector.cli.stopping import usual_ends

app = typer.Typer(
    name="loyalty",
    help="A loyalty programme for the shop you already have: orders become points, points become discounts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    context: typer.Context,
    settings: Annotated[
        pathlib.Path, typer.Option(envvar="LOYALTY_SETTINGS", help="The settings file.")
    ] = pathlib.Path("settings.yaml"),
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    context.obj = Session(settings)


setup.add_to(app)
serve.add_to(app)
demo.add_to(app)
stores.add_to(app)
publishing.add_to(app)
members.add_to(app)
rewards.add_to(app)
cards.add_to(app)
codes.add_to(app)
referrals.add_to(app)
programmes.add_to(app)
backtest.add_to(app)
products.add_to(app)
keys.add_to(app)
books.add_to(app)
queues.add_to(app)
database.add_to(app)
reconciling.add_to(app)
status.add_to(app)
secrets.add_to(app)
requests.add_to(app)
shadow.add_to(app)
reminding.add_to(app)


def run() -> None:
    """The entry point."""
    with usual_ends():
        _run()


def _run() -> None:
    try:
        app(prog_name="loyalty")  # ends the process itself, also after a wrong call
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        code = exit_code(error)
        if code is not None:
            print(f"loyalty: {line(error)}", file=sys.stderr)  # noqa: T201
            sys.exit(code)
        first = str(error).partition("\n")[0]
        print(f"loyalty: {type(error).__name__}: {first}", file=sys.stderr)  # noqa: T201
        print("This is a defect of ours; `loyalty --debug …` shows where.", file=sys.stderr)  # noqa: T201
        sys.exit(DEFECT)
