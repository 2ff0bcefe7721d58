"""Products, accounts and reviews of the shop in memory, whose troubles a test can order."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from connector.adapter import Retryable
from connector.core.commerce import Customer, Product, Review
from tests.building import NOW


class Shelves:
    """The products facet. `troubles` are raised, one a call; `spoilt` ones are whenever they are asked for."""

    def __init__(self, *products: Product) -> None:
        self.held = {product.id: product for product in products}
        self.asked: list[list[str]] = []
        self.troubles: list[Exception] = []
        self.spoilt: dict[str, Exception] = {}

    def get(self, ids: Sequence[str]) -> Iterator[Product]:
        self.asked.append(list(ids))
        if self.troubles:
            raise self.troubles.pop(0)
        for one in ids:
            if one in self.spoilt:
                raise self.spoilt[one]
            if one in self.held:
                yield self.held[one]


class Accounts:
    """The customers facet."""

    def __init__(self, *customers: Customer) -> None:
        self.held = {customer.id: customer for customer in customers}
        self.asked: list[list[str]] = []
        self.since: list[datetime | None] = []
        self.silent = False

    def has(self, *customers: Customer) -> None:
        self.held |= {one.id: one for one in customers}

    def get(self, ids: Sequence[str]) -> Iterator[Customer]:
        self.asked.append(list(ids))
        if self.silent:
            raise Retryable("the store answered HTTP 502")
        yield from (self.held[one] for one in ids if one in self.held)

    def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
        self.since.append(since)
        for one in sorted(self.held.values(), key=lambda one: (one.registered_at or NOW, one.id)):
            if since is None or (one.registered_at or NOW) >= since:
                yield [one]


class Opinions:
    """The reviews facet."""

    def __init__(self, *reviews: Review) -> None:
        self.held = {review.id: review for review in reviews}
        self.since: list[datetime | None] = []

    def has(self, *reviews: Review) -> None:
        self.held |= {one.id: one for one in reviews}

    def written_since(self, since: datetime | None) -> Iterator[Sequence[Review]]:
        self.since.append(since)
        for one in list(self.held.values()):
            if since is None or one.written_at >= since:
                yield [one]
