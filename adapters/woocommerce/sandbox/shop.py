"""The store itself: its records, its ids, its lock, and the events it raises.

The rule kept here: every change is made while the lock is held, and is counted, so that it can be saved.
"""

import random
import string
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .errors import invalid_id
from .hooks import Hooks
from .records import Category, Coupon, Customer, GiftCard, Meta, Note, Order, Product, Refund, Review
from .times import Clock

# A fresh WooCommerce has used the ids below these for its own pages, for the administrator, and for its categories.
FIRST_IDS = {"post": 10, "user": 2, "term": 15}


class Shop:
    def __init__(self, *, url: str, clock: Clock, seed: int = 0) -> None:
        self.url = url
        self.clock = clock
        self.random = random.Random(seed)  # noqa: S311 it must be predictable
        self.lock = threading.RLock()
        self.changes = 0
        self.hooks = Hooks()
        self.sequences: Counter[str] = Counter()
        self.categories: dict[int, Category] = {}
        self.products: dict[int, Product] = {}
        self.reviews: dict[int, Review] = {}
        self.customers: dict[int, Customer] = {}
        self.coupons: dict[int, Coupon] = {}
        self.orders: dict[int, Order] = {}
        self.refunds: dict[int, dict[int, Refund]] = {}
        self.notes: dict[int, list[Note]] = {}
        self.gift_cards: dict[int, GiftCard] = {}
        self.extensions: set[str] = set()  # that are active

    @contextmanager
    def changing(self) -> Iterator[None]:
        with self.lock:
            try:
                yield
            finally:
                self.changes += 1

    def now(self) -> int:
        return int(self.clock())

    def next_id(self, kind: str) -> int:
        """Orders, refunds, products and coupons count together (post), as do all lines of all orders (item)."""
        self.sequences[kind] = max(self.sequences[kind] + 1, FIRST_IDS.get(kind, 1))
        return self.sequences[kind]

    def fire(self, topic: str, resource_id: int) -> None:
        self.hooks.fire(topic, resource_id)

    def random_key(self, length: int) -> str:
        return "".join(self.random.choices(string.ascii_letters + string.digits, k=length))

    def category(self, name: str, parent: int = 0) -> Category:
        """The category of that name, made (below `parent`) when there is none."""
        for category in self.categories.values():
            if category.name == name:
                return category
        made = Category(self.next_id("term"), name, slug(name), parent)
        self.categories[made.id] = made
        return made

    def find_order(self, order_id: int) -> Order:
        if order := self.orders.get(order_id):
            return order
        raise invalid_id("shop_order")

    def refunds_of(self, order_id: int) -> list[Refund]:
        """The newest first."""
        return list(reversed(self.refunds.get(order_id, {}).values()))

    def write_meta(self, meta: list[Meta], entries: list[dict[str, Any]], kind: str) -> None:
        """As WooCommerce does: by id if there is one, else by key, of which all others go; a value of null removes."""
        for entry in entries:
            key, value = entry.get("key"), entry.get("value")
            by_id = [m for m in meta if m.id == entry["id"]] if entry.get("id") else []
            found = by_id or [m for m in meta if m.key == key]
            held = found[0] if found else None
            for double in found[1:]:
                meta.remove(double)
            if value is None:
                if held:
                    meta.remove(held)
            elif held:
                held.key, held.value = key or held.key, value
            elif key:
                meta.append(Meta(self.next_id(kind), key, value))


def slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
