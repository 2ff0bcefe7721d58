"""A group of customers for each buyer who has something of their own: Vendure binds promotions to groups only.

The rule kept here: a group of ours has one member, is told by its name, and is never told as a group of theirs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.vendure.client import TAKE, Client, equals
from adapters.vendure.payloads import CustomerPayload, Identity, Listing, NamedGroup, decode

_NAME = "Loyalty connector: customer "


def is_ours(name: str) -> bool:
    return name.startswith(_NAME)


def customer_of(client: Client, email: str) -> str | None:
    """Whose address it is. The store keeps addresses in lower case."""
    options = {"filter": equals(emailAddress=email.strip().lower()), "take": 1}
    found = client.ask("Customers", dict[str, Listing], "The list customers", options=options)["customers"]
    return next((decode(raw, CustomerPayload, "An account").id for raw in found.items), None)


def group_of(client: Client, customer: str) -> str | None:
    """The group of ours that this customer has."""
    return next((one.id for one in _groups(client, equals(name=_NAME + customer), 1)), None)


def customers_of(client: Client, groups: Sequence[str]) -> Mapping[str, str]:
    """Group → its customer, of those up to a page of them that are ours."""
    found = _groups(client, {"id": {"in": groups}}, TAKE)
    return {one.id: one.name.removeprefix(_NAME) for one in found if is_ours(one.name)}


def _groups(client: Client, filter_: Mapping[str, Any], take: int) -> list[NamedGroup]:
    kind = dict[str, dict[str, list[NamedGroup]]]
    options = {"filter": filter_, "take": take}
    return client.ask("CustomerGroups", kind, "The list of groups", options=options)["customerGroups"]["items"]


def ensure_group_of(client: Client, customer: str) -> str:
    """The same, made where it is missing; its one member is in it, whoever may have taken them out."""
    group = group_of(client, customer)
    if group is None:
        given = {"name": _NAME + customer, "customerIds": [customer]}
        return client.ask("CreateGroup", dict[str, Identity], "A group", input=given)["createCustomerGroup"].id
    client.ask("AddToGroup", dict[str, Identity], "A group", group=group, customers=[customer])
    return group
