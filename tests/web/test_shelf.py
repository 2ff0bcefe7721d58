"""What points buy in the shop, over real HTTP: a product's price in points, the catalogue, and taking from it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from tests.building import BERT, a_line, an_order
from tests.running import PROGRAMME, Place, rows, serving
from tests.web.shopper import Asker

PRODUCT = {"product_id": "p1", "currency": "EUR", "price": "12.50", "tax": "2.00"}
PRICES = "prices: {points: 4, per: 1.00}\n"
REWARDS = """
rewards:
  - {kind: discount, name: five, points: 150, title: {en: 5.00 off, pl: "5,00 taniej"}, amount: 5.00, per_member: 1}
  - {kind: gift, name: mug, points: 100, title: Mug, description: Blue, image: "https://shop.example/mug.jpg", stock: 1}
  - {kind: permanent, name: club, points: 200, title: Club, percent: 5}
  - {kind: gift, name: throne, points: 9000, title: Throne}
  - {kind: gift, name: past, points: 1, title: Past, until: 2020-01-01}
"""
TAKE = {"name": "five", "key": "form-0001"}


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        with asker.session:
            in_force(asker, PRICES + REWARDS)
            yield asker


def in_force(asker: Asker, sections: str) -> None:
    programme = parse_programme(PROGRAMME.read_text() + sections, "test")
    put_in_force(asker.connector.database, programme, "test", bootstrap.now())


def offers(asker: Asker, **options: Any) -> dict[str, Any]:
    return {one["name"]: one for one in asker.shown("rewards", **options)["rewards"]}


@pytest.mark.parametrize(
    ("has", "changes", "sentence", "now"),
    [
        (350, {}, "or 50 points", True),
        (50, {}, "or 50 points", True),
        (49, {}, "or 50 points", False),
        (350, {"at_least": True}, "or from 50 points", False),
    ],
)
def test_a_product_says_what_it_costs_in_points_and_whether_it_can_be_had_for_them_now(
    anna: Asker, has: int, changes: dict[str, Any], sentence: str, now: bool
) -> None:
    anna.has(has)

    assert anna.shown("product", {**PRODUCT, **changes})["buy"] == {"points": 50, "sentence": sentence, "now": now}


def test_a_visitor_hears_the_price_and_cannot_pay_it(anna: Asker) -> None:
    anna.customer = None

    assert anna.shown("product", PRODUCT)["buy"] == {"points": 50, "sentence": "or 50 points", "now": False}


@pytest.mark.parametrize("sections", ["", PRICES.replace("}", ", goods: {products: [p9]}}")], ids=["none", "of others"])
def test_a_product_without_a_price_in_points_is_not_offered_for_them(anna: Asker, sections: str) -> None:
    in_force(anna, sections)

    assert anna.shown("product", PRODUCT)["buy"] is None


def test_a_shop_that_is_only_watched_sells_nothing_for_points(place: Place) -> None:
    with place.connector() as connector:
        watched = replace(connector.stores["main"], shadow=True)
        with serving(replace(connector, stores=MappingProxyType({"main": watched}))) as url:
            asker = Asker(url, connector)
            in_force(asker, PRICES + REWARDS)
            asker.has(350)

            assert asker.shown("product", PRODUCT)["buy"] is None
            assert offers(asker) == {}


def test_the_catalogue_says_what_may_be_taken_and_why_not(anna: Asker) -> None:
    anna.has(200)

    seen = offers(anna, language="pl")

    assert [*seen] == ["five", "mug", "club", "throne"]
    assert [one["now"] for one in seen.values()] == [True, True, True, False]
    assert (seen["five"]["title"], seen["five"]["sentence"]) == ("5,00 taniej", "150 punktów")
    assert (seen["mug"]["image"], seen["mug"]["left"]) == ("https://shop.example/mug.jpg", 1)
    assert seen["throne"]["refusal"]["sentence"] == "dostępne saldo to tylko 200 punktów"


def test_a_visitor_sees_the_catalogue_and_is_told_to_sign_in(anna: Asker) -> None:
    anna.customer = None

    seen = anna.shown("rewards")

    assert seen["sentences"] == ["Sign in to collect points with starter"]
    assert len(seen["rewards"]) == 4
    assert {one["now"] for one in seen["rewards"]} == {False}
    assert anna.refused("take", TAKE) == (401, "not_signed_in")


def test_a_reward_for_the_cart_is_a_code_and_is_taken_once_for_a_key(anna: Asker) -> None:
    anna.has(350)

    took, again = anna.shown("take", TAKE), anna.shown("take", TAKE)

    assert took["sentences"] == [
        f"5.00 off for 150 points. Your code: {took['code']}", "The code will be in the shop in a moment",
        "Left: 200 points",
    ]  # fmt: skip
    assert (took["for_cart"], took["in_store"], again["replayed"], again["code"]) == (True, False, True, took["code"])
    (outgoing,) = rows(anna.connector.database, "outbox")
    assert json.loads(outgoing["payload"])["amount"] == 500
    assert offers(anna)["five"]["refusal"]["code"] == "member_limit"
    assert anna.refused("take", {**TAKE, "name": "mug"}) == (409, "key_reused")


def test_what_the_merchant_hands_out_has_no_code(anna: Asker) -> None:
    anna.has(350)

    took = anna.shown("take", {**TAKE, "name": "mug"})

    assert took["sentences"] == ["Mug for 100 points", "The shop will see to it", "Left: 250 points"]
    assert (took["code"], took["for_cart"]) == (None, False)
    assert offers(anna)["mug"]["refusal"]["code"] == "sold_out"


def test_a_permanent_discount_has_a_code_that_stays(anna: Asker) -> None:
    anna.has(350)

    took = anna.shown("take", {**TAKE, "name": "club"})

    assert (took["for_cart"], took["code"]) == (False, anna.shown("member")["codes"][0]["code"])


@pytest.mark.parametrize(
    ("has", "question", "status", "code"),
    [
        (350, {**TAKE, "name": "nothing"}, 422, "no_reward"),
        (350, {**TAKE, "name": "past"}, 422, "no_longer"),
        (149, TAKE, 422, "balance"),
        (350, {**TAKE, "key": "short"}, 400, "bad_question"),
        (350, {"name": "five"}, 400, "bad_question"),
    ],
)
def test_what_may_not_be_taken_is_refused_and_takes_nothing(
    anna: Asker, has: int, question: object, status: int, code: str
) -> None:
    anna.has(has)

    assert anna.refused("take", question) == (status, code)
    assert anna.shown("member")["points"]["available"] == has


def test_somebody_who_is_no_member_yet_takes_nothing(anna: Asker) -> None:
    assert anna.refused("take", TAKE) == (422, "balance")
    assert offers(anna)["five"]["now"] is False


def test_a_key_is_its_customers_own(anna: Asker) -> None:
    anna.has(350)
    anna.bought(an_order(a_line(50_000), id="2", buyer=BERT, placed_at=bootstrap.now()))
    hers = anna.shown("take", TAKE)
    anna.customer = BERT.customer_id

    his = anna.shown("take", TAKE)

    assert (his["replayed"], his["code"] == hers["code"]) == (False, False)
