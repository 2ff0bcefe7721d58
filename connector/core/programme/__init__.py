"""The programme: the merchant's terms as data. Everything here is said by the programme document; nothing is computed.

The rule kept here: these values plus a snapshot plus a time determine every award; no rule looks anywhere else.
Money is integer minor units of the programme's currency, shares are whole percent, times are aware UTC, multipliers are
exact fractions.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.core.programme.bonuses import Bonuses, ReviewBonus
from connector.core.programme.earning import (
    Campaign,
    EarnRule,
    FixedRule,
    Grant,
    Payment,
    ProductRule,
    SpendRule,
    Unassigned,
)
from connector.core.programme.goods import EVERYTHING, Base, GiftCards, Selector
from connector.core.programme.keeping import Debt, Expiry, ExpiryPolicy
from connector.core.programme.people import OtherCurrencies, Override, Participation, Status, WalletScope
from connector.core.programme.referral import Referral
from connector.core.programme.rewards import (
    FreeShipping,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Payout,
    Permanent,
    ProductForPoints,
    Reward,
    What,
    Wording,
)
from connector.core.programme.rising import Tier, TierBy, Tiers, TierWindow
from connector.core.programme.showing import Audience, Display, Shown, SignIn, Texts
from connector.core.programme.spending import Into, PointPrices, Redemption, Returns, TaxTreatment

__all__ = [
    "EVERYTHING",
    "Audience",
    "Base",
    "Bonuses",
    "Campaign",
    "Debt",
    "Display",
    "EarnRule",
    "Expiry",
    "ExpiryPolicy",
    "FixedRule",
    "FreeShipping",
    "Gift",
    "GiftCards",
    "Grant",
    "Into",
    "MoneyOnAccount",
    "MoneyOnCard",
    "OneOff",
    "OtherCurrencies",
    "Override",
    "Participation",
    "Payment",
    "Payout",
    "Permanent",
    "PointPrices",
    "ProductForPoints",
    "ProductRule",
    "Redemption",
    "Referral",
    "Returns",
    "ReviewBonus",
    "Reward",
    "Selector",
    "Shown",
    "SignIn",
    "SpendRule",
    "Status",
    "TaxTreatment",
    "Terms",
    "Texts",
    "Tier",
    "TierBy",
    "TierWindow",
    "Tiers",
    "Unassigned",
    "WalletScope",
    "What",
    "Wording",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a programme."""

    name: str
    currency: str
    timezone: str
    earning: tuple[EarnRule, ...]
    base: Base = Base()
    grant: Grant = Grant()
    redemption: Redemption | None = None
    prices: PointPrices | None = None
    expiry: Expiry = Expiry()
    debt: Debt = Debt.OWE
    starts_at: datetime | None = None
    status: Status = Status.ACTIVE
    participation: Participation = Participation()
    other_currencies: OtherCurrencies = OtherCurrencies.REFUSE
    campaigns: tuple[Campaign, ...] = ()
    campaigns_stack: bool = False
    overrides: tuple[Override, ...] = ()
    tiers: Tiers | None = None
    bonuses: Bonuses = Bonuses()
    referral: Referral | None = None
    display: Display = Display()
    texts: tuple[Texts, ...] = ()
    rewards: tuple[Reward, ...] = ()
    wallet_scope: WalletScope = WalletScope.SHARED
