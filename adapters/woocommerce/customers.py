"""Reading accounts: by id, whatever their role, and those opened since a time.

The rule kept here: an account is what the store says of it. WooCommerce has one role an account, makes sure of no
address, and knows of no newsletter.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from adapters.woocommerce.anchored import Anchored, Read
from adapters.woocommerce.client import PER_PAGE, Client, Rows
from adapters.woocommerce.mapping import contacts
from adapters.woocommerce.payloads import CustomerPayload, decode
from connector.core.commerce import Customer

_FIELDS = ("id", "email", "first_name", "last_name", "role", "date_created_gmt", "billing")


class WooCustomers:
    """The customers facet."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._list = Anchored(self._ask, _read)

    def get(self, ids: Sequence[str]) -> Iterator[Customer]:
        numbers = [one for one in dict.fromkeys(ids) if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), PER_PAGE):
            chunk = numbers[start : start + PER_PAGE]
            for raw in self._client.rows("customers", role="all", include=chunk, _fields=_FIELDS).rows:
                yield _read(raw).row

    def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
        return self._list.since(since)

    def _ask(self, offset: int, size: int) -> Rows:
        return self._client.rows(
            "customers",
            role="all",
            orderby="registered_date",
            order="asc",
            offset=offset,
            per_page=size,
            _fields=_FIELDS,
        )


def _read(raw: msgspec.Raw) -> Read[Customer]:
    payload = decode(raw, CustomerPayload, "An account")
    customer = Customer(
        id=str(payload.id),
        email=(payload.email or "").strip() or None,
        name=f"{payload.first_name or ''} {payload.last_name or ''}".strip(),
        groups=(payload.role,) if payload.role else (),
        registered_at=payload.date_created_gmt.at,
        contacts=tuple(contacts(payload.billing)),
    )
    return Read(customer.id, customer.registered_at, customer)
