"""A PostgreSQL of our own that can be killed, and whose disk can be filled.

The rule kept here: what it has said to be committed is on its disk, as in production; only that disk is small, and lies
in memory where this machine lets us mount one.
"""

import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from subprocess import Popen
from typing import Any

import psycopg

from tests.postgresql import an_owner, binaries, run_as, switched

_NAME = "loyalty"
_SETTINGS = ("listen_addresses=", "max_connections=100", "max_wal_size=128MB", "log_checkpoints=off")


@dataclass(frozen=True)
class KillableServer:
    """`disk` is the file that takes all room there is, None where the disk is the machine's."""

    home: pathlib.Path
    disk: pathlib.Path | None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/{_NAME}?host={self.home}"

    def start(self) -> "Popen[Any]":
        """The server as a process; it answers a moment later."""
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        command = [binaries() / "postgres", "-D", self._data, "-k", self.home, *settings]
        with (self.home.parent / "postgresql.log").open("a") as log:
            return subprocess.Popen(  # noqa: S603
                command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, **switched(an_owner())
            )

    def create(self) -> None:
        with self._connected("postgres") as connection:
            connection.execute(f"CREATE DATABASE {_NAME}")

    def answers(self) -> bool:
        with suppress(psycopg.Error), self._connected("postgres") as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
        return False

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Raises psycopg.Error."""
        with self._connected(_NAME) as connection:
            found = connection.execute(question.encode(), values)
            return found.fetchall() if found.description else []

    def kill_backend(self, chance: random.Random) -> bool:
        """`kill -9` of the process that serves one of its clients. The server then ends all others and recovers."""
        with suppress(psycopg.Error):
            serving = self.ask("SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", _NAME)
            if serving:
                os.kill(chance.choice(serving)[0], signal.SIGKILL)
                return True
        return False

    def fill_disk(self) -> bool:
        """Nothing more can be written. False: that cannot be done here."""
        if self.disk is None:
            return False
        with self.disk.open("wb") as ballast:
            free = os.statvfs(self.disk.parent)
            size = free.f_bavail * free.f_frsize
            while size > 0:
                try:
                    os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, size)
                except OSError:  # others have taken some of it meanwhile
                    size //= 2
        return True

    def empty_disk(self) -> None:
        if self.disk is not None:
            self.disk.unlink(missing_ok=True)

    @property
    def _data(self) -> pathlib.Path:
        return self.home / "data"

    def _connected(self, name: str) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(host=str(self.home), user="postgres", dbname=name, autocommit=True, connect_timeout=5)


@contextmanager
def a_killable_server(megabytes: int) -> Iterator[KillableServer]:
    """Made and not started yet, on a disk of so many megabytes. Raises NoPostgresql."""
    # /tmp and not a test's own directory: the path of a socket has at most 107 characters.
    outer = pathlib.Path(tempfile.mkdtemp(prefix="loyalty-chaos-", dir="/tmp"))
    home = outer / "server"
    home.mkdir()
    mounted = _mounted(home, megabytes)
    try:
        outer.chmod(0o755)
        shutil.chown(home, an_owner())
        new = [binaries() / "initdb", "-D", home / "data", "-U", "postgres", "-E", "UTF8", "--auth=trust", "--no-sync"]
        run_as(an_owner(), new)
        yield KillableServer(home, home / "ballast" if mounted else None)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", home], check=True)  # noqa: S603, S607
        shutil.rmtree(outer, ignore_errors=True)


def _mounted(place: pathlib.Path, megabytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False
