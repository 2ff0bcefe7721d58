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


def test_two_members_are_made_one_person_and_two_again(synced: Place) -> None:
    apart = available(synced)
    other = json.loads(synced.command("member", "show", "2", "--json").out)["available"]

    merged = synced.command("member", "merge", "2", "1", "--reason", "showed both accounts")
    assert merged.out == f"members 1, 2 are one person now; {apart + other:,} points available\n"
    assert "one person with member 2" in synced.command("member", "show", "1").out
    again = synced.command("member", "merge", "2", "1", "--reason", "showed both accounts")
    assert (again.status, again.err) == (6, "loyalty: members 2 and 1 are one person already\n")

    parted = synced.command("member", "unmerge", "2", "--json")
    assert json.loads(parted.out) == {"members": [2], "available": other}
    assert available(synced) == apart
    assert synced.command("member", "unmerge", "2").status == 6


def test_a_card_finds_its_member_until_and_after_it_is_blocked(synced: Place) -> None:
    assert synced.command("card", "add", "C-1", "--member", "1").out == "card C-1 is member 1's\n"
    assert synced.command("card", "add", "C-1").status == 6
    assert "card:C-1" in synced.command("member", "show", "card:C-1").out
    assert synced.command("card", "block", "C-1").out == "card C-1 is blocked; the points stay with member 1\n"
    assert "C-1" in synced.command("card", "list").out
    assert synced.command("card", "block", "C-2").status == 4


def test_a_programme_says_what_an_order_is_worth_without_a_store(tmp_path: pathlib.Path) -> None:
    order = tmp_path / "order.json"
    order.write_text('{"stage": "completed", "currency": "RON", "lines": [{"name": "Lamp", "total": 14999}]}')

    said = command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(order))
    data = json.loads(command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(order), "--json").out)

    assert said.status == 0
    assert "RON\u00a0149.99 at 1 point per RON\u00a050.00, rounded down: 2 points" in said.out
    assert (data[0]["award"]["points"], data[0]["change"]) == (2, 2)


def test_an_order_is_worth_what_its_buyers_tier_makes_of_it(tmp_path: pathlib.Path) -> None:
    order = tmp_path / "order.json"
    order.write_text(
        '{"stage": "completed", "currency": "EUR", "placed_at": "2026-01-31T12:00:00Z", "lines": [{"total": 10000}]}'
    )
    words = ["programme", "evaluate", str(EXAMPLES / "complete.yaml"), str(order)]

    gold, unknown = command(*words, "--tier", "Gold"), command(*words, "--tier", "Lead")

    assert "Gold members: everything counts 1.5 times" in gold.out
    assert "€150.00 at 1 point per €1.00, rounded down: 150 points" in gold.out
    assert (unknown.status, unknown.err) == (2, "loyalty: there is no tier 'Lead': Silver, Gold\n")


def test_a_quote_says_what_is_allowed_or_why_not(tmp_path: pathlib.Path) -> None:
    cart = tmp_path / "cart.json"
    cart.write_text('{"currency": "ILS", "lines": [{"total": 49999}]}')
    words = ["programme", "evaluate", str(EXAMPLES / "klub.yaml"), "--quote", str(cart), "--balance", "5000"]

    quoted, refused = command(*words, "--json"), command(*words, "--redeem", "1000")

    assert json.loads(quoted.out)["points"] == 999
    assert (refused.status, refused.err.count("\n")) == (6, 1)
    assert "at most 999 points may be redeemed on this cart" in refused.err


def test_a_quote_says_where_the_discount_lies_on_net_and_tax(tmp_path: pathlib.Path) -> None:
    cart = tmp_path / "cart.json"
    lines = '[{"name": "Lamp", "total": 8403, "total_tax": 1597}, {"name": "Book", "total": 10000}]'
    cart.write_text(f'{{"currency": "RON", "lines": {lines}}}')
    tender = tmp_path / "tender.yaml"
    tender.write_text((EXAMPLES / "gomag.yaml").read_text().replace("tax: reduces", "tax: none"))
    words = ["--quote", str(cart), "--balance", "40"]

    said = command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), *words)
    data = json.loads(command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), *words, "--json").out)
    paid = command("programme", "evaluate", str(tender), *words)

    assert "  Lamp: RON\u00a016.81 off net and RON\u00a03.19 off its tax\n  Book: RON\u00a020.00 off net" in said.out
    assert data["parts"] == [{"line": "1", "net": 1681, "tax": 319}, {"line": "2", "net": 2000, "tax": 0}]
    assert "  RON\u00a040.00 are a means of payment: the tax stays what it is" in paid.out
    assert "off net" not in paid.out


def test_a_cart_has_prices_in_points_or_a_reason_why_not(tmp_path: pathlib.Path) -> None:
    cart = tmp_path / "cart.json"
    lines = '[{"name": "Coat", "total": 45285, "quantity": "3"}, {"name": "Card", "total": 100, "buyable": false}]'
    cart.write_text(f'{{"currency": "PLN", "lines": {lines}}}')
    words = ["programme", "evaluate", str(EXAMPLES / "idosell.yaml"), "--quote", str(cart), "--prices"]

    said, data = command(*words), json.loads(command(*words, "--json").out)

    assert "Coat: 1,812 points (604 for one)\n  Card: cannot be bought with points\ntogether: 1,812 points" in said.out
    assert data["total"] == 1812
    assert [(line["each"], line["points"], line["reason"]) for line in data["lines"]] == [
        (604, 1812, ""),
        (None, None, "not_buyable"),
    ]


def test_prices_are_refused_where_there_are_none(tmp_path: pathlib.Path) -> None:
    cart = tmp_path / "cart.json"
    cart.write_text('{"currency": "EUR", "lines": [{"total": 100}]}')
    idosell, starter = (str(EXAMPLES / f"{name}.yaml") for name in ("idosell", "starter"))
    closed = tmp_path / "closed.yaml"
    closed.write_text((EXAMPLES / "idosell.yaml").read_text() + "status: closed\n")

    for file, words, status, reason in (
        (starter, ["--quote", str(cart), "--prices"], 6, "this programme has no prices in points"),
        (idosell, ["--quote", str(cart), "--prices"], 6, "the cart is not in the programme's currency"),
        (str(closed), ["--quote", str(cart), "--prices"], 6, "the programme has ended"),
        (idosell, ["--redeem", "5", "--prices"], 2, "--prices needs a cart"),
        (idosell, ["--quote", str(cart), "--redeem", "5", "--prices"], 2, "--prices needs a cart"),
        (idosell, ["--quote", str(tmp_path / "none.json")], 2, "cannot read"),
    ):
        said = command("programme", "evaluate", file, *words)

        assert said.status == status, said
        assert reason in said.err


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
