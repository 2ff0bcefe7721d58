"""The sections of the programme document that say what earns, and when it is given."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from connector.core.commerce import Promotion
from connector.core.money import Rounding
from connector.core.programme import (
    Base,
    Campaign,
    EarnRule,
    FixedRule,
    GiftCards,
    Grant,
    Payment,
    ProductRule,
    Selector,
    SpendRule,
    Unassigned,
)
from connector.programme.words import Day, Days, Listed, Money, Points, Price, Text, Times, Words, midnight, some
from connector.validation import Flag, Section, Whole, wrong

Promotions = Annotated[frozenset[Annotated[Promotion, Listed]], Listed]


class Goods(Section):
    """Which goods (C5): products by id or SKU, categories by id or slug with all below them."""

    products: Words = frozenset()
    categories: Words = frozenset()
    not_products: Words = frozenset()
    not_categories: Words = frozenset()

    def terms(self) -> Selector:
        return Selector(self.products, self.categories, self.not_products, self.not_categories)


class Spend(Section):
    """Points for each step of order value (C1)."""

    kind: Literal["spend"] = "spend"
    points: Annotated[Whole, Field(ge=1, le=1_000_000)]
    per: Price
    rounding: Annotated[Rounding, Listed] = Rounding.FLOOR
    minimum_order: Money = 0
    goods: Goods = Goods()

    def terms(self) -> EarnRule:
        return SpendRule(self.points, self.per, self.rounding, self.minimum_order, self.goods.terms())


class Fixed(Section):
    """The same points for every order (C3)."""

    kind: Literal["fixed"]
    points: Annotated[Points, Field(ge=1)]
    minimum_order: Money = 0
    goods: Goods = Goods()

    def terms(self) -> EarnRule:
        return FixedRule(self.points, self.minimum_order, self.goods.terms())


class OnProduct(Section):
    """The points set on each product (C4)."""

    kind: Literal["product"]
    unassigned: Annotated[Unassigned, Listed] = Unassigned.GENERAL

    def terms(self) -> EarnRule:
        return ProductRule(self.unassigned)


def _kind(rule: Any) -> str:
    return str(rule.get("kind", "spend")) if isinstance(rule, dict) else str(getattr(rule, "kind", "spend"))


Rule = Annotated[
    Annotated[Spend, Tag("spend")] | Annotated[Fixed, Tag("fixed")] | Annotated[OnProduct, Tag("product")],
    Discriminator(_kind),
]
Rules = Annotated[tuple[Rule, ...], Listed, AfterValidator(some)]


class Count(Section):
    """What of an order counts (C2, C5, C7)."""

    tax: Flag = True
    shipping: Flag = False
    fees: Flag = False
    goods: Goods = Goods()
    without: Promotions = frozenset()
    gift_cards: Annotated[GiftCards, Listed] = GiftCards.SPENT

    def terms(self) -> Base:
        return Base(self.tax, self.shipping, self.fees, self.goods.terms(), self.without, self.gift_cards)


class CampaignSection(Section):
    """More points for a while (C6): whole days, the last one not included."""

    name: Text
    since: Annotated[Day, Field(alias="from")]
    until: Day
    times: Times
    goods: Goods = Goods()

    @field_validator("until")
    @classmethod
    def _after_its_beginning(cls, until: date, info: ValidationInfo) -> date:
        if "since" in info.data and until <= info.data["since"]:
            raise wrong("{value} is not after from", "until is the first day on which the campaign is over")
        return until

    def terms(self, zone: str) -> Campaign:
        return Campaign(
            self.name, midnight(self.since, zone), midnight(self.until, zone), self.times, self.goods.terms()
        )


class GrantWhen(Section):
    """In which statuses an order has its points, what the till must say, and how long they wait (C14, C15, C16)."""

    statuses: Annotated[tuple[Text, ...], Listed, AfterValidator(some)] = ("completed",)
    payment: Annotated[Payment, Listed] = Payment.ANY
    delay_days: Days = 0

    def terms(self) -> Grant:
        return Grant(frozenset(self.statuses), self.delay_days, self.payment)
