"""Reading products: what their orders do not say of them.

The rule kept here: a product is in the collections that hold any of its variants, and in all above them. Vendure
knows no reduced prices and no gift cards.
"""

from collections.abc import Iterator, Sequence

from adapters.vendure.client import TAKE, Client
from adapters.vendure.payloads import Listing, ProductPayload, decode
from connector.core.commerce import Product

_ROOT = "__root_collection__"


class VendureProducts:
    """The products facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, ids: Sequence[str]) -> Iterator[Product]:
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), TAKE):
            options = {"filter": {"id": {"in": wanted[start : start + TAKE]}}, "take": TAKE}
            found = self._client.ask("Products", dict[str, Listing], "The list products", options=options)["products"]
            yield from (_product(decode(raw, ProductPayload, "A product")) for raw in found.items)


def _product(payload: ProductPayload) -> Product:
    """Of several variants none lends its SKU to the whole."""
    skus = [variant.sku for variant in payload.variants]
    return Product(
        id=payload.id,
        sku=skus[0] if len(skus) == 1 else None,
        name=payload.name,
        categories=tuple(dict.fromkeys(_categories(payload))),
    )


def _categories(payload: ProductPayload) -> Iterator[str]:
    for collection in payload.collections:
        for crumb in collection.breadcrumbs:
            if crumb.slug != _ROOT:
                yield from (crumb.id, crumb.slug)
        yield from (collection.id, collection.slug)
