"""The program as it runs: a merchant's folder with settings and books, commands in this process, the rest in theirs.

The rule kept here: whatever is started is ended, on ports of its own, and every wait has a deadline.
"""

import contextlib
import io
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import uvicorn

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.cli import main
from connector.db.engine import Database
from connector.usecases.stores import Store
from connector.web.app import create_app

NOBODY = "http://127.0.0.1:9"  # an address where no shop listens
KEYS = {"MAIN_CONSUMER_KEY": "ck_sandbox", "MAIN_CONSUMER_SECRET": "cs_sandbox"}
SECRET_KEY = "tests-only-0123456789-abcdefghij-ABCDEFGHIJ"
PROGRAMME = pathlib.Path(main.__file__).parents[1] / "templates" / "starter.yaml"

_SETTINGS = """\
secret_key: ${{LOYALTY_SECRET_KEY}}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
stores:
  main:
    platform: woocommerce
    url: {shop}
    credentials: {{consumer_key: "${{MAIN_CONSUMER_KEY}}", consumer_secret: "${{MAIN_CONSUMER_SECRET}}"}}
    programme: starter.yaml
    timeout_seconds: {timeout}
jobs: {{inbox: 1, outbox: 1, pull: {pull}, webhooks: 5, sweep: 5, balances: 1}}
log: {{level: {log}}}
"""


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """A merchant's folder: settings that know one store `main`, its keys, and books."""

    folder: pathlib.Path
    port: int
    file: str = "settings.yaml"

    @property
    def settings(self) -> pathlib.Path:
        return self.folder / self.file

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "LOYALTY_SETTINGS": str(self.settings)}

    def command(self, *words: str) -> Said:
        """`loyalty …` in this process."""
        return command("--settings", str(self.settings), *words)

    @contextmanager
    def connector(self) -> Iterator[Connector]:
        connector = bootstrap.connect(bootstrap.settings(self.settings, {}), "test")
        try:
            yield connector
        finally:
            connector.close()

    @contextmanager
    def process(self, *words: str, log: pathlib.Path | None = None) -> Iterator[subprocess.Popen[str]]:
        """`loyalty …` as a process of its own, ended with the block."""
        with (log or self.folder / "process.log").open("a") as file:
            command = [sys.executable, "-m", "connector.cli", *words]
            process = subprocess.Popen(  # noqa: S603
                command, env=self.environ, stdout=file, stderr=file, stdin=subprocess.DEVNULL, text=True
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """`loyalty run`, answering."""
        with self.process("run") as process:
            eventually(self.answers, "loyalty run answers", 20)
            yield process

    def answers(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/healthz", timeout=5).status_code == 200
        return False

    def log(self) -> str:
        return (self.folder / "process.log").read_text()


def a_place(
    folder: pathlib.Path,
    database: pathlib.Path,
    shop: str = NOBODY,
    *,
    timeout: int = 5,
    pull: int = 60,
    log: str = "info",
    keys: Mapping[str, str] = KEYS,
) -> Place:
    """`database` is one with all tables and nothing in them, to be copied."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    shutil.copy(PROGRAMME, folder / "starter.yaml")
    shutil.copy(database, folder / "loyalty.db")
    (folder / "settings.yaml").write_text(_SETTINGS.format(port=port, shop=shop, timeout=timeout, pull=pull, log=log))
    variables = {"LOYALTY_SECRET_KEY": SECRET_KEY, **keys}
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    return Place(folder, port)


def command(*words: str) -> Said:
    """`loyalty …` in this process, without a terminal."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    sys.argv = ["loyalty", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main.run()
    except SystemExit as end:
        return Said(
            end.code if isinstance(end.code, int) else int(end.code is not None), out.getvalue(), err.getvalue()
        )
    finally:
        sys.argv = before
        for number, handler in handlers.items():
            if signal.getsignal(number) is not handler:  # a command that stays took it
                signal.signal(number, handler)
    raise AssertionError("a command ends the process")


@contextmanager
def serving(connector: Connector) -> Iterator[str]:
    """The web application at an address, without jobs."""
    door = socket.create_server(("127.0.0.1", 0))
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or each answer's second write waits 40 ms
    config = uvicorn.Config(create_app(connector), log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def main_store(connector: Connector) -> Store:
    return connector.stores["main"]


def rows(database: Database, table: str, where: str = "1 = 1") -> list[dict[str, Any]]:
    """What stands in a table of the books."""
    with database.read() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {where} ORDER BY 1")  # noqa: S608
        return [dict(row._mapping) for row in found]


def worth(connector: Connector) -> dict[str, int]:
    """Order → points it gave and has not given back or owes; orders worth nothing left out."""
    with connector.database.read() as connection:
        given = connection.exec_driver_sql(
            "SELECT order_ref, SUM(CASE WHEN kind = 'earn' THEN points ELSE -points END) FROM postings "
            "JOIN transactions ON transactions.id = transaction_id WHERE kind IN ('earn', 'clawback') GROUP BY 1"
        ).all()
    stores = {row["id"]: row["name"] for row in rows(connector.database, "stores")}
    owed = {
        f"{stores[row['store_id']]}/{row['external_id']}": row["shortfall"]
        for row in rows(connector.database, "orders")
    }
    worth = {order: points - owed.get(order, 0) for order, points in given}
    return {order: points for order, points in worth.items() if points}


def eventually(holds: Callable[[], object], what: str, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def a_shop(**options: Any) -> Sandbox:
    """A sandbox shop that sends its events at once to addresses on this machine."""
    return Sandbox(allow_loopback=True, background_cron=True, cron_interval=0.3, **options)
