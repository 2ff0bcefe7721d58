"""What a member had at a moment, told from what had happened by then.

The rule kept here: time needs no sweep. What was ripe or had lapsed by that moment counts as such, whether or not it
had been written down; and a transaction that was written late counts from when it happened.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connector.core.expiry import age
from connector.core.ledger import Account, Place, Wallet

_A = Account

# Where points were before, for what left an account earlier than it came there (a refund of before the maturity, learnt
# after it).
_BEFORE = ((_A.REDEEMED, _A.HELD), (_A.HELD, _A.AVAILABLE), (_A.AVAILABLE, _A.PENDING))


@dataclass(frozen=True, slots=True)
class Balance:
    """Points at a moment. `owed` had to be given back by then, and was paid by points that came later."""

    available: int
    pending: int
    held: int
    redeemed: int
    expired: int
    owed: int = 0


def balance(wallet: Wallet, at: datetime) -> Balance:
    """The balance at that moment of a wallet that holds what had happened until then."""
    righted, owed = _righted(wallet)
    aged = righted.post_all(age(righted, righted.lots.values(), at))
    return Balance(
        aged.total(_A.AVAILABLE),
        aged.total(_A.PENDING),
        aged.total(_A.HELD),
        aged.total(_A.REDEEMED),
        aged.total(_A.EXPIRED),
        owed,
    )


def _righted(wallet: Wallet) -> tuple[Wallet, int]:
    """The wallet with no account below zero, and the points that no account of their lot could make up for."""
    balances = defaultdict(int, wallet.balances)
    for account, before in _BEFORE:
        for place in _short(balances, account):
            redemption = place.redemption if before is _A.HELD else None
            balances[Place(place.lot, before, redemption)] += balances.pop(place)
    owed = -sum(balances.pop(place) for place in _short(balances, _A.PENDING))
    return Wallet(wallet.lots, dict(balances)), owed


def _short(balances: Mapping[Place, int], account: Account) -> list[Place]:
    return [place for place, points in balances.items() if place.account is account and points < 0]
