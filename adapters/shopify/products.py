"""Reading products: what their orders do not say of them.

The rule kept here: a product is in its collections, by id and by handle; Shopify knows none above them. A variant is
where its product is. What the store no longer knows is left out.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.payloads import ByIds, Named, Nodes, Thing, decode
from connector.core.commerce import Product

TOGETHER = 20


class Collection(Named, frozen=True):
    handle: str


class VariantPayload(Named, frozen=True):
    price: Decimal
    title: str = ""
    sku: str | None = None
    compare_at_price: Decimal | None = None

    @property
    def reduced(self) -> bool:
        return self.compare_at_price is not None and self.compare_at_price > self.price


class ProductPayload(Named, frozen=True):
    title: str
    is_gift_card: bool = False
    collections: Nodes[Collection] = Nodes([])
    variants: Nodes[VariantPayload] = Nodes([])


class _OfProduct(VariantPayload, frozen=True, kw_only=True):
    product: ProductPayload


class _Held(Thing, frozen=True):
    collections: Nodes[Collection]


class _More(Thing, frozen=True):
    product: _Held | None


class ShopifyProducts:
    """The products facet. An id may be a product's or a variant's: the numbers are one sequence to whoever asks, and
    two to Shopify, so both are asked for."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, ids: Sequence[str]) -> Iterator[Product]:
        numbers = [one for one in dict.fromkeys(ids) if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), TOGETHER):
            yield from self._get(numbers[start : start + TOGETHER])

    def _get(self, numbers: Sequence[str]) -> Iterator[Product]:
        missing = []
        for one, raw in zip(numbers, self._ask("ProductsByIds", "Product", numbers), strict=True):
            if bytes(raw) == b"null":
                missing.append(one)
            else:
                yield self._product(decode(raw, ProductPayload, f"Product {one}"))
        if missing:
            for one, raw in zip(missing, self._ask("VariantsByIds", "ProductVariant", missing), strict=True):
                if bytes(raw) != b"null":
                    yield self._variant(decode(raw, _OfProduct, f"Variant {one}"))

    def _ask(self, name: str, kind: str, numbers: Sequence[str]) -> list[msgspec.Raw]:
        return self._client.run(name, ByIds, ids=[gid(kind, one) for one in numbers]).nodes

    def _product(self, payload: ProductPayload) -> Product:
        """On sale is a product of which every variant is; its number on the shelf is that of its only variant."""
        variants = payload.variants.nodes
        return Product(
            id=payload.number,
            sku=variants[0].sku or None if len(variants) == 1 else None,
            name=payload.title,
            categories=self._collections(payload),
            on_sale=bool(variants) and all(variant.reduced for variant in variants),
            gift_card=payload.is_gift_card,
        )

    def _variant(self, payload: _OfProduct) -> Product:
        return Product(
            id=payload.number,
            sku=payload.sku or None,
            name=f"{payload.product.title} {payload.title}",
            categories=self._collections(payload.product),
            on_sale=payload.reduced,
            gift_card=payload.product.is_gift_card,
        )

    def _collections(self, payload: ProductPayload) -> tuple[str, ...]:
        found, after = list(payload.collections.nodes), payload.collections.page_info.next
        while after:
            held = self._client.run("ProductCollections", _More, id=payload.id, after=after).product
            page = held.collections if held else Nodes[Collection]([])
            found += page.nodes
            after = page.page_info.next
        return tuple(name for one in found for name in (one.number, one.handle))
