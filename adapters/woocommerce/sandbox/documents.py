"""The REST documents of everything but orders: products, categories, reviews, customers, coupons, webhooks.

The rule kept here: the keys, their order and their types are those recorded from a real WooCommerce 11.0.1; those of
categories and reviews, which were not recorded, are those its source and its documentation give.
"""

import hashlib
from typing import Any

from .hooks import hooks_of
from .money import net, price_html, shown
from .products import is_on_sale, variations
from .records import Category, Coupon, Customer, Meta, Product, Review, Webhook
from .reviews import bought
from .shop import Shop
from .times import both

Document = dict[str, Any]

CUSTOMER_ADDRESS_FIELDS = (
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "postcode",
    "country",
    "state",
    "email",
    "phone",
)
WRITABLE = ("GET", "POST", "PUT", "PATCH", "DELETE")


def api(shop: Shop, path: str) -> str:
    return f"{shop.url}/wp-json/wc/v3/{path}"


def links(shop: Shop, collection: str, resource_id: int, allow: tuple[str, ...] = WRITABLE) -> Document:
    own = {"href": api(shop, f"{collection}/{resource_id}"), "targetHints": {"allow": list(allow)}}
    return {"self": [own], "collection": [{"href": api(shop, collection)}]}


def meta_data(meta: list[Meta]) -> list[Document]:
    return [{"id": entry.id, "key": entry.key, "value": entry.value} for entry in meta]


def coupon_document(shop: Shop, coupon: Coupon) -> Document:
    return {
        "id": coupon.id,
        "code": coupon.code,
        "amount": shown(coupon.amount),
        "status": coupon.status,
        **both("date_created", coupon.created),
        **both("date_modified", coupon.modified),
        "discount_type": coupon.discount_type,
        "description": coupon.description,
        **both("date_expires", coupon.expires),
        "usage_count": coupon.usage_count,
        "individual_use": coupon.individual_use,
        "product_ids": coupon.product_ids,
        "excluded_product_ids": coupon.excluded_product_ids,
        "usage_limit": coupon.usage_limit,
        "usage_limit_per_user": coupon.usage_limit_per_user,
        "limit_usage_to_x_items": coupon.limit_usage_to_x_items,
        "free_shipping": coupon.free_shipping,
        "product_categories": coupon.product_categories,
        "excluded_product_categories": coupon.excluded_product_categories,
        "exclude_sale_items": coupon.exclude_sale_items,
        "minimum_amount": shown(coupon.minimum_amount),
        "maximum_amount": shown(coupon.maximum_amount),
        "email_restrictions": coupon.email_restrictions,
        "used_by": list(coupon.used_by),
        "meta_data": meta_data(coupon.meta),
        "_links": links(shop, "coupons", coupon.id),
    }


def customer_document(shop: Shop, customer: Customer) -> Document:
    digest = hashlib.sha256(customer.email.strip().lower().encode()).hexdigest()
    return {
        "id": customer.id,
        **both("date_created", customer.created),
        **both("date_modified", customer.modified),
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "role": customer.role,
        "username": customer.username,
        "billing": {name: customer.billing[name] for name in CUSTOMER_ADDRESS_FIELDS},
        "shipping": {name: customer.shipping[name] for name in CUSTOMER_ADDRESS_FIELDS if name != "email"},
        "is_paying_customer": customer.is_paying_customer,
        "avatar_url": f"https://secure.gravatar.com/avatar/{digest}?s=96&d=mm&r=g",
        "meta_data": meta_data(customer.meta),
        "_links": links(shop, "customers", customer.id),
    }


def created_product(shop: Shop, product: Product) -> Document:
    """The answer to a create, which says a little more and knows the rating less exactly than a later GET."""
    shown_later = product_document(shop, product)
    own_links = shown_later.pop("_links")
    return {
        **shown_later,
        "average_rating": "0",
        "permalink_template": f"{shop.url}/product/%pagename%/",
        "generated_slug": product.slug,
        "_links": own_links,
    }


