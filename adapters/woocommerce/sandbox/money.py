"""Money and taxes as the store works them out: prices include 19 % tax, amounts are kept net.

The rule kept here: net amounts keep six digits, taxes are rounded to cents a line, a half cent of tax goes down.
"""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
MICRO = Decimal("0.000001")
TAX_PERCENT = Decimal(19)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def net(gross: Decimal) -> Decimal:
    """The amount without the tax it includes, unrounded."""
    return gross - included_tax(gross)


def included_tax(gross: Decimal) -> Decimal:
    return gross * TAX_PERCENT / (100 + TAX_PERCENT)


def tax_on(net_amount: Decimal) -> Decimal:
    return round_tax(net_amount * TAX_PERCENT / 100)


def round_tax(tax: Decimal) -> Decimal:
    """Stores whose prices include tax round half a cent of tax down."""
    return tax.quantize(CENT, ROUND_HALF_DOWN)


def stored(amount: Decimal) -> Decimal:
    """As an order item keeps it."""
    return amount.quantize(MICRO, ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """Two digits, never a negative zero."""
    return str(cents(amount) + 0)


def trimmed(amount: Decimal) -> str:
    """Without trailing zeros: coupon lines are the one place where the store does not pad."""
    return format(amount.normalize() + 0, "f")


def number(amount: Decimal | float) -> int | float:
    """A number as PHP writes it to JSON: whole ones without a fraction."""
    return int(amount) if amount == int(amount) else float(amount)


def price_html(amount: Decimal) -> str:
    return (
        '<span class="woocommerce-Price-amount amount"><bdi>'
        '<span class="woocommerce-Price-currencySymbol" translate="no">&euro;</span>'
        f"{shown(amount)}</bdi></span>"
    )
