"""The part of the merchant's table of products that a batch of orders can meet, in one question.

The rule kept here: a programme whose rules never ask for the points set on products asks nothing.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from connector.core.commerce import Line, Order
from connector.core.product_terms import (
    NO_PRODUCT_TERMS,
    ProductTerms,
    asks_for_points,
    names,
    product_terms,
)
from connector.db import product_terms as rows
from connector.usecases.programmes import Versions


def table_for(connection: Connection, programme_id: int, versions: Versions, orders: Iterable[Order]) -> ProductTerms:
    """What the table says of the products of these orders."""
    if not any(asks_for_points(terms) for terms in versions.all_terms):
        return NO_PRODUCT_TERMS
    named = names(line for order in orders for line in order.lines)
    return product_terms(rows.meaning(connection, programme_id, named))


def with_products(connection: Connection, programme_id: int, order: Order) -> tuple[Line, ...]:
    """The order's lines with all that the table says of their products, whatever the rules ask for."""
    known = rows.meaning(connection, programme_id, names(order.lines))
    return product_terms(known).on(order.lines, order.placed_at)
