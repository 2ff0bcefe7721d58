"""`loyalty remind`: letters about points that will soon be gone, now instead of with the next run of the jobs."""

from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import STORE_TROUBLE, Json, Session, StoreName, UsageError, the_store

if TYPE_CHECKING:
    from connector.bootstrap import Connector


def add_to(app: typer.Typer) -> None:
    app.command("remind")(remind)


def remind(
    context: typer.Context,
    store: StoreName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be told, and write to nobody.")] = False,
    stop: Annotated[str | None, typer.Option(metavar="WHO", help="Write no more to this member.")] = None,
    resume: Annotated[str | None, typer.Option(metavar="WHO", help="Write to this member again.")] = None,
    json: Json = False,
) -> None:
    """Write to members whose points will soon be gone, as the store's settings want it."""
    from connector import bootstrap
    from connector.cli.output import out, print_json, table
    from connector.usecases.remind import foresee, hasten_letters
    from jobs import remind as job

    session: Session = context.obj
    with session.connector() as connector:
        if stop is not None or resume is not None:
            _decide(connector, stop, resume)
            return
        shop = the_store(connector, store)
        manner = job.manner(connector, shop)
        if manner is None:
            raise UsageError(f"{shop.name} reminds nobody: write remind.days at the store, and no shadow")
        if dry_run:
            found = foresee(connector.database, shop, manner, bootstrap.now())
            if json:
                print_json(found)
            else:
                rows = [(one.member, one.points, next(iter(one.lapses))) for one in found]
                table([">member", ">points", "the first gone at"], rows)
                out.print(f"{len(found)} would be told; nothing was sent")
            return
        hasten_letters(connector.database, shop, bootstrap.now())
        done = job.run(connector, shop)
    if json:
        print_json(done)
    else:
        out.print(f"{done.done} letters done with, {done.put_off} will be tried again, {done.parked} refused for good")
    if done.put_off:
        raise typer.Exit(STORE_TROUBLE)


def _decide(connector: "Connector", stop: str | None, resume: str | None) -> None:
    from connector import bootstrap
    from connector.cli.output import out
    from connector.usecases.look import find_member
    from connector.usecases.remind import resume_reminders, stop_reminders

    if stop is not None:
        member = find_member(connector.database, stop).id
        stop_reminders(connector.database, member, bootstrap.now())
        out.print(f"nothing more is written to member {member}")
    if resume is not None:
        member = find_member(connector.database, resume).id
        resume_reminders(connector.database, member)
        out.print(f"member {member} is written to again")
