"""What the store is to be told: facts for the outbox, decided with the books and sent after them.

The rule kept here: an effect is idempotent by construction, since what identifies it in the store is chosen before it
is sent, and it carries all that sending needs.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssueCoupon:
    """Create this single-use coupon. Money is minor units of `currency`, with tax, as the shopper sees it."""

    redemption: str
    code: str
    amount: int
    currency: str
    minimum_spend: int
    email: str | None
    expires_at: datetime
    description: str
    order: str | None = None  # to be put on this order at once, by the store's own id


@dataclass(frozen=True, slots=True)
class RevokeCoupon:
    """Make the code unusable; if nobody used it, its points come back."""

    redemption: str
    code: str
    reason: str


Effect = IssueCoupon | RevokeCoupon
