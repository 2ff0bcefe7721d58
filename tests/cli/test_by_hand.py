"""What a person does without a shop's help: points changed by hand, a programme tried on an order."""

import json
import pathlib

from tests.running import Place, command

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples" / "programmes"


def available(place: Place) -> int:
    shown: int = json.loads(place.command("member", "show", "1", "--json").out)["available"]
    return shown


def test_points_are_given_and_taken_with_a_reason_and_once_per_key(synced: Place) -> None:
    before = available(synced)

    for _ in range(2):
        given = synced.command("member", "adjust", "1", "--add", "50", "--reason", "sorry", "--key", "k")
        assert given.status == 0
    taken = synced.command("member", "adjust", "1", "--take", "20", "--reason", "mistake", "--json")

    assert json.loads(taken.out) == {"available": before + 30, "replayed": False}
    assert available(synced) == before + 30
    assert "sorry" in synced.command("member", "show", "1").out


def test_a_change_by_hand_needs_points_a_direction_and_a_reason(synced: Place) -> None:
    assert synced.command("member", "adjust", "1", "--reason", "x").status == 2
    assert synced.command("member", "adjust", "1", "--add", "5", "--take", "5", "--reason", "x").status == 2
    assert synced.command("member", "adjust", "1", "--add", "5", "--reason", " ").status == 2
    assert synced.command("member", "adjust", "1", "--take", "999999", "--reason", "x").status == 6
    assert synced.command("member", "adjust", "999", "--add", "5", "--reason", "x").status == 4


def test_a_programme_says_what_an_order_is_worth_without_a_store(tmp_path: pathlib.Path) -> None:
    order = tmp_path / "order.json"
    order.write_text('{"stage": "completed", "currency": "RON", "lines": [{"name": "Lamp", "total": 14999}]}')

    said = command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(order))
    data = json.loads(command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(order), "--json").out)

    assert said.status == 0
    assert "RON\u00a0149.99 at 1 point per RON\u00a050.00, rounded down: 2 points" in said.out
    assert (data[0]["award"]["points"], data[0]["change"]) == (2, 2)


def test_a_quote_says_what_is_allowed_or_why_not(tmp_path: pathlib.Path) -> None:
    cart = tmp_path / "cart.json"
    cart.write_text('{"currency": "ILS", "lines": [{"total": 49999}]}')
    words = ["programme", "evaluate", str(EXAMPLES / "klub.yaml"), "--quote", str(cart), "--balance", "5000"]

    quoted, refused = command(*words, "--json"), command(*words, "--redeem", "1000")

    assert json.loads(quoted.out)["points"] == 999
    assert (refused.status, refused.err.count("\n")) == (6, 1)
    assert "at most 999 points may be redeemed on this cart" in refused.err


def test_json_that_is_no_order_is_refused_with_the_place(tmp_path: pathlib.Path) -> None:
    for text, words in (
        ("{", "not JSON"),
        ('{"currency": "EUR"}', "an order has a stage"),
        ('{"stage": "paid", "currency": "EUR", "lines": [{"total": "x"}]}', "$.lines[0].total"),
    ):
        (tmp_path / "order.json").write_text(text)

        said = command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(tmp_path / "order.json"))

        assert said.status == 2
        assert words in said.err
