"""The section of the programme document that says what points buy beside an amount off (C36, C38–C43, C61)."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from connector.core.programme import (
    FreeShipping,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Permanent,
    ProductForPoints,
    Reward,
    Selector,
    What,
    Wording,
)
from connector.programme.words import Day, Days, Listed, Money, Points, Price, Text, Words, midnight
from connector.validation import Flag, Section, Whole, wrong


def _slug(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", name):
        raise wrong("{value} is not a name of a reward", "write small letters, digits, - and _, for example mug-blue")
    return name


def _address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", url):
        raise wrong("{value} is not a web address", "write for example https://shop.example.com/mug.jpg")
    return url


class Texts(Section):
    """A text in some of the languages."""

    en: Text | None = None
    ro: Text | None = None
    pl: Text | None = None
    he: Text | None = None

    @model_validator(mode="after")
    def _at_least_one(self) -> Self:
        if not self.texts:
            raise wrong("must not be empty", "write a text, or one for each language: {en: Mug, pl: Kubek}")
        return self

    @property
    def texts(self) -> Wording:
        found = {"en": self.en, "ro": self.ro, "pl": self.pl, "he": self.he}
        return {language: text for language, text in found.items() if text is not None}


def _form(text: Any) -> str:
    return "texts" if isinstance(text, dict | Texts) else "text"


Said = Annotated[Annotated[Text, Tag("text")] | Annotated[Texts, Tag("texts")], Discriminator(_form)]


def _wording(text: str | Texts) -> Wording:
    return {"": text} if isinstance(text, str) else text.texts


class Chosen(Section):
    """Goods of a coupon: products by id or SKU, or categories by id or slug. No coupon can choose by both."""

    products: Words = frozenset()
    categories: Words = frozenset()

    @field_validator("categories")
    @classmethod
    def _not_both(cls, categories: frozenset[str], info: ValidationInfo) -> frozenset[str]:
        if categories and info.data.get("products"):
            raise wrong("a coupon chooses by products or by categories, not by both", "make two rewards of it")
        return categories

    def terms(self) -> Selector:
        return Selector(self.products, self.categories)


Percent = Annotated[Whole, Field(ge=1, le=100)]


class _Common(Section):
    """What every reward says."""

    name: Annotated[str, AfterValidator(_slug)]
    points: Annotated[Points, Field(ge=1)]
    title: Said
    description: Said | None = None
    image: Annotated[str, AfterValidator(_address)] | None = None
    stock: Annotated[Whole, Field(ge=0, le=1_000_000_000)] | None = None
    per_member: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    groups: Words = frozenset()

    @field_validator("until")
    @classmethod
    def _after_its_beginning(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if until and since and until <= since:
            raise wrong("{value} is not after from", "until is the first day on which it is no longer offered")
        return until

    def what(self) -> What:
        raise NotImplementedError

    def terms(self, zone: str) -> Reward:
        return Reward(
            self.name,
            self.points,
            self.what(),
            _wording(self.title),
            _wording(self.description) if self.description else {},
            self.image or "",
            self.stock,
            self.per_member,
            midnight(self.since, zone) if self.since else None,
            midnight(self.until, zone) if self.until else None,
            self.groups,
        )


class _Off(_Common):
    """A reward that takes an amount or per cent off."""

    amount: Price | None = None
    percent: Percent | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.amount is None) == (self.percent is None):
            raise wrong("a discount is an amount or per cent", "write amount or percent, one of them")
        return self


ValidDays = Annotated[Days, Field(ge=1)]


class DiscountReward(_Off):
    """A discount on one order (C39), on all goods or on some (C41)."""

    kind: Literal["discount"]
    goods: Chosen = Chosen()
    sale_items: Flag = True
    minimum_order: Money = 0
    valid_days: ValidDays = 30

    def what(self) -> What:
        return OneOff(
            self.amount or 0,
            self.percent or 0,
            self.goods.terms(),
            self.sale_items,
            self.minimum_order,
            self.valid_days,
        )


class FreeShippingReward(_Common):
    """Free delivery of one order (C38)."""

    kind: Literal["free_shipping"]
    methods: Words = frozenset()
    minimum_order: Money = 0
    valid_days: ValidDays = 30

    def what(self) -> What:
        return FreeShipping(self.methods, self.minimum_order, self.valid_days)


class ProductReward(_Common):
    """A product for points (C36, C42)."""

    kind: Literal["product"]
    product: Text
    settlement_price: Money = 0
    confirm: Flag = True
    valid_days: ValidDays = 30

    @field_validator("confirm")
    @classmethod
    def _whole_price(cls, confirm: bool, info: ValidationInfo) -> bool:
        if not confirm and info.data.get("settlement_price"):
            raise wrong(
                "a coupon takes the whole price off, so nobody would pay the settlement price",
                "write settlement_price: 0, or confirm: true",
            )
        return confirm

    def what(self) -> What:
        return ProductForPoints(self.product, self.settlement_price, self.confirm, self.valid_days)


class PermanentReward(_Off):
    """A discount on the customer's account (C40)."""

    kind: Literal["permanent"]
    days: ValidDays | None = None
    months: Annotated[Whole, Field(ge=1, le=1200)] | None = None

    @field_validator("months")
    @classmethod
    def _one_end(cls, months: int | None, info: ValidationInfo) -> int | None:
        if months is not None and info.data.get("days") is not None:
            raise wrong("it ends after days or after months", "write one of them")
        return months

    def what(self) -> What:
        return Permanent(self.amount or 0, self.percent or 0, self.days, self.months)


