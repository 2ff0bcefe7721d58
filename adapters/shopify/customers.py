"""Reading accounts: by id, and those opened since a time.

The rule kept here: an account is what the store says of it. Its tags are its groups; it takes the newsletter once
Shopify calls it subscribed, which a double opt-in is only after its confirmation.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.payloads import ByIds, Named, Nodes, Thing, decode
from connector.core.commerce import Customer

PAGE = 250
TOGETHER = 50
_DAY = timedelta(days=1)  # the filter may match whole days, of the shop's own time zone


class _Email(Thing, frozen=True):
    email_address: str
    marketing_state: str = ""


class CustomerPayload(Named, frozen=True):
    created_at: datetime
    first_name: str | None = None
    last_name: str | None = None
    tags: tuple[str, ...] = ()
    verified_email: bool = False
    default_email_address: _Email | None = None


class _Listed(Thing, frozen=True):
    customers: Nodes[msgspec.Raw]


class ShopifyCustomers:
    """The customers facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, ids: Sequence[str]) -> Iterator[Customer]:
        numbers = [one for one in dict.fromkeys(ids) if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), TOGETHER):
            names = [gid("Customer", one) for one in numbers[start : start + TOGETHER]]
            for raw in self._client.run("CustomersByIds", ByIds, ids=names).nodes:
                if bytes(raw) != b"null":
                    yield _customer(decode(raw, CustomerPayload, "A customer"))

    def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
        """Walked by Shopify's cursor, which holds a place and no count: an account that is closed moves nobody."""
        query = f"customer_date:>='{(since - _DAY).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'" if since else ""
        first_second = since.replace(microsecond=0) if since else None
        after: str | None = None
        while True:
            listed = self._client.run("Customers", _Listed, first=PAGE, after=after, query=query).customers
            rows = [decode(raw, CustomerPayload, "A customer") for raw in listed.nodes]
            yield [_customer(one) for one in rows if first_second is None or one.created_at >= first_second]
            after = listed.page_info.next
            if after is None:
                return


def _customer(payload: CustomerPayload) -> Customer:
    email = payload.default_email_address
    return Customer(
        id=payload.number,
        email=email.email_address if email else None,
        name=f"{payload.first_name or ''} {payload.last_name or ''}".strip(),
        groups=payload.tags,
        registered_at=payload.created_at.astimezone(UTC),
        verified=payload.verified_email,
        newsletter=email is not None and email.marketing_state == "SUBSCRIBED",
    )
