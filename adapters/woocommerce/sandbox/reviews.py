"""Reviews of products: writing, approving, and taking them away.

The rule kept here: who wrote one is known by the address that was typed; no document names an account.
"""

from typing import Any

from .errors import RestError, invalid_id, invalid_param, missing_param
from .records import PAID_STATUSES, Review
from .shop import Shop

STATUSES = ("approved", "hold", "spam", "unspam", "trash", "untrash")
REQUIRED = ("product_id", "review", "reviewer", "reviewer_email")


def find(shop: Shop, review_id: int) -> Review:
    if review := shop.reviews.get(review_id):
        return review
    raise RestError(404, "woocommerce_rest_review_invalid_id", "Invalid review ID.")


def create(shop: Shop, body: dict[str, Any]) -> Review:
    for name in REQUIRED:
        if not body.get(name):
            raise missing_param(name)
    if int(body["product_id"]) not in shop.products:
        raise invalid_id("product")
    review = Review(
        id=shop.next_id("comment"),
        product_id=int(body["product_id"]),
        reviewer=str(body["reviewer"]),
        email=str(body["reviewer_email"]),
        text=str(body["review"]),
        rating=int(body.get("rating") or 0),
        created=shop.now(),
        status=str(body.get("status") or "approved"),
    )
    shop.reviews[review.id] = review
    return review


def update(shop: Shop, review_id: int, body: dict[str, Any]) -> Review:
    review = find(shop, review_id)
    if status := body.get("status"):
        if status not in STATUSES:
            raise invalid_param("status", "rest_not_in_enum", f"status is not one of {', '.join(STATUSES)}.")
        review.status = "approved" if status.startswith("un") else str(status)
    review.text = str(body.get("review") or review.text)
    return review


def delete(shop: Shop, review_id: int, *, force: bool) -> Review:
    review = find(shop, review_id)
    if force:
        return shop.reviews.pop(review.id)
    review.status = "trash"
    return review


def bought(shop: Shop, email: str, product_id: int) -> bool:
    """Has this address paid for the product?"""
    wanted = email.lower()
    return any(
        order.status in PAID_STATUSES
        and order.billing["email"].lower() == wanted
        and any(line.product_id == product_id for line in order.lines)
        for order in shop.orders.values()
    )
