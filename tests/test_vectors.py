"""The published vectors, run through the example programmes, as anybody may run them."""

import json
import pathlib
from typing import Any

import pytest

from connector.core.quote import Refusal
from connector.programme import load_programme
from connector.usecases.evaluate import evaluate_orders, price_cart, quote_cart, read_cart, read_orders

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples"
VECTORS: list[dict[str, Any]] = json.loads((EXAMPLES / "vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['id']}-{vector['programme']}")
def test_the_example_programmes_do_what_their_platforms_do(vector: dict[str, Any]) -> None:
    terms = load_programme(EXAMPLES / "programmes" / f"{vector['programme']}.yaml").terms

    if "orders" in vector:
        found = evaluate_orders(read_orders(json.dumps(vector["orders"]).encode()), terms, vector["store"])

        assert [one.change for one in found] == vector["changes"]
        return
    cart = read_cart(json.dumps(vector["cart"]).encode())
    if "prices" in vector:
        assert [line.points for line in price_cart(terms, cart).lines] == vector["prices"]
        return
    if "refused" in vector:
        with pytest.raises(Refusal) as refused:
            quote_cart(vector["redeem"], vector["balance"], terms, cart, vector["store"])

        assert refused.value.code == vector["refused"]
        return
    quoted = quote_cart(vector["redeem"], vector["balance"], terms, cart, vector["store"])

    assert (quoted.points, quoted.worth) == (vector["points"], vector["worth"])


def test_the_vectors_cover_what_the_terms_can_say_today() -> None:
    assert {vector["id"] for vector in VECTORS} == {f"V{number}" for number in range(1, 18)} - {"V16"}
