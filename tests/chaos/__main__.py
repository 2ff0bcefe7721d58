"""The long run: `python -m tests.chaos [--minutes 10] [--seed N]`; says what it does, and at the end the figures."""

import argparse
import pathlib
import random
import sys
import tempfile

from tests.chaos.story import live_through


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    folder = pathlib.Path(tempfile.mkdtemp(prefix="loyalty-chaos-run-"))
    _say(f"seed {seed}; the log of all processes is {folder / 'fleet.log'}")
    figures = live_through(folder, seed, options.minutes * 60, say=_say)
    sys.stdout.write("\n".join(figures.lines()) + "\n")


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
