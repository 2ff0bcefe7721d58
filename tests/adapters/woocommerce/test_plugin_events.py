"""The plugin tells of new accounts and confirmed newsletters: from no page that anybody waits for."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from tests.adapters.woocommerce.test_plugin import code_for
from tests.adapters.woocommerce.wordpress import PHP, Wordpress
from tests.running import NOBODY, PROGRAMME, Place, rows, serving
from tests.web.shopper import Asker

pytestmark = pytest.mark.skipif(PHP is None, reason="there is no php on this machine")

ANNA = {"7": {"user_email": "Anna@example.org", "display_name": "Anna"}}
TICKED = {"loyalty_newsletter": "1"}


@pytest.fixture
def shop(place: Place) -> Iterator[tuple[Asker, Wordpress]]:
    text = f"{PROGRAMME.read_text()}bonuses: {{registration: 50, newsletter: 20}}\n"
    with place.connector() as connector, serving(connector) as url:
        put_in_force(connector.database, parse_programme(text, "test"), "test", bootstrap.now() - timedelta(days=1))
        asker = Asker(url, connector)
        wordpress = Wordpress(code_for(url, asker.secret), place.folder / "debug.log")
        wordpress.state["users"] = ANNA
        wordpress.options["loyalty_connector_newsletter"] = "yes"
        yield asker, wordpress


def available(asker: Asker) -> int:
    return int(asker.shown("member")["points"]["available"])


def test_a_new_account_is_told_of_later_and_gives_its_points(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop

    page = wordpress.page(user_register=[7])
    later = wordpress.scheduled()

    assert (page.requests, later.requests) == ([], ["POST /shop/main/events"])
    assert available(asker) == 50
    assert wordpress.state["scheduled"] == []


def test_what_waits_names_the_account_by_its_number_only(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop

    wordpress.page(user_register=[7])

    ((_, hook, arguments),) = wordpress.state["scheduled"]
    assert (hook, arguments[:2], arguments[3]) == ("loyalty_connector_send", ["registered", 7], 0)


def test_without_a_scheduler_nobody_waits_for_the_answer(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    wordpress.state["scheduler"] = False

    page = wordpress.page(user_register=[7])

    assert (page.requests, page.waits) == (["POST /shop/main/events"], [False])
    assert available(asker) == 50


def test_while_the_connector_is_down_it_is_tried_again_ever_later_and_in_the_end_no_more(
    shop: tuple[Asker, Wordpress],
) -> None:
    asker, wordpress = shop
    up, wordpress.code = wordpress.code, code_for(NOBODY, asker.secret)
    wordpress.page(user_register=[7])
    pauses = []
    while wordpress.state["scheduled"] and len(pauses) < 20:
        pauses.append(wordpress.state["scheduled"][0][0])
        if len(pauses) == 3:
            kept = list(wordpress.state["scheduled"])
        wordpress.scheduled()

    wordpress.code, wordpress.state["scheduled"] = up, kept
    wordpress.scheduled()

    assert pauses == [0, 60, 600, 3600, 21600, 86400, 86400, 86400]
    assert available(asker) == 50


def test_an_account_that_is_gone_by_then_is_not_told_of(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop
    wordpress.page(user_register=[7])
    wordpress.state["users"] = {}

    assert wordpress.scheduled().requests == []
    assert wordpress.state["scheduled"] == []


def test_a_ticked_box_is_a_wish_and_only_its_confirmation_gives_points(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop

    wished = wordpress.page(post=TICKED, woocommerce_created_customer=[7])
    wordpress.scheduled()
    before = available(asker)
    wordpress.page(loyalty_connector_newsletter_confirmed=["anna@example.org"])
    wordpress.scheduled()

    assert wished.wished == [["wanted", "Anna@example.org", 7]]
    assert (before, available(asker)) == (0, 20)
    assert wordpress.state["meta"]["7"]["loyalty_connector_newsletter"]["text"].startswith("Yes, send me")


def test_a_wish_is_told_once_and_taken_back_when_the_tick_is(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop

    seen = [
        wordpress.page(post=post, woocommerce_save_account_details=[7]).wished for post in ({}, TICKED, TICKED, {}, {})
    ]

    assert [[wish[0] for wish in one] for one in seen] == [[], ["wanted"], [], ["unwanted"], []]


def test_a_guest_who_ticks_it_at_the_checkout_is_a_wish_of_an_address(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop
    wordpress.state["order"] = {"id": 5, "customer": 0, "lines": [], "email": "guest@example.org"}

    seen = wordpress.page(post=TICKED, order_processed=[5])
    unticked = wordpress.page(order_processed=[5])

    assert (seen.wished, unticked.wished) == ([["wanted", "guest@example.org", 0]], [])


@pytest.mark.parametrize("form", ["register_form", "after_order_notes", "edit_account_form"])
def test_the_box_is_never_ticked_by_itself_and_only_there_if_it_is_offered(
    shop: tuple[Asker, Wordpress], form: str
) -> None:
    _, wordpress = shop
    wordpress.locale = "he_IL"
    offered = wordpress.page(**{f"woocommerce_{form}": []}).html
    wordpress.options.clear()

    assert 'name="loyalty_newsletter" value="1">' in offered
    assert 'dir="rtl"' in offered
    assert wordpress.page(**{f"woocommerce_{form}": []}).html == ""


def test_a_confirmation_for_nobody_here_is_no_event(shop: tuple[Asker, Wordpress]) -> None:
    _, wordpress = shop

    wordpress.page(loyalty_connector_newsletter_confirmed=["nobody@example.org"])

    assert wordpress.state["scheduled"] == []


def test_an_address_is_sure_only_where_the_shop_says_so(shop: tuple[Asker, Wordpress]) -> None:
    asker, wordpress = shop
    for verified in (False, True):
        wordpress.state["verified"] = verified
        wordpress.page(user_register=[7])
        wordpress.scheduled()
        sure = rows(asker.connector.database, "sure_addresses")
        assert [one["email"] for one in sure] == (["anna@example.org"] if verified else [])
