"""Friends on the command line: invited, looked at, and decided on."""

import json
from typing import Any

import pytest

from connector import bootstrap
from connector.core.commerce import Buyer
from tests.building import an_order
from tests.running import Place
from tests.usecases.shop import settle


@pytest.fixture
def friendly(connected: Place) -> Place:
    """The shop's past is in the books, and its programme gives something for friends, at once."""
    with (connected.folder / "starter.yaml").open("a") as file:
        file.write("\nreferral: {points: 500, friend_points: 50, minimum_order: 5.00, wait_days: 0, max_open: 3}\n")
    assert connected.command("sync", "main").status == 0
    return connected


def invited(place: Place, *words: str) -> Any:
    said = place.command("referral", "invite", "1", *words, "--json")
    assert said.status == 0, said.err
    return json.loads(said.out)


def first(place: Place) -> str:
    """The address of the member who invites."""
    address: str = json.loads(place.command("member", "show", "1", "--json").out)["member"]["email"]
    return address


def test_friends_are_invited_and_nothing_is_said_to_be_sent(friendly: Place) -> None:
    words = ["--email", "Bo@example.org", "--email", "al@example.org", "--name", "Bo", "--name", "Al"]

    said = friendly.command("referral", "invite", "1", *words, "--surname", "Berg", "--surname", "Berg")
    listed = friendly.command("referral", "list")
    codes = [one["code"] for one in invited(friendly, *words)]

    assert said.status == 0
    assert "nothing has been sent" in said.out
    assert all(code in said.out and code in listed.out for code in codes)
    assert "bo@example.org" in listed.out
    assert "Bo Berg" in listed.out
    assert "the friend has not come yet" in listed.out


def test_a_list_is_of_one_member_or_all_in_ones_language(friendly: Place) -> None:
    invited(friendly, "--email", "bo@example.org")

    mine = json.loads(friendly.command("referral", "list", "1", "--json").out)
    others = json.loads(friendly.command("referral", "list", "2", "--json").out)
    polish = friendly.command("referral", "list", "1", "--language", "pl")

    assert [(one["email"], one["state"], one["inviter_points"]) for one in mine] == [("bo@example.org", "open", 0)]
    assert mine[0]["why"][0]["code"] == "referral_open"
    assert others == []
    assert "znajomy jeszcze nie przyszedł" in polish.out


def test_what_is_in_doubt_waits_and_is_decided_with_a_reason(friendly: Place) -> None:
    address = first(friendly).replace("@", "+friend@")
    (made,) = invited(friendly, "--email", address)
    with friendly.connector() as connector:
        now = bootstrap.now()
        order = an_order(id="f1", buyer=Buyer("f1", address, "Somebody Else"), placed_at=now)
        settle(connector.database, connector.stores["main"], order, now=now)

    waiting = friendly.command("referral", "list")
    approved = friendly.command("referral", "approve", made["code"])
    again = friendly.command("referral", "approve", made["code"])
    refused = friendly.command("referral", "refuse", made["code"], "--reason", "one household", "--json")

    assert "waits for you" in waiting.out
    assert "the two e-mail addresses may be one mailbox" in waiting.out
    assert (approved.status, again.status) == (0, 6)
    assert "earned" in approved.out
    assert "in doubt" in again.err
    assert (json.loads(refused.out)["state"], json.loads(refused.out)["verdict_reason"]) == ("refused", "one household")
    assert "refused by cli:" in friendly.command("referral", "list").out
    statement = friendly.command("member", "show", "1").out
    assert "a friend's first order no longer counts" in statement
    assert "somebody" not in statement.lower()


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["invite", "1", "--email", "bo"], 6, "this is no e-mail address"),
        (["invite", "999", "--email", "bo@example.org"], 4, "no member '999'"),
        (["invite", "1"], 2, "--email"),
        (["invite", "1", "--email", "a@b.org", "--name", "A", "--name", "B"], 2, "--name is given 2 times"),
        (["invite", "1", *(word for n in range(4) for word in ("--email", f"{n}@b.org"))], 6, "no more than 3"),
        (["list", "999"], 4, "no member '999'"),
        (["approve", "inv-none"], 4, "no invitation has the code 'inv-none'"),
        (["refuse", "inv-none", "--reason", " "], 2, "--reason"),
        (["refuse", "inv-none", "--reason", "x"], 4, "`loyalty referral list` shows them"),
    ],
)
def test_what_cannot_be_done_is_said(friendly: Place, words: list[str], status: int, says: str) -> None:
    said = friendly.command("referral", *words)

    assert said.status == status
    assert says in said.err


def test_a_programme_that_gives_nothing_for_friends_says_so(synced: Place) -> None:
    said = synced.command("referral", "invite", "1", "--email", "bo@example.org")

    assert (said.status, said.err) == (6, "loyalty: this programme gives nothing for inviting friends now\n")
