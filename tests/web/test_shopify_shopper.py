"""A Shopify shopper's questions over real HTTP: through the app proxy, from a page of the account, and forged."""

import pathlib
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests

from adapters.shopify.adapter import Shopify
from adapters.shopify.sandbox import Past, Sandbox
from adapters.shopify.sandbox.records import Customer
from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.commerce import Buyer
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.usecases.settle_orders import settle_orders
from tests.building import a_line, an_order
from tests.running import PROGRAMME, a_place, main_store, serving
from tests.usecases.shop import Shop as Codes

SECRET = "shpss_5ecret-that-is-long-enough-for-HS256"
KEYS = {"MAIN_CLIENT_ID": "sandbox-client", "MAIN_CLIENT_SECRET": SECRET}


class Theme:
    """The shop's pages, of which each question goes through the store."""

    def __init__(self, url: str, sandbox: Sandbox, connector: Connector) -> None:
        self.url, self.sandbox, self.connector = f"{url}/shop/main", sandbox, connector
        self.anna: Customer = next(iter(sandbox.shop.books.customers.values()))

    def has(self, points: int) -> None:
        buyer = Buyer(str(self.anna.id), self.anna.email, "Anna")
        order = an_order(a_line(points * 100), buyer=buyer, placed_at=bootstrap.now() - timedelta(days=1))
        with self.connector.database.write() as connection:
            settle_orders(connection, main_store(self.connector), [order], bootstrap.now())

    def get(self, path: str, customer: Customer | None = None) -> requests.Response:
        return requests.get(f"{self.url}/{path}?{self.sandbox.proxied(customer)}", timeout=10)

    def redeem(self, key: str, customer: Customer | None) -> requests.Response:
        address = f"{self.url}/redeem?{self.sandbox.proxied(customer)}"
        return requests.post(address, json={"points": 100, "key": key}, timeout=10)


@pytest.fixture
def theme(tmp_path: pathlib.Path, _sqlite_template: pathlib.Path) -> Iterator[Theme]:
    with Sandbox(past=Past(seed=1, customers=3), client_secret=SECRET) as sandbox:
        place = a_place(tmp_path / "place", _sqlite_template, sandbox.url, keys=KEYS)
        credentials = 'credentials: {client_id: "${MAIN_CLIENT_ID}", client_secret: "${MAIN_CLIENT_SECRET}"}'
        text = place.settings.read_text().replace("platform: woocommerce", "platform: shopify")
        place.settings.write_text(re.sub(r"credentials: \{.*\}", lambda _: credentials, text))
        earning = re.sub(r"(?m)^redeem:\n(?:[ #].*\n|\n)*", "", PROGRAMME.read_text())
        (place.folder / "starter.yaml").write_text(earning)
        with place.connector() as connector, serving(connector) as url:
            whole = parse_programme(PROGRAMME.read_text(), "test")
            put_in_force(connector.database, whole, "test", bootstrap.now())
            shopify = main_store(connector).adapter
            assert isinstance(shopify, Shopify)
            shopify.coupons = Codes()  # where codes go is another matter
            yield Theme(url, sandbox, connector)


def test_the_proxy_tells_whose_points_they_are(theme: Theme) -> None:
    theme.has(250)

    shown = theme.get("member", theme.anna).json()

    assert shown["points"]["available"] == 250
    assert theme.get("member").json()["signed_in"] is False


def test_points_move_by_a_form_of_ours_and_once(theme: Theme) -> None:
    theme.has(250)
    form = theme.get("member", theme.anna).json()["form"]

    first, again = theme.redeem(form, theme.anna), theme.redeem(form, theme.anna)

    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert first.json()["code"] == again.json()["code"]
    assert again.json()["replayed"] is True
    assert theme.get("member", theme.anna).json()["points"]["available"] == 150


def test_without_a_form_of_that_customers_nothing_moves(theme: Theme) -> None:
    theme.has(250)
    other = list(theme.sandbox.shop.books.customers.values())[1]
    others = theme.get("member", other).json()["form"]

    for key in ("made-up-key", others, f"{int(time.time()) + 60}.x.y"):
        answer = theme.redeem(key, theme.anna)
        assert (answer.status_code, answer.json()["code"]) == (403, "old_form")
    assert theme.redeem("made-up-key", None).status_code == 401
    assert theme.get("member", theme.anna).json()["points"]["available"] == 250


def test_who_comes_past_the_store_is_turned_away(theme: Theme) -> None:
    query = theme.sandbox.proxied(theme.anna)

    assert requests.get(f"{theme.url}/member", timeout=10).status_code == 401
    assert requests.get(f"{theme.url}/member?{query}&logged_in_customer_id=1", timeout=10).status_code == 401
    assert requests.options(f"{theme.url}/member?{query}", timeout=10).status_code == 405


def account_token(theme: Theme, **claims: Any) -> dict[str, str]:
    moment = int(time.time())
    told = {"dest": "sandbox.myshopify.com", "aud": "sandbox-client", "exp": moment + 60, "nbf": moment, **claims}
    return {"Authorization": f"Bearer {jwt.encode(told, SECRET, 'HS256')}", "Origin": "null"}


def test_a_page_of_the_account_asks_from_anywhere_with_its_token(theme: Theme) -> None:
    theme.has(250)
    headers = account_token(theme, sub=f"gid://shopify/Customer/{theme.anna.id}")

    asked = {
        "Origin": "null",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    before = requests.options(f"{theme.url}/member", headers=asked, timeout=10)
    shown = requests.get(f"{theme.url}/member", headers=headers, timeout=10)

    assert before.status_code == 200
    assert "authorization" in before.headers["access-control-allow-headers"].lower()
    assert shown.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in shown.headers
    assert shown.json()["points"]["available"] == 250
    body = {"points": 100, "key": "a-key-of-its-own"}
    assert requests.post(f"{theme.url}/redeem", json=body, headers=headers, timeout=10).status_code == 200
