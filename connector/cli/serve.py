"""`loyalty run` and `loyalty sandbox`: the two that stay."""

from typing import Annotated

import typer

from connector.cli.session import Session


def add_to(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("sandbox", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(sandbox)


def run(context: typer.Context) -> None:
    """Run the web endpoints and the scheduled jobs, until told to stop."""
    import uvicorn

    from connector.cli.output import err
    from connector.web.app import create_app
    from jobs import runner

    session: Session = context.obj
    with session.connector() as connector:
        web = connector.settings.web
        scheduler = runner.start(connector)
        stores = ", ".join(connector.stores) or "no stores yet"
        err.print(f"loyalty runs at http://{web.host}:{web.port} for {stores}")
        try:
            uvicorn.run(create_app(connector), host=web.host, port=web.port, log_config=None, access_log=False)
        finally:
            scheduler.shutdown()


def sandbox(
    context: typer.Context,
    platform: Annotated[str, typer.Option(help="The platform to play.")] = "woocommerce",
) -> None:
    """Play a store, to try a programme before touching the shop. Options after -- are the store's (-- --help)."""
    import subprocess
    import sys

    from connector import bootstrap
    from connector.cli.session import UsageError

    if platform not in bootstrap.PLATFORMS:
        raise UsageError(f"there is no platform {platform!r}: {', '.join(bootstrap.PLATFORMS)}")
    command = [sys.executable, "-m", bootstrap.PLATFORMS[platform].sandbox, *context.args]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603  -- our own module
