"""A merchant's folder whose store is a sandbox with a past."""

import pathlib
from collections.abc import Iterator

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, a_place, a_shop


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop(seed=1, orders=40, customers=5) as opened:
        yield opened


@pytest.fixture
def connected(shop: Sandbox, _sqlite_template: pathlib.Path, tmp_path: pathlib.Path) -> Place:
    """Settings that know the shop, and books that know nothing yet."""
    return a_place(tmp_path / "connected", _sqlite_template, shop.url)


@pytest.fixture
def synced(connected: Place) -> Place:
    """The shop's past is in the books."""
    assert connected.command("sync", "main").status == 0
    return connected
