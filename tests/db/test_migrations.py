"""Migrations: what they build is what the tables say, on both engines, and what was written stays written."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, UniqueConstraint, inspect

from connector.db import claims, migrate, tables
from connector.db.engine import Database
from connector.db.migrate import WrongRevision

Shape = dict[str, Any]


def shape_of(connection: Connection) -> Shape:
    """All that the database itself says of its tables, in a form that can be compared and read."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
                for column in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted(inspector.get_foreign_keys(table), key=str),
            "uniques": sorted(inspector.get_unique_constraints(table), key=str),
            "checks": sorted(inspector.get_check_constraints(table), key=str),
            "indexes": {
                index["name"]: {**index, "dialect_options": {k: str(v) for k, v in index["dialect_options"].items()}}
                for index in inspector.get_indexes(table)
            },
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def test_the_migrations_build_exactly_the_tables(empty_database: Database) -> None:
    with empty_database.write() as connection:
        tables.metadata.create_all(connection)
        wanted = shape_of(connection)
        tables.metadata.drop_all(connection)

    migrate.upgrade(empty_database)

    with empty_database.read() as connection:
        assert shape_of(connection) == wanted
        assert differences(connection, tables.metadata) == []


def test_the_comparison_sees_every_table_check_unique_and_partial_index(database: Database) -> None:
    """The comparison above would be worth nothing if the engines told us nothing to compare."""
    with database.read() as connection:
        found = shape_of(connection)

    assert found.keys() == tables.metadata.tables.keys()
    for name, table in tables.metadata.tables.items():
        named = [c for c in table.constraints if isinstance(c, CheckConstraint)]
        assert {check["name"] for check in found[name]["checks"]} == {check.name for check in named}
        uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        assert len(found[name]["uniques"]) == len(uniques)
        assert len(found[name]["foreign keys"]) == len(table.foreign_keys)
    for table, index in [("inbox", "uq_inbox_open"), ("inbox", "ix_inbox_due"), ("orders", "ix_orders_debtors")]:
        assert any(key.endswith("_where") for key in found[table]["indexes"][index]["dialect_options"])


def test_upgrading_tells_the_revision_before_and_after(empty_database: Database) -> None:
    first = migrate.upgrade(empty_database, "0001")
    second = migrate.upgrade(empty_database)
    third = migrate.upgrade(empty_database)

    assert first == (None, "0001")
    assert second[0] == "0001"
    assert third == (second[1], second[1])


def test_a_program_refuses_an_empty_or_an_older_database_and_says_what_to_run(empty_database: Database) -> None:
    with pytest.raises(WrongRevision, match="empty; run: loyalty init"):
        migrate.require_current(empty_database)

    migrate.upgrade(empty_database, "0001")

    with pytest.raises(WrongRevision, match="at revision 0001, this program needs"):
        migrate.require_current(empty_database)


def test_a_program_works_on_a_database_of_its_revision(database: Database) -> None:
    migrate.require_current(database)


def test_a_claim_of_before_speaks_for_all_that_was_ordered_until_then(empty_database: Database) -> None:
    migrate.upgrade(empty_database, "0002")
    with empty_database.write() as connection:
        for statement in (
            "INSERT INTO programmes (id, name) VALUES (1, 'club')",
            "INSERT INTO members (id, programme_id, enrolled_at) VALUES (1, 1, '2026-01-01 00:00:00')",
            "INSERT INTO claims (programme_id, email, member_id, claimed_at, author) "
            "VALUES (1, 'a@example.org', 1, '2026-01-02 00:00:00', 'ann')",
        ):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty_database)

    with empty_database.read() as connection:
        (kept,) = claims.of_addresses(connection, 1, ["a@example.org"])["a@example.org"]
    assert (kept.member_id, kept.since) == (1, claims.EVER)
