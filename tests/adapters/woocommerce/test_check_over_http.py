"""Each thing that can be wrong with a connection, over real HTTP: what `check` says of it, and the mend it names."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.webhooks import NAME, TOPICS
from connector.adapter import Problem, Severity
from connector.languages import speak
from tests.adapters.woocommerce.sayable import said_everywhere
from tests.running import free_port
from tests.tls import TlsDoor, certificate

URL = "https://connector.example/webhooks/shop"
API = "/wp-json/wc/v3"
MINUTE = timedelta(minutes=1)


@dataclass
class Connection:
    """A shop, how it is connected, and what a row of the table changes of either."""

    shop: Sandbox
    folder: Path
    vouch: Callable[[Path], None]
    url: str = ""
    key: str = ""
    secret: str = "cs_sandbox"
    ours: timedelta = timedelta(0)  # how far our clock is before the shop's
    needs: set[str] = field(default_factory=set)
    doors: ExitStack = field(default_factory=ExitStack)

    def connected(self) -> WooCommerce:
        return WooCommerce(
            url=self.url or self.shop.url,
            consumer_key=self.key or self.shop.consumer_key,
            consumer_secret=self.secret,
            webhook_secret="wh00kSecret",
            timeout=2,
            now=lambda: datetime.now(UTC) + self.ours,
        )

    def check(self) -> list[Problem]:
        return self.connected().check(URL, self.needs)

    def subscribe(self) -> None:
        """As registering does, but without the ping, which would look the name up."""
        hooks = self.shop.shop.hooks
        for number, topic in enumerate(TOPICS, 1):
            body = {"name": f"{NAME} {topic}", "topic": topic, "delivery_url": URL}
            hooks.subscribe(body, webhook_id=number, spare_secret="", now=0)

    def set_webhooks(self, **values: Any) -> None:
        with self.shop.shop.changing():
            for hook in self.shop.shop.hooks.webhooks.values():
                for name, value in values.items():
                    setattr(hook, name, value)

    def behind_tls(self, *, trusted: bool = True, **terms: Any) -> None:
        shown = certificate(self.folder, "shown", **terms)
        if trusted:
            self.vouch(shown.file)
        door = TlsDoor(shown, int(self.shop.url.rpartition(":")[2]))
        self.doors.callback(door.close)
        self.url = door.url


def nobody_there(connection: Connection) -> None:
    connection.url = f"http://127.0.0.1:{free_port()}"


def moved(connection: Connection) -> None:
    connection.shop.fail("redirect", location="https://www.shop.example/", times=None)


def in_maintenance(connection: Connection) -> None:
    connection.shop.fail("html", times=None)


def asked_too_often(connection: Connection) -> None:
    connection.shop.fail("status", status=429, retry_after=60, times=None)


def tls_where_there_is_none(connection: Connection) -> None:
    connection.url = connection.shop.url.replace("http://", "https://")


def expired(connection: Connection) -> None:
    connection.behind_tls(days=-1)


def self_signed(connection: Connection) -> None:
    connection.behind_tls(trusted=False)


def for_another_host(connection: Connection) -> None:
    connection.behind_tls(host="DNS:www.shop.example")


def wrong_key(connection: Connection) -> None:
    connection.key = "ck_nobody"


def wrong_secret(connection: Connection) -> None:
    connection.secret = "cs_another"


def firewall(connection: Connection) -> None:
    connection.shop.fail("status", status=403, times=None)


def read_only(connection: Connection) -> None:
    connection.key = connection.shop.read_only_key


def narrow(connection: Connection) -> None:
    connection.key, connection.needs = connection.shop.narrow_key, {"products"}


def no_gift_cards(connection: Connection) -> None:
    connection.needs = {"gift_cards"}


def permalinks_off(connection: Connection) -> None:
    connection.shop.fail("status", "/wp-json*", status=404, times=None)


def without_woocommerce(connection: Connection) -> None:
    connection.shop.deactivate()


def no_wordpress(connection: Connection) -> None:
    connection.shop.fail("status", status=404, times=None)


def a_webhook_missing(connection: Connection) -> None:
    connection.shop.shop.hooks.webhooks.popitem()


def webhooks_disabled(connection: Connection) -> None:
    connection.set_webhooks(status="disabled")


def webhooks_elsewhere(connection: Connection) -> None:
    connection.set_webhooks(delivery_url="https://old.example/webhooks/shop")


def webhooks_unlisted(connection: Connection) -> None:
    connection.shop.fail("status", f"{API}/webhooks*", status=500, times=None)


def clocks_apart(connection: Connection) -> None:
    connection.shop.shop.clock = lambda: time.time() - 16 * 60


TROUBLES: list[tuple[Callable[[Connection], None], str, str]] = [
    (nobody_there, "refuses connections", "Check the address in a browser"),
    (moved, "redirects to https://www.shop.example", "Enter that address here"),
    (in_maintenance, "a maintenance page, a firewall", "that the store is up"),
    (asked_too_often, "answered HTTP 429", "the connector asks no sooner"),
    (tls_where_there_is_none, "does not speak TLS as it should", "correct http:// or https://"),
    (expired, "certificate has expired", "Renew the store's certificate"),
    (self_signed, "self-signed certificate", "a public authority"),
    (for_another_host, "mismatch, certificate is not valid for", "the address that the certificate is for"),
    (wrong_key, "The store refuses our keys (HTTP 401)", "add a key with Read/Write"),
    (wrong_secret, "The store refuses our keys (HTTP 401)", "add a key with Read/Write"),
    (firewall, "turns us away (HTTP 403), most likely a firewall", "firewall or plugin"),
    (read_only, "may not do this; give them Read/Write", "add a key with Read/Write"),
    (narrow, "The programme needs the store's products, and our keys may not read them", "administrator"),
    (
        no_gift_cards,
        "needs gift cards: the extension WooCommerce Gift Cards is not active",
        "activate WooCommerce Gift",
    ),
    (permalinks_off, "Permalinks are off", "choose anything but “Plain”"),
    (without_woocommerce, "is a WordPress site without an active WooCommerce", "Install or activate WooCommerce"),
    (no_wordpress, "is not a WordPress site", "a shop in a folder needs the folder"),
    (a_webhook_missing, "The webhook for order.restored is missing", "loyalty run"),
    (webhooks_disabled, "is disabled. The store disables a webhook after seven failed", "loyalty run"),
    (webhooks_elsewhere, "delivers to another address", "loyalty run"),
    (webhooks_unlisted, "webhooks cannot be listed", "that the store is up"),
    (clocks_apart, "over 15 minutes apart", "NTP"),
]


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setattr("adapters.http._backoff", lambda _: 0.0)
    vouch = lambda file: monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))  # noqa: E731
    with Sandbox(wp_cron=False, orders=1, customers=1) as shop:
        connection = Connection(shop, tmp_path, vouch)
        connection.subscribe()
        with connection.doors:
            yield connection


def test_nothing_is_wrong_with_a_good_connection(connection: Connection) -> None:
    assert connection.check() == []


def test_nothing_is_wrong_where_the_extension_for_gift_cards_is_active(connection: Connection) -> None:
    connection.needs = {"gift_cards"}
    connection.shop.has_gift_cards(True)

    assert connection.check() == []


@pytest.mark.parametrize(("break_it", "what", "mend"), TROUBLES, ids=[row[0].__name__ for row in TROUBLES])
def test_what_is_wrong_is_said_in_plain_words_with_its_mend(
    connection: Connection, break_it: Callable[[Connection], None], what: str, mend: str
) -> None:
    break_it(connection)

    problems = connection.check()

    assert problems
    assert {problem.severity for problem in problems} == {Severity.ERROR}
    assert any(what in problem.what for problem in problems)
    assert all(mend in problem.mend for problem in problems)
    said_everywhere(problems)


def test_what_is_wrong_inside_of_something_that_is_wrong_is_said_in_the_language_too() -> None:
    what = "The programme needs the store's products, which do not answer: https://shop.example answered HTTP 500."

    assert speak("pl").problem(what) == (
        "Program potrzebuje danych sklepu „products”, które nie odpowiadają: https://shop.example odpowiada HTTP 500."
    )


def test_what_the_store_says_itself_stays_as_it_is() -> None:
    assert speak("pl").problem("Sorry, something else.") == "Sorry, something else."


def test_clocks_that_drift_apart_are_a_warning_before_they_are_an_error(connection: Connection) -> None:
    connection.ours = 6 * MINUTE

    (problem,) = connection.check()

    assert (problem.severity, problem.mend) == (Severity.WARNING, "Set both clocks by NTP.")
    assert "6 minutes apart; at 15" in problem.what
    said_everywhere([problem])


def test_a_good_certificate_is_no_problem(connection: Connection, tmp_path: Path) -> None:
    shown = certificate(tmp_path, "good")
    connection.vouch(shown.file)
    with Sandbox(wp_cron=False, orders=1, customers=1, https=True) as shop:
        door = TlsDoor(shown, int(shop.url.rpartition(":")[2]))
        connection.doors.callback(door.close)
        connection.shop, connection.url = shop, door.url
        connection.subscribe()

        assert connection.check() == []
