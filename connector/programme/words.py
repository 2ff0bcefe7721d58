"""The words of the programme document: what a value may be, and how a wrong one is named.

The rule kept here: money becomes minor units exactly, or it is a fault; nothing is rounded on the way in. Dumped, each
value is again what a person would write.
"""

import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SerializationInfo,
    Strict,
    ValidationInfo,
    WithJsonSchema,
)

from connector.core.money import UnknownCurrency, exponent, to_decimal, to_minor
from connector.validation import Whole, exact_decimal, nearest, wrong

_TOO_MUCH = 10**12  # beyond this the minor units of some currencies leave the database's integers


def is_currency(code: Any) -> bool:
    try:
        return isinstance(code, str) and exponent(code) >= 0
    except UnknownCurrency:
        return False


def currency(code: str) -> str:
    if is_currency(code):
        return code
    meant = code.strip().upper()
    hint = f'did you mean "{meant}"?' if is_currency(meant) else "write the three letters of ISO 4217, for example EUR"
    raise wrong("{value} is not a currency", hint)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> str:
    if name in _zones():
        return name
    raise wrong("{value} is not a time zone", nearest(name, sorted(_zones()), "write for example Europe/Berlin"))


def day(value: Any) -> date:
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


def _money(minor: int, info: SerializationInfo) -> Decimal | int:
    return to_decimal(minor, info.context["currency"]) if info.context else minor


def word(text: str) -> str:
    if not text.strip():
        raise wrong("must not be empty")
    return text.strip()


def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items:
        raise wrong("must not be empty")
    return items


_MONEY = WithJsonSchema({"type": ["number", "string"]})
_WRITTEN = PlainSerializer(_money)
Money = Annotated[int, BeforeValidator(_minor), Field(ge=0), _WRITTEN, _MONEY]  # minor units
Price = Annotated[int, BeforeValidator(_minor), Field(gt=0), _WRITTEN, _MONEY]  # and never nothing
Points = Annotated[Whole, Field(ge=0, le=1_000_000_000)]
Days = Annotated[Whole, Field(ge=0, le=3650)]
Text = Annotated[str, AfterValidator(word)]
Day = Annotated[date, BeforeValidator(day)]
Listed = Strict(False)  # a word becomes a member, a list a tuple: the one looseness, since YAML has neither
Words = Annotated[frozenset[Text], Listed]


def _times(value: Any) -> Fraction:
    number = exact_decimal(value)
    if not 0 < number <= 1000:
        raise wrong("{value} is not a multiplier", "write for example 2 or 1.5")
    return Fraction(number)


def _decimal(times: Fraction) -> Decimal:
    return Decimal(times.numerator) / times.denominator


Times = Annotated[
    Fraction,
    BeforeValidator(_times),
    PlainSerializer(_decimal),
    WithJsonSchema({"type": ["number", "string"]}),
]


def _day_of_year(value: Any) -> tuple[int, int]:
    try:
        found = date.fromisoformat(f"2024-{value}") if isinstance(value, str) else None  # a leap year: 02-29 is a day
    except ValueError:
        found = None
    if found is None:
        raise wrong("{value} is not a day of the year", 'write month and day, for example "12-31"')
    return found.month, found.day


def _month_and_day(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"


DayOfYear = Annotated[
    tuple[int, int],
    BeforeValidator(_day_of_year),
    PlainSerializer(_month_and_day),
    WithJsonSchema({"type": "string"}),
]


def midnight(of: date, in_zone: str) -> datetime:
    return datetime.combine(of, time.min, ZoneInfo(in_zone)).astimezone(UTC)
