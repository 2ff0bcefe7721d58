"""Reading reviews of products, approved or waiting.

The rule kept here: who wrote one is told by the address alone. WooCommerce names no account, and anybody can type any
address, so `customer_id` stays None; `bought` is the store's own word.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from adapters.woocommerce.anchored import Anchored, Read
from adapters.woocommerce.client import Client, Rows
from adapters.woocommerce.payloads import ReviewPayload, decode
from connector.adapter import Rejected
from connector.core.commerce import Review

_FIELDS = ("id", "product_id", "reviewer_email", "status", "date_created_gmt", "verified")


class WooReviews:
    """The reviews facet. The list is asked for by place: its `after` compares the shop's local time, which repeats."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._list = Anchored(self._ask, _read)

    def written_since(self, since: datetime | None) -> Iterator[Sequence[Review]]:
        return self._list.since(since)

    def _ask(self, offset: int, size: int) -> Rows:
        return self._client.rows(
            "products/reviews",
            status="all",
            orderby="date_gmt",
            order="asc",
            offset=offset,
            per_page=size,
            _fields=_FIELDS,
        )


def _read(raw: msgspec.Raw) -> Read[Review]:
    payload = decode(raw, ReviewPayload, "A review")
    if payload.date_created_gmt.at is None:
        raise Rejected(f"Review {payload.id}: date_created_gmt: it is empty. Mend or delete the review in the store.")
    review = Review(
        id=str(payload.id),
        product_id=str(payload.product_id),
        email=(payload.reviewer_email or "").strip() or None,
        written_at=payload.date_created_gmt.at,
        approved=payload.status == "approved",
        bought=payload.verified,
    )
    return Read(review.id, review.written_at, review)
