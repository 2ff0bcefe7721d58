"""Who takes part, and by which rates."""

from dataclasses import dataclass
from enum import StrEnum

from connector.core.programme.earning import EarnRule
from connector.core.programme.spending import Redemption


class Status(StrEnum):
    """C53."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"  # nothing is earned, points can be spent
    CLOSED = "closed"


class WalletScope(StrEnum):
    """Where points can be spent (C50). Rules are always each store's own."""

    SHARED = "shared"  # a person has one wallet in all stores of the programme
    PER_STORE = "per_store"  # and one in each


@dataclass(frozen=True, slots=True)
class Participation:
    """Customer groups that take part (C47). `never` beats `only`; an empty `only` means all.

    `guest_orders`: may somebody whose address is known to be theirs claim what they ordered as a guest (C19)?
    """

    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    guest_orders: bool = True


class OtherCurrencies(StrEnum):
    REFUSE = "refuse"
    CONVERT = "convert"  # at the order's own rate


@dataclass(frozen=True, slots=True)
class Override:
    """Other rates for some stores (C50) or customer groups (C48); an empty set means any. The first that fits is taken,
    and what it says replaces the general rates whole."""

    stores: frozenset[str]
    groups: frozenset[str]
    earning: tuple[EarnRule, ...] | None = None
    redemption: Redemption | None = None
