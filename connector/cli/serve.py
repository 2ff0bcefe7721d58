"""`loyalty run` and `loyalty sandbox`: the two that stay."""

import os
import socket
from typing import Annotated

import typer

from connector.cli.session import Session

_PATIENCE = 3  # seconds that requests and jobs under way have to end when we are told to stop


def add_to(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("sandbox", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(sandbox)


def run(context: typer.Context) -> None:
    """Run the web endpoints and the jobs, until told to stop."""
    from connector.cli.stopping import end_when_told

    session: Session = context.obj
    end_when_told(0)
    web = session.settings().web
    with _listening(web.host, web.port) as door:  # it stays open while all behind it begins anew: whoever comes waits
        while _served(session, door):
            pass


def _served(session: Session, door: socket.socket) -> bool:
    """Serve until told to stop; True: begin anew, by settings that have changed."""
    import threading

    import uvicorn

    from connector.cli.output import err
    from connector.web.app import create_app
    from jobs import runner

    changed = threading.Event()

    def begin_anew() -> None:
        changed.set()
        server.should_exit = True

    with session.connector() as connector:
        config = uvicorn.Config(
            create_app(connector, begin_anew), log_config=None, access_log=False, timeout_graceful_shutdown=_PATIENCE
        )
        server = uvicorn.Server(config)
        scheduler = runner.start(connector)
        web = connector.settings.web
        stores = ", ".join(connector.stores) or "no stores yet"
        err.print(f"loyalty runs at http://{web.host}:{web.port} for {stores}")
        try:
            server.run(sockets=[door.dup()])
        finally:
            if not runner.stop(scheduler, _PATIENCE) and not changed.is_set():
                os._exit(0)  # a job waits for its store, and may be killed at any moment: so it is
    return changed.is_set()


def _listening(host: str, port: int) -> socket.socket:
    try:
        door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise OSError(f"cannot listen at {host}:{port}: {why}; see web.host and web.port in the settings") from error
    # Without it the second write of an answer waits for the first to be acknowledged.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def sandbox(
    context: typer.Context,
    platform: Annotated[str, typer.Option(help="The platform to play.")] = "woocommerce",
) -> None:
    """Play a store, to try a programme without a shop. Options after -- are the store's (-- --help)."""
    import subprocess
    import sys

    from connector import bootstrap
    from connector.cli.session import UsageError
    from connector.cli.stopping import end_when_told

    played = bootstrap.sandboxes()
    if platform not in played:
        raise UsageError(f"there is no platform {platform!r} to play: {', '.join(played)}")
    command = [sys.executable, "-m", played[platform], *context.args]
    end_when_told(0)
    process = subprocess.Popen(command)  # noqa: S603  -- our own module
    try:
        status = process.wait()
    finally:
        process.terminate()  # told to stop, we take the store with us
        process.wait()
    raise typer.Exit(status)
