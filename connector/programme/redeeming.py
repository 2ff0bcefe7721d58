"""The sections of the programme document that say what points buy, and how long they live."""

import math
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from connector.core.commerce import Promotion
from connector.core.money import Rounding
from connector.core.programme import (
    EVERYTHING,
    Expiry,
    ExpiryPolicy,
    Into,
    PointPrices,
    Redemption,
    Returns,
    TaxTreatment,
)
from connector.programme.earning import Goods, Promotions
from connector.programme.words import (
    DayOfYear,
    Days,
    Listed,
    Money,
    Points,
    Price,
    Words,
)
from connector.validation import Flag, Section, Whole, wrong


class Redeem(Section):
    """What points buy, and the caps on it (C24 to C35)."""

    points: Annotated[Whole, Field(ge=1, le=1_000_000)]
    worth: Price
    minimum_points: Points = 0
    maximum_points: Points | None = None
    maximum_share: Annotated[Whole, Field(ge=1, le=100)] = 100
    multiples_of: Annotated[Points, Field(ge=1)] = 1
    minimum_order: Money = 0
    maximum_order: Money | None = None
    goods: Goods = Goods()
    without: Promotions = frozenset()
    groups: Words = frozenset()
    whole: Flag = False
    shipping: Flag = False
    valid_days: Annotated[Days, Field(ge=1)] | None = None
    returns: Annotated[Returns, Listed] = Returns.PROPORTIONAL
    tax: Annotated[TaxTreatment, Listed] = TaxTreatment.REDUCES
    into: Annotated[Into, Listed] = Into.COUPON

    @field_validator("maximum_points")
    @classmethod
    def _not_below_minimum(cls, maximum: int | None, info: ValidationInfo) -> int | None:
        minimum = info.data.get("minimum_points", 0)
        if maximum is not None and maximum < max(minimum, 1):
            raise wrong(f"{{value}} is below minimum_points, which is {minimum}", "raise it, or lower the minimum")
        return maximum

    @field_validator("maximum_order")
    @classmethod
    def _not_below_minimum_order(cls, maximum: int | None, info: ValidationInfo) -> int | None:
        if maximum is not None and maximum < info.data.get("minimum_order", 0):
            raise wrong("{value} is below minimum_order", "raise it, or lower the minimum")
        return maximum

    @field_validator("multiples_of")
    @classmethod
    def _can_be_reached(cls, block: int, info: ValidationInfo) -> int:
        minimum, maximum = info.data.get("minimum_points", 0), info.data.get("maximum_points")
        least = max(math.ceil(minimum / block), 1) * block
        if maximum is not None and least > maximum:
            raise wrong(
                f"nobody can redeem: in multiples of {{value}} the least is {least}, and maximum_points is {maximum}",
                f"write a maximum_points of at least {least}, or smaller multiples",
            )
        return block

    @field_validator("into")
    @classmethod
    def _no_cap_on_a_cart(cls, into: Into, info: ValidationInfo) -> Into:
        """Money pays for whatever its owner likes."""
        of_a_cart = {
            *("maximum_share", "minimum_order", "maximum_order", "goods", "without", "whole", "shipping"),
            *("returns", "tax"),
        }
        plain = {name: field.default for name, field in Redeem.model_fields.items()}
        said = [name for name in plain if name in of_a_cart and info.data.get(name, plain[name]) != plain[name]]
        if into is not Into.COUPON and said:
            raise wrong(f"{{value}} is money, which {said[0]} cannot bind", f"take {said[0]} out of redeem")
        return into

    def terms(self) -> Redemption:
        return Redemption(
            points=self.points,
            worth=self.worth,
            minimum_points=self.minimum_points,
            maximum_points=self.maximum_points,
            maximum_share=self.maximum_share,
            block=self.multiples_of,
            minimum_order=self.minimum_order,
            maximum_order=self.maximum_order,
            goods=self.goods.terms(),
            without=self.without,
            groups=self.groups,
            whole=self.whole,
            shipping=self.shipping,
            valid_days=_COUPON_DAYS if self.valid_days is None and self.into is Into.COUPON else self.valid_days,
            returns=self.returns,
            tax=self.tax,
            into=self.into,
        )


_COUPON_DAYS = 30


class Prices(Section):
    """What goods cost that are bought with points (C37)."""

    points: Annotated[Whole, Field(ge=1, le=1_000_000)]
    per: Price
    rounding: Annotated[Rounding, Listed] = Rounding.CEILING
    goods: Goods = Goods()

    def terms(self) -> PointPrices:
        return PointPrices(self.points, self.per, self.rounding, self.goods.terms())


class Expire(Section):
    """How long unused points live (C55). Without this section they live for ever."""

    policy: Annotated[ExpiryPolicy, Listed] = ExpiryPolicy.PER_LOT
    months: Annotated[Whole, Field(ge=0, le=1200, validate_default=True)] = 0
    day: DayOfYear = (12, 31)
    grace_days: Days = 14

    @field_validator("months")
    @classmethod
    def _at_least_one(cls, months: int, info: ValidationInfo) -> int:
        if months < 1 and info.data.get("policy") not in (ExpiryPolicy.NONE, ExpiryPolicy.FIXED_DATE):
            raise wrong("must be at least 1", "write for example 12, or policy: none if points never expire")
        return months

    def terms(self) -> Expiry:
        return Expiry(self.policy, self.months, self.day, self.grace_days)


def needs_of_redeeming(terms: Redemption) -> set[str]:
    """Facets without which a store cannot hold these limits. Where it has only coupons they live in the coupon, which
    knows its goods and its cart's worth, and nothing of what each of the other lines was reduced by."""
    needs: set[str] = set()
    chosen = bool(terms.goods.products or terms.goods.categories)
    if terms.groups:
        needs.add("customers")
    if terms.whole or terms.shipping or terms.without - {Promotion.SALE, Promotion.COUPON}:
        needs.add("checkout")
    if terms.goods != EVERYTHING or Promotion.SALE in terms.without or terms.maximum_order is not None:
        needs.add("coupon_scopes")
    if Promotion.COUPON in terms.without:
        needs.add("coupon_alone")
    if terms.goods.products and terms.goods.categories:
        needs.add("coupon_mixed_scopes")
    if chosen and terms.maximum_share < 100:
        needs.add("coupon_scope_shares")
    if terms.tax is TaxTreatment.NONE:
        needs.add("tenders")
    return needs
