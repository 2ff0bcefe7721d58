"""When to try again: one answer for inbox and outbox."""

import random
from datetime import datetime, timedelta

from connector.adapter import Retryable, StoreError

GIVE_UP_AFTER = 10
_FIRST, _LONGEST = timedelta(seconds=10), timedelta(hours=1)


def next_try(attempts: int, now: datetime, wished: timedelta | None = None) -> datetime:
    """After so many attempts: doubling from ten seconds to an hour, spread by a fifth so that nobody marches in step.

    A store that names its own time is given it.
    """
    pause = _FIRST * 2 ** min(attempts, 20) if wished is None else max(wished, _FIRST / 10)
    spread = random.uniform(0.8, 1.2)  # noqa: S311  -- jitter, not a secret
    return now + min(pause, _LONGEST) * spread


def retry_or_park(attempts: int, error: StoreError, now: datetime) -> datetime | str:
    """When to try again, or the reason to park: only what may work later is tried again, and not for ever."""
    if not isinstance(error, Retryable):
        return str(error)
    if attempts >= GIVE_UP_AFTER:
        return f"given up after {attempts} attempts: {error}"
    return next_try(attempts, now, error.after)
