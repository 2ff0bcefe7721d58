"""Reading accounts: by id, and those opened since a time.

The rule kept here: Vendure keeps guests among its customers, and who registers later is the same customer; an
account is there from the day on which somebody could log in.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from adapters.vendure.client import TAKE, Client
from adapters.vendure.groups import is_ours
from adapters.vendure.payloads import CustomerPayload, Listing, decode
from adapters.vendure.walk import Listed, walk
from connector.core.commerce import Customer

_EVER = datetime(1970, 1, 2, tzinfo=UTC)


class VendureCustomers:
    """The customers facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, ids: Sequence[str]) -> Iterator[Customer]:
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), TAKE):
            options = {"filter": {"id": {"in": wanted[start : start + TAKE]}}, "take": TAKE}
            found = self._client.ask("Customers", dict[str, Listing], "The list customers", options=options)[
                "customers"
            ]
            for raw in found.items:
                yield from _account(decode(raw, CustomerPayload, "An account"))

    def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
        """Registering moves a customer's date of change, and it is the only date that the list can be asked by."""
        found: dict[str, Customer] = {}
        for page in walk(self._client, Listed("Customers", "customers", "updatedAt", {}), since or _EVER):
            for row in page.rows:
                for one in _account(decode(row.raw, CustomerPayload, "An account")):
                    if since is None or (one.registered_at and one.registered_at >= since):
                        found[one.id] = one
        accounts = sorted(found.values(), key=lambda one: one.registered_at or _EVER)
        for start in range(0, len(accounts), TAKE):
            yield accounts[start : start + TAKE]


def _account(payload: CustomerPayload) -> Iterator[Customer]:
    """Nothing of a guest."""
    if payload.user is not None:
        yield Customer(
            id=payload.id,
            email=payload.email_address.strip() or None,
            name=f"{payload.first_name} {payload.last_name}".strip(),
            groups=tuple(group.name for group in payload.groups if not is_ours(group.name)),
            registered_at=payload.user.created_at,
            verified=payload.user.verified,
        )
