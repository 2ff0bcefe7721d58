"""Bringing a database to the revision this program needs.

The rule kept here: migrations only go forward, and a program never works on a database of another revision.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from connector.core.foreseen import Unusable
from connector.db.engine import Database


class WrongRevision(Unusable):
    """The database is not at the revision this program needs."""


def upgrade(database: Database, to: str = "head") -> tuple[str | None, str | None]:
    """Run what is missing. Returns the revision before and after (None: an empty database)."""
    with database.write() as connection:
        before = _revision(connection)
        command.upgrade(_config(connection), to)
        return before, _revision(connection)


def require_current(database: Database) -> None:
    """Raises WrongRevision where the database is older (or newer) than the program."""
    with database.read() as connection:
        found = _revision(connection)
    needed = ScriptDirectory.from_config(_config(None)).get_current_head()
    if found is None:
        raise WrongRevision("the database is empty; run: loyalty init")
    if found != needed:
        raise WrongRevision(f"the database is at revision {found}, this program needs {needed}; run: loyalty init")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
