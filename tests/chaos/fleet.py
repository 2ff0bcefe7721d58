"""The service as it is run on many machines: a database, web servers at one port, schedulers and workers, two stores.

The rule kept here: everything is the real program in processes of its own; only the shops are played.
"""

import pathlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from subprocess import Popen
from typing import Any

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.db import migrate
from connector.db.engine import Database
from tests.chaos.clock import SteppedClock, stepped_clock
from tests.chaos.database import KillableServer, a_killable_server
from tests.chaos.load import Front
from tests.chaos.machines import Machines
from tests.running import PROGRAMME, SECRET_KEY, Place, a_shop, eventually, free_port

STORES = ("main", "second")
_SETTINGS = """\
database: {database}
secret_key: {secret}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}", questions_per_minute: 1000000}}
jobs: {{inbox: 1, outbox: 1, pull: 5, webhooks: 5, sweep: 5, balances: 5, spread: 0}}
stores:
"""
_STORE = """\
  {name}:
    platform: woocommerce
    url: {url}
    credentials: {{consumer_key: ck_sandbox, consumer_secret: cs_sandbox}}
    programme: starter.yaml
    timeout_seconds: 5
"""


@dataclass(frozen=True)
class Size:
    """How many of each run."""

    webs: int = 4
    workers: int = 2
    schedulers: int = 2
    disk: int = 1024  # megabytes


class Hours:
    """What time it is in the shops: they are right, whatever the connector's clocks show."""

    passed = 0

    def __call__(self) -> float:
        return time.time() + self.passed * 3600


@dataclass(frozen=True)
class Fleet:
    """All of it, running."""

    place: Place
    shops: Mapping[str, Sandbox]
    server: KillableServer
    machines: Machines
    clock: SteppedClock | None
    hours: Hours

    def let_pass(self, hours: int) -> None:
        """So many hours later in all of the world, where its clock can be set."""
        if self.clock:
            self.hours.passed = hours
            self.clock.step(hours * 3600)

    def front(self, store: str) -> Front:
        return Front(self.place.url, bootstrap.settings(self.place.settings, {}), store)

    def part(self, *words: str) -> "Popen[Any]":
        """`loyalty …` by the stepped clock."""
        with (self.place.folder / "fleet.log").open("a") as log:
            command = [sys.executable, "-m", "connector.cli", *words]
            environ = self.place.environ | (self.clock.environ if self.clock else {})
            return subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603

    def log(self) -> str:
        return (self.place.folder / "fleet.log").read_text()

    def all_run(self) -> bool:
        return all(machine.runs for machine in self.machines.all.values())


@contextmanager
def a_fleet(folder: pathlib.Path, size: Size, seed: int) -> Iterator[Fleet]:
    """Started and answering, with books that are empty. Raises NoPostgresql."""
    with ExitStack() as opened:
        server = opened.enter_context(a_killable_server(size.disk))
        hours = Hours()
        shops = {
            name: opened.enter_context(a_shop(seed=seed + number, clock=hours)) for number, name in enumerate(STORES)
        }
        place = _place(folder, server.url, shops)
        clock = stepped_clock(folder)
        machines = opened.enter_context(Machines(seed))
        fleet = Fleet(place, shops, server, machines, clock, hours)
        if clock:
            opened.callback(_tidy, clock, machines)
        machines.add("database", server.start)
        eventually(server.answers, "the database answers", 60)
        server.create()
        database = Database(server.url)
        migrate.upgrade(database)
        database.close()
        for part, count in (("web", size.webs), ("scheduler", size.schedulers), ("worker", size.workers)):
            for number in range(count):
                machines.add(f"{part} {number + 1}", partial(fleet.part, part))
        eventually(place.answers, "the web answers", 120)
        yield fleet


def _place(folder: pathlib.Path, database: str, shops: Mapping[str, Sandbox]) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder, free_port())
    shutil.copy(PROGRAMME, folder / "starter.yaml")
    stores = "".join(_STORE.format(name=name, url=shop.url) for name, shop in shops.items())
    place.settings.write_text(_SETTINGS.format(database=database, secret=SECRET_KEY, port=place.port) + stores)
    return place


def _tidy(clock: SteppedClock, machines: Machines) -> None:
    for machine in machines.all.values():
        for pid in machine.pids:
            clock.tidy(pid)
