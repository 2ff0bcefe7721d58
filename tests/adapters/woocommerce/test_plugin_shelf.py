"""The plugin sells for points: a product at its price in points, and rewards of the catalogue."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from tests.adapters.woocommerce.test_plugin import code_for, impostor, texts
from tests.adapters.woocommerce.wordpress import PHP, TEAPOT, Wordpress
from tests.running import NOBODY, PROGRAMME, Place, rows, serving
from tests.web.shopper import Asker

pytestmark = pytest.mark.skipif(PHP is None, reason="there is no php on this machine")

SECTIONS = """
prices: {points: 4, per: 1.00}
rewards:
  - {kind: discount, name: five-off, points: 150, title: {en: Five off, pl: Piątka}, amount: 5.00}
  - {kind: gift, name: mug, points: 100, title: Mug, description: Blue, image: "https://shop.example/mug.jpg"}
  - {kind: gift, name: throne, points: 9000, title: Throne}
"""
UNREACHABLE = "Your points cannot be reached just now. Please try again in a minute."


@pytest.fixture
def shop(place: Place) -> Iterator[tuple[Asker, Wordpress]]:
    with place.connector() as connector, serving(connector) as url:
        programme = parse_programme(PROGRAMME.read_text() + SECTIONS, "test")
        put_in_force(connector.database, programme, "test", bootstrap.now())
        asker = Asker(url, connector)
        yield asker, Wordpress(code_for(url, asker.secret), place.folder / "debug.log")


def form(what: str, value: str, key: str = "0123456789abcdef", nonce: str | None = None) -> dict[str, str]:
    return {f"loyalty_{what}": value, "loyalty_key": key, "loyalty_nonce": nonce or f"nonce-of-loyalty_{what}"}


def button(html: str, what: str) -> list[str]:
    """The values of our buttons of this kind."""
    return re.findall(rf'<input type="hidden" name="loyalty_{what}" value="([^"]*)">', html)


def redemptions(asker: Asker) -> list[Any]:
    return list(rows(asker.connector.database, "redemptions"))


def test_a_product_says_its_price_in_points_with_a_button_where_it_can_be_paid(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    poor = wordpress.product()
    asker.has(350)
    wordpress.later(601)

    rich = wordpress.product()

    assert "or 50 points" in texts(poor.html)
    assert (button(poor.html, "buy"), button(rich.html, "buy")) == ([], ["10"])
    assert {"or 50 points", "Buy with points"} <= {*texts(rich.html)}
    assert 'value="nonce-of-loyalty_buy"' in rich.html


@pytest.mark.parametrize(
    ("user", "changes", "says"),
    [(0, {}, "or 50 points"), (7, {"type": "variable"}, "or from 50 points"), (7, {"stock": False}, "or 50 points")],
    ids=["a visitor", "a product that varies", "out of stock"],
)
def test_there_is_no_button_where_it_cannot_be_bought_so(
    shop: tuple[Asker, Wordpress], user: int, changes: dict[str, Any], says: str
) -> None:
    asker, wordpress = shop
    asker.has(350)
    wordpress.user = user

    seen = wordpress.product(**changes)

    assert says in texts(seen.html)
    assert button(seen.html, "buy") == []


def test_a_product_bought_with_points_comes_into_the_cart_with_the_code_that_pays_for_it_once(
    shop: tuple[Asker, Wordpress],
) -> None:
    asker, wordpress = shop
    asker.has(350)
    wordpress.product()
    wordpress.state["coupons"] = "*"

    first, again = wordpress.page(post=form("buy", "10")), wordpress.page(post=form("buy", "10"))

    (made,) = redemptions(asker)
    assert (first.redirect, wordpress.state["applied"]) == ("/cart/", [made["code"]])
    assert [line["id"] for line in wordpress.state["cart"]] == [10]
    assert first.notices[0][0] == again.notices[0][0] == "success"
    assert made["points"] == 50


def test_a_refusal_is_told_and_leaves_the_cart_as_it_was(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    wordpress.product()

    seen = wordpress.page(post=form("buy", "10"))

    assert (seen.notices, wordpress.state["cart"]) == ([["error", "only 0 points are available"]], [])
    assert redemptions(asker) == []


def test_the_catalogue_is_in_the_account_and_says_what_may_be_had(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    asker.has(350)
    wordpress.locale = "pl_PL"

    seen = wordpress.account()

    assert {"Nagrody", "Piątka", "150 punktów", "Mug", "Blue", "Odbierz za punkty"} <= {*texts(seen.html)}
    assert "dostępne saldo to tylko 350 punktów" in texts(seen.html)
    assert button(seen.html, "take") == ["five-off", "mug"]
    assert '<img src="https://shop.example/mug.jpg" alt="" loading="lazy">' in seen.html
    shelf = wordpress.page(shortcode="loyalty_rewards").html
    assert button(shelf, "take") == ["five-off", "mug"]


def test_a_programme_without_rewards_shows_no_heading(place: Place) -> None:
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        wordpress = Wordpress(code_for(url, asker.secret), place.folder / "debug.log")

        assert "Rewards" not in texts(wordpress.account().html)


@pytest.mark.parametrize(("name", "on_cart"), [("five-off", True), ("mug", False)])
def test_a_reward_is_taken_once_and_its_code_is_put_on_the_cart_where_it_belongs_there(
    shop: tuple[Asker, Wordpress], name: str, on_cart: bool
) -> None:
    asker, wordpress = shop
    asker.has(350)
    wordpress.state |= {"coupons": "*", "cart": [TEAPOT]}

    first, _ = wordpress.page(post=form("take", name)), wordpress.page(post=form("take", name))

    (made,) = redemptions(asker)
    assert wordpress.state["applied"] == ([made["code"]] if on_cart else [])
    assert first.notices[0][0] == "success"
    assert f"for {made['points']} points" in first.notices[0][1]


@pytest.mark.parametrize(
    ("user", "sent"),
    [(7, {"nonce": "forged"}), (7, {"nonce": "nonce-of-loyalty_redeem"}), (0, {})],
    ids=["forged", "of another form", "visitor"],
)
@pytest.mark.parametrize(("what", "value"), [("buy", "10"), ("take", "mug")])
def test_a_form_that_is_not_ours_buys_nothing(
    shop: tuple[Asker, Wordpress], what: str, value: str, user: int, sent: dict[str, str]
) -> None:
    asker, wordpress = shop
    asker.has(350)
    wordpress.product()
    wordpress.user = user

    seen = wordpress.page(post=form(what, value, **sent))

    assert (seen.requests, seen.redirect, redemptions(asker)) == ([], None, [])


@pytest.mark.parametrize(("what", "value"), [("buy", "10"), ("take", "mug")])
def test_buying_while_the_connector_is_down_says_so_and_the_pages_are_silent(
    tmp_path: Any, what: str, value: str
) -> None:
    wordpress = Wordpress(code_for(NOBODY), tmp_path / "log")
    pages = [wordpress.product().html, wordpress.page(shortcode="loyalty_rewards").html]
    wordpress.later(61)

    seen = wordpress.page(post=form(what, value))

    assert pages == ["", ""]
    assert (seen.notices, wordpress.state["cart"]) == ([["error", UNREACHABLE]], [])


def test_whatever_the_connector_says_of_goods_and_rewards_is_text(tmp_path: Any) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    texts_of = dict.fromkeys(("title", "description", "sentence", "name", "image"), evil)
    answer = {
        "visible": True, "sentences": [], "buy": {"points": 1, "sentence": evil, "now": True},
        "rewards": [{**texts_of, "now": True}, {**texts_of, "now": False, "refusal": {"sentence": evil}}],
    }  # fmt: skip
    with impostor(answer) as (url, _):
        wordpress = Wordpress(code_for(url), tmp_path / "log")

        pages = [wordpress.product().html, wordpress.page(shortcode="loyalty_rewards").html]

    for html in pages:
        assert "&lt;script&gt;" in html
        assert not re.search(r"<script|<img src=x|\"'>", html)
