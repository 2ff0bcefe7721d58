"""What Shopify passes on of its people, from the store through the door to the merchant's commands."""

import json
import pathlib
from collections.abc import Iterator

import pytest

from adapters.shopify.sandbox import Past, Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.intake import drain
from jobs.work import do
from tests.e2e.test_shopify_storm import SECRET, shopify_place
from tests.running import Place, main_store, rows, serving


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(past=Past(seed=1, orders=30, customers=6, days=20), client_secret=SECRET) as sandbox:
        yield sandbox


@pytest.fixture
def place(tmp_path: pathlib.Path, _sqlite_template: pathlib.Path, sandbox: Sandbox) -> Place:
    place = shopify_place(tmp_path / "place", _sqlite_template, sandbox.url)
    assert place.command("sync", "main").status == 0
    return place


def heard(connector: Connector, sandbox: Sandbox) -> None:
    """What waits is delivered, twice and the last first, and worked on."""
    sandbox.courier.twice = sandbox.courier.backwards = True
    sandbox.courier.deliver()
    while drain(connector.database, main_store(connector), bootstrap.now()).any:
        pass
    assert {row["state"] for row in rows(connector.database, "inbox")} == {"done"}


def test_people_are_told_forgotten_and_joined(place: Place, sandbox: Sandbox) -> None:
    buyers = {order.customer_id for order in sandbox.shop.books.orders.values()}
    asks, goes, kept, gone = [sandbox.shop.books.customers[one] for one in sorted(filter(None, buyers))[:4]]
    with place.connector() as connector, serving(connector) as url:
        webhooks = main_store(connector).adapter.webhooks
        assert webhooks is not None
        webhooks.register(f"{url}/webhooks/main")
        sandbox.courier.compliance_url = f"{url}/webhooks/main"
        sandbox.request_data(asks)
        sandbox.redact_customer(goes)
        sandbox.merge(kept, gone)
        heard(connector, sandbox)

        assert len(rows(connector.database, "joined")) == 1
        assert len(rows(connector.database, "erasures")) == 1
        assert str(goes.email).lower() not in str(rows(connector.database, "orders")).lower()

    listed = json.loads(place.command("requests", "list", "--json").out)
    assert [(one["reference"], one["state"]) for one in listed] == [("9999", "to be handed over")]
    assert str(asks.email) in place.command("requests", "show", "1").out
    file = place.folder / "told.json"
    assert place.command("requests", "show", "1", "--output", str(file)).status == 0
    assert file.stat().st_mode & 0o077 == 0
    assert place.command("requests", "done", "1").status == 0
    assert "done" in place.command("requests", "list").out
    assert place.command("requests", "show", "1").status == 2
    assert place.command("requests", "show", "7").status == 4


def test_a_store_that_removes_the_app_is_left_alone_until_it_is_back(place: Place, sandbox: Sandbox) -> None:
    with place.connector() as connector, serving(connector) as url:
        webhooks = main_store(connector).adapter.webhooks
        assert webhooks is not None
        webhooks.register(f"{url}/webhooks/main")
        sandbox.uninstall()
        heard(connector, sandbox)
        asked = sandbox.requests
        for job in ("pull", "reread", "webhooks", "outbox"):
            do(connector, job, "main")
        assert sandbox.requests == asked

    assert "loyalty store reopen main" in " ".join(place.command("store", "list").out.split())
    assert json.loads(place.command("store", "list", "--json").out)[0]["closed_at"]
    assert place.command("store", "reopen", "main").status == 1

    sandbox.tokens.reset()

    assert "open again" in place.command("store", "reopen", "main").out
    assert json.loads(place.command("store", "list", "--json").out)[0]["closed_at"] is None
    assert place.command("store", "reopen", "main").out == "store main is open\n"
