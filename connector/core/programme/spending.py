"""What points buy."""

from dataclasses import dataclass
from enum import StrEnum

from connector.core.commerce import Promotion
from connector.core.money import Rounding
from connector.core.programme.goods import EVERYTHING, Selector


class Returns(StrEnum):
    """What a refund gives back of the points spent on the order (C21). A cancelled order always gives back all."""

    PROPORTIONAL = "proportional"  # the share of the goods that came back
    FULL_ONLY = "full_only"  # all, once everything is refunded
    NEVER = "never"


class Into(StrEnum):
    """What points become that are redeemed."""

    COUPON = "coupon"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"


class TaxTreatment(StrEnum):
    """What points that pay are to the tax (C44). Which one is right is the merchant's to know."""

    REDUCES = "reduces"  # a discount: tax is due on what is left
    NONE = "none"  # a means of payment after tax: the tax stays what it was


@dataclass(frozen=True, slots=True)
class Redemption:
    """What points buy: an amount of money off, within caps (C24–C35).

    `points` points are worth `worth` minor units. The share is of the eligible goods in the cart, after other
    discounts; where a store has only coupons it becomes the coupon's minimum spend. `whole` makes it a means of
    payment: all of the cart or nothing (C35). `into` a gift card or store credit it is money, which no cap on a cart
    binds; `valid_days` None is for ever.
    """

    points: int
    worth: int
    minimum_points: int = 0
    maximum_points: int | None = None
    maximum_share: int = 100
    block: int = 1  # points are spent in whole multiples of this (C30)
    minimum_order: int = 0
    maximum_order: int | None = None
    goods: Selector = EVERYTHING
    without: frozenset[Promotion] = frozenset()
    groups: frozenset[str] = frozenset()
    whole: bool = False
    shipping: bool = False
    valid_days: int | None = 30
    returns: Returns = Returns.PROPORTIONAL
    tax: TaxTreatment = TaxTreatment.REDUCES
    into: Into = Into.COUPON


@dataclass(frozen=True, slots=True)
class PointPrices:
    """What goods cost that are bought with points (C37): `points` for each `per` of a piece's price."""

    points: int
    per: int
    rounding: Rounding = Rounding.CEILING
    goods: Selector = EVERYTHING
