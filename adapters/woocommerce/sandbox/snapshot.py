"""The whole store as one JSON document, which says the same when it is read back."""

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .records import Category, Coupon, Customer, GiftCard, Note, Order, Product, Refund, Review, Webhook
from .shop import Shop

Record = TypeVar("Record")


def dump(shop: Shop) -> bytes:
    """Its caller holds the lock."""
    document = {
        "sequences": shop.sequences,
        "categories": list(shop.categories.values()),
        "products": list(shop.products.values()),
        "reviews": list(shop.reviews.values()),
        "customers": list(shop.customers.values()),
        "coupons": list(shop.coupons.values()),
        "gift_cards": list(shop.gift_cards.values()),
        "orders": list(shop.orders.values()),
        "refunds": [refund for of_order in shop.refunds.values() for refund in of_order.values()],
        "notes": [note for of_order in shop.notes.values() for note in of_order],
        "webhooks": list(shop.hooks.webhooks.values()),
        "queue": list(shop.hooks.queue),
    }
    return json.dumps(document, default=_plain).encode()


def restore(shop: Shop, text: bytes) -> None:
    """Into an empty shop."""
    document = json.loads(text)
    shop.sequences.update(document["sequences"])
    shop.categories.update({row.id: row for row in _rows(Category, document["categories"])})
    shop.products.update({row.id: row for row in _rows(Product, document["products"])})
    shop.reviews.update({row.id: row for row in _rows(Review, document["reviews"])})
    shop.customers.update({row.id: row for row in _rows(Customer, document["customers"])})
    shop.coupons.update({row.id: row for row in _rows(Coupon, document["coupons"])})
    shop.gift_cards.update({row.id: row for row in _rows(GiftCard, document.get("gift_cards", []))})
    shop.orders.update({row.id: row for row in _rows(Order, document["orders"])})
    for refund in _rows(Refund, document["refunds"]):
        shop.refunds.setdefault(refund.order_id, {})[refund.id] = refund
    for note in _rows(Note, document["notes"]):
        shop.notes.setdefault(note.order_id, []).append(note)
    shop.hooks.webhooks.update({row.id: row for row in _rows(Webhook, document["webhooks"])})
    shop.hooks.requeue([(webhook_id, resource_id) for webhook_id, resource_id in document["queue"]])


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else vars(value)


def _rows(kind: type[Record], rows: list[dict[str, Any]]) -> list[Record]:
    return [_revive(kind, row) for row in rows]


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _revive(hint: Any, value: Any) -> Any:
    """JSON knows neither decimals nor records; everything else is already what it was."""
    if value is None:
        return None
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{name: _revive(_hints(hint)[name], inner) for name, inner in value.items()})
    if get_origin(hint) is list:
        return [_revive(get_args(hint)[0], inner) for inner in value]
    if get_origin(hint) in (Union, UnionType):
        return _revive(get_args(hint)[0], value)
    return value
