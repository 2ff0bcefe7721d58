"""A real PostgreSQL for the tests: from a wheel (pgserver) or from the system, on a socket that nobody else sees.

PostgreSQL refuses to run as root, so root starts it as `nobody`.
"""

import getpass
import importlib.util
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql


class NoPostgresql(Exception):
    """There is no PostgreSQL on this machine, and why."""


class Server:
    """A running server whose databases are made from one template."""

    def __init__(self, socket: pathlib.Path) -> None:
        self._socket = socket
        self._made = 0

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._socket}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database."""
        self._made += 1
        name = f"test_{self._made}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self._socket), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """What is committed need not survive a power cut, unless it is to be durable. Raises NoPostgresql."""
    programs, owner = binaries(), an_owner()
    # /tmp and not a test's own directory: the path of a socket has at most 107 characters.
    home = pathlib.Path(tempfile.mkdtemp(prefix="loyalty-pg-", dir="/tmp"))
    try:
        shutil.chown(home, owner)
        data = home / "data"
        run_as(owner, [programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--auth=trust", "--no-sync"])
        quick = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings = ["listen_addresses=''", "max_connections=60", *quick]
        options = " ".join(["-k", str(home), *(f"-c {setting}" for setting in settings)])
        start = [programs / "pg_ctl", "-D", data, "-o", options, "-w", "-t", "30", "-l", home / "log"]
        run_as(owner, [*start, "start"])
        try:
            yield Server(home)
        finally:
            run_as(owner, [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def binaries() -> pathlib.Path:
    wheel = importlib.util.find_spec("pgserver")
    places = [pathlib.Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    places += sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        places.append(pathlib.Path(on_path).parent)
    for place in places:
        if (place / "initdb").exists():
            return place
    raise NoPostgresql("no PostgreSQL here: install the wheel pgserver, or a package that puts initdb on the PATH")


def an_owner() -> str:
    """Whom its files and processes belong to."""
    return "nobody" if os.getuid() == 0 else getpass.getuser()


def switched(owner: str) -> dict[str, Any]:
    """What makes a process that user's."""
    return {"user": owner, "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}


def run_as(owner: str, command: list[str | pathlib.Path]) -> None:
    options = switched(owner)
    try:
        subprocess.run(  # noqa: S603
            command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, **options
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", None) or b"").decode().strip()
        raise NoPostgresql(f"PostgreSQL does not start: {said or error}") from None
