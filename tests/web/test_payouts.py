"""What shoppers see where their points become a gift card of the shop, or money on their account."""

from collections.abc import Iterator

import pytest

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.dispatch import dispatch
from connector.usecases.programmes import put_in_force
from tests.running import Place, main_store, serving
from tests.usecases.purses import Cards, Purses
from tests.web.shopper import Asker

MONEY = """
programme: starter
currency: EUR
timezone: Europe/Berlin
earn: [{{points: 1, per: 1.00}}]
redeem: {{points: 100, worth: 5.00, into: {into}}}
"""
REDEEM = {"points": 200, "key": "form-0001"}


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        with asker.session:
            yield asker


def apply(asker: Asker, into: str) -> None:
    programme = parse_programme(MONEY.format(into=into), "test")
    put_in_force(asker.connector.database, programme, "test", bootstrap.now())


def test_a_gift_card_is_handed_over_in_words_of_its_own(anna: Asker) -> None:
    anna.has(250)
    apply(anna, "gift_card")

    before = anna.shown("member")
    handed = anna.shown("redeem", REDEEM)
    (card,) = anna.shown("member")["codes"]

    assert (before["redeem"]["into"], before["codes"]) == ("gift_card", [])
    assert before["redeem"]["sentence"] == "You can turn up to 250 points into a gift card of €12.50"
    code = handed["code"]
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert handed["sentences"] == [
        f"Your gift card {code}: €10.00 for 200 points",
        "The code will be in the shop in a moment",
        "Left: 50 points",
    ]
    assert (handed["into"], handed["until"], handed["minimum"]["amount"]) == ("gift_card", None, "0.00")
    assert (card["code"], card["until"], card["in_store"]) == (code, None, False)


@pytest.mark.parametrize(
    ("days", "sentence"), [("", "Gift card of €10.00"), (", valid_days: 9", "Gift card of €10.00, until ")]
)
def test_a_gift_card_is_shown_with_its_end_once_the_shop_has_it(anna: Asker, days: str, sentence: str) -> None:
    anna.has(250)
    apply(anna, f"gift_card{days}")
    anna.shown("redeem", REDEEM)
    store = main_store(anna.connector)
    store.adapter.gift_cards = Cards()  # type: ignore[misc]
    dispatch(anna.connector.database, store, bootstrap.now())

    (card,) = anna.shown("member")["codes"]

    assert card["in_store"]
    assert card["sentence"].startswith(sentence)
    assert (card["until"] is None) == (not days)


def test_a_shop_without_store_credit_redeems_nothing_into_it(anna: Asker) -> None:
    anna.has(250)
    apply(anna, "store_credit")

    assert anna.shown("member")["redeem"]["sentence"] == "You can turn up to 250 points into €12.50 on your account"
    assert anna.refused("redeem", REDEEM) == (422, "no_redemption")
    assert anna.shown("member")["points"]["available"] == 250


def test_credit_is_handed_over_without_a_code_and_shown_as_none(anna: Asker) -> None:
    anna.has(250)
    apply(anna, "store_credit, valid_days: 9")
    main_store(anna.connector).adapter.store_credit = Purses()  # type: ignore[misc]

    handed = anna.shown("redeem", REDEEM)

    assert handed["sentences"] == [
        "€10.00 for your account for 200 points",
        "The money will be on your account in a moment",
        "Left: 50 points",
    ]
    assert handed["until"] is not None
    assert anna.shown("member")["codes"] == []
