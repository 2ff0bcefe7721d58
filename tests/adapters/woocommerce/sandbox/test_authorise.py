"""How the sandbox asks for REST keys: as WooCommerce does, and no more kindly."""

import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.authorise import SHOPPER
from tests.adapters.woocommerce.browser import Browser, link
from tests.tls import certificate

GOOD = {
    "app_name": "Loyalty connector",
    "user_id": "ticket-1",
    "return_url": "http://shop.test/wp-admin/options-general.php?page=loyalty-connector",
    "callback_url": "https://127.0.0.1:9/keys",
    "scope": "read_write",
}


@dataclass
class Told:
    """A program that is handed keys over https."""

    url: str
    status: int = 200
    bodies: list[tuple[str, Any]] = field(default_factory=list)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    shown = certificate(tmp_path, "program")
    monkeypatch.setenv("SSL_CERT_FILE", str(shown.file))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            program.bodies.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(program.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.file, shown.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    program = Told(f"https://127.0.0.1:{server.server_address[1]}/keys")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield program
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with Sandbox(allow_loopback=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        *(({name: ""}, f"Missing parameter {name}") for name in GOOD),
        ({"user_id": "0"}, "Missing parameter user_id"),
        ({"scope": "everything"}, "Invalid scope everything"),
        ({"callback_url": "https://a b"}, "is not a valid URL"),
        ({"return_url": "https://"}, "is not a valid URL"),
        ({"callback_url": "http://points.example.com/keys"}, "The callback_url needs to be over SSL"),
    ],
)
def test_what_is_not_asked_well_is_denied_before_anybody_logs_in(
    shop: Sandbox, changes: dict[str, str], said: str
) -> None:
    denied = Browser(shop.url).ask(**{**GOOD, **changes})

    assert denied.status_code == 401
    assert f"Error: {said}" in denied.text or said in denied.text


def test_whoever_is_not_logged_in_is_sent_to_log_in_and_back(shop: Sandbox) -> None:
    browser = Browser(shop.url)

    asked = browser.ask(**GOOD)
    wrong = browser.log_in(asked, password="guessed")
    page = browser.log_in(asked)

    assert (asked.status_code, "/wc-auth/v1/login/" in asked.headers["Location"]) == (302, True)
    assert (wrong.status_code, "password" in wrong.text) == (200, True)
    assert (page.status_code, "Loyalty connector" in page.text, "Read/Write" in page.text) == (200, True, True)
    assert link(page, "deny") == f"{GOOD['return_url']}&success=0&user_id=ticket-1"


def test_a_shopper_may_not_let_anybody_in(shop: Sandbox) -> None:
    browser = Browser(shop.url)

    page = browser.log_in(browser.ask(**GOOD), user=SHOPPER)

    assert (page.status_code, "You do not have permission" in page.text) == (401, True)


def test_keys_are_handed_over_and_open_the_shop(shop: Sandbox, told: Told) -> None:
    browser = Browser(shop.url)
    asked = {**GOOD, "callback_url": told.url}

    approved = browser.approve(browser.log_in(browser.ask(**asked)))

    assert (approved.status_code, approved.headers["Location"]) == (
        302,
        f"{GOOD['return_url']}&success=1&user_id=ticket-1",
    )
    ((kind, body),) = told.bodies
    assert kind == "application/json;charset=UTF-8"
    assert {**body, "consumer_key": body["consumer_key"][:3], "consumer_secret": body["consumer_secret"][:3]} == {
        "key_id": 4,
        "user_id": "ticket-1",
        "consumer_key": "ck_",
        "consumer_secret": "cs_",
        "key_permissions": "read_write",
    }


def test_without_the_nonce_of_the_page_no_key_is_made(shop: Sandbox, told: Told) -> None:
    browser = Browser(shop.url)
    page = browser.log_in(browser.ask(**{**GOOD, "callback_url": told.url}))

    denied = browser.open(link(page, "approve").rpartition("=")[0] + "=0123456789")

    assert (denied.status_code, "Invalid nonce verification" in denied.text, told.bodies) == (401, True, [])


@pytest.mark.parametrize("status", [201, 302, 401, 500])
def test_a_callback_that_does_not_answer_200_has_its_keys_taken_back(shop: Sandbox, told: Told, status: int) -> None:
    browser = Browser(shop.url)
    told.status = status
    before = len(shop.keyring)

    denied = browser.approve(browser.log_in(browser.ask(**{**GOOD, "callback_url": told.url})))

    assert (denied.status_code, "unable to send the consumer data" in denied.text) == (401, True)
    assert (len(told.bodies), len(shop.keyring)) == (1, before)


def test_a_certificate_that_nobody_vouches_for_gets_no_keys(
    shop: Sandbox, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    browser = Browser(shop.url)

    denied = browser.approve(browser.log_in(browser.ask(**{**GOOD, "callback_url": told.url})))

    assert (denied.status_code, told.bodies) == (401, [])


def test_an_internal_address_gets_no_keys(told: Told) -> None:
    with Sandbox() as shop:
        browser = Browser(shop.url)
        elsewhere = told.url.replace("127.0.0.1", "127.0.0.2")

        denied = browser.approve(browser.log_in(browser.ask(**{**GOOD, "callback_url": elsewhere})))

    assert (denied.status_code, "A valid URL was not provided" in denied.text) == (401, True)
