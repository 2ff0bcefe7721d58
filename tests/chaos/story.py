"""One run: a load, faults at random moments of it, and then the proof that nothing was lost and nothing done twice.

The rule kept here: everything random comes from the seed; what is proved is proved by the program's own commands where
it has them, and counted in the shops and in the books where it has not.
"""

import json
import pathlib
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg

from connector import bootstrap
from connector.db import migrate
from connector.db.engine import Database
from connector.usecases.pull import pull
from tests.chaos.faults import FAULTS, Fault
from tests.chaos.fleet import STORES, Fleet, Size, a_fleet
from tests.chaos.load import Redeemer, Teller
from tests.life import Life
from tests.proof import acknowledged, buyer, codes_and_books_agree, events
from tests.running import Place, a_place, eventually, worth

_HOURS = 7  # that everything put off is due within, and that recent orders are read again after


@dataclass
class Load:
    """What is done to one store."""

    life: Life
    tellers: list[Teller]
    redeemer: Redeemer

    def start(self) -> None:
        for thread in (self.life, *self.tellers, self.redeemer):
            thread.start()

    def end(self) -> None:
        for thread in (self.life, *self.tellers, self.redeemer):
            thread.ended.set()
        for thread in (self.life, *self.tellers, self.redeemer):
            thread.end()


@dataclass
class Figures:
    """What was seen."""

    seed: int
    seconds: float = 0.0
    struck: Counter[str] = field(default_factory=Counter)
    recovered: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=dict)
    fell: dict[str, int] = field(default_factory=dict)
    drained: float = 0.0

    def lines(self) -> Iterable[str]:
        yield f"seed {self.seed}, {self.seconds:.0f} s of faults, then {self.drained:.0f} s until all was settled"
        yield ""
        yield "| fault | times | settled again after, median (longest) |"
        yield "| --- | ---: | ---: |"
        for name, times in sorted(self.struck.items()):
            took = self.recovered.get(name, [])
            told = f"{statistics.median(took):.1f} s ({max(took):.1f} s)" if took else "–"
            yield f"| {name} | {times} | {told} |"
        yield ""
        for what, number in self.counts.items():
            yield f"{what}: {number}"
        for name, times in self.fell.items():
            yield f"ended by itself and was started again: {name} {times}"


