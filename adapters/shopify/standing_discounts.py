"""Standing discounts: a discount with a code, without end, for one customer of the store.

The rule kept here: it is bound to the customer and not to an address, so it goes with them. Shopify lowers no
customer's prices by itself but for companies: the code is entered with each order.
"""

from collections.abc import Collection

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.customers import ShopifyCustomers
from adapters.shopify.discounts import Discounts, Node, Terms, reference_of, titled
from connector.adapter import Discount, Rejected
from connector.core.money import to_decimal

TAG = "loyalty-discount"  # another than that of a code which is used once


class ShopifyStandingDiscounts:
    """The standing_discounts facet."""

    def __init__(
        self, client: Client, customers: ShopifyCustomers, currency: StoreCurrency, together: Collection[str]
    ) -> None:
        self._customers = customers
        self._currency = currency
        self._together = frozenset(together)
        self._discounts = Discounts(client)

    def grant(self, discount: Discount) -> None:
        what = f"Discount {discount.code}"
        self._currency.require(discount.currency, what)
        if not list(self._customers.get([discount.customer])):
            raise Rejected(
                f"{what}: the store has no account {discount.customer}. Reject the reward, and its points come back."
            )
        terms = Terms(
            code=discount.code,
            title=titled(discount.description, discount.reference),
            tags=(TAG,),
            amount=to_decimal(discount.amount, discount.currency),
            percent=discount.percent,
            once=False,
            together=self._together,
            customer=gid("Customer", discount.customer),
            ends_at=discount.ends_at,
        )
        self._discounts.ensure(terms, what)

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        if found := self._find(reference, code):
            self._discounts.delete(found.id, f"Discount {code}")

    def granted(self, reference: str, customer: str, code: str) -> bool:
        return self._find(reference, code) is not None

    def _find(self, reference: str, code: str) -> Node | None:
        found = self._discounts.find(code)
        ours = found and TAG in found.code_discount.tags and reference_of(found.code_discount.title) == reference
        return found if ours else None
