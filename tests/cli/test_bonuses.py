"""What people do beside buying, from the command line."""

import json

from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from tests.building import NOW
from tests.running import PROGRAMME, Place


def paying(place: Place, bonuses: str) -> None:
    """The books know a version that pays these, whatever the store's platform can tell."""
    programme = parse_programme(PROGRAMME.read_text() + f"\nbonuses: {bonuses}\n", "test")
    with place.connector() as connector:
        put_in_force(connector.database, programme, "test", NOW)


def test_who_subscribed_is_given_the_bonus_by_hand_once_and_it_is_shown_why(synced: Place) -> None:
    paying(synced, "{newsletter: 20}")
    before = json.loads(synced.command("member", "show", "1", "--json").out)["available"]

    first = synced.command("member", "subscribe", "1")
    again = synced.command("member", "subscribe", "1", "--language", "pl")
    shown = json.loads(synced.command("member", "show", "1", "--json").out)

    assert (first.status, first.out.split("\n")[0]) == (0, "subscribed to the newsletter: 20 points")
    assert (again.status, again.out.split("\n")[0]) == (0, "przyznane już tej osobie: nic")
    assert shown["available"] == before + 20
    entry = next(one for one in shown["statement"] if one["reason"] == "newsletter")
    assert entry["author"].startswith("cli:")


def test_what_a_member_did_is_listed_with_the_reason(synced: Place) -> None:
    paying(synced, "{newsletter: 20}")
    synced.command("member", "subscribe", "1")

    listed = synced.command("member", "bonuses", "1", "--language", "en")
    data = json.loads(synced.command("member", "bonuses", "1", "--json").out)

    assert "subscribed to the newsletter: 20 points" in listed.out
    assert (data[0]["bonus"], data[0]["store"], data[0]["deed"]["award"]["points"]) == ("newsletter", "main", 20)


def test_a_programme_that_pays_nothing_for_the_newsletter_refuses(synced: Place) -> None:
    refused = synced.command("member", "subscribe", "1")

    assert (refused.status, "gives nothing for the newsletter" in refused.err) == (6, True)
    assert synced.command("member", "subscribe", "999").status == 4
    assert synced.command("member", "bonuses", "999").status == 4
