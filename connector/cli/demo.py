"""`loyalty demo`: the whole line on one machine, with a shop of its own, and every step checked.

The rule kept here: the demo uses what a merchant uses (the same commands, real HTTP, real processes), and ends with
success only if everything it says is true.
"""

import pathlib
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    folder: Annotated[pathlib.Path, typer.Option(help="Where the demo keeps its things.")] = pathlib.Path(".demo"),
    orders: Annotated[int, typer.Option(min=50, help="Orders in the shop's past.")] = 500,
    customers: Annotated[int, typer.Option(min=10, help="Customers of the shop.")] = 120,
    seed: Annotated[int, typer.Option(help="Equal seeds make equal shops.")] = 7,
    again: Annotated[bool, typer.Option("--again", help="Open the shop and the books of the last demo.")] = False,
) -> None:
    """Show the main job end to end, with a shop made for it."""
    from connector.cli.demo_story import tell
    from connector.cli.demo_world import World
    from connector.cli.stopping import end_when_told

    end_when_told(0 if again else 130)
    with World(folder, orders=orders, customers=customers, seed=seed, again=again) as world:
        if again:
            world.stay_open()
        elif not tell(world):
            raise typer.Exit(1)
