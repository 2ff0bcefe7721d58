"""A store that is only watched, while another system still keeps its points.

The rule kept here: what reads is the store's own; what would write into the store is not there, so whoever asks for it
is told so as of a platform that lacks it. Its webhooks stay, without which nothing would be heard.
"""

from collections.abc import Collection
from dataclasses import dataclass

from connector.adapter import Adapter, Customers, Orders, Problem, Products, Reviews, Webhooks


@dataclass(frozen=True, slots=True)
class Watched:
    """The reading half of an adapter."""

    store: Adapter
    coupons: None = None
    order_discounts: None = None
    standing_discounts: None = None
    balances: None = None
    order_notes: None = None
    gift_cards: None = None
    store_credit: None = None

    @property
    def orders(self) -> Orders:
        return self.store.orders

    @property
    def webhooks(self) -> Webhooks | None:
        return self.store.webhooks

    @property
    def customers(self) -> Customers | None:
        return self.store.customers

    @property
    def products(self) -> Products | None:
        return self.store.products

    @property
    def reviews(self) -> Reviews | None:
        return self.store.reviews

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        return self.store.check(webhook_url, needs)

    def close(self) -> None:
        self.store.close()
