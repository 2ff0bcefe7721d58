"""`loyalty shadow …`: a programme beside another system's, and where the two differ."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import FOUND_FAULTS, Json, Language, Session, StoreName, author, moment, the_voice

if TYPE_CHECKING:
    from connector.core.shadow import Reason
    from connector.languages import Voice
    from connector.usecases.shadow_report import Differing, Report


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="Beside another system that still keeps the points.", no_args_is_help=True)
    group.command("import")(import_file)
    group.command("list")(list_files)
    group.command("forget")(forget)
    group.command("report")(report)
    app.add_typer(group, name="shadow")


def import_file(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(metavar="FILE", help="CSV with member, points and order.")],
    at: Annotated[
        str | None,
        typer.Option(help="The moment of which the file speaks: 2026-01-31T12:00 (UTC); left out: now."),
    ] = None,
    store: StoreName = None,
    json: Json = False,
) -> None:
    """Keep what the other system says that members have, all rows or none. No point is moved."""
    from connector import bootstrap
    from connector.cli.output import out, print_json
    from connector.usecases.shadow import keep_figures
    from connector.usecases.shadow_sheet import read
    from connector.usecases.stores import the_store

    sheet = read(str(file), file.read_bytes())
    now = bootstrap.now()
    taken_at = moment(at) if at else now.replace(microsecond=0)
    session: Session = context.obj
    with session.books() as (_, database):
        row = the_store(database, store)
        kept = keep_figures(database, row, sheet, taken_at=taken_at, author=author(), now=now)
    if json:
        print_json(kept)
        return
    out.print(f"file {kept.reading} of {kept.store}: {kept.balances} balances and {kept.orders} orders are kept")
    if kept.unknown:
        out.print(f"{kept.unknown} balances are of addresses that no member has; only their points are kept")


def list_files(context: typer.Context, store: StoreName = None, json: Json = False) -> None:
    """List the files that are kept."""
    from connector.cli.output import out, print_json, table
    from connector.usecases.shadow import readings
    from connector.usecases.stores import the_store

    session: Session = context.obj
    with session.books() as (_, database):
        found = readings(database, the_store(database, store))
    if json:
        print_json(found)
    elif not found:
        out.print("nothing was imported yet")
    else:
        table(
            [">file", "speaks of", "imported", "author", ">balances", ">orders"],
            [(one.id, one.taken_at, one.imported_at, one.author, one.balances, one.orders) for one in found],
        )


def forget(
    context: typer.Context,
    file: Annotated[int | None, typer.Argument(metavar="FILE", help="The number that `shadow list` shows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every file of the store.")] = False,
    store: StoreName = None,
) -> None:
    """Drop a file, or all: they hold personal data."""
    from connector.cli.output import out
    from connector.cli.session import UsageError
    from connector.usecases.shadow import forget_readings
    from connector.usecases.stores import the_store

    if (file is None) != everything:
        raise UsageError("give the number of a file, or --all")
    session: Session = context.obj
    with session.books() as (_, database):
        gone = forget_readings(database, the_store(database, store), file)
    out.print(f"{gone} files are forgotten")


def report(
    context: typer.Context,
    begins: Annotated[
        str | None, typer.Option("--from", help="Only files that speak of this day or later (2026-01-31, UTC).")
    ] = None,
    ends: Annotated[str | None, typer.Option("--to", help="And of before this day.")] = None,
    store: StoreName = None,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many members; JSON has all.")] = 50,
    language: Language = None,
    json: Json = False,
) -> None:
    """Tell each difference with its reason, at the last file of that time. Ends with 1 where something differs."""
    from connector import bootstrap
    from connector.cli.output import print_json
    from connector.usecases.shadow_report import report as compare
    from connector.usecases.stores import the_store

    start, end = moment(begins) if begins else None, moment(ends) if ends else bootstrap.now()
    voice = the_voice(language)
    session: Session = context.obj
    with session.books() as (_, database):
        made = compare(database, the_store(database, store), start, end)
    if json:
        print_json(made)
    else:
        _print(made, voice, limit)
    if made.differing:
        raise typer.Exit(FOUND_FAULTS)


def _print(made: "Report", voice: "Voice", limit: int) -> None:
    from connector.cli.output import said, table

    said(voice.say("shadow-head", store=made.store, when=made.at), "bold")
    if made.since is not None:
        said(voice.say("shadow-since", when=made.since))
    said(voice.say("shadow-agree", agree=made.agree, differ=len(made.differing)))
    said(voice.say("shadow-sum", ours=made.ours, theirs=made.theirs))
    if not made.orders_told:
        said(voice.say("shadow-no_orders"))
    if made.strange_orders:
        said(voice.say("shadow-strange", count=made.strange_orders))
    if made.differing:
        table(
            ["member", ">ours", ">theirs", ">difference", "~why"],
            [_row(one, made, voice) for one in made.differing[:limit]],
            voice=voice,
        )
        table(
            ["~why", ">times", ">points"],
            [(voice.say(f"differs-{one.why}"), one.times, voice.change(one.points)) for one in made.sums],
            voice=voice,
        )


def _row(one: "Differing", made: "Report", voice: "Voice") -> tuple[object, ...]:
    who = str(one.member) if one.member is not None else f"{made.store}:{one.customer}" if one.customer else None
    why = "; ".join(_said(reason, made, voice) for reason in one.reasons)
    return who, one.ours, one.theirs, voice.change(one.difference), why


def _said(reason: "Reason", made: "Report", voice: "Voice") -> str:
    said = f"{voice.change(reason.points)} {voice.say(f'differs-{reason.why}')}"
    if reason.order is not None:
        said += f" ({voice.say('shadow-order', order=reason.order)})"
    if reason.step is not None:
        said += f": {voice.step(reason.step, made.currency)}"
    elif reason.detail:
        said += f": {reason.detail}"
    return said
