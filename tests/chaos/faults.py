"""What goes wrong: each fault with its name, its odds, and how it is done to the fleet.

The rule kept here: a fault strikes and is over, or ends by itself within seconds; nobody repairs anything but as an
operator's machine does (what has ended is started again).
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psycopg

from connector.db.tasks import SCHEMA
from tests.chaos.fleet import Fleet

Strike = Callable[[Fleet, random.Random], bool]  # False: it could not be done just now


@dataclass(frozen=True)
class Fault:
    name: str
    odds: int
    strike: Strike


def _kill(part: str) -> Strike:
    def strike(fleet: Fleet, chance: random.Random) -> bool:
        return chance.choice(fleet.machines.named(part)).kill()

    return strike


def _kill_backend(fleet: Fleet, chance: random.Random) -> bool:
    return fleet.server.kill_backend(chance)


def _kill_all(fleet: Fleet, chance: random.Random) -> bool:
    """The whole machine goes."""
    killed = [machine.kill() for machine in fleet.machines.all.values()]
    return any(killed)


def _lose_tasks(fleet: Fleet, chance: random.Random) -> bool:
    """The engine comes back without what it had been told."""
    return _told(fleet, f"TRUNCATE {SCHEMA}.procrastinate_jobs CASCADE")


def _doubt_workers(fleet: Fleet, chance: random.Random) -> bool:
    """The engine takes living workers for dead, as when the database's clock jumps: their jobs are given to others."""
    return _told(fleet, f"UPDATE {SCHEMA}.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")  # noqa: S608


def _told(fleet: Fleet, statement: str) -> bool:
    with suppress(psycopg.Error):
        fleet.server.ask(statement)
        return True
    return False


def _restart_workers(fleet: Fleet, chance: random.Random) -> bool:
    """Told to stop, as for an upgrade."""
    told = False
    for machine in fleet.machines.named("worker"):
        if machine.process is not None and machine.runs:
            machine.process.terminate()
            told = True
    return told


def _fill_disk(fleet: Fleet, chance: random.Random) -> bool:
    if not fleet.server.fill_disk():
        return False
    time.sleep(chance.uniform(0.5, 4))
    fleet.server.empty_disk()
    return True


def _step_clock(fleet: Fleet, chance: random.Random) -> bool:
    """Up to three hours ahead or back; now and then it is right again."""
    if fleet.clock is None:
        return False
    fleet.clock.step(chance.choice([0, chance.randint(-10_800, 10_800), chance.randint(-10_800, 10_800)]))
    return True


def _shop_stumbles(fleet: Fleet, chance: random.Random) -> bool:
    """The shop acts and its answer is lost, or it hangs up before it acts."""
    shop = fleet.shops[chance.choice(list(fleet.shops))]
    for method in ("POST", "GET"):
        shop.fail(chance.choice(["answer-lost", "closed"]), method=method, times=chance.randint(1, 3))
    return True


FAULTS = (
    Fault("web killed", 4, _kill("web")),
    Fault("worker killed", 5, _kill("worker")),
    Fault("scheduler killed", 3, _kill("scheduler")),
    Fault("database killed", 2, _kill("database")),
    Fault("a process of the database killed", 2, _kill_backend),
    Fault("everything killed at once", 1, _kill_all),
    Fault("all tasks of the engine lost", 2, _lose_tasks),
    Fault("living workers taken for dead", 2, _doubt_workers),
    Fault("workers told to stop", 1, _restart_workers),
    Fault("disk full", 2, _fill_disk),
    Fault("clock stepped", 3, _step_clock),
    Fault("shop stumbles", 2, _shop_stumbles),
)
