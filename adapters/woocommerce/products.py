"""Reading products: what their orders do not say of them.

The rule kept here: a product is in its categories and in all above them, and a variation is where its parent is. What
only leaves the shelves (a draft, the trash) is still told; what the store no longer knows is left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import unquote

from adapters.woocommerce.client import PER_PAGE, Client, NotFound
from adapters.woocommerce.payloads import CategoryPayload, ProductPayload, decode, metas
from connector.core.commerce import Product

_FIELDS = ("id", "sku", "name", "type", "parent_id", "on_sale", "categories", "meta_data")
_OF_CATEGORIES = ("id", "slug", "parent")
_GIFT_CARDS = frozenset({"gift-card", "pw-gift-card"})  # types that plugins add; one plugin marks other types instead
_GIFT_CARD_MARK = ("_gift_card", "yes")


class WooProducts:
    """The products facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, ids: Sequence[str]) -> Iterator[Product]:
        numbers = [int(one) for one in dict.fromkeys(ids) if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), PER_PAGE):
            yield from self._get(numbers[start : start + PER_PAGE])

    def _get(self, ids: Collection[int]) -> Iterator[Product]:
        found = self._found(ids)
        known = found | self._found({one.parent_id for one in found.values() if one.parent_id} - found.keys())
        tree = self._tree({category.id for one in known.values() for category in one.categories})
        for one in found.values():
            yield _product(one, known.get(one.parent_id), tree)

    def _found(self, ids: Collection[int]) -> dict[int, ProductPayload]:
        """Those the store knows. Its list hides variations and the trash; asked for singly they show."""
        if not ids:
            return {}
        rows = self._client.rows("products", include=_texts(ids), _fields=_FIELDS).rows
        listed = [decode(raw, ProductPayload, "A product") for raw in rows]
        found = {one.id: one for one in listed if one.id in ids}
        for missing in sorted(set(ids) - found.keys()):
            try:
                what = f"Product {missing}"
                found[missing] = self._client.get(f"products/{missing}", ProductPayload, what, _fields=_FIELDS)
            except NotFound:
                continue
        return found

    def _tree(self, ids: Collection[int]) -> dict[int, CategoryPayload]:
        """These categories and all above them, a level a question."""
        tree: dict[int, CategoryPayload] = {}
        asked: set[int] = set()
        wanted = set(ids)
        while wanted:
            chunk = sorted(wanted)[:PER_PAGE]
            asked.update(chunk)
            rows = self._client.rows("products/categories", include=_texts(chunk), _fields=_OF_CATEGORIES).rows
            tree |= {one.id: one for one in (decode(raw, CategoryPayload, "A category") for raw in rows)}
            wanted = (wanted | {one.parent for one in tree.values() if one.parent}) - asked
        return tree


def _product(payload: ProductPayload, parent: ProductPayload | None, tree: Mapping[int, CategoryPayload]) -> Product:
    family = [payload, parent] if parent else [payload]
    own = [category.id for one in family for category in one.categories]
    return Product(
        id=str(payload.id),
        sku=payload.sku or None,
        name=payload.name or "",
        categories=tuple(_with_all_above(own, tree)),
        on_sale=payload.on_sale,
        gift_card=any(_is_gift_card(one) for one in family),
    )


def _with_all_above(ids: Sequence[int], tree: Mapping[int, CategoryPayload]) -> Iterator[str]:
    """Ids and slugs, each once: a ring of categories, which a plugin may make, comes to an end too."""
    seen: set[int] = set()
    for category_id in ids:
        here: int = category_id
        while here and here not in seen:
            seen.add(here)
            yield str(here)
            category = tree.get(here)
            if category is not None and category.slug:
                yield unquote(category.slug)  # other scripts than Latin are kept in per cent signs
            here = category.parent if category else 0


def _is_gift_card(payload: ProductPayload) -> bool:
    marked = any((meta.key, meta.value) == _GIFT_CARD_MARK for meta in metas(payload.meta_data))
    return payload.type in _GIFT_CARDS or marked


def _texts(ids: Collection[int]) -> list[str]:
    return [str(one) for one in ids]
