"""Processes that are started again whenever they have ended, as systemd does it.

The rule kept here: nobody waits for a process to come back, and whatever was started is ended.
"""

import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from subprocess import Popen
from types import TracebackType
from typing import Any, Self

Start = Callable[[], "Popen[Any]"]
_LOOK = 0.05
_REST = (0.1, 1.5)  # seconds between an end and the next start


class Machine:
    """One process, under whatever number it runs just now."""

    def __init__(self, name: str, start: Start) -> None:
        self.name = name
        self.start = start
        self.process: Popen[Any] | None = None
        self.killed = 0
        self.fell = 0  # ended without being killed
        self.due = 0.0
        self.pids: list[int] = []
        self._shot = False

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> bool:
        """`kill -9`. False: there was nothing to be killed."""
        process = self.process
        if process is None or process.poll() is not None:
            return False
        self._shot = True
        self.killed += 1
        process.kill()
        return True

    def look(self, rest: float) -> None:
        """Note an end, and start what is due."""
        now = time.monotonic()
        if self.runs:
            return
        if self.process is not None:
            self.fell += not self._shot
            self.process, self._shot, self.due = None, False, now + rest
        if now >= self.due:
            self.process = self.start()
            self.pids.append(self.process.pid)

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class Machines(AbstractContextManager["Machines"]):
    """All of them, under one eye."""

    def __init__(self, seed: int) -> None:
        self.all: dict[str, Machine] = {}
        self._chance = random.Random(seed)
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._eye = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._eye.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._eye.join(10)
        for machine in reversed(self.all.values()):  # the database, which is the first, last
            machine.end()

    def add(self, name: str, start: Start) -> Machine:
        machine = Machine(name, start)
        with self._lock:
            self.all[name] = machine
        machine.look(0)
        return machine

    def named(self, prefix: str) -> list[Machine]:
        return [machine for name, machine in self.all.items() if name.startswith(prefix)]

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            with self._lock:
                there = list(self.all.values())
            for machine in there:
                machine.look(self._chance.uniform(*_REST))
