"""Which rows a list shows: the filters that each collection knows.

The rule kept here: what a list hides by default (the trash, drafts, staff), it shows only when it is asked by name.
"""

from collections.abc import Mapping
from typing import Any

from .errors import invalid_param
from .listing import choice, flag, ids, integer, moment, words
from .products import is_on_sale
from .records import HIDDEN_STATUSES, ORDER_STATUSES, Category, Coupon, Customer, Order, Product, Review, Webhook
from .rest import Call
from .times import local

# The store's own roles, and one as a plugin for wholesale adds it.
ROLES = (
    *("administrator", "editor", "author", "contributor", "subscriber", "customer", "shop_manager"),
    "wholesale_customer",
)
PRODUCT_STATUSES = ("any", "future", "trash", "draft", "pending", "private", "publish")
REVIEW_STATUSES = ("hold", "approved", "spam", "trash")


def _chosen(call: Call, held: Mapping[int, Any]) -> list[Any]:
    """`include` and `exclude`."""
    included, excluded = ids(call.query, "include"), ids(call.query, "exclude") or set()
    wanted = held.keys() if included is None else [row_id for row_id in held if row_id in included]
    return [held[row_id] for row_id in wanted if row_id not in excluded]


def order_rows(call: Call) -> list[Order]:
    rows: list[Order] = _chosen(call, call.shop.orders)
    wanted = _statuses(call)
    if wanted is None:
        rows = [order for order in rows if order.status not in HIDDEN_STATUSES]
    else:
        rows = [order for order in rows if order.status in wanted]
    if customer := ids(call.query, "customer"):
        rows = [order for order in rows if order.customer_id in customer]
    return _within_dates(call, rows)


def _statuses(call: Call) -> set[str] | None:
    """None for any."""
    given = words(call.query, "status") or ["any"]
    allowed = ("any", "trash", *ORDER_STATUSES)
    for place, status in enumerate(given):
        if status not in allowed:
            message = f"status[{place}] is not one of {', '.join(allowed)}."
            raise invalid_param("status", "rest_not_in_enum", message)
    return None if "any" in given else set(given)


def _within_dates(call: Call, rows: list[Any]) -> list[Any]:
    """Both ends are exclusive, on whole seconds."""
    are_gmt = flag(call.query, "dates_are_gmt")
    if (after := moment(call.query, "after", dates_are_gmt=are_gmt)) is not None:
        rows = [row for row in rows if row.created > after]
    if (before := moment(call.query, "before", dates_are_gmt=are_gmt)) is not None:
        rows = [row for row in rows if row.created < before]
    if (after := moment(call.query, "modified_after", dates_are_gmt=are_gmt)) is not None:
        rows = [row for row in rows if row.modified > after]
    if (before := moment(call.query, "modified_before", dates_are_gmt=are_gmt)) is not None:
        rows = [row for row in rows if row.modified < before]
    return rows


def coupon_rows(call: Call) -> list[Coupon]:
    rows: list[Coupon] = [coupon for coupon in _chosen(call, call.shop.coupons) if coupon.status == "publish"]
    if code := call.query.get("code"):
        rows = [coupon for coupon in rows if coupon.code == str(code).strip().lower()]
    if search := call.query.get("search"):
        text = str(search).lower()
        rows = [coupon for coupon in rows if text in coupon.code or text in coupon.description.lower()]
    return _within_dates(call, rows)


def customer_rows(call: Call) -> list[Customer]:
    rows: list[Customer] = _chosen(call, call.shop.customers)
    role = choice(call.query, "role", "customer", ("all", *ROLES))
    if role != "all":
        rows = [customer for customer in rows if customer.role == role]
    if email := call.query.get("email"):
        rows = [customer for customer in rows if customer.email.lower() == str(email).lower()]
    if search := call.query.get("search"):
        text = str(search).lower()
        rows = [c for c in rows if text in f"{c.email} {c.username} {c.first_name} {c.last_name}".lower()]
    return rows


def product_rows(call: Call) -> list[Product]:
    rows: list[Product] = [product for product in _chosen(call, call.shop.products) if not product.parent_id]
    status = choice(call.query, "status", "any", PRODUCT_STATUSES)
    shown = {"draft", "pending", "private", "publish"} if status == "any" else {status}
    rows = [product for product in rows if product.status in shown]
    if category := ids(call.query, "category"):
        rows = [product for product in rows if not category.isdisjoint(product.category_ids)]
    if sku := call.query.get("sku"):
        rows = [product for product in rows if product.sku in str(sku).split(",")]
    if search := call.query.get("search"):
        rows = [product for product in rows if str(search).lower() in product.name.lower()]
    if "on_sale" in call.query:
        wanted = flag(call.query, "on_sale")
        rows = [product for product in rows if is_on_sale(call.shop, product) == wanted]
    return _within_dates(call, rows)


def category_rows(call: Call) -> list[Category]:
    rows: list[Category] = _chosen(call, call.shop.categories)
    if "parent" in call.query:
        parent = integer(call.query, "parent", 0, least=0)
        rows = [category for category in rows if category.parent == parent]
    if slug := call.query.get("slug"):
        rows = [category for category in rows if category.slug == slug]
    if flag(call.query, "hide_empty"):
        used = {category_id for product in call.shop.products.values() for category_id in product.category_ids}
        rows = [category for category in rows if category.id in used]
    return rows


def review_rows(call: Call) -> list[Review]:
    """What waits to be approved shows only when it is asked for. The dates are compared in the site's own time."""
    rows: list[Review] = _chosen(call, call.shop.reviews)
    status = choice(call.query, "status", "approved", ("all", *REVIEW_STATUSES))
    wanted = ("approved", "hold") if status == "all" else (status,)
    rows = [review for review in rows if review.status in wanted]
    if product := ids(call.query, "product"):
        rows = [review for review in rows if review.product_id in product]
    if email := call.query.get("reviewer_email"):
        rows = [review for review in rows if review.email.lower() == str(email).lower()]
    are_gmt = flag(call.query, "dates_are_gmt")
    if (after := moment(call.query, "after", dates_are_gmt=are_gmt)) is not None:
        rows = [review for review in rows if local(review.created) > local(after)]
    if (before := moment(call.query, "before", dates_are_gmt=are_gmt)) is not None:
        rows = [review for review in rows if local(review.created) < local(before)]
    return rows


def webhook_rows(call: Call) -> list[Webhook]:
    rows: list[Webhook] = _chosen(call, call.shop.hooks.webhooks)
    status = choice(call.query, "status", "all", ("all", "active", "paused", "disabled"))
    return [webhook for webhook in rows if status in ("all", webhook.status)]
