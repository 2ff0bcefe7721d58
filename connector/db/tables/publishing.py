"""What stores were last told: of the balance of each account, and on each order."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

shown_balances = Table(
    "shown_balances",
    metadata,
    key(),
    to("stores"),
    Column("customer", String(120), nullable=False),
    Column("told", JSON),  # the figures that the account shows; none: it was never told
    # What those figures were read from: how many transactions, and by which terms. Others may say something else.
    Column("entries", Integer),
    Column("version_id", Integer),
    Column("tier", String(200)),
    Column("looked_at", Utc),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc),  # not to be tried before then
    Column("reason", Text),  # why the last try failed
    UniqueConstraint("store_id", "customer"),
)

order_notes = Table(
    "order_notes",
    metadata,
    Column("order_id", ForeignKey("orders.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("told", JSON),  # the figures that the note says; none: there is no note
    Column("settled_at", Utc),  # the settling that they are from
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc),
    Column("reason", Text),
)
