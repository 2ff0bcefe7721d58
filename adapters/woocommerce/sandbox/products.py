"""Products: what the shop sells.

The rule kept here: the price is the sale price while there is one, else the regular price.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from .errors import RestError, invalid_id, invalid_param
from .records import Product
from .shop import Shop, slug

TEXTS = ("name", "sku", "status", "type", "description", "short_description")
FLAGS = ("virtual", "downloadable")
PRICES = ("regular_price", "sale_price")


def find(shop: Shop, product_id: int) -> Product:
    if product := shop.products.get(product_id):
        return product
    raise invalid_id("product")


def create(shop: Shop, body: dict[str, Any]) -> Product:
    _check_sku_is_free(shop, body, but_for=0)
    now = shop.now()
    product = Product(id=0, name="Product", slug="", created=now, modified=now)
    _write(shop, product, body)
    product.category_ids = product.category_ids or [shop.category("Uncategorized").id]
    product.slug = str(body.get("slug") or slug(product.name))
    product.id = shop.next_id("post")
    shop.products[product.id] = product
    shop.fire("product.created", product.id)
    return product


def create_variation(shop: Shop, parent_id: int, body: dict[str, Any]) -> Product:
    """A kind of a variable product. Its categories are its parent's, and it shows none of its own."""
    parent = find(shop, parent_id)
    _check_sku_is_free(shop, body, but_for=0)
    now = shop.now()
    variation = Product(id=0, name=parent.name, slug=parent.slug, created=now, modified=now)
    _write(shop, variation, body)
    variation.type, variation.parent_id = "variation", parent.id
    variation.id = shop.next_id("post")
    shop.products[variation.id] = variation
    return variation


def update(shop: Shop, product_id: int, body: dict[str, Any]) -> Product:
    product = find(shop, product_id)
    _check_sku_is_free(shop, body, but_for=product.id)
    _write(shop, product, body)
    product.modified = shop.now()
    shop.fire("product.updated", product.id)
    return product


def delete(shop: Shop, product_id: int, *, force: bool) -> Product:
    product = find(shop, product_id)
    if force:
        for variation in variations(shop, product):
            del shop.products[variation.id]
        return shop.products.pop(product.id)
    product.status = "trash"
    shop.fire("product.deleted", product.id)
    return product


def variations(shop: Shop, product: Product) -> list[Product]:
    return [one for one in shop.products.values() if one.parent_id == product.id]


def is_on_sale(shop: Shop, product: Product) -> bool:
    """A variable product is reduced as soon as one of its variations is."""
    return product.on_sale or any(variation.on_sale for variation in variations(shop, product))


def _check_sku_is_free(shop: Shop, body: dict[str, Any], *, but_for: int) -> None:
    sku = body.get("sku")
    held = next((product for product in shop.products.values() if sku and product.sku == sku), None)
    if held and held.id != but_for:
        message = "Invalid or duplicated SKU."
        data = {"status": 400, "resource_id": held.id, "unique_sku": f"{sku}-1"}
        raise RestError(400, "product_invalid_sku", message, data)


def _write(shop: Shop, product: Product, body: dict[str, Any]) -> None:
    for name in TEXTS:
        if name in body:
            setattr(product, name, str(body[name] or ""))
    for name in FLAGS:
        if name in body:
            setattr(product, name, bool(body[name]))
    for name in PRICES:
        if name in body:
            setattr(product, name, _price(name, body[name]))
    if "categories" in body:
        product.category_ids = [_category_id(shop, entry) for entry in body["categories"] or []]
    shop.write_meta(product.meta, body.get("meta_data") or [], "post_meta")


def _category_id(shop: Shop, entry: dict[str, Any]) -> int:
    """Unlike in a real store one may be named, and is made (below that of the name `parent`)."""
    if "name" in entry and "id" not in entry:
        above = shop.category(str(entry["parent"])).id if entry.get("parent") else 0
        return shop.category(str(entry["name"]), above).id
    if int(entry.get("id") or 0) not in shop.categories:
        raise invalid_param("categories", "rest_invalid_param", "categories[0][id] is not a category.")
    return int(entry["id"])


def _price(name: str, value: Any) -> Decimal | None:
    if value in ("", None):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise invalid_param(name, "rest_invalid_type", f"{name} is not of type string.") from None
