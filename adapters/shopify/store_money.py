"""A sum as Shopify writes it where it is not a bag: an amount and its currency."""

from decimal import Decimal

from adapters.shopify.payloads import Thing


class Amount(Thing, frozen=True):
    amount: Decimal
    currency_code: str
