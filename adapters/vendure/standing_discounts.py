"""Discounts that stay on an account: promotions that nobody has to type, for a group with one member.

The rule kept here: a discount is told by its reference, and ends by itself where its end is known.
"""

from adapters.vendure.client import Client
from adapters.vendure.groups import ensure_group_of
from adapters.vendure.promotions import Terms, create, delete, of_reference, taken_off
from connector.adapter import Discount


class VendureStandingDiscounts:
    """The standing_discounts facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def grant(self, discount: Discount) -> None:
        if of_reference(self._client, discount.reference) is not None:
            return
        what = f"Discount {discount.reference}"
        actions = taken_off(self._client, discount.amount, discount.percent, discount.currency, what)
        group = ensure_group_of(self._client, discount.customer)
        terms = Terms(
            code=None,
            name=discount.description or what,
            reference=discount.reference,
            ends_at=discount.ends_at,
            conditions={"customer_group": {"customerGroupId": group}},
            actions=actions,
        )
        create(self._client, terms, what)

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        found = of_reference(self._client, reference)
        if found is not None:
            delete(self._client, found)

    def granted(self, reference: str, customer: str, code: str) -> bool:
        return of_reference(self._client, reference) is not None
