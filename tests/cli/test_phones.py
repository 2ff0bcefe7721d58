"""Finding members by telephone, in the settings' country or any."""

import json

import pytest

from tests.running import Place


@pytest.fixture
def at_home(synced: Place) -> Place:
    settings = synced.folder / "settings.yaml"
    settings.write_text(settings.read_text().replace("platform: woocommerce", "platform: woocommerce\n    country: RO"))
    return synced


def test_a_number_is_set_found_and_taken_away(at_home: Place) -> None:
    said = at_home.command("member", "phone", "1", "0721 123 456")
    also = at_home.command("member", "phone", "2", "+40 721 123 456", "--json")
    found = json.loads(at_home.command("member", "find", "phone:0721123456", "--json").out)
    several = at_home.command("member", "show", "phone:0721123456")

    assert said.out == "member 1 is found by +40721123456\n"
    assert json.loads(also.out) == {"member_id": 2, "phone": "+40721123456", "found_by_it": True, "changed": True}
    assert [row["id"] for row in found] == [1, 2]
    assert (several.status, "give one of their numbers: 1, 2" in several.err) == (4, True)

    gone = at_home.command("member", "phone", "2", "0721 123 456", "--remove")

    assert gone.out == "member 2 is no longer found by +40721123456\n"
    assert json.loads(at_home.command("member", "show", "phone:0721123456", "--json").out)["member"]["id"] == 1


def test_the_numbers_of_orders_are_known_and_a_wrong_one_is_said(synced: Place) -> None:
    found = synced.command("member", "find", "1")
    unknown = synced.command("member", "find", "phone:+40721999999")
    wrong = synced.command("member", "find", "phone:0721123456")

    assert (found.status, unknown.status, wrong.status) == (0, 4, 2)
    assert "write it with its country" in wrong.err
