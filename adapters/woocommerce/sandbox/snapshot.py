"""The whole store as one JSON file, so that it can be closed and opened again.

The rule kept here: the file is written whole or not at all, and says the same when it is read back.
"""

import json
import os
import threading
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .records import Category, Coupon, Customer, GiftCard, Note, Order, Product, Refund, Review, Webhook
from .shop import Shop

Record = TypeVar("Record")

SAVE_INTERVAL = 1.0
STOP_TIMEOUT = 5.0


class Saver:
    """Writes the store to its file when it has changed, at most once a second, and once more when it stops."""

    def __init__(self, shop: Shop, path: Path) -> None:
        self._shop = shop
        self._path = path
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sandbox saver", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(STOP_TIMEOUT)

    def _work(self) -> None:
        saved = -1
        stopping = False
        while not stopping:
            stopping = self._stopping.wait(SAVE_INTERVAL)
            if self._shop.changes != saved:
                with self._shop.lock:
                    saved, text = self._shop.changes, dump(self._shop)
                write(self._path, text)


def dump(shop: Shop) -> str:
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
    return json.dumps(document, default=_plain)


def restore(shop: Shop, text: str) -> None:
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


def write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


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
