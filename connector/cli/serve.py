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
    from connector.cli.stopping import end_when_told

    session: Session = context.obj
    end_when_told(0)
    web = session.settings().web
    with _listening(web.host, web.port) as door:
        while _served(session, door, jobs=True):
            pass


def web(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(help="Instead of web.port of the settings.")] = None,
) -> None:
    """Run the web endpoints alone. Several may listen at one port of a machine and share what comes."""
    from connector.cli.stopping import end_when_told

    session: Session = context.obj
    end_when_told(0)
    web = session.settings().web
    with _listening(web.host, port or web.port, shared=True) as door:
        while _served(session, door, jobs=False):
            pass


def _served(session: Session, door: socket.socket, *, jobs: bool) -> bool:
    """Serve until told to stop; True: begin anew, by settings that have changed. The door stays open meanwhile, and
    whoever comes waits."""
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
        app = create_app(connector, begin_anew)
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=_PATIENCE)
        )
        firing = runner.start(connector) if jobs else None
        host, port = door.getsockname()[:2]
        does = "runs" if jobs else "answers"
        err.print(f"loyalty {does} at http://{host}:{port} for {_stores(connector)}")
        try:
            server.run(sockets=[door.dup()])
        finally:
            if firing and not firing.stop(_PATIENCE) and not changed.is_set():
                os._exit(0)  # a job waits for its store, and may be killed at any moment: so it is
    return changed.is_set()


MetricsPort = Annotated[int | None, typer.Option(help="Instead of metrics.port of the settings.")]


def scheduler(context: typer.Context, metrics_port: MetricsPort = None) -> None:
    """Order the jobs that are due; workers do them. Needs PostgreSQL. A second one does no harm."""
    import signal

    from connector.cli.output import err
    from connector.cli.stopping import end_when_told

    fleet = _fleet()
    session: Session = context.obj
    end_when_told(0)
    with session.connector() as connector, fleet.ordering(connector) as firing:
        _tell_figures(connector, metrics_port)
        err.print(f"loyalty orders jobs for {_stores(connector)}")
        try:
            while True:
                signal.pause()
        finally:
            firing.stop(_PATIENCE)


def worker(
    context: typer.Context,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="So many jobs at once.")] = 8,
    metrics_port: MetricsPort = None,
) -> None:
    """Do the jobs that schedulers order. Needs PostgreSQL. Start as many as you like, on as many machines."""
    import asyncio

    from connector.cli.output import err

    fleet = _fleet()
    session: Session = context.obj
    with session.connector() as connector:
        _tell_figures(connector, metrics_port)
        loop = asyncio.new_event_loop()
        working = fleet.work(connector, at_once, _PATIENCE)
        err.print(f"loyalty works for {_stores(connector)}, {at_once} jobs at once")
        loop.run_until_complete(working)
        os._exit(0)  # a job that waits for its store may be killed at any moment: so it is


def _tell_figures(connector: "Connector", port: int | None) -> None:
    """What this process does, at /metrics of a port of its own, where there is one."""
    from prometheus_client import start_http_server

    from connector.web.metrics import of_jobs

    told = connector.settings.metrics
    if wanted := port or told.port:
        try:
            start_http_server(wanted, told.host, of_jobs())
        except OSError as error:
            raise OSError(f"cannot tell figures at {told.host}:{wanted}: {error.strerror}; see metrics.port") from error


def _fleet() -> ModuleType:
    from connector.cli.session import UsageError

    try:
        from jobs import fleet
    except ModuleNotFoundError as missing:
        raise UsageError(f"{missing.name} is not installed: pip install 'loyalty-connector[postgres]'") from None
    return fleet


def _stores(connector: "Connector") -> str:
    return ", ".join(connector.stores) or "no stores yet"


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
