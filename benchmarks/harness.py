"""Two things done in turn, and what comes of comparing them.

The rule kept here: a figure counts only against its baseline of the same round. The result is the median of the rounds'
ratios, and the lowest and highest are told with it.
"""

import os
import platform
import resource
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

from connector import logs

T = TypeVar("T")
Pair = tuple[float, float]  # ours, and the baseline's of the same round
PACKAGES = ("sqlalchemy", "msgspec", "starlette", "uvicorn", "psycopg", "woocommerce", "django-hordak")


@dataclass(frozen=True, slots=True)
class Aim:
    """The ratio that must be reached."""

    ratio: float
    at_least: bool  # or at most

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.ratio:g}"

    def margin(self, ratio: float) -> float:
        """How many times better than the aim: 1 reaches it just so."""
        return ratio / self.ratio if self.at_least else self.ratio / ratio


def at_least(ratio: float) -> Aim:
    return Aim(ratio, True)


def at_most(ratio: float) -> Aim:
    return Aim(ratio, False)


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table. Without an aim it is there to explain another line."""

    what: str
    baseline: str
    unit: str
    pairs: tuple[Pair, ...]
    aim: Aim | None = None

    @property
    def ratios(self) -> list[float]:
        return [ours / theirs for ours, theirs in self.pairs]

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def ours(self) -> float:
        return median(ours for ours, _ in self.pairs)

    @property
    def theirs(self) -> float:
        return median(theirs for _, theirs in self.pairs)

    @property
    def reached(self) -> bool | None:
        return None if self.aim is None else self.aim.margin(self.ratio) >= 1


def in_turn(rounds: int, ours: Callable[[], T], baseline: Callable[[], T]) -> tuple[tuple[T, T], ...]:
    """Whoever was second in a round is first in the next one, so a machine that grows slower favours nobody."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs, mine = baseline(), ours()
        else:
            mine, theirs = ours(), baseline()
        pairs.append((mine, theirs))
    return tuple(pairs)


def run(case: str, quick: bool) -> list[Measured]:
    """Everything that this case measures."""
    return list(import_module(f"benchmarks.{case}").measure(quick))


def apart(function: Callable[..., T], *arguments: object) -> T:
    """What this comes to in a fresh process: what one has in memory, or has warmed up, is not the next one's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_quietly, function, *arguments).result()


def _quietly(function: Callable[..., T], *arguments: object) -> T:
    logs.configure("warning", "text")
    return function(*arguments)


def peak() -> float:
    """Megabytes that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """Where it was measured, with what, and how busy the machine was with other things."""
    cpu = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    packages = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    cores = f"{os.cpu_count()} × {cpu or platform.processor()}"
    where = f"{platform.system()} {platform.machine()}, {cores}, {memory} GB"
    load = f"{os.getloadavg()[0]:.1f} processes were at work as it began"
    return f"{where}; {load}. Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"


def _lines(path: str) -> Sequence[str]:
    found = Path(path)
    return found.read_text().splitlines() if found.exists() else ()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except ModuleNotFoundError:
        return None
