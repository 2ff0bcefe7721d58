"""The store itself: its records, its ids, its clock, its lock, and the events it tells of.

The rule kept here: every change is made while the lock is held, and is counted, so that it can be saved. The same
things done in the same order get the same ids.
"""

import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from .installed import Bulk, Metafield, Subscription
from .records import Collection, Customer, Location, Order, Product, Variant
from .rewards import BulkCreation, CreditAccount, Discount, GiftCard
from .times import Clock, moment

FIRST_ORDER_NUMBER = 1001


@dataclass
class Books:
    """All that is saved and read again."""

    sequences: dict[str, int] = field(default_factory=dict)
    collections: dict[int, Collection] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)
    variants: dict[int, Variant] = field(default_factory=dict)
    customers: dict[int, Customer] = field(default_factory=dict)
    locations: dict[int, Location] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    discounts: dict[int, Discount] = field(default_factory=dict)
    bulk_creations: dict[int, BulkCreation] = field(default_factory=dict)
    gift_cards: dict[int, GiftCard] = field(default_factory=dict)
    credit_accounts: dict[int, CreditAccount] = field(default_factory=dict)
    metafields: dict[str, Metafield] = field(default_factory=dict)  # by owner, namespace and key
    subscriptions: dict[int, Subscription] = field(default_factory=dict)
    bulks: dict[int, Bulk] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """What kind of store it is."""

    domain: str = "sandbox.myshopify.com"
    name: str = "Sandbox"
    currency: str = "EUR"
    time_zone: str = "Europe/Berlin"
    taxes_included: bool = True
    tax_percent: Decimal = Decimal(19)
    rates: Mapping[str, Decimal] = field(default_factory=dict)  # of other currencies, for a unit of the shop's
    gift_cards: bool = True
    store_credit: bool = True


class Shop:
    def __init__(self, terms: Terms, *, clock: Clock, url: str = "") -> None:
        self.terms = terms
        self.url = url
        self.bulk_breaks = False  # the next bulk operation breaks down half-way
        self.index_lag = timedelta(0)  # what changed within this time is not found by searching yet
        self.clock = clock
        self.lock = threading.RLock()
        self.changes = 0
        self.books = Books()
        self.hears: Callable[[list[tuple[str, Any]]], None] = lambda events: None
        self._events: dict[tuple[str, int], tuple[str, Any]] = {}
        self._depth = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Whoever listens is told once the change is whole."""
        with self.lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self.changes += 1
                if not self._depth:
                    events, self._events = self._events, {}
                    self.hears(list(events.values()))

    def tell(self, topic: str, subject: Any) -> None:
        """That something happened; said once for each change."""
        self._events.setdefault((topic, id(subject)), (topic, subject))

    def now(self) -> datetime:
        return moment(self.clock())

    def next_id(self, kind: str) -> int:
        counted = self.books.sequences.get(kind, 0) + 1
        self.books.sequences[kind] = counted
        return first_id(kind) + counted

    def rate(self, currency: str) -> Decimal:
        return Decimal(1) if currency == self.terms.currency else self.terms.rates[currency]

    def find(self, kind: str, number: int) -> Any:
        """The record of that type and id, if the store has it."""
        return self._kept().get(kind, {}).get(number)

    def keeps(self, kind: str) -> bool:
        return kind in self._kept()

    def _kept(self) -> Mapping[str, Mapping[int, Any]]:
        books = self.books
        return {
            "Collection": books.collections,
            "Product": books.products,
            "ProductVariant": books.variants,
            "Customer": books.customers,
            "Location": books.locations,
            "Order": books.orders,
            "DiscountCodeNode": books.discounts,
            "DiscountRedeemCodeBulkCreation": books.bulk_creations,
            "GiftCard": books.gift_cards,
            "StoreCreditAccount": books.credit_accounts,
            "WebhookSubscription": books.subscriptions,
            "BulkOperation": books.bulks,
        }


@cache
def first_id(kind: str) -> int:
    """Each kind of record is numbered in a range of its own, so that no number is of two."""
    return 1_000_000_000_000 + zlib.crc32(kind.encode()) % 8000 * 1_000_000_000


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def parsed(text: str) -> tuple[str, int] | None:
    """Type and number of a global id, or None if it is none."""
    prefix, _, rest = text.partition("gid://shopify/")
    kind, _, number = rest.partition("/")
    number = number.partition("?")[0]
    return (kind, int(number)) if not prefix and kind and number.isdigit() else None
