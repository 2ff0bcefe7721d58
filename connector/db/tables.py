"""The tables, all of them. Alembic makes them; a test holds the two equal.

The rule kept here: transactions, lots and postings are written once (triggers see to it); no table holds a balance.
Foreign keys restrict: nothing in the books can vanish from under them.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from connector.core.ledger import Account, Kind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps it without a zone, so the zone is put back; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _to(table: str, *, name: str | None = None, nullable: bool = False, index: bool = False) -> Column[int]:
    column = name or f"{table.removesuffix('s')}_id"
    return Column(column, ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable, index=index)


def _one_of(column: str, values: type[Account] | type[Kind]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


programmes = Table(
    "programmes",
    metadata,
    _key(),
    Column("name", String(64), nullable=False, unique=True),
)

programme_versions = Table(
    "programme_versions",
    metadata,
    _key(),
    _to("programmes"),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    # In force for orders placed from here on; the first version has None and judges everything older too.
    Column("in_force_from", Utc),
    Column("applied_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    UniqueConstraint("programme_id", "number"),
)

stores = Table(
    "stores",
    metadata,
    _key(),
    Column("name", String(40), nullable=False, unique=True),
    _to("programmes", index=True),
    Column("orders_cursor", Utc),  # every change before it has been read
    Column("backfilled_at", Utc),  # when the whole history had been read for the first time
    Column("reread_at", Utc),  # when the recent orders were last read again
    Column("reread_wanted_at", Utc),  # an event asked for it
    Column("trouble", Text),  # why reading does not work at present
    Column("failures", Integer, nullable=False, server_default="0"),  # how often in a row it did not
    Column("pull_due_at", Utc),  # not to be asked before
)

members = Table(
    "members",
    metadata,
    _key(),
    _to("programmes", index=True),
    Column("enrolled_at", Utc, nullable=False),
    Column("email", String(320), index=True),  # lower case
    Column("name", String(200), nullable=False, server_default=""),
)

identities = Table(
    "identities",
    metadata,
    _key(),
    _to("members", index=True),
    _to("stores"),
    Column("customer", String(120), nullable=False),
    UniqueConstraint("store_id", "customer"),
)

claims = Table(
    "claims",
    metadata,
    _key(),
    _to("programmes"),
    Column("email", String(320), nullable=False),  # lower case, known to be the member's
    _to("members", index=True),
    Column("claimed_at", Utc, nullable=False),  # guest orders placed until then are the member's
    Column("author", String(120), nullable=False),
    UniqueConstraint("programme_id", "email"),
)

orders = Table(
    "orders",
    metadata,
    _key(),
    _to("stores"),
    Column("external_id", String(120), nullable=False),
    Column("number", String(120), nullable=False),
    _to("members", nullable=True, index=True),
    Column("guest_email", String(320), index=True),  # lower case, where nobody's account ordered
    Column("status", String(60), nullable=False),
    Column("stage", String(12), nullable=False),
    Column("placed_at", Utc, nullable=False),
    Column("modified_at", Utc, nullable=False),
    Column("observed_at", Utc, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("snapshot", JSON, nullable=False),
    Column("version_id", ForeignKey("programme_versions.id", ondelete="RESTRICT")),
    Column("award", JSON, nullable=False),
    Column("shortfall", Integer, nullable=False),  # points it should have given back and could not
    Column("unpaid", Integer, nullable=False),  # points of a code it used that were gone elsewhere
    Column("settled_at", Utc, nullable=False),
    UniqueConstraint("store_id", "external_id"),
    Index("ix_orders_store_placed", "store_id", "placed_at"),
    Index("ix_orders_debtors", "member_id", sqlite_where=text("shortfall > 0"), postgresql_where=text("shortfall > 0")),
)

redemptions = Table(
    "redemptions",
    metadata,
    _key(),
    Column("reference", String(40), nullable=False, unique=True),
    _to("members", index=True),
    _to("stores"),
    Column("key", String(200), nullable=False, unique=True),  # the caller's idempotency key
    Column("code", String(60), nullable=False, unique=True),
    Column("points", Integer, nullable=False),
    Column("worth", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("minimum_spend", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False, index=True),
)

transactions = Table(
    "transactions",
    metadata,
    _key(),
    _to("members"),
    Column("seq", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("key", String(240), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("happened_at", Utc, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("author", String(120), nullable=False),
    Column("order_ref", String(200), index=True),
    Column("redemption_ref", String(40), index=True),
    Column("resolves", String(240)),
    UniqueConstraint("member_id", "seq"),  # the backstop behind the member lock
    _one_of("kind", Kind),
)

lots = Table(
    "lots",
    metadata,
    _key(),
    Column("key", String(240), nullable=False, unique=True),
    _to("members", index=True),
    _to("transactions"),
    Column("order_ref", String(200), index=True),
    Column("earned_at", Utc, nullable=False),
    Column("matures_at", Utc, nullable=False, index=True),
    Column("expires_at", Utc, index=True),
)

postings = Table(
    "postings",
    metadata,
    _key(),
    _to("transactions", index=True),
    _to("lots", index=True),
    Column("source", String(12), nullable=False),
    Column("destination", String(12), nullable=False),
    Column("points", Integer, nullable=False),
    CheckConstraint("points > 0", name="positive"),
    CheckConstraint("source <> destination", name="moves"),
    _one_of("source", Account),
    _one_of("destination", Account),
)

_OPEN = text("state IN ('waiting', 'parked')")
_WAITING = text("state = 'waiting'")

inbox = Table(
    "inbox",
    metadata,
    _key(),
    _to("stores"),
    Column("source", String(12), nullable=False),  # webhook or poll
    Column("subject", String(120)),  # the order it is about, where that is known without parsing
    # Of what a poll could not read, so that it is kept once. Events have none: real stores give one delivery id to
    # many events, and handling one twice changes nothing.
    Column("fingerprint", String(64)),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("reason", Text),
    Column("done_at", Utc),
    Index("uq_inbox_open", "store_id", "fingerprint", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_inbox_due", "store_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

outbox = Table(
    "outbox",
    metadata,
    _key(),
    _to("stores"),
    Column("key", String(240), nullable=False, unique=True),
    Column("kind", String(30), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("reason", Text),
    Column("done_at", Utc),
    Index("ix_outbox_due", "store_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),  # how far a sweep has come
    Column("at", Utc, nullable=False),
)

APPEND_ONLY: tuple[Table, ...] = (transactions, lots, postings)

Row = dict[str, Any]
