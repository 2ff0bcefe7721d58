"""What all tables are made of: names of constraints, times, keys."""

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, ForeignKey, Integer, MetaData, TypeDecorator

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


def key() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def to(table: str, *, name: str | None = None, nullable: bool = False, index: bool = False) -> Column[int]:
    column = name or f"{table.removesuffix('s')}_id"
    return Column(column, ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable, index=index)


def one_of(column: str, values: type[Account] | type[Kind]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
