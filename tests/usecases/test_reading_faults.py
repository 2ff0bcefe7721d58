"""Everything that goes wrong while a store is read, over real HTTP: what strikes, and what is seen of it.

The promise of each row of the table: what was read before the fault stays read, `loyalty store list` says what is
wrong, and once the store is well the books are those of a connector that never met the fault.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw

from adapters.woocommerce.client import Client
from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.adapter import Misconfigured, Page, Retryable, StoreError
from connector.bootstrap import Connector
from connector.core.commerce import GONE
from connector.usecases.audit import verify
from connector.usecases.pull import pull, pull_if_due, reread
from tests.running import Place, a_place, main_store, rows, worth
from tests.tls import TlsDoor, certificate

LIST = "/wp-json/wc/v3/orders"
ORDERS = 230  # three pages
FAULTS: dict[str, tuple[dict[str, Any], type[StoreError], str]] = {
    "slow": ({"kind": "delay", "seconds": 1.3}, Retryable, "did not answer in time"),
    "hung up": ({"kind": "closed"}, Retryable, "broke before the answer was whole"),
    "truncated JSON": ({"kind": "truncated"}, Retryable, "that is not whole JSON"),
    "HTML with 200": ({"kind": "html"}, Retryable, "answered text/html that is not whole JSON"),
    "HTTP 503": ({"kind": "status", "status": 503}, Retryable, "answered HTTP 503"),
    "rate limit": ({"kind": "status", "status": 429, "retry_after": 120}, Retryable, "answered HTTP 429"),
    "redirect": ({"kind": "redirect", "location": "https://new.example/"}, Misconfigured, "redirects to https://new."),
    "keys refused": ({"kind": "status", "status": 401}, Misconfigured, "turns us away (HTTP 401)"),
}
HOUR = timedelta(hours=1)


NewPlace = Callable[..., Place]


@pytest.fixture(scope="module")
def new_place(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> NewPlace:
    """new_place(url, …): a folder with empty books, connected to the shop at that address."""
    return lambda url, **how: a_place(tmp_path_factory.mktemp("place"), _sqlite_template, url, **how)


@pytest.fixture(scope="module")
def full(new_place: NewPlace) -> Iterator[tuple[Sandbox, dict[str, int]]]:
    """A shop that no test changes, and what its orders are worth when nothing goes wrong."""
    with Sandbox(wp_cron=False, orders=ORDERS, customers=30, seed=7) as shop:
        yield shop, truth(shop, new_place)


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, orders=ORDERS, customers=30, seed=7, days=25) as shop:
        yield shop


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.http._backoff", lambda _: 0.0)


def truth(shop: Sandbox, new_place: NewPlace) -> dict[str, int]:
    """What the orders are worth to a connector that reads the shop now, undisturbed."""
    with new_place(shop.url).connector() as connector:
        pull(connector.database, main_store(connector), bootstrap.now)
        return worth(connector)


def seen(place: Place) -> dict[str, Any]:
    """The store as `loyalty store list` shows it."""
    (listed,) = json.loads(place.command("store", "list", "--json").out)
    books: dict[str, Any] = listed["books"]
    return books


def read(connector: Connector, at: datetime) -> bool:
    """What the job does at that time: False if it is too early after a fault."""
    return pull_if_due(connector.database, main_store(connector), lambda: at) is not None


def orders_known(connector: Connector) -> int:
    return len(rows(connector.database, "orders"))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reading_that_a_fault_breaks_off_says_why_and_ends_right_once_the_store_is_well(
    full: tuple[Sandbox, dict[str, int]], fault: str, new_place: NewPlace
) -> None:
    shop, undisturbed = full
    details, family, says = FAULTS[fault]
    place, now = new_place(shop.url, timeout=1), bootstrap.now()
    with place.connector() as connector:
        shop.fail(path=LIST, skip=2, times=None, **details)  # the first page comes, of orders and of the trash

        with pytest.raises(family):
            read(connector, now)
        shop.faults.clear()

        books = seen(place)
        assert says in books["trouble"]
        assert (books["failures"], books["backfilled_at"]) == (1, None)
        assert orders_known(connector) == 100
        assert not read(connector, now)
        assert read(connector, now + HOUR)

        books = seen(place)
        assert (books["trouble"], books["failures"], books["pull_due_at"]) == (None, 0, None)
        assert worth(connector) == undisturbed
        assert rows(connector.database, "inbox") == []
        assert verify(connector.database).faults == []


def test_a_rate_limit_is_given_the_time_that_the_store_names(
    full: tuple[Sandbox, dict[str, int]], new_place: NewPlace
) -> None:
    shop, _ = full
    place, now = new_place(shop.url), bootstrap.now()
    with place.connector() as connector:
        shop.fail("status", LIST, status=429, retry_after=120)

        with pytest.raises(Retryable):
            read(connector, now)

        asked = shop.requests
        assert not read(connector, now + timedelta(seconds=119))
        assert shop.requests == asked
        assert read(connector, now + timedelta(seconds=145))


def test_a_certificate_that_ran_out_stops_reading_until_it_is_renewed(
    new_place: NewPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired, renewed = certificate(tmp_path, "expired", days=-1), certificate(tmp_path, "renewed")
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(expired.file.read_text() + renewed.file.read_text())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    now = bootstrap.now()
    with Sandbox(wp_cron=False, orders=3, customers=1, https=True) as shop:
        door = TlsDoor(expired, int(shop.url.rpartition(":")[2]))
        place = new_place(door.url)
        with place.connector() as connector:
            with pytest.raises(Misconfigured):
                read(connector, now)

            assert "certificate has expired" in seen(place)["trouble"]
            assert orders_known(connector) == 0
            door.show(renewed)
            assert read(connector, now + HOUR)

            assert seen(place)["trouble"] is None
            assert orders_known(connector) == 3
        door.close()


Happening = Callable[[Sandbox, list[int]], None]


def edit(shop: Sandbox, ids: list[int]) -> None:
    for one in ids:
        shop.update_order(one)


def trash(shop: Sandbox, ids: list[int]) -> None:
    for one in ids:
        shop.trash(one)


def erase(shop: Sandbox, ids: list[int]) -> None:
    for one in ids:
        shop.delete(one)


def refund(shop: Sandbox, ids: list[int]) -> None:
    for one in ids:
        if shop.order(one)["status"] == "completed" and not shop.order(one)["refunds"]:
            shop.refund(one, "1.00")


@pytest.mark.parametrize("happening", [edit, trash, erase, refund])
@pytest.mark.parametrize("place_in_list", [0, 95, 100], ids=["of the first page", "of both pages", "of the next page"])
def test_a_list_that_shifts_while_it_is_read_ends_as_one_that_stood_still(
    shop: Sandbox, happening: Happening, place_in_list: int, new_place: NewPlace
) -> None:
    by_change = sorted(shop.shop.orders.values(), key=lambda order: (order.modified, order.id))
    struck = [order.id for order in by_change[place_in_list : place_in_list + 10]]
    pages: list[Page] = []

    def meanwhile(page: Page) -> None:
        if not pages:
            happening(shop, struck)
        pages.append(page)

    with new_place(shop.url).connector() as connector:
        store, database = main_store(connector), connector.database

        pull(database, store, bootstrap.now, watch=meanwhile)
        pull(database, store, bootstrap.now)
        reread(database, store, bootstrap.now)

        assert len(pages) > 1
        assert worth(connector) == truth(shop, new_place)
        known = {int(row["external_id"]): row["status"] for row in rows(database, "orders")}
        assert {id for id, status in known.items() if status != GONE} == set(shop.shop.orders)
        if happening is erase:
            assert {known.get(id, GONE) for id in struck} == {GONE}
        assert rows(database, "inbox") == []


def test_a_refund_of_more_than_is_left_is_a_500_of_the_stores_own_and_changes_nothing(
    shop: Sandbox, new_place: NewPlace
) -> None:
    """The connector gives no money back; whatever it asks with such an answer is asked once, and nothing is lost."""
    paid = next(order.id for order in shop.shop.orders.values() if order.status == "completed")
    client = Client(shop.url, shop.consumer_key, shop.consumer_secret, timeout=5)
    with new_place(shop.url).connector() as connector:
        read(connector, bootstrap.now())
        before, asked = worth(connector), shop.requests

        with pytest.raises(Retryable, match="answered HTTP 500"):
            client.post(f"orders/{paid}/refunds", {"amount": "100000.00", "api_refund": False}, Raw, "A refund")
        assert shop.requests == asked + 1
        read(connector, bootstrap.now())
        reread(connector.database, main_store(connector), bootstrap.now)

        assert worth(connector) == before
        assert rows(connector.database, "inbox") == []
