"""What a person has, written to their account in fields that our plugin adds.

The rule kept here: what is written goes to fields that the store has; where it has none of ours, nothing can be
shown, and `check` says so.
"""

from collections.abc import Mapping

from adapters.vendure.client import Client, NotFound
from adapters.vendure.payloads import ShopPayload
from connector.adapter import ShownBalance

FIELDS = {
    "available": "loyaltyAvailable",
    "pending": "loyaltyPending",
    "redeemed": "loyaltyRedeemed",
    "worth": "loyaltyWorth",
    "currency": "loyaltyCurrency",
    "tier": "loyaltyTier",
    "as_of": "loyaltyAsOf",
}


def has_fields(shop: ShopPayload) -> bool:
    """Has the store fields of ours? They come with the plugin."""
    return not shop.customer_fields.isdisjoint(FIELDS.values())


class VendureBalances:
    """The balances facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def publish(self, balance: ShownBalance) -> None:
        self._write(balance.customer, balance.texts())

    def withdraw(self, customer: str) -> None:
        self._write(customer, dict.fromkeys(FIELDS))

    def _write(self, customer: str, values: Mapping[str, str | None]) -> None:
        there = self._client.shop.customer_fields
        fields = {FIELDS[name]: value for name, value in values.items() if FIELDS[name] in there}
        if not fields:
            return
        try:
            given = {"id": customer, "customFields": fields}
            self._client.ask("UpdateCustomer", dict[str, object], f"Account {customer}", input=given)
        except NotFound:
            return
