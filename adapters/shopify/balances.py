"""What a person has, kept on their account as one metafield of the app's own.

The rule kept here: all figures are one value, so nobody ever reads half of an old balance and half of a new one. A
theme shows it as `customer.metafields["$app:loyalty"].balance`.
"""

from adapters.shopify.client import Client, Refused
from adapters.shopify.metafields import CustomerFields
from connector.adapter import ShownBalance

KEY = "balance"


class ShopifyBalances:
    """The balances facet."""

    def __init__(self, client: Client) -> None:
        self._fields = CustomerFields(client)

    def publish(self, balance: ShownBalance) -> None:
        if not _is_number(balance.customer):
            return
        told = {name: text for name, text in balance.texts().items() if text is not None}
        try:
            self._fields.write(balance.customer, KEY, told)
        except Refused:
            if self._fields.has_owner(balance.customer):
                raise

    def withdraw(self, customer: str) -> None:
        if not _is_number(customer):
            return
        try:
            self._fields.delete(customer, KEY)
        except Refused:
            if self._fields.has_owner(customer):
                raise


def _is_number(customer: str) -> bool:
    """No account of this store ever had another name."""
    return customer.isascii() and customer.isdecimal()
