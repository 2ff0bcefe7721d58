"""`loyalty products …` and `programme evaluate --products`, as a merchant calls them."""

import json
import pathlib

import pytest

from tests.running import Place


@pytest.fixture
def file(synced: Place) -> pathlib.Path:
    path = synced.folder / "points.csv"
    path.write_text("selector;points;price_points;buyable\nMUG;5;90;yes\n*;1;;\nGIFT;;;no\n")
    return path


def test_a_table_is_tried_imported_listed_and_undone(synced: Place, file: pathlib.Path) -> None:
    tried = synced.command("products", "import", str(file), "--dry-run")
    assert tried.status == 0
    assert "3 rows for orders placed from" in tried.out
    assert tried.out.endswith("nothing was changed\n")
    assert synced.command("products", "list").out == "nothing is said of any product\n"

    made = json.loads(synced.command("products", "import", str(file), "--from", "2026-01-31", "--json").out)
    assert (made["rows"], made["replaced"], made["from_at"]) == (3, 0, "2026-01-30T23:00:00Z")
    listed = json.loads(synced.command("products", "list", "--json").out)
    assert [(row["name"], row["points"], row["price_points"], row["buyable"]) for row in listed] == [
        ("*", 1, None, None),
        ("GIFT", None, None, False),
        ("MUG", 5, 90, True),
    ]
    assert json.loads(synced.command("products", "list", "--at", "2026-01-30", "--json").out) == []
    shown = synced.command("products", "list").out
    assert [line.split()[:4] for line in shown.splitlines()[1:]] == [
        ["*", "1", "–", "–"],
        ["GIFT", "–", "–", "no"],
        ["MUG", "5", "90", "yes"],
    ]

    undone = synced.command("products", "undo", str(made["number"]))
    assert undone.out.startswith(f"import {made['number']} is undone;")
    assert json.loads(synced.command("products", "list", "--json").out) == []


def test_every_bad_row_is_told_and_nothing_is_kept(synced: Place, file: pathlib.Path) -> None:
    file.write_text("sku,points\nMUG,x\n,5\n")

    said = synced.command("products", "import", str(file))

    assert (said.status, said.out) == (1, "")
    assert said.err.count("\n") == 2
    assert "points.csv:2: points: 'x' is not a whole number; write digits alone" in said.err


def test_what_is_asked_wrongly_is_refused(synced: Place, file: pathlib.Path) -> None:
    assert synced.command("products", "import", str(file), "--from", "tomorrow").status == 2
    assert synced.command("products", "list", "--at", "tomorrow").status == 2
    assert synced.command("products", "list", "--programme", "nobody").status == 4
    assert synced.command("products", "undo", "99").status == 4


def test_evaluate_takes_a_table(synced: Place, file: pathlib.Path) -> None:
    programme, order, cart = (synced.folder / name for name in ("p.yaml", "o.json", "c.json"))
    programme.write_text(
        "programme: p\ncurrency: EUR\ntimezone: UTC\nearn: [{kind: product}]\nprices: {points: 4, per: 1.00}\n"
    )
    lines = [{"sku": "MUG", "quantity": "2", "total": 2000}, {"sku": "GIFT", "total": 500}]
    order.write_text(json.dumps({"stage": "completed", "currency": "EUR", "lines": lines}))
    cart.write_text(json.dumps({"currency": "EUR", "lines": lines}))

    given = ["programme", "evaluate", str(programme), "--products", str(file), "--json"]

    assert json.loads(synced.command(*given, str(order)).out)[0]["award"]["points"] == 2 * 5 + 1
    priced = json.loads(synced.command(*given, "--quote", str(cart), "--prices").out)
    assert [(line["points"], line["reason"]) for line in priced["lines"]] == [(180, ""), (None, "not_buyable")]
