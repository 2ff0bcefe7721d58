"""The store's times: whole seconds, UTC in the API.

The rule kept here: the clock is asked in one place, and a test may hold it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

Clock = Callable[[], float]


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def shown(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=1024)
def parse(text: str) -> datetime:
    """A time, or the midnight that begins a day; without an offset it is UTC. ValueError when it is none."""
    at = datetime.fromisoformat(text.strip())
    return at if at.tzinfo else at.replace(tzinfo=UTC)
