"""What stores say of products and buyers: products as they were last seen, and the first facts of each order.

The rule kept here: a product is replaced by what was seen of it later; the facts of an order are only added to.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector.core.commerce import Product
from connector.core.described import OrderFacts
from connector.db.tables import order_facts, products_seen


@dataclass(frozen=True, slots=True)
class Seen:
    """A product, and when the store was asked for it."""

    product: Product
    at: datetime


def products(connection: Connection, store_id: int, ids: Collection[str]) -> dict[str, Seen]:
    rows = connection.execute(
        select(products_seen).where(products_seen.c.store_id == store_id, products_seen.c.product_id.in_(ids))
    )
    return {
        row.product_id: Seen(
            Product(
                row.product_id,
                row.sku,
                categories=tuple(row.categories),
                on_sale=row.on_sale,
                gift_card=row.gift_card,
            ),
            row.seen_at,
        )
        for row in rows
    }


def keep_products(connection: Connection, store_id: int, seen: Collection[Product], now: datetime) -> None:
    if not seen:
        return
    rows = [
        {
            "store_id": store_id,
            "product_id": product.id,
            "sku": product.sku,
            "categories": list(product.categories),
            "on_sale": product.on_sale,
            "gift_card": product.gift_card,
            "seen_at": now,
        }
        for product in seen
    ]
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(products_seen)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in ("store_id", "product_id")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["store_id", "product_id"], set_=changed),
        sorted(rows, key=lambda row: str(row["product_id"])),
    )


def facts(connection: Connection, store_id: int, ids: Collection[str]) -> dict[str, OrderFacts]:
    """What is kept of these orders; those of which nothing is kept are left out."""
    rows = connection.execute(
        select(order_facts.c.external_id, order_facts.c.facts).where(
            order_facts.c.store_id == store_id, order_facts.c.external_id.in_(ids)
        )
    )
    return {external_id: msgspec.convert(kept, OrderFacts) for external_id, kept in rows}


def keep_facts(connection: Connection, store_id: int, learnt: Mapping[str, OrderFacts]) -> dict[str, OrderFacts]:
    """Add what was learnt of these orders to what is kept of them. Returns all that is kept now: what somebody else
    learnt first is the first word. The store is locked."""
    if not learnt:
        return {}
    kept = facts(connection, store_id, learnt.keys())
    merged = {order_id: kept.get(order_id, OrderFacts()).or_else(later) for order_id, later in learnt.items()}
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(order_facts)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["store_id", "external_id"], set_={"facts": statement.excluded["facts"]}
        ),
        [
            {"store_id": store_id, "external_id": order_id, "facts": msgspec.to_builtins(one)}
            for order_id, one in sorted(merged.items())
        ],
    )
    return merged


def forget_buyers(connection: Connection, orders: Iterable[tuple[int, str]]) -> None:
    """Of who ordered these (store, order), keep nothing."""
    for store_id, order_id in orders:
        kept = facts(connection, store_id, [order_id]).get(order_id)
        if kept is not None and kept.groups:
            mine = (order_facts.c.store_id == store_id, order_facts.c.external_id == order_id)
            left = msgspec.to_builtins(replace(kept, groups={}))
            connection.execute(update(order_facts).where(*mine).values(facts=left))
