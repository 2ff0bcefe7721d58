"""What a person has, written to their account as meta data.

The rule kept here: an entry is named by its key and never by its id, for then the store itself replaces what is there
(doubles too), and a value of null takes the entry away. Nothing else of the account is sent, so nothing else changes.
"""

from collections.abc import Mapping

import msgspec

from adapters.woocommerce.client import Client
from connector.adapter import Misconfigured, Rejected, ShownBalance

PREFIX = "_loyalty_"  # the underscore keeps it out of the form where shop people edit fields by hand
_NAMES = ("available", "pending", "redeemed", "worth", "currency", "tier", "as_of")


class WooBalances:
    """The balances facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def publish(self, balance: ShownBalance) -> None:
        self._write(balance.customer, balance.texts())

    def withdraw(self, customer: str) -> None:
        self._write(customer, dict.fromkeys(_NAMES))

    def _write(self, customer: str, values: Mapping[str, str | None]) -> None:
        if not (customer.isascii() and customer.isdecimal()):
            return  # no account of this store ever had such a number
        entries = [{"key": PREFIX + name, "value": value} for name, value in values.items()]
        try:
            self._client.put(f"customers/{customer}", {"meta_data": entries}, msgspec.Raw, f"Account {customer}")
        except (Rejected, Misconfigured):
            # The store refuses to change a missing account with 400, 401, 403 or 404, depending on whose the keys are.
            if self._is_there(customer):
                raise

    def _is_there(self, customer: str) -> bool:
        return bool(self._client.rows("customers", role="all", include=customer, _fields="id").rows)
