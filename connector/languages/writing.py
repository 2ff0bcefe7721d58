"""How a language writes figures: money, numbers, dates, and which plural form a number takes.

The rule kept here: what CLDR says, through Babel; only the digits of money are those of ISO 4217, since CLDR's are
those of daily use. A fact that came from a store cannot turn the direction of the sentence around it.
"""

import re
import unicodedata
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from fluent.runtime.types import FluentType

from connector.core.money import exponent, to_decimal

FactValue = int | str | Decimal | date  # a datetime is a date

_LOCALES = {"en": "en_GB", "ro": "ro", "pl": "pl", "he": "he"}
_TURNING = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_LONGEST = 500  # characters of a name; Fluent refuses a sentence with thousands


@dataclass(frozen=True, slots=True)
class Fact(FluentType):
    """A figure as the program gave it, with the currency it is in if it is money. Its message says what it is."""

    value: int | Decimal | date | str
    currency: str
    written: str

    def format(self, locale: Locale) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Writing:
    """One language's way of writing, times in one zone."""

    language: str
    zone: tzinfo
    _locale: Locale

    @classmethod
    def of(cls, language: str, zone: tzinfo) -> "Writing":
        return cls(language, zone, Locale.parse(_LOCALES[language]))

    @property
    def locale(self) -> str:
        return str(self._locale)

    @property
    def right_to_left(self) -> bool:
        return self._locale.text_direction == "rtl"

    def fact(self, value: FactValue, currency: str) -> Fact:
        return Fact(value, currency, self._plain(value))

    def money(self, minor: int, currency: str) -> str:
        pattern = copy(self._locale.currency_formats["standard"])
        pattern.frac_prec = (exponent(currency), exponent(currency))
        if get_currency_symbol(currency, self._locale)[
            -1
        ].isalpha():  # CLDR: RON 5.00 but €5.00, which Babel leaves out
            pattern.prefix = tuple(re.sub("¤$", "¤\u00a0", prefix) for prefix in pattern.prefix)
        amount = to_decimal(minor, currency)
        return format_currency(amount, currency, pattern, self._locale, currency_digits=False)

    def number(self, value: int | Decimal | str) -> str:
        """A number; a text that is none, such as the fraction 4/3, stays as it is."""
        try:
            return format_decimal(Decimal(value), locale=self._locale)
        except InvalidOperation:
            return str(value)

    def plural(self, value: int | Decimal) -> str:
        """CLDR's word for the form. Fluent's own choice takes no Decimal, and then every 1.5 would be `other`."""
        number = Decimal(value)
        # 1.0 is written 1, and takes the form of what is written
        return str(self._locale.plural_form(int(number) if number == int(number) else number))

    def when(self, value: date | str) -> str:
        """A day or a time, also in ISO 8601 as facts of a step give it."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        return self.time(value) if isinstance(value, datetime) else self.date(value)

    def date(self, day: date) -> str:
        return format_date(day, "medium", self._locale)

    def time(self, at: datetime) -> str:
        return f"{self.clock(at)} {at.astimezone(self.zone).tzname()}"

    def clock(self, at: datetime) -> str:
        there = at.astimezone(self.zone)
        shape = str(get_datetime_format("medium", self._locale)).replace("'", "")
        return shape.format(format_time(there, "short", locale=self._locale), self.date(there.date()))

    def _plain(self, value: FactValue) -> str:
        if isinstance(value, date):
            return self.when(value)
        if not isinstance(value, str):
            return self.number(value)
        text = _TURNING.sub("�", value)
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
        # In Hebrew Fluent isolates every fact itself.
        return f"{_ISOLATE}{text}{_END_ISOLATE}" if turns and not self.right_to_left else text
