"""Between the store's whole numbers and ours.

The rule kept here: Vendure keeps all money in one precision (two digits unless configured), whatever the currency
has, so ¥1 is 100 there; what cannot be said exactly in the other's parts is refused.
"""

from decimal import Decimal

from connector.adapter import Rejected
from connector.core.money import exponent, to_decimal, to_minor


def ours(amount: int, currency: str, precision: int) -> int:
    return to_minor(Decimal(amount).scaleb(-precision), currency)


def theirs(amount: int, currency: str, precision: int) -> int:
    exact = to_decimal(amount, currency).scaleb(precision)
    if exact != int(exact):
        raise Rejected(
            f"{to_decimal(amount, currency)} {currency}: the store keeps {precision} digits, not {exponent(currency)}."
        )
    return int(exact)
