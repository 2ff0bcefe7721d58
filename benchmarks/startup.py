"""How long one waits for the command line, and for `loyalty run` until it answers.

The rule kept here: whole processes are timed from outside, as who types the command waits for them.
"""

import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import places
from benchmarks.harness import Measured, at_most, in_turn

LOYALTY = "from connector.cli.main import run; run()"
PATIENCE = 30.0


def measure(quick: bool) -> Iterator[Measured]:
    rounds = 5 if quick else 15
    helped = in_turn(rounds, lambda: _seconds(LOYALTY, "--help"), lambda: _seconds("import sqlalchemy"))
    yield Measured("`loyalty --help`", '`python -c "import sqlalchemy"`', "s", helped, at_most(2))
    with tempfile.TemporaryDirectory() as name:
        settings = places.settings(Path(name))
        url = f"http://127.0.0.1:{settings.web.port}/readyz"
        ready = in_turn(rounds, lambda: _until_ready(Path(name), url), lambda: 2.0)
    yield Measured("`loyalty run` until it is ready", "two seconds", "s", ready, at_most(1))


def _seconds(code: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - started


def _until_ready(folder: Path, url: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-c", LOYALTY, "--settings", str(folder / "settings.yaml"), "run"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        while not _answers(url):
            if time.perf_counter() - started > PATIENCE or process.poll() is not None:
                raise RuntimeError("loyalty run does not become ready")
            time.sleep(0.01)
        return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False
