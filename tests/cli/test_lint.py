"""`loyalty programme lint`: findings for people and programs, and an exit status for a pipeline."""

import json
import pathlib

import pytest

from tests.running import PROGRAMME, command

LEAST = "programme: x\ncurrency: EUR\ntimezone: Europe/Berlin\n"
SOUND = "earn: [{points: 1, per: 1.00}]\ngrant: {payment: balanced}\n"


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "programme.yaml"


def test_hints_and_warnings_are_told_and_are_no_failure() -> None:
    said = command("programme", "lint", str(PROGRAMME))

    assert said.status == 0
    assert said.out.splitlines()[0].startswith(
        "hint: grant.payment: an order in completed has its points with 0.00 EUR"
    )


def test_an_error_is_a_failure(file: pathlib.Path) -> None:
    file.write_text(LEAST + SOUND.replace("payment: balanced", "statuses: [cancelled]"))

    said = command("programme", "lint", str(file))

    assert said.status == 1
    assert said.out.splitlines()[0] == (
        "error: grant.statuses: orders that are cancelled have their points: take cancelled out of the statuses "
        "(granted_when_lost)"
    )


def test_nothing_found_is_said(file: pathlib.Path) -> None:
    file.write_text(LEAST + SOUND)

    assert command("programme", "lint", str(file)).out == f"{file}: nothing was found\n"
    assert json.loads(command("programme", "lint", str(file), "--json").out) == []


def test_the_margin_is_the_merchants(file: pathlib.Path) -> None:
    file.write_text(LEAST + SOUND + "redeem: {points: 100, worth: 5.00, maximum_share: 50}\n")

    def codes(margin: str) -> set[str]:
        said = command("programme", "lint", str(file), "--margin", margin, "--json")
        return {one["code"] for one in json.loads(said.out)}

    assert codes("4") - codes("5") == {"discount_above_margin"}


def test_the_average_order_is_money_of_the_programme(file: pathlib.Path) -> None:
    file.write_text(LEAST + SOUND + "redeem: {points: 100, worth: 5.00, maximum_share: 50, minimum_points: 100}\n")

    said = command("programme", "lint", str(file), "--average-order", "9.99", "--json")

    (finding,) = [one for one in json.loads(said.out) if one["code"] == "minimum_above_average"]
    assert finding["facts"] == {"points": 100, "cart": 1000, "order": 999}
    assert finding["sentence"].startswith("the fewest points, 100, need a cart of 10.00 EUR")


@pytest.mark.parametrize("amount", ["much", "0", "-1"])
def test_an_average_order_that_is_no_amount_is_a_wrong_call(amount: str) -> None:
    said = command("programme", "lint", str(PROGRAMME), f"--average-order={amount}")

    assert (said.status, said.out) == (2, "")
    assert said.err == f"loyalty: --average-order {amount} is no amount: write for example 50.00\n"
