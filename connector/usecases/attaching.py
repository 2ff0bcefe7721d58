"""What points buy on an order that is placed already, and whether it may take them (C58).

The rule kept here: the order as the books last saw it is judged here, and by the store once more before it is changed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from connector.core.attaching import as_cart, require_attachable
from connector.core.commerce import Order
from connector.core.ledger import Account
from connector.core.programme import Terms
from connector.core.quote import Quote
from connector.db import attachments, joining, ledger, orders, redemptions
from connector.usecases.evaluate import quote_cart
from connector.usecases.look import NoSuchThing
from connector.usecases.product_terms import with_products
from connector.usecases.stores import Store


class NoOrderDiscounts(Exception):
    """The store's platform cannot lower an order that is placed already."""


@dataclass(frozen=True, slots=True)
class Attaching:
    """An order that takes points, and what they buy on it."""

    order: Order
    reference: str
    quoted: Quote


def attaching(
    connection: Connection,
    store: Store,
    member_id: int,
    points: int,
    available: int,
    terms: Terms,
    groups: Collection[str],
    number: str,
) -> Attaching:
    """Raises NoOrderDiscounts, NoSuchThing or Refusal."""
    if store.adapter.order_discounts is None:
        raise NoOrderDiscounts(
            f"store {store.name} cannot lower an order that is placed already: redeem without --order, and enter the "
            "code in the shop"
        )
    card = orders.card(connection, store.name, number)
    if card is None:
        raise NoSuchThing(f"store {store.name!r} has told of no order {number!r}; `loyalty sync {store.name}` asks it")
    reference = orders.reference(store.name, card.order.id)
    theirs = card.member_id in joining.groups(connection, [member_id]).fellows(member_id)
    has_points = _has_points(connection, card.order, reference, terms)
    require_attachable(card.order, theirs=theirs, has_points=has_points)
    order = replace(card.order, lines=with_products(connection, store.programme_id, card.order))
    return Attaching(order, reference, quote_cart(points, available, terms, as_cart(order), store.name, groups))


def _has_points(connection: Connection, order: Order, reference: str, terms: Terms) -> bool:
    """Does it hold a code of ours, or does one wait to be put on it?"""
    if redemptions.ours(connection, {coupon.code.lower() for coupon in order.coupons}):
        return True
    made = attachments.of_order(connection, reference)
    wallets = ledger.wallets(connection, {member for _, member in made}, terms)
    return any(wallets[member].of_redemption(redemption, Account.HELD) for redemption, member in made)
