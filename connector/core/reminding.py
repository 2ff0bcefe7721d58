"""Which points somebody should be reminded of: those that will be gone before long.

The rule kept here: a member is told of each day once, of all days that are near in one letter, and not again for a
while.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from connector.core.ledger import Account, Wallet


def lapsing(wallet: Wallet, now: datetime, until: datetime) -> dict[datetime, int]:
    """The moments until then at which points that can be spent now are gone, the first one first, and how many."""
    found: dict[datetime, int] = defaultdict(int)
    for lot in wallet.lots.values():
        points = wallet.at(lot.key, Account.AVAILABLE)
        if (
            points > 0
            and lot.expires_at is not None
            and now < lot.expires_at <= until
            and lot.key not in wallet.strange
        ):
            found[lot.expires_at] += points
    return dict(sorted(found.items()))


def to_tell(
    lapses: dict[datetime, int], told: Collection[datetime], last: datetime | None, now: datetime, pause: timedelta
) -> dict[datetime, int]:
    """What of it is to be told now; nothing while the last letter is fresh."""
    fresh = last is not None and last + pause > now
    return {} if fresh else {at: points for at, points in lapses.items() if at not in told}
