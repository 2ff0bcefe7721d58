"""Some seconds of what `make chaos` lives through for long: whatever was acknowledged is settled, and nothing is done
twice."""

import pathlib
import random

import pytest

from tests.chaos.faults import FAULTS
from tests.chaos.fleet import Size
from tests.chaos.story import live_through
from tests.postgresql import NoPostgresql

_KILLS = [fault for fault in FAULTS if "killed" in fault.name]


def test_killed_again_and_again_it_loses_nothing_and_does_nothing_twice(tmp_path: pathlib.Path) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")  # noqa: T201  -- shown when the test fails
    try:
        figures = live_through(tmp_path, seed, 10, Size(1, 1, 1, 512), (0.3, 1.5), _KILLS)
    except NoPostgresql as reason:
        pytest.skip(str(reason))

    assert sum(figures.struck.values()) >= 4
    assert figures.counts["events posted by us and acknowledged"] >= 10, figures.counts
