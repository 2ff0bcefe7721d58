"""Invitations of friends. What they have given is in the books, what they are to give is worked out each time."""

from sqlalchemy import Column, String, Table

from connector.db.tables.columns import Utc, key, metadata, to

invitations = Table(
    "invitations",
    metadata,
    key(),
    to("programmes"),
    to("stores"),
    to("members", name="inviter_id", index=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("email", String(320), nullable=False, index=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("surname", String(200), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    to("members", name="friend_id", nullable=True, index=True),  # whom it reached
    Column("accepted_at", Utc),  # when the friend said so; an order says it too
    Column("verdict", String(12)),  # the merchant's: approved or refused
    Column("decided_at", Utc),
    Column("decided_by", String(120)),
    Column("verdict_reason", String(200)),
    Column("due_at", Utc, index=True),  # when a waiting period ends, to be settled then
)
