"""What we keep on a customer, in the app's own namespace: nobody else's app can change it.

The rule kept here: one value a key, written whole; a customer that is gone has none.
"""

from typing import Any

import msgspec

from adapters.shopify.address import gid
from adapters.shopify.client import Client, Refused
from adapters.shopify.payloads import Named, Thing
from adapters.shopify.refusals import UserError, require

NAMESPACE = "$app:loyalty"


class _Change(Thing, frozen=True):
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class _Customer(Thing, frozen=True):
    customer: Named | None


class CustomerFields:
    """The app's own metafields of customers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def write(self, customer: str, key: str, value: object, **guard: Any) -> None:
        """In place of what was there. With the guard `compareDigest`, only if that is still what was read. Raises
        Refused."""
        told = {
            "ownerId": gid("Customer", customer),
            "namespace": NAMESPACE,
            "key": key,
            "type": "json",
            "value": msgspec.json.encode(value, order="sorted").decode(),
            **guard,
        }
        change = self._client.run("MetafieldsSet", _Changed, metafields=[told]).made
        require(change.user_errors, f"Account {customer}")

    def delete(self, customer: str, key: str) -> None:
        told = {"ownerId": gid("Customer", customer), "namespace": NAMESPACE, "key": key}
        change = self._client.run("MetafieldsDelete", _Changed, metafields=[told]).made
        require(change.user_errors, f"Account {customer}")

    def has_owner(self, customer: str) -> bool:
        try:
            return self._client.run("CustomerIsThere", _Customer, id=gid("Customer", customer)).customer is not None
        except Refused as error:
            if error.code == "RESOURCE_NOT_FOUND":
                return False
            raise
