"""`loyalty init`: from an empty folder to something that runs, and from an old database to a new one."""

import typer

from connector.cli.session import Session


def add_to(app: typer.Typer) -> None:
    app.command("init")(init)


def init(context: typer.Context) -> None:
    """Write first settings; make or upgrade the database."""
    from connector import bootstrap
    from connector.cli.output import out
    from connector.settings_files import initial_settings

    session: Session = context.obj
    for written in initial_settings(session.settings_file):
        out.print(f"wrote {written}")
    before, after = bootstrap.initialise(session.settings())
    if before is None:
        out.print("made the database")
    elif before != after:
        out.print(f"upgraded the database from revision {before} to {after}")
    else:
        out.print("the database is up to date")
    if not session.settings().stores:
        out.print("next: loyalty store add NAME --platform woocommerce --url https://…")
