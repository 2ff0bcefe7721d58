"""One store for all tests of a process that need one."""

from collections.abc import Iterator

import pytest

from tests.stores.vendure.store import Store, start


@pytest.fixture(scope="session")
def vendure() -> Iterator[Store]:
    yield from start()
