"""Recent orders that cannot be read again, over real HTTP: a state with a name and a reason, until it is over."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.adapter import StoreError
from connector.bootstrap import Connector
from connector.usecases.pull import pull, reread_if_due
from connector.usecases.wishes import reopen
from tests.running import Place, main_store
from tests.usecases.test_reading_faults import FAULTS, HOUR, LIST

EVERY = 6 * HOUR


@pytest.fixture(scope="module")
def shop() -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, orders=3, customers=1, days=5) as shop:
        yield shop


@pytest.fixture
def read_once(shop: Sandbox, place_for: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Place, Connector]]:
    """The history is in the books, and the recent orders were read once more."""
    monkeypatch.setattr("adapters.http._backoff", lambda _: 0.0)
    place: Place = place_for(shop.url, timeout=1)
    with place.connector() as connector:
        pull(connector.database, main_store(connector), bootstrap.now)
        again(connector, bootstrap.now())
        yield place, connector
    shop.faults.clear()


def again(connector: Connector, at: datetime) -> bool:
    """What the job does at that time."""
    return reread_if_due(connector.database, main_store(connector), lambda: at, EVERY) is not None


def in_trouble(place: Place) -> dict[str, Any] | None:
    """As `loyalty status` tells it to programs."""
    found: dict[str, Any] = json.loads(place.command("status", "--json").out)["not_reread"]
    return found.get("main")


@pytest.mark.parametrize("fault", ["truncated JSON", "HTTP 503", "redirect", "keys refused"])
def test_what_keeps_recent_orders_from_being_read_again_is_seen_wherever_one_looks(
    shop: Sandbox, read_once: tuple[Place, Connector], fault: str
) -> None:
    place, connector = read_once
    details, family, says = FAULTS[fault]
    later = bootstrap.now() + EVERY
    shop.fail(path=LIST, times=None, **details)

    with pytest.raises(family):
        again(connector, later)
    shop.faults.clear()

    told, listed, checked = (
        place.command(*words) for words in (["status"], ["store", "list"], ["store", "check", "main"])
    )
    sentence = f"Recent orders could not be read again since {later:%Y-%m-%d %H:%M} UTC: "
    assert all(sentence in said.out and says in said.out for said in (told, listed, checked))
    assert "the recent orders of store main could not be read again: loyalty store check main" in told.out
    assert (told.status, f"warning: {sentence}" in checked.out) == (1, True)
    in_polish = place.command("store", "check", "main", "--language", "pl").out
    assert "ostrzeżenie: Ostatnich zamówień nie można ponownie odczytać od" in in_polish
    assert "naprawa: Próba powtarza się sama" in in_polish
    assert json.loads(place.command("store", "list", "--json").out)[0]["not_reread"]["failures"] == 1
    assert again(connector, later + HOUR)
    assert in_trouble(place) is None
    assert "Recent orders" not in place.command("store", "check", "main").out


def test_a_store_that_fails_for_hours_says_since_when_and_is_asked_ever_more_seldom(
    shop: Sandbox, read_once: tuple[Place, Connector]
) -> None:
    place, connector = read_once
    began = now = bootstrap.now() + EVERY
    shop.fail("status", LIST, status=500, times=None)
    asked_at = []

    while now < began + 2 * HOUR:
        try:
            again(connector, now)
        except StoreError:
            asked_at.append(now)
        now += timedelta(minutes=1)

    found = in_trouble(place)
    assert found
    assert (datetime.fromisoformat(found["since"]), found["failures"]) == (began, len(asked_at))
    assert 12 <= len(asked_at) <= 20
    assert max(later - at for at, later in pairwise(asked_at)) <= timedelta(minutes=10)


def test_a_store_that_names_its_time_is_not_asked_before(shop: Sandbox, read_once: tuple[Place, Connector]) -> None:
    _, connector = read_once
    later = bootstrap.now() + EVERY
    shop.fail("status", LIST, status=429, retry_after=1800)

    with pytest.raises(StoreError):
        again(connector, later)

    asked = shop.requests
    assert not again(connector, later + timedelta(minutes=29))
    assert shop.requests == asked
    assert again(connector, later + timedelta(minutes=37))


def test_a_store_that_is_opened_again_is_in_no_trouble(shop: Sandbox, read_once: tuple[Place, Connector]) -> None:
    place, connector = read_once
    shop.fail("status", LIST, status=401)
    with pytest.raises(StoreError):
        again(connector, bootstrap.now() + EVERY)

    reopen(connector.database, main_store(connector), bootstrap.now())

    assert in_trouble(place) is None
