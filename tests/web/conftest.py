"""The web application over real HTTP, as a store and a monitor meet it."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, serving
from tests.web.door import Door


@pytest.fixture
def door(place: Place) -> Iterator[Door]:
    with place.connector() as connector, serving(connector) as url:
        yield Door(url, connector)


@pytest.fixture(scope="module")
def order() -> dict[str, Any]:
    """A completed order, as a shop writes it."""
    with Sandbox(orders=1, customers=1) as shop:
        placed = shop.place_order({10: 1}, customer_id=next(iter(shop.shop.customers)))
        return shop.complete(placed["id"])
