"""The programme document: the merchant's words, turned into the terms that the core computes with.

The rule kept here: the text alone says everything. It is stored as a version and judged years later, so nothing comes
from the environment, and the same text is the same terms. To widen the document, add a field or a section with its
`terms`, and the check of a value to the value's own field, so that its fault names its line.
"""

import hashlib
import math
import pathlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, Strict, ValidationInfo, WithJsonSchema, field_validator

from connector.core.money import Rounding, UnknownCurrency, exponent, to_decimal, to_minor
from connector.core.programme import (
    Base,
    Debt,
    EarnRule,
    Expiry,
    ExpiryPolicy,
    Grant,
    Redemption,
    Returns,
    SpendRule,
    Terms,
)
from connector.document import read_document, read_file
from connector.validation import Flag, Section, Whole, exact_decimal, nearest, validate, wrong

_TOO_MUCH = 10**12  # beyond this the minor units of some currencies leave the database's integers


@dataclass(frozen=True, slots=True)
class Programme:
    """One version: the terms, the text that said them, and the facets a store needs for them beside its orders."""

    terms: Terms
    text: str
    digest: str
    needs: frozenset[str]


def load_programme(path: pathlib.Path) -> Programme:
    """Raises InvalidDocument."""
    return parse_programme(read_file(path), str(path))


def parse_programme(text: str, name: str) -> Programme:
    """The programme a text says; `name` is what faults call the text. Raises InvalidDocument."""
    document = read_document(text, name)
    currency = document.at(("currency",))
    terms = validate(document, ProgrammeDocument, {"currency": currency if _is_currency(currency) else None}).terms()
    return Programme(terms, text, hashlib.sha256(text.encode()).hexdigest(), _needs(terms))


def _needs(terms: Terms) -> frozenset[str]:
    return frozenset({"coupons"}) if terms.redemption else frozenset()


def _is_currency(code: Any) -> bool:
    try:
        return isinstance(code, str) and exponent(code) >= 0
    except UnknownCurrency:
        return False


def _currency(code: str) -> str:
    if _is_currency(code):
        return code
    meant = code.strip().upper()
    hint = f'did you mean "{meant}"?' if _is_currency(meant) else "write the three letters of ISO 4217, for example EUR"
    raise wrong("{value} is not a currency", hint)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    if name in _zones():
        return name
    raise wrong("{value} is not a time zone", nearest(name, sorted(_zones()), "write for example Europe/Berlin"))


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2200:
        raise wrong("{value} is not a date of our time", "write for example 2026-01-31")
    return day


def _minor(value: Any, info: ValidationInfo) -> int:
    number = exact_decimal(value)
    if abs(number) >= _TOO_MUCH:
        raise wrong("{value} is too much")
    currency = info.context["currency"] if info.context else None
    if currency is None:  # its own fault is told at its own line; here only the sign still matters
        return math.ceil(number) if number > 0 else math.floor(number)
    minor = to_minor(number, currency)
    if to_decimal(minor, currency) != number:
        digits = exponent(currency)
        hint = f"write at most {digits} after the point" if digits else "write it without a point"
        raise wrong(f"{{value}} has more digits than {currency} has", hint)
    return minor


def _word(text: str) -> str:
    if not text.strip():
        raise wrong("must not be empty")
    return text.strip()


def _some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items:
        raise wrong("must not be empty")
    return items


_MONEY = WithJsonSchema({"type": ["number", "string"]})
Money = Annotated[int, BeforeValidator(_minor), Field(ge=0), _MONEY]  # minor units
Price = Annotated[int, BeforeValidator(_minor), Field(gt=0), _MONEY]  # and never nothing
Points = Annotated[Whole, Field(ge=0, le=1_000_000_000)]
Days = Annotated[Whole, Field(ge=0, le=3650)]
Listed = Strict(False)  # a word becomes a member, a list a tuple: the one looseness, since YAML has neither


