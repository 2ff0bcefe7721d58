"""Lists that are asked for by place: how far back the reading begins, and that it never goes round for ever."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from adapters.woocommerce.anchored import Anchored, Read
from adapters.woocommerce.client import Rows
from connector.adapter import Retryable

START = datetime(2026, 1, 1, tzinfo=UTC)


def moment(number: int) -> datetime:
    return START + timedelta(minutes=number)


def read(raw: msgspec.Raw) -> Read[int]:
    number = json.loads(bytes(raw))
    return Read(str(number), moment(number), number)


class Listed:
    """Rows 0, 1, 2 …, one a minute, in a list that can be asked for by place; before each question `change` happens."""

    def __init__(self, rows: int, change: Callable[["Listed"], None] = lambda _: None) -> None:
        self.rows = list(range(rows))
        self.asked: list[tuple[int, int]] = []
        self.change = change

    def ask(self, offset: int, size: int) -> Rows:
        self.change(self)
        self.asked.append((offset, size))
        page = [msgspec.Raw(str(row).encode()) for row in self.rows[offset : offset + size]]
        return Rows(page, len(self.rows) if page else 0, 1, None)


def since(listed: Listed, moment: datetime | None) -> list[int]:
    return [row for page in Anchored(listed.ask, read).since(moment) for row in page]


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 199, 250, 1000])
def test_everything_is_shown_once_and_in_order(rows: int) -> None:
    assert since(Listed(rows), None) == list(range(rows))


@pytest.mark.parametrize("first", [0, 1, 500, 949, 950, 951, 999, 1000])
def test_what_is_older_is_not_shown_wherever_the_new_begins(first: int) -> None:
    assert since(Listed(1000), moment(first)) == list(range(first, 1000))


def test_little_that_is_new_is_found_from_the_end() -> None:
    listed = Listed(100_000)

    assert since(listed, moment(99_990)) == list(range(99_990, 100_000))
    assert listed.asked == [(0, 1), (99_950, 1), (99_950, 100)]


def test_rows_that_vanish_while_it_is_read_take_none_with_them() -> None:
    def vanish(listed: Listed) -> None:
        del listed.rows[:30]

    listed = Listed(1000, vanish)
    shown = since(listed, None)

    assert set(range(30, 1000)) >= set(shown) >= set(listed.rows)
    assert len(shown) == len(set(shown))
    assert sorted(shown) == list(range(min(shown), 1000))


def test_the_very_end_may_vanish_under_the_reader() -> None:
    def vanish(listed: Listed) -> None:
        del listed.rows[150:]

    assert since(Listed(250, lambda listed: vanish(listed) if listed.asked else None), None) == list(range(150))


def test_rows_added_at_the_end_are_shown() -> None:
    def grow(listed: Listed) -> None:
        if len(listed.rows) < 400:
            listed.rows += range(len(listed.rows), len(listed.rows) + 50)

    assert since(Listed(250, grow), None) == list(range(400))


def test_a_list_that_answers_the_same_page_for_ever_is_given_up() -> None:
    class Stuck(Listed):
        def ask(self, offset: int, size: int) -> Rows:
            found = super().ask(offset, size)
            return found if offset == 0 else Rows([msgspec.Raw(b"9999")], 1000, 10, None)

    with pytest.raises(Retryable, match="does not stand still"):
        since(Stuck(1000), None)
