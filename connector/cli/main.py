"""The command `loyalty`: its commands, and the one place where errors become a line and an exit status.

The rule kept here: 0 is success; 1 a check that found faults; 2 a wrong call; 3 settings or database to be mended;
4 not found; 5 the store; 6 refused by the programme. A traceback is for --debug.
"""

import os
import pathlib
import sys
from typing import Annotated

import click
import typer

from connector.cli import books, demo, members, programmes, queues, serve, setup, stores
from connector.cli.session import Session, exit_code

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
members.add_to(app)
programmes.add_to(app)
books.add_to(app)
queues.add_to(app)


def run() -> None:
    """The entry point."""
    try:
        status = app(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as asked:
        sys.exit(asked.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        code = exit_code(error)
        hint = "" if code is not None else "\nThis is a defect of ours; `loyalty --debug …` shows where."
        said = str(error) if code is not None else f"{type(error).__name__}: {error}"
        print(f"loyalty: {said}{hint}", file=sys.stderr)  # noqa: T201
        sys.exit(code if code is not None else 70)
