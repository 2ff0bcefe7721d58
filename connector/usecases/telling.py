"""Telling a store many small things one after another.

The rule kept here: what one of them is refused for stops no other; but a store that is down, or keys that may not
write, are not tried on all of them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from connector.adapter import Misconfigured, Retryable, StoreError
from connector.usecases.queueing import next_try

LEASE = timedelta(minutes=10)  # a batch is done by then, or its worker is dead
_REFUSED_PAUSE = timedelta(days=1)

T = TypeVar("T")


def tell_each(
    things: Sequence[T],
    tell: Callable[[T], None],
    told: Callable[[T], None],
    failed: Callable[[T, StoreError], None],
) -> Sequence[T]:
    """Tell them, and say of each what came of it. Returns those that were not tried."""
    for number, one in enumerate(things):
        try:
            tell(one)
        except StoreError as error:
            failed(one, error)
            if isinstance(error, Retryable | Misconfigured):
                return things[number + 1 :]
        else:
            told(one)
    return ()


def again_at(attempts: int, error: StoreError, now: datetime) -> datetime:
    """When what failed is tried again. Nothing is given up: it is a state, and stays as untrue as it is."""
    return next_try(attempts, now, error.after) if isinstance(error, Retryable) else now + _REFUSED_PAUSE
