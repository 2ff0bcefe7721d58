"""When to try again: one answer for inbox and outbox."""

import random
from datetime import datetime, timedelta

from connector.adapter import Retryable, StoreError

GIVE_UP_AFTER = 10
_FIRST, _LONGEST, _SPREAD = timedelta(seconds=10), timedelta(hours=1), 0.2
FARTHEST = _LONGEST * (1 + _SPREAD)  # no next try is farther off


def next_try(attempts: int, now: datetime, wished: timedelta | None = None) -> datetime:
    """After so many attempts: doubling from ten seconds to an hour, spread by a fifth so that nobody marches in step.

    A store that names its own time (an hour at most) is given it in full.
    """
    spread = random.uniform(0, _SPREAD)  # noqa: S311  -- jitter, not a secret
    if wished is not None:
        return now + min(max(wished, _FIRST / 10), _LONGEST) * (1 + spread)
    pause: timedelta = _FIRST * 2 ** min(attempts, 20)
    return now + min(pause, _LONGEST) * (1 - spread)


def retry_or_park(attempts: int, error: StoreError, now: datetime) -> datetime | str:
    """When to try again, or the reason to park: only what may work later is tried again, and not for ever."""
    if not isinstance(error, Retryable):
        return str(error)
    if attempts >= GIVE_UP_AFTER:
        return f"given up after {attempts} attempts: {error}"
    return next_try(attempts, now, error.after)
