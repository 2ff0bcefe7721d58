"""Where the task engine of many machines keeps its tables: in a schema of its own, beside the books.

The rule kept here: it holds nothing that is not also in the books, so another version of it begins anew.
"""

from sqlalchemy import text

from connector.db.engine import Database

SCHEMA = "loyalty_tasks"


def prepare(database: Database, version: str, tables: str) -> None:
    """Make the engine's tables (`tables` is its own SQL), unless those of this version are there. PostgreSQL only."""
    with database.write() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": SCHEMA})
        found = connection.execute(
            text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"),
            {"name": SCHEMA},
        ).scalar()
        if found == version:
            return
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
        cursor = connection.connection.cursor()
        cursor.execute(tables)  # many statements in one text: only the driver takes that
        marked = text(f"COMMENT ON SCHEMA {SCHEMA} IS '{version}'")  # a comment takes no parameter
        connection.execute(marked)
