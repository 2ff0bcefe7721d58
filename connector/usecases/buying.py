"""Buying a product with points: they are held, and a coupon for one piece is ordered, in one commit.

The rule kept here: as for redeeming, the caller's key makes it once. What the product costs is what the shop says when
it is asked for, and the merchant's own table of products goes before it.
"""

import json
from datetime import datetime, timedelta

from connector.core.buying import purchase, purchase_coupon
from connector.core.commerce import Cart
from connector.core.participation import bar_to_spending
from connector.core.product_terms import names, product_terms
from connector.core.quote import Refusal
from connector.core.redemption import hold
from connector.db import made_for, outbox, redemptions
from connector.db import product_terms as rows
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.usecases.customer_groups import groups_of
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoCoupons, Redeeming, a_redemption, member_of, require_same_wish
from connector.usecases.stores import Store, require_writing


def buy(
    database: Database, store: Store, member_id: int, product: Cart, *, key: str, author: str, now: datetime
) -> Redeeming:
    """Hold the points for one piece of the only product in this cart.

    Raises Refusal, NoSuchMember, NoCoupons, KeyReused or StoreError; then nothing has changed.
    """
    require_writing(store)
    if store.adapter.coupons is None:
        raise NoCoupons(f"store {store.name} has no coupons to sell goods by")
    groups = groups_of(database, store, member_id) or product.groups
    (line,) = product.lines
    request = json.dumps([member_id, store.name, "buy", line.product_id, line.variant_id])
    with database.write() as connection:
        terms = versions(connection, store.programme_id).latest
        books = Books.open(connection, [member_id], terms)
        member = member_of(connection, store, member_id)
        wallet = books.wallet(member_id)
        before = redemptions.by_key(connection, key)
        if before is not None:
            require_same_wish(connection, before, wallet, now, request)
            return Redeeming(before, wallet.spendable(now), replayed=True)
        if bar := bar_to_spending(groups, terms):
            raise Refusal(bar, 0, 0)
        if product.currency != terms.currency:
            raise Refusal("other_currency", 0, 0)
        table = product_terms(rows.meaning(connection, store.programme_id, names([line])))
        (priced,) = table.on((line,), now)
        bought = purchase(priced, terms, wallet.spendable(now))
        redeemed = a_redemption(bought.points)
        expires_at = now + timedelta(days=bought.valid_days)
        books.post([(member_id, hold(redeemed, wallet, now, author, request))])
        books.write(connection, now)
        row = redemptions.add(
            connection,
            redeemed,
            member_id=member_id,
            store_id=store.id,
            key=key,
            worth=bought.price,
            currency=terms.currency,
            minimum_spend=0,
            created_at=now,
            expires_at=expires_at,
        )
        made_for.add(connection, row.id, bought.goods, by_amount=bought.by_amount)
        issue = purchase_coupon(redeemed, bought, terms, member.email, expires_at)
        outbox.add(connection, [(store.id, f"issue:{redeemed.id}", issue)], now)
        return Redeeming(row, books.wallet(member_id).spendable(now), replayed=False)
