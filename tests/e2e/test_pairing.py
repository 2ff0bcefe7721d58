"""A shop is connected by one pasted code: command, plugin, WooCommerce's own page, TLS, and `loyalty run` going on."""

import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.core.pairing import ticket_of
from tests.adapters.woocommerce.browser import Browser
from tests.adapters.woocommerce.wordpress import PHP, Wordpress
from tests.running import Place, eventually
from tests.tls import TlsDoor, certificate

pytestmark = pytest.mark.skipif(PHP is None, reason="there is no php on this machine")


@dataclass
class Scene:
    """A connector that is running behind TLS with no store `second`, and a shop whose administrator has its plugin."""

    place: Place
    shop: Sandbox
    wordpress: Wordpress

    def settings_page(self) -> str:
        return self.wordpress.page(json=("settings_page", [])).html.removesuffix("null")

    def paste(self, code: str) -> None:
        self.wordpress.code = json.loads(self.wordpress.page(json=("checked_code", [code])).html)


@pytest.fixture
def scene(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    shown = certificate(tmp_path, "connector")
    door = TlsDoor(shown, place.port)
    monkeypatch.setenv("SSL_CERT_FILE", str(shown.file))
    text = place.settings.read_text()
    place.settings.write_text(text.replace(f'public_url: "{place.url}"', f'public_url: "{door.url}"'))
    with Sandbox(seed=1, orders=5, customers=2, allow_loopback=True) as shop:
        wordpress = Wordpress("", tmp_path / "debug.log", state={"home": shop.url})
        with place.running():
            yield Scene(place, shop, wordpress)
    door.close()


@pytest.fixture
def pasted(scene: Scene) -> str:
    """The secret part of the code, which the administrator has pasted."""
    pair = ("store", "pair", "second", "--url", scene.shop.url, "--programme", "starter.yaml")
    code = scene.place.command(*pair).out.strip()
    scene.paste(code)
    assert scene.wordpress.code == code
    told: dict[str, str] = json.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
    return told["proof"]


def button(page: str) -> str:
    (url,) = re.findall(r'class="button button-primary" href="([^"]+)"', page)
    return html.unescape(url)


def test_one_paste_and_one_yes_connect_a_shop(scene: Scene, pasted: str) -> None:
    place, browser = scene.place, Browser(scene.shop.url)

    page = scene.settings_page()
    approved = browser.approve(browser.log_in(browser.open(button(page))))

    secret = bootstrap.settings(place.settings, {}).shopper_secret("second")
    assert "Connect this shop" in page
    assert (approved.status_code, "success=1" in approved.headers["Location"]) == (302, True)
    connected = f"Connected to {bootstrap.settings(place.settings, {}).web.public_url} as “second”"
    eventually(lambda: connected in scene.settings_page(), "it has begun anew, and knows the shop", 20)
    assert secret in base64.urlsafe_b64decode(scene.wordpress.code + "==").decode()
    eventually(lambda: place.command("store", "check", "second").status == 0, "its webhooks are made", 20)
    eventually(lambda: "for main, second" in place.log(), "it goes on with both")
    keys = [
        value.get_secret_value()
        for value in bootstrap.settings(place.settings, {}).stores["second"].credentials.values()
    ]
    for hidden in (*keys, secret, pasted, ticket_of(pasted)):
        assert hidden not in place.log()
    assert pasted not in button(page)


def test_whoever_says_no_connects_nothing_and_may_say_yes_later(scene: Scene, pasted: str) -> None:
    page = scene.settings_page()
    again = scene.settings_page()

    assert button(page) == button(again)
    assert "second:" not in scene.place.settings.read_text()


def test_a_code_for_another_shop_offers_no_button(scene: Scene, pasted: str) -> None:
    scene.wordpress.state["home"] = "https://other.test"

    page = scene.settings_page()

    assert f"This code is for {scene.shop.url}, and this shop is https://other.test." in page
    assert "button-primary" not in page


def test_keys_that_do_not_open_the_shop_say_why_on_its_own_page(scene: Scene, pasted: str) -> None:
    browser = Browser(scene.shop.url)
    page = browser.log_in(browser.open(button(scene.settings_page())))
    before = len(scene.shop.keyring)
    scene.shop.deactivate()

    refused = browser.approve(page)
    back = scene.settings_page()

    assert (refused.status_code, "unable to send the consumer data" in refused.text) == (401, True)
    assert len(scene.shop.keyring) == before
    assert "The connector did not take the keys" in back
    assert "without an active WooCommerce" in back


def test_an_old_code_says_so(scene: Scene, pasted: str) -> None:
    scene.place.command("store", "pair", "second", "--url", scene.shop.url, "--programme", "starter.yaml")

    page = scene.settings_page()

    assert "This code was used or is too old." in page
    assert "button-primary" not in page
