"""docs/shopper-api.md says what is so: its questions can be asked, and its answers have the shape of real ones."""

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from connector import bootstrap
from connector.core.commerce import Cart
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.usecases.tell import Told
from connector.web import pairing, tokens
from connector.web.asked import BuyQuestion, CartQuestion, ProductQuestion, RedeemQuestion, TakeQuestion, asked
from connector.web.events import Event
from tests.running import PROGRAMME, Place, serving
from tests.web.shopper import Asker

ROOT = pathlib.Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "shopper-api.md").read_text()
LEVELS = "{name: Silver, spend: 100, perks: [Free gift wrap]}, {name: Gold, spend: 2500}"
PRICES = "prices: {points: 4, per: 1.00}\n"
MUG = (
    "{kind: gift, name: mug, points: 50, title: Blue mug, description: Holds 300 ml, "
    "image: https://shop.example/m.jpg, stock: 9}"
)
DEAR = MUG.replace("name: mug, points: 50", "name: jug, points: 9000")
REWARDS = f"rewards: [{MUG}, {DEAR}]\n"
TIERS = f"tiers: {{levels: [{LEVELS}], window: lifetime}}\n"


def shown(name: str) -> dict[str, Any]:
    (block,) = re.findall(rf"^```json {name}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def shape(value: object) -> object:
    """The keys, and of a list the shape of its first member: figures and words are a matter of the moment."""
    match value:
        case dict():
            return {name: shape(one) for name, one in value.items()}
        case [first, *_]:
            return [shape(first)]
        case str() | None:
            return "text"
        case _:
            return type(value).__name__


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    with place.connector() as connector, serving(connector) as url:
        anna = Asker(url, connector)
        text = PROGRAMME.read_text() + TIERS + PRICES + REWARDS
        put_in_force(connector.database, parse_programme(text, "test"), "test", bootstrap.now())
        anna.has(350)
        yield anna


def test_answers_have_the_shape_that_is_shown(anna: Asker) -> None:
    answers = {
        "redeem": anna.shown("redeem", shown("ask redeem")),
        "member": anna.shown("member"),
        "product": anna.shown("product", shown("ask product")),
        "cart": anna.shown("cart", shown("ask cart")),
        "order": anna.shown("order/1"),
        "rewards": anna.shown("rewards"),
        "take": anna.shown("take", shown("ask take")),
    }
    answers["rewards"]["rewards"] = answers["rewards"]["rewards"][1:]  # one that is too dear, as in the document
    anna.shown("redeem", {"points": 200, "key": "form-0002"})
    refusal = anna.shown("cart", shown("ask cart"))["refusal"]

    for name in ("redeem", "member", "product", "order", "rewards", "take"):
        assert shape(answers[name]) == shape(shown(name)), name
    assert shape(answers["cart"]) == shape({name: one for name, one in shown("product").items() if name != "buy"})
    assert (refusal["code"], shape(refusal)) == (shown("refusal")["code"], shape(shown("refusal")))


def test_questions_name_every_key(anna: Asker) -> None:
    product, cart, redeem = (shown(f"ask {name}") for name in ("product", "cart", "redeem"))

    assert {*product} == {*ProductQuestion.__struct_fields__}
    assert {*cart} == {*CartQuestion.__struct_fields__}
    assert {*shown("ask buy")} == {*BuyQuestion.__struct_fields__}
    assert {*shown("ask take")} == {*TakeQuestion.__struct_fields__}
    assert {*redeem} == {*RedeemQuestion.__struct_fields__}
    least = {name: product[name] for name in ("product_id", "currency", "price")}
    assert isinstance(asked(json.dumps(least).encode(), ProductQuestion).cart(), Cart)


def test_every_reason_to_refuse_is_named() -> None:
    said = {
        reason
        for module in ("shopper", "tokens", "events")
        for text in [(ROOT / "connector" / "web" / f"{module}.py").read_text()]
        for reason in re.findall(r'(?:TurnedAway\(\d+, |BadToken\()"(\w+)"', text)
    }

    assert len(said) > 12
    assert {reason for reason in said if f"`{reason}`" not in TEXT} == set()


def test_the_claims_of_a_token_are_named() -> None:
    claims = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \| ", TEXT, re.MULTILINE)

    named = {name for pair in claims for name in pair if name}
    assert {"iss", "aud", "sub", "iat", "exp"} <= named
    assert f"`{tokens.AUDIENCE}`" in TEXT
    assert f"`{tokens.LETTERS}`" in TEXT


def test_an_event_is_shown_with_all_it_can_say() -> None:
    assert {*shown("ask event")} == {*Event.__struct_fields__}
    assert asked(json.dumps(shown("ask event")).encode(), Event).event in Told


def test_every_reason_to_refuse_a_shop_that_is_to_be_connected_is_named() -> None:
    text = (ROOT / "connector" / "core" / "pairing.py").read_text()
    said = {*re.findall(r'NotPaired\("(\w+)"', text), *pairing.STATUS}

    assert len(said) == 7
    assert {reason for reason in said if f"`{reason}`" not in TEXT} == set()
