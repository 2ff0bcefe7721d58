"""The web application over real HTTP, as a store and a monitor meet it."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, serving
from tests.web.door import Door


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What the application logs."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def door(place: Place) -> Iterator[Door]:
    with place.connector() as connector, serving(connector) as url, requests.Session() as session:
        yield Door(url, connector, session)


@pytest.fixture(scope="module")
def order() -> dict[str, Any]:
    """A completed order, as a shop writes it."""
    with Sandbox(orders=1, customers=1) as shop:
        placed = shop.place_order({10: 1}, customer_id=next(iter(shop.shop.customers)))
        return shop.complete(placed["id"])