def live_through(
    folder: pathlib.Path,
    seed: int,
    seconds: float,
    size: Size = Size(),  # noqa: B008 frozen
    rest: tuple[float, float] = (1.0, 8.0),
    faults: Iterable[Fault] = FAULTS,
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Raises AssertionError where something was lost, done twice or does not add up."""
    figures = Figures(seed)
    chance = random.Random(seed)
    with a_fleet(folder, size, seed) as fleet:
        loads = {store: _load(fleet, store, seed + number) for number, store in enumerate(STORES)}
        for load in loads.values():
            load.start()
        say("the load is on")
        _storm(fleet, loads, chance, seconds, rest, list(faults), figures, say)
        for load in loads.values():
            load.end()
        say("the storm is over")
        _calm(fleet, loads, figures)
        say("all is settled")
        _count(fleet, loads, figures)
        _prove(fleet, loads, folder)
    return figures


def _load(fleet: Fleet, store: str, seed: int) -> Load:
    shop, front = fleet.shops[store], fleet.front(store)
    life = Life(shop, seed, pause=0.15)
    tellers = [Teller(f"{store}-{number}", front, shop, life, seed * 10 + number, 0.1) for number in range(2)]
    return Load(life, tellers, Redeemer(front, life, seed, 0.3))


def _storm(
    fleet: Fleet,
    loads: dict[str, Load],
    chance: random.Random,
    seconds: float,
    rest: tuple[float, float],
    faults: list[Fault],
    figures: Figures,
    say: Callable[[str], None],
) -> None:
    began = time.monotonic()
    over = threading.Event()
    probes = []
    unseen = chance.sample(faults, len(faults))  # each strikes once before any strikes twice
    while time.monotonic() - began < seconds:
        time.sleep(chance.uniform(*rest))
        fault = unseen.pop() if unseen else chance.choices(faults, [one.odds for one in faults])[0]
        if not fault.strike(fleet, chance):
            continue
        figures.struck[fault.name] += 1
        say(f"{time.monotonic() - began:6.1f} s  {fault.name}")
        store = chance.choice(STORES)
        probe = threading.Thread(target=_probe, args=(fleet, loads[store], fault, over, figures), daemon=True)
        probe.start()
        probes.append(probe)
    figures.seconds = time.monotonic() - began
    for probe in probes:
        probe.join(120)
    over.set()


def _probe(fleet: Fleet, load: Load, fault: Fault, over: threading.Event, figures: Figures) -> None:
    """How long after the fault it is until an event told after it is settled, whatever else strikes meanwhile."""
    began = time.monotonic()
    delivery = load.tellers[0].tell(over) if load.life.orders else None
    if delivery is None:
        return
    recent = "SELECT id, headers ->> 'x-wc-webhook-delivery-id', state FROM inbox ORDER BY id DESC LIMIT 2000"
    row = None
    while not over.wait(0.2):
        with suppress(psycopg.Error):
            if row is None:
                row = next((id for id, named, _ in fleet.server.ask(recent) if named == delivery), None)
            elif fleet.server.ask("SELECT 1 FROM inbox WHERE id = %s AND state = 'done'", row):
                figures.recovered[fault.name].append(time.monotonic() - began)
                return


def _calm(fleet: Fleet, loads: dict[str, Load], figures: Figures) -> None:
    """Nothing goes wrong any more. What was put off for hours is waited for by the clock, where it can be set."""
    began = time.monotonic()
    for shop in fleet.shops.values():
        shop.faults.clear()
    fleet.server.empty_disk()
    if fleet.clock:
        fleet.clock.step(0)
    eventually(lambda: fleet.server.answers() and fleet.all_run() and fleet.place.answers(), "all of it runs", 120)
    for hours in range(_HOURS, 4 * _HOURS + 1, _HOURS):
        fleet.let_pass(hours)
        with suppress(AssertionError):
            eventually(lambda: _quiet(fleet, hours) or _parked(fleet), "all that waited is settled", 60)  # noqa: B023
            break
    assert _quiet(fleet, hours), _waiting(fleet)
    fleet.let_pass(0)  # whoever proves what came of it lives today
    figures.drained = time.monotonic() - began


def _quiet(fleet: Fleet, hours: int) -> bool:
    """Nothing waits, and the recent orders were read again in the last of these hours."""
    since = time.time() + (hours * 3600 if fleet.clock else 0) - 1800
    with suppress(psycopg.Error):
        read = fleet.server.ask("SELECT count(*) FROM stores WHERE reread_at >= to_timestamp(%s)", since)
        return not _waiting(fleet) and (fleet.clock is None or read[0][0] == len(STORES))
    return False


def _parked(fleet: Fleet) -> bool:
    with suppress(psycopg.Error):
        return any(row[2] == "parked" for row in _waiting(fleet))
    return False


def _waiting(fleet: Fleet) -> list[tuple[Any, ...]]:
    """Rows that nobody has settled yet; parked ones wait for a person, and there must be none."""
    return [
        row
        for table in ("inbox", "outbox")
        for row in fleet.server.ask(
            f"SELECT '{table}', id, state, attempts, reason FROM {table} WHERE state <> 'done' ORDER BY id LIMIT 20"  # noqa: S608
        )
    ]


def _count(fleet: Fleet, loads: dict[str, Load], figures: Figures) -> None:
    ask = lambda question: fleet.server.ask(question)[0][0]  # noqa: E731
    tellers = [teller for load in loads.values() for teller in load.tellers]
    by_shops = [delivery.status for shop in fleet.shops.values() for delivery in shop.deliveries]
    figures.counts = {
        "events posted by us and acknowledged": sum(teller.acknowledged.total() for teller in tellers),
        "posted again, for nobody had answered": sum((one.sent - one.acknowledged).total() for one in tellers),
        "events sent by the shops and acknowledged": sum(200 <= status <= 302 for status in by_shops),
        "events sent by the shops and not acknowledged": sum(not 200 <= status <= 302 for status in by_shops),
        "rows in the inbox, all settled": ask("SELECT count(*) FROM inbox"),
        "rows in the outbox, all settled": ask("SELECT count(*) FROM outbox"),
        "orders in the books": ask("SELECT count(*) FROM orders"),
        "transactions in the books": ask("SELECT count(*) FROM transactions"),
        "redemptions": ask("SELECT count(*) FROM redemptions"),
        "redemptions asked for again": sum(load.redeemer.asked_again for load in loads.values()),
        "codes seen in the shops": sum(len(load.life.made) for load in loads.values()),
    }
    figures.fell = {name: one.fell for name, one in fleet.machines.all.items() if one.fell}


def _prove(fleet: Fleet, loads: dict[str, Load], folder: pathlib.Path) -> None:
    assert json.loads(_said(fleet.place, "ledger", "verify", "--json"))["faults"] == []
    with fleet.place.connector() as connector:
        for store, load in loads.items():
            shop = fleet.shops[store]
            kept, told = events(connector, store), acknowledged(shop)
            sent = Counter((dict(one.headers)["X-WC-Webhook-Delivery-ID"], one.body) for one in shop.deliveries)
            for teller in load.tellers:
                told += teller.acknowledged
                sent += teller.sent
            assert told - kept == Counter(), "an acknowledged event is not in the inbox"
            assert kept - sent == Counter(), "an event is in the inbox more often than it was sent"
            with closing(buyer(shop)) as seen:
                assert codes_and_books_agree(connector, seen, store)
            assert all(count == 1 for count in Counter(load.life.made.values()).values()), "a code was made twice"
            forms = load.redeemer.codes.values()
            assert all(len(codes) == 1 for codes in forms), "a form bought twice"
        mended = {store: _of_store(worth(connector), store) for store in STORES}
        _alike(fleet, folder, mended)
    for store in STORES:
        found = json.loads(_said(fleet.place, "reconcile", store, "--json"))
        assert found["differences"] == [], found


def _alike(fleet: Fleet, folder: pathlib.Path, mended: dict[str, dict[str, int]]) -> None:
    """Books that read each shop once, in peace, say the same of every order."""
    for store, shop in fleet.shops.items():
        path = folder / f"{store}.db"
        empty = Database(f"sqlite:///{path}")
        migrate.upgrade(empty)
        empty.close()
        other = a_place(folder / f"calm-{store}", path, shop.url)
        with other.connector() as fresh:
            pull(fresh.database, fresh.stores["main"], bootstrap.now)
            calm = {order.removeprefix("main/"): points for order, points in worth(fresh).items()}
        differ = {id: (mended[store].get(id), points) for id, points in calm.items() if mended[store].get(id) != points}
        more = {id: points for id, points in mended[store].items() if id not in calm}
        assert not differ, f"orders of {store} whose points differ from those read in peace: {differ}"
        assert not more, f"orders of {store} that have points and are read in peace without: {more}"


def _of_store(worths: dict[str, int], store: str) -> dict[str, int]:
    named = ((order.partition("/"), points) for order, points in worths.items())
    return {id: points for (name, _, id), points in named if name == store}


def _said(place: Place, *words: str) -> str:
    command = [sys.executable, "-m", "connector.cli", *words]
    done = subprocess.run(  # noqa: S603
        command, env=place.environ, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, f"loyalty {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout
