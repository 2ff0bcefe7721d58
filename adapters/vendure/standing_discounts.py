"""Discounts that stay on an account: promotions that nobody has to type, for a group with one member.

The rule kept here: a discount is told by its reference, has the terms that it was granted with or is refused, and ends
by itself where its end is known.
"""

from adapters.vendure.client import Client
from adapters.vendure.customers import VendureCustomers
from adapters.vendure.groups import ensure_group_of
from adapters.vendure.promotions import Terms, create, delete, of_reference, taken_off
from connector.adapter import Discount, Rejected


class VendureStandingDiscounts:
    """The standing_discounts facet."""

    def __init__(self, client: Client, customers: VendureCustomers) -> None:
        self._client = client
        self._customers = customers

    def grant(self, discount: Discount) -> None:
        what = f"Discount {discount.reference}"
        if not list(self._customers.get([discount.customer])):
            raise Rejected(
                f"{what}: the store has no account {discount.customer}. Reject the reward, and its points come back."
            )
        actions = taken_off(self._client, discount.amount, discount.percent, discount.currency, what)
        terms = Terms(
            code=None,
            name=discount.description or what,
            reference=discount.reference,
            ends_at=discount.ends_at,
            conditions={"customer_group": {"customerGroupId": ensure_group_of(self._client, discount.customer)}},
            actions=actions,
        )
        found = of_reference(self._client, discount.reference)
        if found is None:
            create(self._client, terms, what)
        elif others := list(terms.differences(found)):
            raise Rejected(f"{what} is in the store with other terms: {'; '.join(others)}. Delete it there, and retry.")

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        found = of_reference(self._client, reference)
        if found is not None:
            delete(self._client, found)

    def granted(self, reference: str, customer: str, code: str) -> bool:
        return of_reference(self._client, reference) is not None
