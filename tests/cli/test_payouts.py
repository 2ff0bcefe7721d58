"""`loyalty redeem` and `loyalty reward` where points become gift cards of a store that has them, or has them not."""

import json
from decimal import Decimal

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place

REWARDS = """
rewards:
  - {kind: gift_card, name: card, points: 30, title: {en: A gift card, pl: Karta}, amount: 10, valid_days: 90}
"""


@pytest.fixture
def paying(connected: Place, shop: Sandbox) -> Place:
    """A shop with gift cards, whose past is in the books, and a member with 100 points more."""
    shop.has_gift_cards(True)
    programme = connected.folder / "starter.yaml"
    programme.write_text(programme.read_text() + REWARDS)
    assert connected.command("sync", "main").status == 0
    assert connected.command("member", "adjust", "1", "--add", "500", "--reason", "x").status == 0
    return connected


def spend(shop: Sandbox, code: str, amount: str) -> None:
    with shop.shop.changing():
        (card,) = [one for one in shop.shop.gift_cards.values() if one.code == code]
        card.remaining -= Decimal(amount)


def test_a_card_is_in_the_store_at_once_and_what_is_left_of_it_comes_back(paying: Place, shop: Sandbox) -> None:
    taken = paying.command("reward", "take", "1", "card")
    code = taken.out.split()[0]
    made = shop.gift_card(code)
    spend(shop, code, "4.00")
    (redeemed,) = json.loads(paying.command("member", "show", "1", "--json").out)["redemptions"]

    rejected = paying.command("reward", "reject", redeemed["reference"], "--reason", "changed her mind")
    again = paying.command("reward", "reject", redeemed["reference"], "--reason", "once more")

    assert "A gift card for 30 points" in taken.out
    assert "it is a gift card of €10.00, until " in taken.out
    assert made is not None
    assert (made["balance"], made["is_active"]) == (10, "on")
    assert (redeemed["redeemed"], redeemed["held"]) == (30, 0)
    assert rejected.out == f"{redeemed['reference']}: changed her mind, 18 points given back, 12 points redeemed\n"
    closed = shop.gift_card(code)
    assert closed is not None
    assert closed["is_active"] == "off"
    assert again.status == 6
    assert "12 of 30 redeemed" in paying.command("member", "show", "1").out


def test_what_is_paid_with_a_card_that_points_bought_earns_nothing_again(paying: Place, shop: Sandbox) -> None:
    code = paying.command("reward", "take", "1", "card").out.split()[0]
    tea = shop.add_product(name="Tea", regular_price="24.00")["id"]
    order = shop.place_order({tea: 1}, customer_id=2, paid=False)["id"]

    shop.update_order(order, gift_cards=[{"code": code}])
    shop.update_order(order, set_paid=True)
    shop.complete(order)
    assert paying.command("sync", "main").status == 0
    explained = paying.command("explain", str(order)).out

    assert "€10.00 paid with points: not counted" in explained
    assert "what counts: €14.00" in explained


def test_a_card_is_taken_back_by_its_code(paying: Place, shop: Sandbox) -> None:
    code = paying.command("reward", "take", "1", "card").out.split()[0]

    rejected = paying.command("reward", "reject", code.upper(), "--reason", "changed her mind")

    assert "changed her mind, 30 points given back" in rejected.out


def test_a_store_without_the_extension_says_so_and_the_points_wait(paying: Place, shop: Sandbox) -> None:
    shop.has_gift_cards(False)

    taken = paying.command("reward", "take", "1", "card")
    checked = paying.command("store", "check", "main")
    shop.has_gift_cards(True)
    paying.command("outbox", "retry", "--parked")
    paying.command("reward", "take", "1", "card", "--key", "next")

    assert "the extension WooCommerce Gift Cards is not active in this store" in taken.out
    assert "The programme needs gift cards" in checked.out + checked.err
    assert len(shop.shop.gift_cards) == 2


def test_what_the_store_cannot_be_asked_now_comes_back_later(paying: Place, shop: Sandbox) -> None:
    reference = json.loads(paying.command("reward", "take", "1", "card", "--json").out)["redemption"]["reference"]
    shop.fail("status", status=502, times=None)

    rejected = paying.command("reward", "reject", reference, "--reason", "changed her mind")

    assert "the store is asked what is left of it, and the points of that come back" in rejected.out


def test_points_are_redeemed_into_a_gift_card(connected: Place, shop: Sandbox) -> None:
    shop.has_gift_cards(True)
    programme = connected.folder / "starter.yaml"
    text = programme.read_text()
    begin = text.index("redeem:")
    rest = text[begin:].split("\n\n", 1)
    programme.write_text(text[:begin] + "redeem: {points: 100, worth: 5.00, into: gift_card}\n\n" + "".join(rest[1:]))
    assert connected.command("sync", "main").status == 0
    assert connected.command("member", "adjust", "1", "--add", "500", "--reason", "x").status == 0

    made = connected.command("redeem", "1", "300", "--key", "k")
    again = json.loads(connected.command("redeem", "1", "300", "--key", "k", "--json").out)

    code = made.out.split()[0]
    assert f"{code}  gift card of €15.00 for 300 points" in made.out
    assert "to be spent until" not in made.out
    card = shop.gift_card(code)
    assert card is not None
    assert (card["balance"], card["expire_date"]) == (15, 0)
    assert (again["into"], again["replayed"], again["in_store"]) == ("gift_card", True, True)
