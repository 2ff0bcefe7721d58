"""What the store is to be told: facts for the outbox, decided with the books and sent after them.

The rule kept here: an effect is idempotent by construction, since what identifies it in the store is chosen before it
is sent, and it carries all that sending needs.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssueCoupon:
    """Create this single-use coupon. Money is minor units of `currency`, with tax, as the shopper sees it.

    It takes off an amount or per cent, of all goods or of the chosen ones (of at most so many `pieces` of them), and
    may free from shipping costs. One that is `alone` goes with no other code.
    """

    redemption: str
    code: str
    amount: int
    currency: str
    minimum_spend: int
    email: str | None
    expires_at: datetime
    description: str
    order: str | None = None  # to be put on this order at once, by the store's own id
    percent: int = 0
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    pieces: int | None = None
    sale_items: bool = True
    free_shipping: bool = False
    shipping_methods: tuple[str, ...] = ()
    not_products: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    alone: bool = False
    maximum_spend: int | None = None


@dataclass(frozen=True, slots=True)
class RevokeCoupon:
    """Make the code unusable; if nobody used it, its points come back (with the reason, where somebody ordered it)."""

    redemption: str
    code: str
    reason: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class GrantDiscount:
    """Give the customer's account this standing discount: an amount or per cent, until then (None: for ever)."""

    redemption: str
    customer: str
    amount: int
    percent: int
    currency: str
    ends_at: datetime | None
    description: str
    code: str = ""  # by which the shopper names it, where the store has it as a code


@dataclass(frozen=True, slots=True)
class WithdrawDiscount:
    """Take the redemption's standing discount off the customer's account."""

    redemption: str
    customer: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class IssueCard:
    """Create this gift card. Money is minor units of `currency`."""

    redemption: str
    code: str
    amount: int
    currency: str
    email: str | None
    customer: str | None
    expires_at: datetime | None
    description: str


@dataclass(frozen=True, slots=True)
class GiveCredit:
    """Put this money onto the customer's account, until then (None: for ever)."""

    redemption: str
    customer: str
    amount: int
    currency: str
    ordered_at: datetime
    expires_at: datetime | None
    description: str


@dataclass(frozen=True, slots=True)
class CloseCard:
    """Make the gift card unusable; the points of what is left on it come back."""

    redemption: str
    code: str
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class TakeCredit:
    """Take the redemption's money off the customer's account; the points of what was still there come back.

    `given_at` is when it had been ordered onto it, `ordered_at` when this was.
    """

    redemption: str
    customer: str
    amount: int
    currency: str
    given_at: datetime
    ordered_at: datetime
    reason: str
    author: str


Paying = IssueCard | GiveCredit
Ending = CloseCard | TakeCredit
Effect = IssueCoupon | RevokeCoupon | GrantDiscount | WithdrawDiscount | Paying | Ending
