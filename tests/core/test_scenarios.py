"""Stories that read like a bank statement. Each text file in scenarios/ is one: what the programme says, what happened
before, what happens, which transactions that makes, and how things stand after it.

    programme       the programme document, as a merchant writes it
    before, events  day, then one step: tests/core/story.py lists them
    transactions    day it happened, kind, points, what it is about (of the events alone); whose, if not Anna's
    after           each member's accounts and tier, what orders owe or used unpaid, and what the shop was told

Everything goes through the use cases and a real database, and the books are proved at the end. To write another story,
copy the nearest one.
"""

import pathlib
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from connector.db.engine import Database
from connector.usecases.audit import verify
from tests.core.story import Story

STORIES = sorted((pathlib.Path(__file__).parent / "scenarios").glob("*.txt"))


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_it_is_written(
    path: pathlib.Path, fresh_database: Callable[[], AbstractContextManager[Database]]
) -> None:
    with fresh_database() as database:
        story = Story(database, path.read_text())

        story.play()

        assert squeezed("\n".join(story.transactions())) == squeezed(story.parts.get("transactions", ""))
        assert list(story.standing()) == squeezed(story.parts.get("after", ""))
        assert verify(database).faults == []


def test_there_are_stories() -> None:
    assert len(STORIES) >= 25


def test_a_step_that_nobody_knows_is_no_story(sqlite_database: Database) -> None:
    story = Story(sqlite_database, STORIES[0].read_text())

    with pytest.raises(ValueError, match="nothing happens by '2026-01-01 dance'"):
        story.step("2026-01-01 dance")
