"""The plugin for WordPress, run by PHP against a connector over real HTTP: what it signs, shows and never does.

WordPress around it is played by wordpress.php. On a machine without PHP these tests are skipped.
"""

import base64
import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.web.tokens import customer_of
from tests.adapters.woocommerce.wordpress import PHP, PLUGIN, TEAPOT, Wordpress
from tests.building import BERT, a_line, an_order
from tests.running import NOBODY, PROGRAMME, SECRET_KEY, Place, rows, serving
from tests.web.shopper import Asker

pytestmark = pytest.mark.skipif(PHP is None, reason="there is no php on this machine")

LANGUAGES = {"en": "en_GB", "ro": "ro_RO", "pl": "pl_PL", "he": "he_IL"}


def code_for(address: str, secret: str = "s" * 40) -> str:
    told = {"address": address, "store": "main", "secret": secret}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


@pytest.fixture
def shop(place: Place) -> Iterator[tuple[Asker, Wordpress]]:
    """A connector that answers, and a shop that has its code."""
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        yield asker, Wordpress(code_for(url, asker.secret), place.folder / "debug.log")


@contextmanager
def impostor(answer: Any, status: int = 200, wait: float = 0) -> Iterator[tuple[str, list[str]]]:
    """Something at the connector's address that answers everything so; and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(wait)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # nobody waits any more

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def texts(html: str) -> list[str]:
    """What stands between the tags."""
    return [text for text in re.findall(r">([^<>]+)<", html) if text.strip()]


@pytest.mark.parametrize("file", sorted(PLUGIN.rglob("*.php")), ids=lambda file: file.name)
def test_every_file_is_php(file: Any) -> None:
    assert PHP
    done = subprocess.run([PHP, "-l", file], capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_code_that_the_command_prints_is_understood(place: Place, tmp_path: Any) -> None:
    printed = place.command("store", "code", "main")

    seen = Wordpress("", tmp_path / "log").page(json=("understood", [printed.out]))

    told = json.loads(seen.html)
    secret = bootstrap.settings(place.settings, {}).shopper_secret("main")
    assert told == {"address": place.url, "store": "main", "secret": secret}
    assert (SECRET_KEY in printed.out, secret in printed.out) == (False, False)


@pytest.mark.parametrize(
    "code", ["", "nonsense", "e30", code_for("ftp://x"), code_for("http://x y"), code_for("http://x", "short")]
)
def test_what_is_no_code_is_not_taken_and_connects_nothing(tmp_path: Any, code: str) -> None:
    assert Wordpress("", tmp_path / "log").page(json=("understood", [code])).html == "null"
    assert Wordpress(code, tmp_path / "log").product().requests == []


def test_a_wrong_code_leaves_the_one_before_it(tmp_path: Any) -> None:
    good = code_for("http://x")

    kept = Wordpress(good, tmp_path / "log").page(json=("checked_code", ["nonsense"]))

    assert (json.loads(kept.html), kept.notices[0][0]) == (good, "error")


@pytest.mark.parametrize(("customer", "believed"), [(7, "7"), (0, None)])
def test_the_token_it_makes_is_believed(tmp_path: Any, customer: int, believed: str | None) -> None:
    told = {"store": "main", "secret": "s" * 40}

    made = Wordpress("", tmp_path / "log").page(json=("token", [told, customer, int(time.time())]))

    assert customer_of(json.loads(made.html), "s" * 40, "main") == believed


def test_a_product_says_what_it_gives(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)

    seen = wordpress.product(price=50.0)

    assert texts(seen.html) == ["You collect 50 points with this product", "You can use up to 200 points: €10.00 off"]
    assert (seen.requests, wordpress.log.exists()) == (["POST /shop/main/product"], False)


def test_a_visitor_is_told_to_sign_in(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop
    wordpress.user = 0

    product, account = wordpress.product(), wordpress.account()

    assert texts(product.html)[1:] == texts(account.html) == ["Sign in to collect points with starter"]


def test_goods_are_told_as_the_shop_knows_them(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    put(asker, "count: {goods: {categories: [tea]}, without: [sale]}\nmembers: {never: [wholesale]}")

    assert "You collect 12 points" in wordpress.product().html  # tea is above the product's category
    assert wordpress.product(sale=True).html == ""
    assert "at least 12 points" in wordpress.product(type="variable").html


@pytest.mark.parametrize("changes", [{"price": ""}, {"type": "external"}])
def test_a_product_that_cannot_be_bought_here_says_nothing(shop: tuple[Asker, Wordpress], changes: Any) -> None:
    _, wordpress = shop

    seen = wordpress.product(**changes)

    assert (seen.html, seen.requests) == ("", [])


def put(asker: Asker, sections: str) -> None:
    text = f"{PROGRAMME.read_text()}{sections}\n"
    put_in_force(asker.connector.database, parse_programme(text, "test"), "test", bootstrap.now())


def test_a_cart_says_what_it_gives_and_offers_to_redeem(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)

    seen = wordpress.cart()

    assert "You collect 50 points with this order" in seen.html
    assert 'name="loyalty_points"' in seen.html
    assert 'min="100" max="200" step="100" value="200"' in seen.html
    assert re.search(r'<label for="(loyalty-points-1)">.*id="\1"', seen.html)
    assert "loyalty_points" not in wordpress.page(woocommerce_before_checkout_form=[]).html


def test_a_blocks_cart_is_followed_by_the_same_and_nothing_twice(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop
    wordpress.state["cart"] = [TEAPOT]
    block = ("render_block", ["<div>the cart</div>", {"blockName": "woocommerce/cart"}])

    alone, both = wordpress.page(filter=block), wordpress.page(woocommerce_before_cart_collaterals=[], filter=block)

    assert alone.html.startswith("<div>the cart</div><section ")
    assert both.html.count("<section") == 1
    wordpress.state["noticed"] = "points are redeemed in multiples of 100"
    assert texts(wordpress.page(filter=block).html)[1] == "points are redeemed in multiples of 100"
    other = ("render_block", ["<p>text</p>", {"blockName": "core/paragraph"}])
    assert wordpress.page(filter=other).html == "<p>text</p>"


def test_an_order_says_what_it_gave_or_before_it_is_known_what_it_will(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.bought(an_order(a_line(5_000), id="31"))

    known, fresh = wordpress.order(31), wordpress.order(32)

    assert texts(known.html) == ["This order gave you 50 points"]
    assert texts(fresh.html) == ["You collect 50 points with this order"]
    assert fresh.requests == ["GET /shop/main/order/32", "POST /shop/main/cart"]


def test_the_order_of_somebody_else_is_not_even_asked_for(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.bought(an_order(id="31", buyer=BERT))

    assert wordpress.order(31, customer=8).requests == []


def test_the_account_shows_everything(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    code = asker.shown("redeem", {"points": 100, "key": "form-0001"})["code"]

    said = texts(wordpress.account().html)

    assert said[0] == "You have 150 points (worth €7.50)"
    assert {"Your codes", code, "History", "Turned into a code", "−100", "Redeem"} <= {*said}


def test_the_account_has_a_tab_before_the_way_out(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop
    wordpress.locale = "pl_PL"
    items = {"orders": "Zamówienia", "customer-logout": "Wyloguj"}

    tabs = json.loads(wordpress.page(json=("with_tab", [items])).html)

    assert list(tabs.items()) == [("orders", "Zamówienia"), ("loyalty", "Punkty"), ("customer-logout", "Wyloguj")]


def test_a_shortcode_shows_the_same_where_a_theme_has_no_place_for_it(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)

    assert texts(wordpress.page(shortcode="loyalty_account").html) == texts(wordpress.account().html)


@pytest.mark.parametrize(("language", "locale"), LANGUAGES.items())
def test_every_word_is_in_every_language(tmp_path: Any, language: str, locale: str) -> None:
    wordpress = Wordpress("", tmp_path / "log", locale=locale)

    words = json.loads(wordpress.page(json=("words", [])).html)

    assert json.loads(wordpress.page(json=("language", [])).html) == language
    assert words[language].keys() == words["en"].keys()
    for name, word in words["en"].items():
        assert words[language][name]
        assert re.findall(r"%\d\$s", words[language][name]) == re.findall(r"%\d\$s", word)


def test_a_page_in_hebrew_runs_from_the_right_and_an_unknown_language_is_english(
    shop: tuple[Asker, Wordpress],
) -> None:
    _, wordpress = shop
    wordpress.locale = "he_IL"
    hebrew = wordpress.account().html
    wordpress.locale = "de_DE"

    assert 'lang="he" dir="rtl"' in hebrew
    assert 'lang="en" dir="ltr"' in wordpress.account().html


def test_the_settings_page_says_whether_the_connector_answers_now(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    page = ("settings_page", [])
    wordpress.code = code_for(NOBODY, asker.secret)
    down = wordpress.page(json=page).html
    wordpress.code = code_for(asker.url, asker.secret)
    up = wordpress.page(json=page).html
    wordpress.code = ""

    assert f"{NOBODY} does not answer “main”" in down
    assert f"Connected to {asker.url} as “main”." in up
    assert "Paste the code" in wordpress.page(json=page).html


def test_a_shop_that_was_connected_a_moment_ago_is_told_that_the_connector_begins(tmp_path: Any) -> None:
    with impostor({"secret": "s" * 40}) as (url, _):
        wordpress = Wordpress("", tmp_path / "log")
        learned = wordpress.page(json=("learn", [{"address": url, "store": "main", "proof": "p" * 40}]))
    beginning, shop = wordpress.page(json=("settings_page", [])).html, wordpress.product()
    wordpress.later(61)

    down = wordpress.page(json=("settings_page", [])).html

    assert learned.html == '""'
    assert f"{url} is getting ready for “main”" in beginning
    assert shop.requests == ["POST /shop/main/product"]  # nobody has said that it is down
    assert f"{url} does not answer “main”" in down


# Redeeming


def form(points: str = "100", key: str = "0123456789abcdef", nonce: str = "nonce-of-loyalty_redeem") -> dict[str, str]:
    return {"loyalty_points": points, "loyalty_key": key, "loyalty_nonce": nonce}


def test_points_become_a_code_on_the_cart(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    before = wordpress.account().html
    wordpress.state |= {"coupons": "*", "cart": [TEAPOT]}

    seen = wordpress.page(post=form())

    (made,) = rows(asker.connector.database, "redemptions")
    assert (seen.redirect, wordpress.state["applied"]) == ("/cart/", [made["code"]])
    ((kind, notice),) = seen.notices
    assert (kind, notice.split(" · ")[0]) == ("success", f"Your code {made['code']}: €5.00 off for 100 points")
    assert wordpress.account().html != before  # what was remembered is old


def test_a_code_that_the_shop_does_not_have_yet_comes_on_with_a_later_page(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    wordpress.state |= {"cart": [TEAPOT]}
    waited = wordpress.page(post=form())
    (made,) = rows(asker.connector.database, "redemptions")
    none_yet = [*wordpress.state["applied"]]

    wordpress.state["coupons"] = [made["code"]]
    wordpress.cart()
    wordpress.cart()

    assert (none_yet, wordpress.state["applied"]) == ([], [made["code"]])
    assert waited.seconds < 6


def test_the_same_form_sent_twice_is_one_redemption(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    wordpress.state["coupons"] = "*"

    wordpress.page(post=form())
    wordpress.page(post=form())

    assert len(rows(asker.connector.database, "redemptions")) == 1


@pytest.mark.parametrize(
    ("user", "fields"), [(7, {"nonce": "forged"}), (7, {"nonce": ""}), (0, {})], ids=["forged", "empty", "visitor"]
)
def test_a_form_that_is_not_ours_does_nothing(shop: tuple[Asker, Wordpress], user: int, fields: dict[str, str]) -> None:
    asker, wordpress = shop
    asker.has(250)
    wordpress.user = user

    seen = wordpress.page(post=form(**fields))

    assert (seen.requests, seen.redirect, rows(asker.connector.database, "redemptions")) == ([], None, [])


def test_a_refusal_is_told_in_the_shoppers_language(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    wordpress.locale = "pl_PL"

    seen = wordpress.page(post=form("300"))

    assert seen.notices == [["error", "dostępne saldo to tylko 250 punktów; dozwolone: 200"]]


def test_redeeming_while_the_connector_is_down_says_so(tmp_path: Any) -> None:
    seen = Wordpress(code_for(NOBODY), tmp_path / "log").page(post=form())

    assert seen.notices == [["error", "Your points cannot be reached just now. Please try again in a minute."]]


# When the connector is slow, down, or not itself


def test_a_connector_that_is_down_is_silence_and_is_left_alone_for_a_minute(tmp_path: Any) -> None:
    wordpress = Wordpress(code_for(NOBODY), tmp_path / "log")

    first, second = wordpress.product(), wordpress.cart()
    wordpress.later(61)
    third = wordpress.product()

    assert [seen.html for seen in (first, second, third)] == ["", "", ""]
    assert [len(seen.requests) for seen in (first, second, third)] == [1, 0, 1]
    assert "loyalty-connector: /product" in wordpress.log.read_text()


def test_a_slow_connector_costs_a_second_once(tmp_path: Any) -> None:
    with impostor({"visible": True, "sentences": ["late"]}, wait=5) as (url, asked):
        wordpress = Wordpress(code_for(url), tmp_path / "log")

        first, second = wordpress.product(), wordpress.product()

        assert (first.html, second.html, len(asked)) == ("", "", 1)
        assert first.seconds < 3


@pytest.mark.parametrize(
    ("answer", "status"),
    [({"code": "unavailable"}, 503), ({"code": "bad_signature"}, 401), (b"<html>", 200), (b"", 200), (b"7", 200)],
)
def test_an_answer_that_is_none_is_silence_and_is_left_alone(tmp_path: Any, answer: Any, status: int) -> None:
    with impostor(answer, status) as (url, asked):
        wordpress = Wordpress(code_for(url), tmp_path / "log")

        assert [wordpress.product().html, wordpress.product().html, len(asked)] == ["", "", 1]
        assert "s" * 40 not in wordpress.log.read_text()


def test_a_redirect_is_not_followed(tmp_path: Any) -> None:
    with impostor({"visible": True, "sentences": ["elsewhere"]}, 302) as (url, _):
        assert Wordpress(code_for(url), tmp_path / "log").product().html == ""


def test_what_was_heard_is_remembered_for_its_reader_alone(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(250)
    first, again = wordpress.account(), wordpress.account()
    wordpress.user = 8
    other = wordpress.account()
    wordpress.user = 7
    wordpress.later(61)
    later = wordpress.account()

    assert [len(seen.requests) for seen in (first, again, other, later)] == [2, 0, 2, 2]
    assert "250 points" not in other.html


def test_whatever_the_connector_says_is_text(tmp_path: Any) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    figures = {"points": evil, "least": evil, "step": evil}
    answer = {
        "visible": True, "sentences": [evil], "earns": 1, "code": evil, "redeem": figures,
        "codes": [{"code": evil, "sentence": evil}],
        "entries": [{"at": evil, "day": evil, "sentence": evil, "change": evil}],
    }  # fmt: skip
    with impostor(answer) as (url, _):
        wordpress = Wordpress(code_for(url), tmp_path / "log")

        pages = [wordpress.account().html, wordpress.product().html, wordpress.cart().html, wordpress.order(5).html]
        notices = wordpress.page(post=form()).notices

    for html in pages:
        assert html
        assert "&lt;script&gt;" in html
        assert not re.search(r"<script|<img|\"'>", html)
    with impostor({"code": "x", "sentence": evil}, 422) as (url, _):
        notices += Wordpress(code_for(url), tmp_path / "log").page(post=form()).notices
    assert len(notices) == 2
    assert not any("<" in text for _, text in notices)