class Spend(Section):
    """Points for each step of order value (C1)."""

    kind: Literal["spend"] = "spend"
    points: Annotated[Whole, Field(ge=1, le=1_000_000)]
    per: Price
    rounding: Annotated[Rounding, Listed] = Rounding.FLOOR
    minimum_order: Money = 0

    def terms(self) -> EarnRule:
        return SpendRule(self.points, self.per, self.rounding, self.minimum_order)


class Count(Section):
    """What of an order counts beside its goods (C2)."""

    tax: Flag = True
    shipping: Flag = False
    fees: Flag = False

    def terms(self) -> Base:
        return Base(self.tax, self.shipping, self.fees)


class GrantWhen(Section):
    """In which statuses an order has its points, and how long they wait (C14, C16)."""

    statuses: Annotated[tuple[Annotated[str, AfterValidator(_word)], ...], Listed, AfterValidator(_some)] = (
        "completed",
    )
    delay_days: Days = 0

    def terms(self) -> Grant:
        return Grant(frozenset(self.statuses), self.delay_days)


class Redeem(Section):
    """What points buy, and the caps on it (C24 to C31)."""

    points: Annotated[Whole, Field(ge=1, le=1_000_000)]
    worth: Price
    minimum_points: Points = 0
    maximum_points: Points | None = None
    maximum_share: Annotated[Whole, Field(ge=1, le=100)] = 100
    multiples_of: Annotated[Points, Field(ge=1)] = 1
    minimum_order: Money = 0
    valid_days: Annotated[Days, Field(ge=1)] = 30
    returns: Annotated[Returns, Listed] = Returns.PROPORTIONAL

    @field_validator("maximum_points")
    @classmethod
    def _not_below_minimum(cls, maximum: int | None, info: ValidationInfo) -> int | None:
        minimum = info.data.get("minimum_points", 0)
        if maximum is not None and maximum < max(minimum, 1):
            raise wrong(f"{{value}} is below minimum_points, which is {minimum}", "raise it, or lower the minimum")
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

    def terms(self) -> Redemption:
        return Redemption(
            points=self.points,
            worth=self.worth,
            minimum_points=self.minimum_points,
            maximum_points=self.maximum_points,
            maximum_share=self.maximum_share,
            block=self.multiples_of,
            minimum_order=self.minimum_order,
            valid_days=self.valid_days,
            returns=self.returns,
        )


class Expire(Section):
    """How long unused points live (C55). Without this section they live for ever."""

    policy: Annotated[ExpiryPolicy, Listed] = ExpiryPolicy.PER_LOT
    months: Annotated[Whole, Field(ge=0, le=1200, validate_default=True)] = 0
    grace_days: Days = 14

    @field_validator("months")
    @classmethod
    def _at_least_one(cls, months: int, info: ValidationInfo) -> int:
        if months < 1 and info.data.get("policy") is ExpiryPolicy.PER_LOT:
            raise wrong("must be at least 1", "write for example 12, or policy: none if points never expire")
        return months

    def terms(self) -> Expiry:
        return Expiry(self.policy, self.months, self.grace_days)


class ProgrammeDocument(Section):
    """The whole of a programme file."""

    programme: Annotated[str, AfterValidator(_word)]
    currency: Annotated[str, AfterValidator(_currency)]
    timezone: Annotated[str, AfterValidator(_zone)]
    starts: Annotated[date, BeforeValidator(_day)] | None = None
    earn: Annotated[tuple[Spend, ...], Listed, AfterValidator(_some)]
    count: Count = Count()
    grant: GrantWhen = GrantWhen()
    redeem: Redeem | None = None
    expire: Expire | None = None
    debt: Annotated[Debt, Listed] = Debt.OWE

    def terms(self) -> Terms:
        return Terms(
            name=self.programme,
            currency=self.currency,
            timezone=self.timezone,
            earning=tuple(rule.terms() for rule in self.earn),
            base=self.count.terms(),
            grant=self.grant.terms(),
            redemption=self.redeem.terms() if self.redeem else None,
            expiry=self.expire.terms() if self.expire else Expiry(),
            debt=self.debt,
            starts_at=_midnight(self.starts, self.timezone) if self.starts else None,
        )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