class GiftReward(_Common):
    """Anything that is handed out (C43, C61)."""

    kind: Literal["gift"]
    confirm: Flag = True

    def what(self) -> What:
        return Gift(self.confirm)


class _MoneyReward(_Common):
    """A reward that is money in the store (C36)."""

    amount: Price
    valid_days: ValidDays | None = None


class GiftCardReward(_MoneyReward):
    """A gift card of the store."""

    kind: Literal["gift_card"]

    def what(self) -> What:
        return MoneyOnCard(self.amount, self.valid_days)


class StoreCreditReward(_MoneyReward):
    """Credit on the customer's account in the store."""

    kind: Literal["store_credit"]

    def what(self) -> What:
        return MoneyOnAccount(self.amount, self.valid_days)


_KINDS = ("discount", "free_shipping", "product", "permanent", "gift", "gift_card", "store_credit")


def _tag(reward: Any) -> str | None:
    """The kind as no key is called, since faults are found by their keys."""
    kind = reward.get("kind") if isinstance(reward, dict) else getattr(reward, "kind", None)
    return f"a {kind}" if kind in _KINDS else None


RewardSection = Annotated[
    Annotated[DiscountReward, Tag("a discount")]
    | Annotated[FreeShippingReward, Tag("a free_shipping")]
    | Annotated[ProductReward, Tag("a product")]
    | Annotated[PermanentReward, Tag("a permanent")]
    | Annotated[GiftReward, Tag("a gift")]
    | Annotated[GiftCardReward, Tag("a gift_card")]
    | Annotated[StoreCreditReward, Tag("a store_credit")],
    Discriminator(
        _tag,
        custom_error_type="wrong",
        custom_error_message="wrong",
        custom_error_context={"message": "is of no kind known here", "hint": f"write kind: {' or '.join(_KINDS)}"},
    ),
]


def distinct(rewards: tuple[RewardSection, ...]) -> tuple[RewardSection, ...]:
    names = [reward.name for reward in rewards]
    for name in names:
        if names.count(name) > 1:
            raise wrong(f"two rewards have the name {name}", "give each a name of its own")
    return rewards


Rewards = Annotated[tuple[RewardSection, ...], Listed, AfterValidator(distinct)]


FACETS = {"coupon": "coupons", "gift_card": "gift_cards", "store_credit": "store_credit"}


def needs_of(rewards: tuple[Reward, ...]) -> set[str]:
    """Facets without which a store cannot give these rewards."""
    needs: set[str] = set()
    for reward in rewards:
        match reward.what:
            case Permanent():
                needs.add("standing_discounts")
            case FreeShipping(methods=methods):
                needs |= {"coupons", "coupon_shipping"} | ({"shipping_methods"} if methods else set())
            case ProductForPoints(confirm=False):
                needs |= {"coupons", "coupon_goods", "coupon_pieces"}
            case OneOff() as one:
                needs |= {"coupons"} | _needs_of_scope(one)
            case MoneyOnCard() | MoneyOnAccount():
                needs.add(FACETS[reward.what.kind])
            case ProductForPoints() | Gift():
                pass
        if reward.groups:
            needs.add("customers")
    return needs


def _needs_of_scope(one: OneOff) -> set[str]:
    """What the discount asks of a coupon beside an amount or per cent off everything."""
    chosen = bool(one.goods.products or one.goods.categories)
    asked = {
        "coupon_goods": chosen,
        "coupon_pieces": chosen and one.amount > 0,
        "coupon_goods_minimum": chosen and one.minimum_order > 0,
        "coupon_sale_items": not one.sale_items,
    }
    return {facet for facet, so in asked.items() if so}
