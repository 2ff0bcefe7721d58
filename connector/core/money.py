"""Money as integer minor units, and the few divisions everything else is built on.

The rule kept here: no float, ever, and no part of a whole is lost when it is spread.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

# ISO 4217: how many digits follow the decimal point. Every code not named in the second table has two.
_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_TWO_DIGITS = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
    JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG""".split()
)

_DIGITS = 30  # no money has more before or after its point; 1e999999999 would keep us reckoning for hours


class UnknownCurrency(ValueError):
    """The code is not one of ISO 4217."""


class NotMoney(ValueError):
    """The text is not a decimal number."""


class Rounding(StrEnum):
    """How a fraction of a point or of a minor unit becomes a whole one. The platforms disagree, so it is a setting."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEILING = "ceiling"


def exponent(currency: str) -> int:
    """Digits after the decimal point: EUR 2, JPY 0, KWD 3."""
    if currency in _EXPONENTS:
        return _EXPONENTS[currency]
    if currency in _TWO_DIGITS:
        return 2
    raise UnknownCurrency(f"{currency!r} is not an ISO 4217 currency")


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """A whole quotient of two integers; half_up rounds away from zero at one half. The denominator is positive."""
    match rounding:
        case Rounding.FLOOR:
            return numerator // denominator
        case Rounding.CEILING:
            return -(-numerator // denominator)
        case Rounding.HALF_UP:
            half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
            return half_up if numerator >= 0 else -half_up


def convert(amount: int | Fraction, into: int, per: int, rounding: Rounding) -> int:
    """`into` whole units for each `per` of an amount: money to points, or back. Only the result is rounded."""
    return divide(amount.numerator * into, amount.denominator * per, rounding)


def to_minor(text: str | Decimal, currency: str, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Minor units of a decimal number as a store writes it: ("12.34", "EUR") → 1234, ("5", "JPY") → 5."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise NotMoney(f"{text!r} is not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        raise NotMoney(f"{text!r} is not a number")
    numerator, denominator = (number.scaleb(exponent(currency))).as_integer_ratio()
    return divide(numerator, denominator, rounding)


def to_decimal(minor: int, currency: str) -> Decimal:
    """The decimal number of minor units: (1234, "EUR") → 12.34."""
    return Decimal(minor).scaleb(-exponent(currency))


def spread(whole: int, weights: Sequence[int]) -> list[int]:
    """Parts of a whole by weight that add up to it exactly (largest remainder; of equal ones the first gets it).

    Weights are not negative. If all are zero the first part takes everything, so nothing is lost; without
    weights there must be nothing to spread.
    """
    total = sum(weights)
    if not weights:
        if whole:
            raise ValueError(f"{whole} cannot be spread over nothing")
        return []
    if total == 0:
        return [whole, *([0] * (len(weights) - 1))]
    sign = 1 if whole >= 0 else -1
    shares = [divmod(abs(whole) * weight, total) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    missing = abs(whole) - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: -shares[i][1])[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]
