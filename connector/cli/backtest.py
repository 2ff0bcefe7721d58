"""`loyalty backtest`: a programme tried on a store's real orders."""

import pathlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Json, Session, StoreName, UsageError, moment

if TYPE_CHECKING:
    from connector.core.comparing import Gain
    from connector.core.programme import Terms
    from connector.db.engine import Database
    from connector.db.stores import StoreRow
    from connector.usecases.backtest import Backtest, Tried


def add_to(app: typer.Typer) -> None:
    app.command("backtest")(backtest)


def backtest(
    context: typer.Context,
    programme: Annotated[pathlib.Path, typer.Option(help="The programme file to try.")],
    begins: Annotated[str, typer.Option("--from", help="Orders placed from this day on: 2026-01-31 (UTC).")],
    ends: Annotated[str | None, typer.Option("--to", help="And before this day; left out: until now.")] = None,
    against: Annotated[
        str, typer.Option(help="What to compare it with: current (the version in force), or another file.")
    ] = "current",
    store: StoreName = None,
    redeem: Annotated[
        str, typer.Option(help="How much of the points that members could ever spend they do redeem.")
    ] = "60%",
    csv: Annotated[
        pathlib.Path | None, typer.Option(help="Write every member's points by both into this file.")
    ] = None,
    picture: Annotated[pathlib.Path | None, typer.Option(help="Draw points by month into this SVG file.")] = None,
    json: Json = False,
) -> None:
    """Try a programme on a store's real orders, against the one in force; changes nothing."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.core.backtesting import Assumed
    from connector.programme import load_programme
    from connector.usecases.backtest import backtest as try_on
    from connector.usecases.stores import the_store

    terms = load_programme(programme).terms
    assumed = Assumed(moment(begins), moment(ends) if ends else bootstrap.now(), _share(redeem))
    session: Session = context.obj
    with session.books() as (_, database):
        row = the_store(database, store)
        before = _against(against, database, row)
        with _progress() as watch, _sheet(csv) as each:
            made = try_on(database, row, before, terms, assumed, watch, each)
    if picture is not None:
        from connector.cli.picture import points_by_month

        picture.write_bytes(points_by_month(made))
    if json:
        print_json(made)
    else:
        _print(made)


def _against(name: str, database: "Database", store: "StoreRow") -> "Terms":
    from connector.programme import load_programme
    from connector.usecases.backtest import terms_now

    return terms_now(database, store) if name == "current" else load_programme(pathlib.Path(name)).terms


def _share(text: str) -> int:
    digits = text.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and int(digits) <= 100):
        raise UsageError(f"--redeem {text} is no share: write for example 60%")
    return int(digits)


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None]]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from connector.cli.output import err

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("members", total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


@contextmanager
def _sheet(file: pathlib.Path | None) -> "Iterator[Callable[[Gain], None]]":
    import csv

    if file is None:
        yield lambda one: None
        return
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["member", "before", "after", "gain"])
        yield lambda one: rows.writerow([one.member, one.before, one.after, one.gain])


def _print(made: "Backtest") -> None:
    from connector.cli.output import heading, money, out, table
    from connector.core.comparing import Measure

    before, after, assumed = made.before, made.after, made.assumed
    heading(f"{made.store}: {made.orders} orders of {made.members} members")
    out.print(f"placed from {assumed.begins:%Y-%m-%d %H:%M} until {assumed.ends:%Y-%m-%d %H:%M} UTC")
    out.print(
        f"assumed: {assumed.redeem} % of all points that a member could ever spend are redeemed, as soon as the "
        "programme lets so many be; everybody begins with nothing"
    )
    out.print()
    table(["", f">{before.programme} (before)", f">{after.programme} (after)", ">difference"], _figures(before, after))
    out.print()
    table(
        ["month", ">issued before", ">after", ">expired before", ">after ", ">redeemed before", ">after  "],
        [_month(name, before, after) for name in sorted(before.months.keys() | after.months.keys())],
    )
    out.print()
    out.print(f"{made.won} members have more by it, {made.lost} less, {made.same} the same")

    def amount(gain: int) -> str:
        return money(gain, after.currency) if made.measure is Measure.WORTH else f"{gain} points"

    if made.distribution:
        names = {0: "the least", 50: "half of them at most", 100: "the most"}
        rows = [(names.get(p, f"{p} % of them at most"), amount(g)) for p, g in made.distribution.items()]
        table(["gain", ">"], rows)
    for title, gains in (("the biggest winners", made.winners), ("the biggest losers", made.losers)):
        if gains:
            out.print()
            table(
                ["member", ">points before", ">points after", ">gain"],
                [(str(one.member), one.before, one.after, amount(one.gain)) for one in gains],
                title,
            )


def _figures(before: "Tried", after: "Tried") -> list[tuple[str, str, str, str]]:
    rows = [
        (name, str(old), str(new), f"{new - old:+}")
        for name, old, new in (
            ("points issued", before.whole.issued, after.whole.issued),
            ("points taken back", before.whole.taken_back, after.whole.taken_back),
            ("points redeemed", before.whole.redeemed, after.whole.redeemed),
            ("points expired", before.whole.expired, after.whole.expired),
            ("points left", before.available, after.available),
            ("points pending", before.pending, after.pending),
            *(
                (f"members in {name}", before.tiers.get(name, 0), after.tiers.get(name, 0))
                for name in _tiers(before, after)
            ),
        )
    ]
    return [*rows, *_money(before, after)]


def _tiers(before: "Tried", after: "Tried") -> list[str]:
    return list(dict.fromkeys([*before.tiers, *after.tiers]))


def _money(before: "Tried", after: "Tried") -> list[tuple[str, str, str, str]]:
    from connector.cli.output import money

    def row(name: str, old: int, new: int) -> tuple[str, str, str, str]:
        same = before.currency == after.currency
        return (
            name,
            money(old, before.currency),
            money(new, after.currency),
            money(new - old, after.currency) if same else "",
        )

    costs = [f"{one.cost // 100}.{one.cost % 100:02} %" if one.cost is not None else "–" for one in (before, after)]
    return [
        row("members paid", before.revenue, after.revenue),
        row("worth of what was redeemed", before.worth, after.worth),
        ("that is, of what they paid", costs[0], costs[1], ""),
    ]


def _month(name: str, before: "Tried", after: "Tried") -> tuple[object, ...]:
    from connector.core.backtesting import Month

    old, new = before.months.get(name, Month()), after.months.get(name, Month())
    return name, old.issued, new.issued, old.expired, new.expired, old.redeemed, new.redeemed