def product_document(shop: Shop, product: Product) -> Document:
    price = product.price
    categories = [shop.categories[category_id] for category_id in product.category_ids]
    return {
        "id": product.id,
        "name": product.name,
        "slug": product.slug,
        "permalink": f"{shop.url}/product/{product.slug}/",
        **both("date_created", product.created),
        **both("date_modified", product.modified),
        "type": product.type,
        "status": product.status,
        "featured": False,
        "catalog_visibility": "visible",
        "description": product.description,
        "short_description": product.short_description,
        "sku": product.sku,
        "price": "" if price is None else shown(price),
        "regular_price": "" if product.regular_price is None else shown(product.regular_price),
        "sale_price": "" if product.sale_price is None else shown(product.sale_price),
        **both("date_on_sale_from", None),
        **both("date_on_sale_to", None),
        "on_sale": is_on_sale(shop, product),
        "purchasable": price is not None,
        "total_sales": product.total_sales,
        "virtual": product.virtual,
        "downloadable": product.downloadable,
        "downloads": [],
        "download_limit": -1,
        "download_expiry": -1,
        "external_url": "",
        "button_text": "",
        "tax_status": "taxable",
        "tax_class": "",
        "manage_stock": False,
        "stock_quantity": None,
        "backorders": "no",
        "backorders_allowed": False,
        "backordered": False,
        "low_stock_amount": None,
        "sold_individually": False,
        "weight": "",
        "dimensions": {"length": "", "width": "", "height": ""},
        "shipping_required": not product.virtual,
        "shipping_taxable": not product.virtual,
        "shipping_class": "",
        "shipping_class_id": 0,
        "reviews_allowed": True,
        "average_rating": "0.00",
        "rating_count": 0,
        "upsell_ids": [],
        "cross_sell_ids": [],
        "parent_id": product.parent_id,
        "purchase_note": "",
        "categories": [{"id": c.id, "name": c.name, "slug": c.slug} for c in categories],
        "brands": [],
        "tags": [],
        "images": [],
        "attributes": [],
        "default_attributes": [],
        "variations": [variation.id for variation in variations(shop, product)],
        "grouped_products": [],
        "menu_order": 0,
        "price_html": "" if price is None else price_html(net(price)),
        "related_ids": _related(shop, product),
        "meta_data": meta_data(product.meta),
        "stock_status": "instock",
        "has_options": False,
        "post_password": "",
        "global_unique_id": "",
        "_links": links(shop, "products", product.id),
    }


def category_document(shop: Shop, category: Category) -> Document:
    collection = "products/categories"
    own = links(shop, collection, category.id)
    if category.parent:
        own["up"] = [{"href": api(shop, f"{collection}/{category.parent}")}]
    return {
        "id": category.id,
        "name": category.name,
        "slug": category.slug,
        "parent": category.parent,
        "description": "",
        "display": "default",
        "image": None,
        "menu_order": 0,
        "count": sum(category.id in product.category_ids for product in shop.products.values()),
        "_links": own,
    }


def review_document(shop: Shop, review: Review) -> Document:
    """`verified`: with this address the product was bought."""
    product = shop.products.get(review.product_id)
    collection = "products/reviews"
    return {
        "id": review.id,
        **both("date_created", review.created),
        "product_id": review.product_id,
        "product_name": product.name if product else "",
        "product_permalink": f"{shop.url}/product/{product.slug}/" if product else "",
        "status": review.status,
        "reviewer": review.reviewer,
        "reviewer_email": review.email,
        "review": review.text,
        "rating": review.rating,
        "verified": bought(shop, review.email, review.product_id),
        "reviewer_avatar_urls": {},
        "_links": {
            **links(shop, collection, review.id),
            "up": [{"href": api(shop, f"products/{review.product_id}")}],
        },
    }


def webhook_document(shop: Shop, webhook: Webhook) -> Document:
    """Neither the secret nor the count of failures is ever shown."""
    resource, _, event = webhook.topic.partition(".")
    return {
        "id": webhook.id,
        "name": webhook.name,
        "status": webhook.status,
        "topic": webhook.topic,
        "resource": resource,
        "event": event,
        "hooks": hooks_of(webhook.topic),
        "delivery_url": webhook.delivery_url,
        **both("date_created", webhook.created),
        **both("date_modified", webhook.modified),
        "_links": links(shop, "webhooks", webhook.id),
    }


def _related(shop: Shop, product: Product) -> list[int]:
    """Up to five others of the same category."""
    wanted = set(product.category_ids)
    others = (p.id for p in shop.products.values() if p.id != product.id and not wanted.isdisjoint(p.category_ids))
    return [product_id for product_id, _ in zip(others, range(5), strict=False)]
