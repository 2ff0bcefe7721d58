"""`loyalty run`, its three parts `web`, `scheduler` and `worker` for many machines, and `loyalty sandbox`: those that
stay."""

import os
import socket
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import Session

if TYPE_CHECKING:
    from connector.bootstrap import Connector

_PATIENCE = 3  # seconds that requests and jobs under way have to end when we are told to stop


def add_to(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("web")(web)
    app.command("scheduler")(scheduler)
    app.command("worker")(worker)
    app.command("sandbox", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(sandbox)


def run(context: typer.Context) -> None:
    """Run the web endpoints and the jobs, until told to stop."""
    from connector.cli.output import err
    from connector.cli.stopping import end_when_told
    from jobs import runner

    session: Session = context.obj
    end_when_told(0)
    with session.connector() as connector:
        address = connector.settings.web
        with _listening(address.host, address.port) as door:
            firing = runner.start(connector)
            err.print(f"loyalty runs at http://{address.host}:{address.port} for {_stores(connector)}")
            try:
                _serve(connector, door)
            finally:
                if not firing.stop(_PATIENCE):
                    os._exit(0)  # a job waits for its store, and may be killed at any moment: so it is


def web(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(help="Instead of web.port of the settings.")] = None,
) -> None:
    """Run the web endpoints alone. Several may listen at one port of a machine and share what comes."""
    from connector.cli.output import err
    from connector.cli.stopping import end_when_told

    session: Session = context.obj
    end_when_told(0)
    with session.connector() as connector:
        host, at = connector.settings.web.host, port or connector.settings.web.port
        with _listening(host, at, shared=True) as door:
            err.print(f"loyalty answers at http://{host}:{at} for {_stores(connector)}")
            _serve(connector, door)


def scheduler(context: typer.Context) -> None:
    """Order the jobs that are due; workers do them. Needs PostgreSQL. A second one does no harm."""
    import signal

    from connector.cli.output import err
    from connector.cli.stopping import end_when_told

    fleet = _fleet()
    session: Session = context.obj
    end_when_told(0)
    with session.connector() as connector, fleet.ordering(connector) as firing:
        err.print(f"loyalty orders jobs for {_stores(connector)}")
        try:
            while True:
                signal.pause()
        finally:
            firing.stop(_PATIENCE)


def worker(
    context: typer.Context,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="So many jobs at once.")] = 8,
) -> None:
    """Do the jobs that schedulers order. Needs PostgreSQL. Start as many as you like, on as many machines."""
    import asyncio

    from connector.cli.output import err

    fleet = _fleet()
    session: Session = context.obj
    with session.connector() as connector:
        loop = asyncio.new_event_loop()
        working = fleet.work(connector, at_once, _PATIENCE)
        err.print(f"loyalty works for {_stores(connector)}, {at_once} jobs at once")
        loop.run_until_complete(working)
        os._exit(0)  # a job that waits for its store may be killed at any moment: so it is


def _fleet() -> ModuleType:
    from connector.cli.session import UsageError

    try:
        from jobs import fleet
    except ModuleNotFoundError as missing:
        raise UsageError(f"{missing.name} is not installed: pip install 'loyalty-connector[postgres]'") from None
    return fleet


def _stores(connector: "Connector") -> str:
    return ", ".join(connector.stores) or "no stores yet"


def _serve(connector: "Connector", door: socket.socket) -> None:
    import uvicorn

    from connector.web.app import create_app

    app = create_app(connector)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=_PATIENCE)
    uvicorn.Server(config).run(sockets=[door])


def _listening(host: str, port: int, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family, reuse_port=shared)
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
