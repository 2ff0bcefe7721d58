"""A merchant's folder whose store is a sandbox with a past."""

from collections.abc import Callable, Iterator

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, a_shop

Placing = Callable[..., Place]


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop(seed=1, orders=40, customers=5) as opened:
        yield opened


@pytest.fixture
def connected(shop: Sandbox, place_for: Placing) -> Place:
    """Settings that know the shop, and books that know nothing yet."""
    return place_for(shop.url)


@pytest.fixture
def synced(connected: Place) -> Place:
    """The shop's past is in the books."""
    assert connected.command("sync", "main").status == 0
    return connected
