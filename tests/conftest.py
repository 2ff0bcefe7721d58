"""What all tests share: databases of both kinds, and how hard hypothesis tries.

HYPOTHESIS_PROFILE=thorough tries much harder; `mutants` tries the same few each time, since thousands of runs follow.
"""

import itertools
import os
import pathlib
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest
from sqlalchemy import event

from connector.db import migrate
from connector.db.engine import Database
from tests import postgresql
from tests.running import Place, a_place

for _name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):  # whoever runs the tests: English, and no edge of a terminal
    os.environ.pop(_name, None)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job, and all it starts, would ignore it

_COMMON = {"deadline": None, "print_blob": True, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("quick", max_examples=60, **_COMMON)
hypothesis.settings.register_profile("thorough", max_examples=1500, **_COMMON)
hypothesis.settings.register_profile("mutants", max_examples=20, derandomize=True, database=None, **_COMMON)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def _opened(url: str) -> Database:
    """Without waiting for the disk at each commit: no test pulls the plug of the machine."""
    database = Database(url)
    if url.startswith("sqlite"):

        @event.listens_for(database.engine, "connect")
        def hurry(connection: Any, _: object) -> None:
            connection.execute("PRAGMA synchronous = OFF")

    return database


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("template") / "books.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()  # the last to close brings everything into the one file
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    try:
        with postgresql.running() as server:
            yield server
    except postgresql.NoPostgresql as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def _postgresql_template(postgresql_server: postgresql.Server) -> str:
    name = postgresql_server.create()
    database = Database(postgresql_server.url(name))
    migrate.upgrade(database)
    database.close()
    return name


@pytest.fixture
def sqlite_url(_sqlite_template: pathlib.Path, tmp_path: pathlib.Path) -> str:
    path = tmp_path / "books.sqlite"
    shutil.copy(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: postgresql.Server, _postgresql_template: str) -> Iterator[str]:
    name = postgresql_server.create(_postgresql_template)
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Of a database with all tables and nothing in them, on either engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = _opened(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """Where both engines would only say the same twice."""
    opened = _opened(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def fresh_database(
    _sqlite_template: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[Database]]:
    """For properties, which need another database for each example."""
    path = tmp_path_factory.mktemp("fresh") / "books.sqlite"
    made = itertools.count()

    @contextmanager
    def fresh() -> Iterator[Database]:
        own = path.with_name(f"{next(made)}.sqlite")
        shutil.copy(_sqlite_template, own)
        opened = _opened(f"sqlite:///{own}")
        yield opened
        opened.close()
        own.unlink()

    return fresh


@pytest.fixture(scope="session")
def fresh_postgresql(
    postgresql_server: postgresql.Server, _postgresql_template: str
) -> Callable[[], AbstractContextManager[Database]]:
    """The same on the other engine, where a database takes longer to make: for a few examples."""

    @contextmanager
    def fresh() -> Iterator[Database]:
        name = postgresql_server.create(_postgresql_template)
        opened = _opened(postgresql_server.url(name))
        yield opened
        opened.close()
        postgresql_server.drop(name)

    return fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Database]:
    """Without any table."""
    if request.param == "sqlite":
        opened = _opened(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield opened
        opened.close()
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    name = server.create()
    opened = _opened(server.url(name))
    yield opened
    opened.close()
    server.drop(name)


@pytest.fixture
def place(_sqlite_template: pathlib.Path, tmp_path: pathlib.Path) -> Place:
    """Settings and empty books; no shop listens at the store's address."""
    return a_place(tmp_path / "place", _sqlite_template)


@pytest.fixture
def place_for(_sqlite_template: pathlib.Path, tmp_path: pathlib.Path) -> Callable[..., Place]:
    """Called with a shop's address (and options of `a_place`), settings that know it, and books that know nothing."""

    def made(url: str, **options: Any) -> Place:
        return a_place(tmp_path / "place-for", _sqlite_template, url, **options)

    return made
