"""`loyalty programme lint`: findings for people and programs, and an exit status for a pipeline."""

import json
import pathlib

import pytest

from tests.running import PROGRAMME, Place, command

LEAST = "programme: x\ncurrency: EUR\ntimezone: Europe/Berlin\n"
SOUND = "earn: [{points: 1, per: 1.00}]\ngrant: {payment: balanced}\n"


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "programme.yaml"


def test_hints_and_warnings_are_told_and_are_no_failure() -> None:
    said = command("programme", "lint", str(PROGRAMME))

    assert said.status == 0
    assert said.out.splitlines()[0].startswith("hint: grant.payment: an order in completed has its points with €0.00")


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
    assert finding["sentence"].startswith("the fewest points, 100, need a cart of €10.00")


@pytest.mark.parametrize("amount", ["much", "0", "-1"])
def test_an_average_order_that_is_no_amount_is_a_wrong_call(amount: str) -> None:
    said = command("programme", "lint", str(PROGRAMME), f"--average-order={amount}")

    assert (said.status, said.out) == (2, "")
    assert said.err == f"loyalty: --average-order {amount} is no amount: write for example 50.00\n"


def test_findings_are_told_in_the_language_and_to_programs_alike_in_every_one(file: pathlib.Path) -> None:
    file.write_text(LEAST + SOUND + "redeem: {points: 100, worth: 5.00, maximum_share: 100}\n")
    words = ("programme", "lint", str(file), "--margin", "4")

    polish = command(*words, "--language", "pl").out.replace("\u00a0", " ")
    programs = {command(*words, "--json", "--language", language).out for language in ("en", "ro", "pl", "he")}

    assert polish.startswith(
        "ostrzeżenie: redeem.worth: wydanie 100,00 € daje 100 punktów o wartości 5,00 €: 5%, więcej niż podane 4%; "
        "dawaj mniej punktów albo zmniejsz ich wartość (discount_above_margin)\n"
    )
    assert len(programs) == 1


def test_what_raises_the_discount_is_named_in_hebrew_too(file: pathlib.Path) -> None:
    campaign = "campaigns: [{name: Spring, times: 5, from: 2099-01-01, until: 2099-02-01}]\n"
    file.write_text(LEAST + SOUND + "redeem: {points: 100, worth: 5.00}\n" + campaign)

    said = command("programme", "lint", str(file), "--language", "he").out

    assert "שציינתם (עם Spring); תנו" in said.replace("\u2068", "").replace("\u2069", "")


CATALOGUE = "rewards: [{kind: gift, name: mug, points: 100, title: Mug}]\n"


def test_a_catalogue_that_has_not_changed_for_long_is_told_from_the_books(connected: Place) -> None:
    file = connected.folder / "starter.yaml"
    file.write_text(file.read_text() + CATALOGUE)
    assert connected.command("programme", "apply").status == 0
    file.write_text(file.read_text() + "debt: absorb\n")
    assert connected.command("programme", "apply").status == 0

    def stale() -> list[str]:
        said = connected.command("programme", "lint", str(file), "--books", "--json")
        return [one["where"] for one in json.loads(said.out) if one["code"] == "catalogue_stale"]

    assert stale() == []
    with connected.connector() as connector, connector.database.write() as connection:
        connection.exec_driver_sql("UPDATE programme_versions SET applied_at = '2026-01-01 00:00:00' WHERE number = 1")
    assert stale() == ["rewards"]
    file.write_text(file.read_text().replace("title: Mug", "title: Cup"))
    assert stale() == []
    assert command("programme", "lint", str(file), "--json").status == 0  # without the books it needs none
