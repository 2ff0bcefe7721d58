"""Single-use codes: issuing, revoking, and telling ours.

The rule kept here: a code of ours is one promotion with usage limit 1, bound to its buyer by a group of customers
that has no other member. What Vendure's own conditions and actions cannot say is Rejected, and never left out.
"""

from collections.abc import Iterator
from dataclasses import replace

from adapters.vendure.client import Client
from adapters.vendure.groups import customer_of, ensure_group_of, group_of
from adapters.vendure.money import theirs
from adapters.vendure.promotions import Terms, all_of_ours, create, delete, of_code, reference_of, taken_off
from adapters.vendure.uses import used
from connector.adapter import Coupon, IssuedCode, Rejected, Revoked


class VendureCoupons:
    """The coupons facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def issue(self, coupon: Coupon) -> None:
        what = f"Coupon {coupon.code}"
        terms = self._terms(coupon, what)
        found = of_code(self._client, coupon.code)
        group = self._group(coupon, what, make=found is None)
        if group:
            terms = replace(terms, conditions={**terms.conditions, "customer_group": {"customerGroupId": group}})
        if found is None:
            create(self._client, terms, what)
        elif others := list(terms.differences(found)):
            raise Rejected(f"{what} exists in the store with other terms: {'; '.join(others)}.")

    def revoke(self, code: str) -> Revoked:
        found = of_code(self._client, code)
        if found is None:
            return Revoked.UNUSED
        self._client.ask("DisablePromotion", dict[str, object], f"Coupon {code}", id=found.id)
        if any(taken for _, taken in used(self._client, [found])):
            return Revoked.USED
        delete(self._client, found)
        return Revoked.UNUSED

    def ours(self) -> Iterator[IssuedCode]:
        promotions = (one for one in all_of_ours(self._client) if one.coupon_code)
        for one, taken in used(self._client, promotions):
            yield IssuedCode(one.coupon_code or "", reference_of(one) or "", taken)

    def discard(self, code: str) -> None:
        if found := of_code(self._client, code):
            delete(self._client, found)

    def _terms(self, coupon: Coupon, what: str) -> Terms:
        for name, asked in _beyond(coupon).items():
            if asked:
                raise Rejected(f"{what}: {name}: Vendure's promotions cannot say that. Choose another reward.")
        actions = taken_off(self._client, coupon.amount, coupon.percent, coupon.currency, what)
        if coupon.free_shipping:
            actions["free_shipping"] = {}
        conditions = {}
        if coupon.minimum_spend:
            least = theirs(coupon.minimum_spend, coupon.currency, self._client.shop.precision)
            conditions["minimum_order_amount"] = {"amount": str(least), "taxInclusive": "true"}
        return Terms(
            code=coupon.code,
            name=coupon.description or coupon.code,
            reference=coupon.reference,
            ends_at=coupon.expires_at,
            conditions=conditions,
            actions=actions,
        )

    def _group(self, coupon: Coupon, what: str, *, make: bool) -> str | None:
        """The group that binds the code to its buyer; None for anybody's."""
        if coupon.email is None:
            return None
        customer = customer_of(self._client, coupon.email)
        if customer is None:
            raise Rejected(f"{what}: email: the store has no customer with its buyer's address.")
        return ensure_group_of(self._client, customer) if make else group_of(self._client, customer) or "none"


def _beyond(coupon: Coupon) -> dict[str, object]:
    """What Vendure's own promotions know nothing of: they choose goods by variant or facet, and know no reduced
    ones.
    """
    return {
        "products": coupon.products,
        "categories": coupon.categories,
        "not_products": coupon.not_products,
        "not_categories": coupon.not_categories,
        "alone": coupon.alone,
        "maximum_spend": coupon.maximum_spend is not None,
        "sale_items": not coupon.sale_items,
        "shipping_methods": coupon.shipping_methods,
    }
