"""What a product, a variant and a collection answer.

The rule kept here: a product's price range is that of its variants, in the shop's currency.
"""

from typing import Any

from . import money
from .paging import LISTED, Listed
from .records import Collection, Product, Variant
from .resolving import Ask, resolves
from .shop import Shop, parsed


def variants_of(shop: Shop, product: Product) -> list[Variant]:
    return [shop.books.variants[number] for number in product.variant_ids]


def products_in(shop: Shop, collection: Collection) -> list[Product]:
    return [product for product in shop.books.products.values() if collection.id in product.collection_ids]


@resolves("Product", "variants")
def product_variants(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    return variants_of(ask.shop, product)


@resolves("Product", "collections")
def product_collections(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    return [ask.shop.books.collections[number] for number in product.collection_ids]


@resolves("Product", "inCollection")
def product_in_collection(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    found = parsed(args["id"])
    return found is not None and found[1] in product.collection_ids


@resolves("Product", "priceRangeV2", "priceRange")
def product_prices(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    prices = [variant.price for variant in variants_of(ask.shop, product)]
    currency = ask.shop.terms.currency
    lowest, highest = money.money(min(prices), currency), money.money(max(prices), currency)
    return {"minVariantPrice": lowest, "maxVariantPrice": highest}


@resolves("Product", "variantsCount")
def product_variants_count(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    return {"count": len(product.variant_ids), "precision": "EXACT"}


@resolves("Product", "hasOnlyDefaultVariant")
def product_has_only_default(ask: Ask, product: Product, args: dict[str, Any]) -> Any:
    return [variant.title for variant in variants_of(ask.shop, product)] == ["Default Title"]


@resolves("ProductVariant", "product")
def variant_product(ask: Ask, variant: Variant, args: dict[str, Any]) -> Any:
    return ask.shop.books.products[variant.product_id]


@resolves("ProductVariant", "displayName")
def variant_name(ask: Ask, variant: Variant, args: dict[str, Any]) -> Any:
    title = ask.shop.books.products[variant.product_id].title
    return f"{title} - {variant.title}"


@resolves("ProductVariant", "taxable", "availableForSale")
def variant_true(ask: Ask, variant: Variant, args: dict[str, Any]) -> Any:
    return True


@resolves("Collection", "products")
def collection_products(ask: Ask, collection: Collection, args: dict[str, Any]) -> Any:
    return products_in(ask.shop, collection)


@resolves("Collection", "productsCount")
def collection_products_count(ask: Ask, collection: Collection, args: dict[str, Any]) -> Any:
    return {"count": len(products_in(ask.shop, collection)), "precision": "EXACT"}


@resolves("Collection", "hasProduct")
def collection_has_product(ask: Ask, collection: Collection, args: dict[str, Any]) -> Any:
    found = parsed(args["id"])
    return found is not None and any(product.id == found[1] for product in products_in(ask.shop, collection))


LISTED["Product"] = Listed(
    search={
        "": lambda shop, p: [p.title, p.handle, p.product_type],
        "id": lambda shop, p: p.id,
        "title": lambda shop, p: p.title,
        "handle": lambda shop, p: p.handle,
        "product_type": lambda shop, p: p.product_type,
        "vendor": lambda shop, p: p.vendor,
        "status": lambda shop, p: p.status,
        "tag": lambda shop, p: p.tags,
        "gift_card": lambda shop, p: p.is_gift_card,
        "collection_id": lambda shop, p: p.collection_ids,
        "sku": lambda shop, p: [variant.sku for variant in variants_of(shop, p)],
        "created_at": lambda shop, p: p.created_at,
        "updated_at": lambda shop, p: p.updated_at,
    },
    sorts={
        "CREATED_AT": lambda shop, p: p.created_at,
        "UPDATED_AT": lambda shop, p: p.updated_at,
        "TITLE": lambda shop, p: p.title,
        "PRODUCT_TYPE": lambda shop, p: p.product_type,
        "VENDOR": lambda shop, p: p.vendor,
    },
)
LISTED["ProductVariant"] = Listed(
    search={
        "": lambda shop, v: [v.title, v.sku],
        "id": lambda shop, v: v.id,
        "sku": lambda shop, v: v.sku,
        "product_id": lambda shop, v: v.product_id,
        "updated_at": lambda shop, v: v.updated_at,
    },
    sorts={"SKU": lambda shop, v: v.sku, "TITLE": lambda shop, v: v.title},
)
LISTED["Collection"] = Listed(
    search={
        "": lambda shop, c: [c.title, c.handle],
        "id": lambda shop, c: c.id,
        "title": lambda shop, c: c.title,
        "updated_at": lambda shop, c: c.updated_at,
    },
    sorts={"TITLE": lambda shop, c: c.title, "UPDATED_AT": lambda shop, c: c.updated_at},
)
