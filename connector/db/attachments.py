"""Which redemptions were made for which order."""

from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from connector.db.tables import attachments, redemptions


def add(connection: Connection, redemption_id: int, order_ref: str) -> None:
    connection.execute(insert(attachments).values(redemption_id=redemption_id, order_ref=order_ref))


def of_order(connection: Connection, order_ref: str) -> list[tuple[str, int]]:
    """(reference, member) of all redemptions that were ever made for this order."""
    rows = connection.execute(
        select(redemptions.c.reference, redemptions.c.member_id)
        .join(attachments, attachments.c.redemption_id == redemptions.c.id)
        .where(attachments.c.order_ref == order_ref)
    )
    return [(row.reference, row.member_id) for row in rows]


def made_for_orders(connection: Connection, references: Collection[str]) -> frozenset[str]:
    """Those of these redemptions that were made for an order which is placed already."""
    rows = select(redemptions.c.reference).join(attachments, attachments.c.redemption_id == redemptions.c.id)
    found = connection.execute(rows.where(redemptions.c.reference.in_(references)))
    return frozenset(found.scalars()) if references else frozenset()
