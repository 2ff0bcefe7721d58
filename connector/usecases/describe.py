"""Asking a store what its orders do not say: categories and sale state of the goods, groups of the buyer.

The rule kept here: what was said when a line or a buyer was first seen stays with the order, so the same order seen
twice, in whatever order of events, is the same order. The network is asked outside any transaction.

What is exact, and what cannot be known: an order that is read soon after it was placed gets what was so then, its
products to the hour. Of an older order (the history of a shop, or one placed before the programme asked for such
things) nobody can tell what its products and its buyer were then; it gets what they are when it is first asked for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from connector.adapter import Misconfigured, Rejected, Retryable, StoreError, Unreadable
from connector.core.commerce import Customer, Gone, Order, Product
from connector.core.described import OrderFacts, facts_of, filled, item, untold_buyer, untold_lines
from connector.db import described, product_terms, stores
from connector.db.engine import Database
from connector.db.orders import unstorable
from connector.usecases.forgotten import of_the_erased
from connector.usecases.programmes import versions
from connector.usecases.stores import Store

log = structlog.get_logger()

FRESH = timedelta(hours=1)  # so long a product is believed to be as it was seen

T = TypeVar("T", Product, Customer)
Seen = Order | Gone | Unreadable


@dataclass(frozen=True, slots=True)
class Described:
    """What can go on, and why other orders (by id) cannot: the store did not tell what the programme needs of them."""

    seen: list[Seen]
    untold: Mapping[str, StoreError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the orders of one batch leave open, as far as the programme needs it and the platform can tell it."""

    products: frozenset[str]
    customers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told(Generic[T]):
    """What the store said by id, and why it said nothing of others. What is in neither is gone from the store."""

    known: dict[str, T] = field(default_factory=dict)
    untold: dict[str, StoreError] = field(default_factory=dict)


def describe(database: Database, store: Store, seen: Iterable[Seen], now: datetime) -> Described:
    """Fill these orders with what the programme needs of them beyond what they tell. Raises nothing of the store's."""
    seen = list(seen)
    orders = [one for one in seen if isinstance(one, Order) and not unstorable(one)]
    if not orders:
        return Described(seen)
    with database.read() as connection:
        needs = versions(connection, store.programme_id).needs
        if product_terms.speaks_of_categories(connection, store.programme_id):
            needs |= {"products"}
        if needs.isdisjoint({"products", "customers"}):
            return Described(seen)
        kept = described.facts(connection, store.id, {order.id for order in orders})
        gone = of_the_erased(connection, store, {order.id for order in orders}, orders)
        wanted = _wanted(store, needs, orders, kept, gone)
        held = described.products(connection, store.id, wanted.products)
    products = _products(store, wanted, held, now)
    customers = _customers(store, wanted)
    learnt: dict[str, OrderFacts] = {}
    untold: dict[str, StoreError] = {}
    for order in orders:
        try:
            news = _learn(order, kept.get(order.id, OrderFacts()), wanted, products, customers)
        except StoreError as error:
            untold[order.id] = error
        else:
            learnt[order.id] = learnt.get(order.id, OrderFacts()).or_else(news)
    learnt = {order_id: news for order_id, news in learnt.items() if news != OrderFacts() and order_id not in untold}
    # What was held stands in `known` as the very thing that was held.
    asked = [one for one in products.known.values() if one.id not in held or one is not held[one.id].product]
    if learnt or asked:
        with database.write() as connection:
            stores.lock(connection, store.id)
            described.keep_products(connection, store.id, asked, now)
            kept |= described.keep_facts(connection, store.id, learnt)
    told = [one for one in seen if one.id not in untold]
    return Described(
        [filled(one, kept.get(one.id, OrderFacts())) if isinstance(one, Order) else one for one in told], untold
    )


def _wanted(
    store: Store,
    needs: frozenset[str],
    orders: Sequence[Order],
    kept: Mapping[str, OrderFacts],
    gone: Collection[str],
) -> _Wanted:
    """Of the buyers of `gone` orders, who have been erased, nothing is asked."""
    products: set[str] = set()
    customers: set[str] = set()
    for order in orders:
        facts = kept.get(order.id, OrderFacts())
        if "products" in needs and store.adapter.products is not None:
            lines = untold_lines(order, facts)
            products.update(one for line in lines for one in (line.product_id, line.variant_id) if one)
        if "customers" in needs and store.adapter.customers is not None and order.id not in gone:
            customers.update(buyer for buyer in [untold_buyer(order, facts)] if buyer)
    return _Wanted(frozenset(products), frozenset(customers))


def _products(store: Store, wanted: _Wanted, held: Mapping[str, described.Seen], now: datetime) -> _Told[Product]:
    """As they are, or were within the hour; what the store no longer knows is as it was last seen."""
    if store.adapter.products is None:
        return _Told()
    fresh = {one for one, seen in held.items() if seen.at > now - FRESH}
    told = _ask("products", store.adapter.products.get, sorted(wanted.products - fresh))
    return _Told({one: seen.product for one, seen in held.items()} | told.known, told.untold)


def _customers(store: Store, wanted: _Wanted) -> _Told[Customer]:
    if store.adapter.customers is None:
        return _Told()
    return _ask("customers", store.adapter.customers.get, sorted(wanted.customers))


def _learn(
    order: Order, facts: OrderFacts, wanted: _Wanted, products: _Told[Product], customers: _Told[Customer]
) -> OrderFacts:
    """What is new of this order. Raises StoreError where the store would not say."""
    lines = [line for line in untold_lines(order, facts) if line.product_id in wanted.products]
    for line in lines:
        _refuse_untold(products, line.variant_id or line.product_id, line.product_id)
    groups: dict[str, tuple[str, ...]] = {}
    buyer = untold_buyer(order, facts)
    if buyer is not None and buyer in wanted.customers:
        _refuse_untold(customers, buyer)
        groups[buyer] = customers.known[buyer].groups if buyer in customers.known else ()
    return OrderFacts({item(line): facts_of(line, products.known) for line in lines}, groups)


def _refuse_untold(told: _Told[T], *ids: str) -> None:
    """The first of these that the store knows will do; but what it did not tell may be the better answer."""
    for one in ids:
        if one in told.untold:
            raise told.untold[one]
        if one in told.known:
            return


def _ask(what: str, get: Callable[[Sequence[str]], Iterable[T]], ids: Sequence[str]) -> _Told[T]:
    """One that the store (or we) cannot make sense of is found by halves, so that it holds up no other."""
    if not ids:
        return _Told()
    trouble: StoreError
    try:
        return _Told({one.id: one for one in get(ids)})
    except Rejected as error:
        if len(ids) > 1:
            middle = len(ids) // 2
            first, second = _ask(what, get, ids[:middle]), _ask(what, get, ids[middle:])
            return _Told(first.known | second.known, first.untold | second.untold)
        trouble = error
    except Misconfigured as error:
        trouble = Misconfigured(f"the programme needs the store's {what}: {error}")
    except StoreError as error:
        trouble = error
    except Exception as error:  # ours to mend, and no reason to lose an order
        log.exception("cannot be read", what=what)
        trouble = Retryable(f"the store's {what} cannot be read: {type(error).__name__}: {error}")
    return _Told({}, dict.fromkeys(ids, trouble))
