"""What the books expect of a shop: orders, codes, money and discounts that should be there.

The rule kept here: stretch by stretch in the order of our own numbers, so that books of any size take the same memory.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from connector.core.commerce import Stage
from connector.core.ledger import Account
from connector.core.reconciling import Standing, Worth
from connector.core.rewards import Fulfilment
from connector.db.ledger import net
from connector.db.queue import State
from connector.db.tables import orders, outbox, postings, redemptions, reward_redemptions, transactions

_OF = reward_redemptions.c.redemption_id == redemptions.c.id


@dataclass(frozen=True, slots=True)
class Given:
    """Money that was given for points and not taken back. `customer` is whose account has the credit."""

    row_id: int
    kind: str
    worth: Worth
    customer: str | None
    created_at: datetime


def order_ids(connection: Connection, store_id: int, since: datetime, after: int, limit: int) -> list[tuple[int, str]]:
    """Row and id of orders of the store placed since then that the store should list, those after a row."""
    rows = connection.execute(
        select(orders.c.id, orders.c.external_id)
        .where(
            orders.c.store_id == store_id,
            orders.c.placed_at >= since,
            orders.c.stage.not_in([Stage.DRAFT.value, Stage.DELETED.value]),
            orders.c.id > after,
        )
        .order_by(orders.c.id)
        .limit(limit)
    )
    return [(row.id, row.external_id) for row in rows]


def standings(connection: Connection, references: Collection[str]) -> dict[str, Standing]:
    """Reference → its code and where its points are, of those of these that the books know."""
    if not references:
        return {}
    rows = connection.execute(
        select(
            redemptions.c.reference,
            redemptions.c.code,
            net(Account.HELD).label("held"),
            net(Account.REDEEMED).label("redeemed"),
        )
        .outerjoin(transactions, transactions.c.redemption_ref == redemptions.c.reference)
        .outerjoin(postings, postings.c.transaction_id == transactions.c.id)
        .where(redemptions.c.reference.in_(references))
        .group_by(redemptions.c.reference, redemptions.c.code)
    )
    return {row.reference: Standing(row.code.lower(), row.held, row.redeemed) for row in rows}


def held_codes(connection: Connection, store_id: int) -> dict[str, str]:
    """Reference → code, of what was redeemed into codes of the store that nobody has used yet. A reward that no order
    makes the member's has no code in the store."""
    rows = connection.execute(
        select(redemptions.c.reference, redemptions.c.code)
        .outerjoin(reward_redemptions, _OF)
        .join(transactions, transactions.c.redemption_ref == redemptions.c.reference)
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(
            redemptions.c.store_id == store_id,
            reward_redemptions.c.fulfilment.is_(None) | (reward_redemptions.c.fulfilment == Fulfilment.ORDER.value),
        )
        .group_by(redemptions.c.reference, redemptions.c.code)
        .having(net(Account.HELD) > 0)
    )
    return {row.reference: row.code for row in rows}


def on_their_way(connection: Connection, store_id: int) -> set[str]:
    """Redemptions of which the store has still to be told something; until then nobody can say what differs."""
    rows = select(outbox.c.payload).where(outbox.c.store_id == store_id, outbox.c.state != State.DONE.value)
    return {payload["redemption"] for payload in connection.execute(rows).scalars()}


def given(connection: Connection, store_id: int, now: datetime, after: int, limit: int) -> list[Given]:
    """Gift cards and credit of the store that are paid for with points and have not come to an end."""
    redeemed = (
        select(transactions.c.redemption_ref)
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(transactions.c.redemption_ref == redemptions.c.reference)
        .group_by(transactions.c.redemption_ref)
        .having(net(Account.REDEEMED) > 0)
    )
    rows = connection.execute(
        select(
            redemptions.c.id,
            redemptions.c.reference,
            redemptions.c.code,
            redemptions.c.worth,
            redemptions.c.currency,
            redemptions.c.created_at,
            reward_redemptions.c.terms["kind"].label("kind"),
            reward_redemptions.c.customer,
        )
        .join(reward_redemptions, _OF)
        .where(
            redemptions.c.store_id == store_id,
            redemptions.c.id > after,
            reward_redemptions.c.fulfilment == Fulfilment.MONEY.value,
            reward_redemptions.c.decided_at.is_(None),
            (redemptions.c.expires_at > now) | (redemptions.c.expires_at <= redemptions.c.created_at),
            redeemed.exists(),
        )
        .order_by(redemptions.c.id)
        .limit(limit)
    )
    return [
        Given(row.id, row.kind, Worth(row.reference, row.code, row.worth, row.currency), row.customer, row.created_at)
        for row in rows
    ]
