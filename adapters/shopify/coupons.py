"""Rewards as Shopify discounts with a code: one use, one buyer, one code that we chose.

The rule kept here: because the code is ours, asking twice is safe; a code is used if an order holds it, whatever the
counter says, which comes later. What such a discount cannot say is refused, and never left out.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import msgspec

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.discounts import Discounts, Node, Terms, reference_of, titled
from adapters.shopify.payloads import Named, Nodes, Thing
from adapters.shopify.pools import POOL, Pools, is_pool, quoted
from connector.adapter import Coupon, IssuedCode, Rejected, Revoked
from connector.core.money import to_decimal

TAG = "loyalty-code"
PAGE = 100


class _Customer(Thing, frozen=True):
    customer_by_identifier: Named | None


class _Collection(Thing, frozen=True):
    collection_by_identifier: Named | None


class _Variant(Named, frozen=True):
    sku: str | None = None


class _Variants(Thing, frozen=True):
    product_variants: Nodes[_Variant]


class _Order(Thing, frozen=True):
    discount_codes: list[str]


class _Orders(Thing, frozen=True):
    orders: Nodes[_Order]


class _Code(Thing, frozen=True):
    code: str


class _Listed(Thing, frozen=True):
    typename: str = msgspec.field(name="__typename")
    title: str = ""
    tags: tuple[str, ...] = ()
    async_usage_count: int = 0
    codes: Nodes[_Code] = Nodes([])


class _Row(Named, frozen=True):
    discount: _Listed


class _Page(Thing, frozen=True):
    discount_nodes: Nodes[_Row]


class ShopifyCoupons:
    """The coupons facet."""

    def __init__(
        self, client: Client, currency: StoreCurrency, together: Collection[str], pools: Pools, *, pool: bool
    ) -> None:
        """With `pool` codes of equal worth are made as one discount; both kinds are known, whichever is made."""
        self._client = client
        self._currency = currency
        self._together = frozenset(together)
        self._discounts = Discounts(client)
        self._pools = pools
        self._pool = pool

    def issue(self, coupon: Coupon) -> None:
        what = f"Code {coupon.code}"
        self._currency.require(coupon.currency, what)
        if self._pool:
            self._pools.issue(self._terms(replace(coupon, email=None), what), what)
        else:
            self._discounts.ensure(self._terms(coupon, what), what)

    def revoke(self, code: str) -> Revoked:
        """Closed before it is deleted, and looked for among the orders in between. A used one stays for the books of
        the shop; one that is not used makes room.

        A checkout that had passed its own look before the closing may still book the code a moment after the last
        look. That order then names the code, and settling it finds the redemption.
        """
        what = f"Code {code}"
        found = self._discounts.find(code)
        if found is None:
            return Revoked.USED if self._is_in_an_order(code) else Revoked.UNUSED
        if is_pool(found):
            kept = self._is_in_an_order(code) or not self._pools.remove(found, code, what, unused=True)
            return Revoked.USED if kept or self._is_in_an_order(code) else Revoked.UNUSED
        closed = self._discounts.deactivate(found.id, what)
        if (closed and _counted(closed)) or self._is_in_an_order(code):
            return Revoked.USED
        self._discounts.delete(found.id, what)
        return Revoked.UNUSED

    def ours(self) -> Iterator[IssuedCode]:
        """Page by page, by Shopify's cursor, which holds a place and no count."""
        after: str | None = None
        while True:
            page = self._client.run("Discounts", _Page, first=PAGE, after=after).discount_nodes
            for row in page.nodes:
                one = row.discount
                if POOL in one.tags:
                    yield from self._pools.codes(row.id)
                elif TAG in one.tags and one.codes.nodes and (reference := reference_of(one.title)):
                    yield IssuedCode(one.codes.nodes[0].code, reference, used=one.async_usage_count > 0)
            after = page.page_info.next
            if after is None:
                return

    def discard(self, code: str) -> None:
        what = f"Code {code}"
        found = self._discounts.find(code)
        if found is not None and is_pool(found):
            self._pools.remove(found, code, what)
        elif found is not None:
            self._discounts.delete(found.id, what)

    def _is_in_an_order(self, code: str) -> bool:
        """The filter knows the first code of each order only; the counter knows the others, if later."""
        found = self._client.run("OrdersWithCode", _Orders, query=f"discount_code:{quoted(code)}").orders.nodes
        return any(code.casefold() == one.casefold() for order in found for one in order.discount_codes)

    def _terms(self, coupon: Coupon, what: str) -> Terms:
        products, variants, collections = self._goods(coupon, what)
        _refuse_unsayable(coupon, what)
        return Terms(
            code=coupon.code,
            title=titled(coupon.description, coupon.reference),
            tags=(TAG,),
            amount=to_decimal(coupon.amount, coupon.currency),
            percent=coupon.percent,
            free_shipping=coupon.free_shipping,
            # The buyer paid for it with points: it pushes out no promotion of the shop's unless somebody says so.
            together=frozenset() if coupon.alone else self._together,
            customer=self._customer(coupon.email, what) if coupon.email else None,
            minimum=to_decimal(coupon.minimum_spend, coupon.currency),
            ends_at=coupon.expires_at,
            products=products,
            variants=variants,
            collections=collections,
        )

    def _customer(self, email: str, what: str) -> str:
        """Shopify binds a code to a customer of its own, whom every order makes, and not to an address."""
        found = self._client.run("CustomerByEmail", _Customer, email=email).customer_by_identifier
        if found is None:
            raise Rejected(
                f"{what}: buyer: the store has no customer with the member's address, so nobody could use the code. "
                "Make the customer in the store and retry, or reject the code and its points come back."
            )
        return found.id

    def _goods(self, coupon: Coupon, what: str) -> tuple[list[str], list[str], list[str]]:
        """The store's names of the goods that are chosen: products, variants, collections."""
        products = {gid("Product", name) for name in coupon.products if name.isdecimal()}
        variants = {one for name in coupon.products if not name.isdecimal() for one in self._variants(name, what)}
        collections = {self._collection(name, what) for name in coupon.categories}
        return sorted(products), sorted(variants), sorted(collections)

    def _variants(self, sku: str, what: str) -> list[str]:
        found = self._client.run("VariantsBySku", _Variants, query=f"sku:{quoted(sku)}").product_variants.nodes
        named = [one.id for one in found if one.sku == sku]
        if not named:
            raise Rejected(
                f"{what}: products: the store has none with the sku {sku[:60]}. Correct it in the programme."
            )
        return named

    def _collection(self, name: str, what: str) -> str:
        if name.isdecimal():
            return gid("Collection", name)
        found = self._client.run("CollectionByHandle", _Collection, handle=name).collection_by_identifier
        if found is None:
            raise Rejected(
                f"{what}: categories: the store has no collection with the handle {name[:60]}. Correct it in the "
                "programme."
            )
        return found.id


def _refuse_unsayable(coupon: Coupon, what: str) -> None:
    """Raises Rejected."""
    chosen = bool(coupon.products or coupon.categories)
    unsayable = {
        "pieces: it knows no greatest number of pieces": coupon.pieces is not None,
        "sale_items: it does not tell reduced goods from others": not coupon.sale_items,
        "goods: it knows no goods that are shut out": bool(coupon.not_products or coupon.not_categories),
        "goods: it is for products or for collections, not for both": bool(coupon.products and coupon.categories),
        "maximum_spend: it knows none": coupon.maximum_spend is not None,
        "minimum_spend: of a discount on chosen goods it is of these alone": chosen and coupon.minimum_spend > 0,
        "shipping_methods: it frees all ways of delivery": bool(coupon.shipping_methods),
        "free_shipping: it frees from shipping costs or takes something off, not both": coupon.free_shipping
        and (coupon.amount > 0 or coupon.percent > 0 or chosen),
    }
    if said := [words for words, so in unsayable.items() if so]:
        raise Rejected(f"{what}: a discount of Shopify cannot say this. {'; '.join(said)}. Change it in the programme.")


def _counted(node: Node) -> bool:
    return node.code_discount.async_usage_count > 0
