"""Categories of products: a tree, each below its `parent` (0 at the top).

The rule kept here: a category that is deleted leaves those below it to the one above.
"""

from typing import Any

from .errors import RestError, missing_param, trash_not_supported
from .records import Category
from .shop import Shop


def find(shop: Shop, category_id: int) -> Category:
    if category := shop.categories.get(category_id):
        return category
    raise RestError(404, "woocommerce_rest_term_invalid", "Resource does not exist.")


def create(shop: Shop, body: dict[str, Any]) -> Category:
    if not body.get("name"):
        raise missing_param("name")
    name, parent = str(body["name"]), _parent(shop, body)
    if held := next((one for one in shop.categories.values() if (one.name, one.parent) == (name, parent)), None):
        data = {"status": 400, "resource_id": held.id}
        message = "A term with the name provided already exists with this parent."
        raise RestError(400, "term_exists", message, data)
    return shop.category(name, parent)


def update(shop: Shop, category_id: int, body: dict[str, Any]) -> Category:
    category = find(shop, category_id)
    category.name = str(body.get("name") or category.name)
    category.slug = str(body.get("slug") or category.slug)
    if "parent" in body:
        category.parent = _parent(shop, body)
    return category


def delete(shop: Shop, category_id: int, *, force: bool) -> Category:
    category = find(shop, category_id)
    if not force:
        raise trash_not_supported("Terms")
    for below in shop.categories.values():
        if below.parent == category.id:
            below.parent = category.parent
    for product in shop.products.values():
        product.category_ids = [one for one in product.category_ids if one != category.id]
    return shop.categories.pop(category.id)


def _parent(shop: Shop, body: dict[str, Any]) -> int:
    return find(shop, int(body["parent"])).id if body.get("parent") else 0
