"""The published vectors, run through the example programmes, as anybody may run them."""

import json
import pathlib
import re
from datetime import datetime
from typing import Any

import pytest

from connector.core.quote import Refusal
from connector.db.engine import Database
from connector.programme import Programme, parse_programme
from connector.usecases.evaluate import evaluate_orders, price_cart, quote_cart, read_cart, read_orders
from connector.usecases.programmes import put_in_force
from connector.usecases.sweep import sweep_lots
from tests.usecases.shop import a_store, points, settle

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples"
VECTORS: list[dict[str, Any]] = json.loads((EXAMPLES / "vectors.json").read_text())
PURE = [vector for vector in VECTORS if "steps" not in vector]
IN_TIME = [vector for vector in VECTORS if "steps" in vector]


def name_of(vector: dict[str, Any]) -> str:
    return f"{vector['id']}-{vector['programme']}"


def programme_of(vector: dict[str, Any], changed: dict[str, Any]) -> Programme:
    """The example programme, with the sections that the vector says otherwise."""
    text = (EXAMPLES / "programmes" / f"{vector['programme']}.yaml").read_text()
    for section, said in changed.items():
        text = re.sub(rf"^{section}:.*?(?=^\S)", "", text, flags=re.MULTILINE | re.DOTALL)
        text += f"{section}: {json.dumps(said)}\n"
    return parse_programme(text, name_of(vector))


@pytest.mark.parametrize("vector", PURE, ids=name_of)
def test_the_example_programmes_do_what_their_platforms_do(vector: dict[str, Any]) -> None:
    terms = programme_of(vector, vector.get("with", {})).terms

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


@pytest.mark.parametrize("vector", IN_TIME, ids=name_of)
def test_the_books_are_in_time_what_their_platforms_say(vector: dict[str, Any], database: Database) -> None:
    """Each step: what is the moment, what happens in it, and what the buyer can spend then."""
    first = datetime.fromisoformat(vector["steps"][0]["at"])
    store = a_store(database, programme=programme_of(vector, {}).text, now=first)

    for step in vector["steps"]:
        now = datetime.fromisoformat(step["at"])
        if "with" in step:
            put_in_force(database, programme_of(vector, step["with"]), "test", now)
        if "order" in step:
            order = {"buyer": {"customer_id": "7", "email": None}, "modified_at": step["at"], **step["order"]}
            settle(database, store, *read_orders(json.dumps(order).encode()), now=now)
        sweep_lots(database, now)

        assert points(database).get("available", 0) == step["available"], step["at"]


def test_all_vectors_are_published() -> None:
    assert {vector["id"] for vector in VECTORS} == {f"V{number}" for number in range(1, 19)}
