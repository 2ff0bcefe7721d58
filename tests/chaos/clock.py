"""A clock that can be set for processes of ours, and for nothing else of this machine (libfaketime).

The rule kept here: seconds pass as they do; only what time it is changes. So time-outs last as long as they should.
"""

import importlib.util
import os
import pathlib
from dataclasses import dataclass

_SHARED = pathlib.Path("/dev") / "shm"


@dataclass(frozen=True)
class SteppedClock:
    """How far off a file says that it is; its readers look once a second."""

    file: pathlib.Path
    library: pathlib.Path

    @property
    def environ(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: int) -> None:
        """From now on it is so many seconds later than it is."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}")
        os.replace(fresh, self.file)

    @staticmethod
    def tidy(pid: int) -> None:
        """Take away what the library leaves in memory of a process that was killed."""
        for name in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
            (_SHARED / name).unlink(missing_ok=True)


def stepped_clock(folder: pathlib.Path) -> SteppedClock | None:
    """None where this machine has no libfaketime."""
    wheel = importlib.util.find_spec("libfaketime")
    if wheel is None or wheel.origin is None:
        return None
    found = sorted(pathlib.Path(wheel.origin).parent.rglob("libfaketime.so.1"))
    if not found:
        return None
    clock = SteppedClock(folder / "clock", found[0])
    clock.step(0)
    return clock
