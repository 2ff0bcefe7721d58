"""Keys for the merchant's own systems, on the command line."""

import json

from tests.running import Place


def test_a_key_is_shown_once_listed_and_revoked(synced: Place) -> None:
    made = synced.command("key", "make", "stock system")
    (listed,) = json.loads(synced.command("key", "list", "--json").out)
    revoked = synced.command("key", "revoke", "1")

    assert made.out.startswith("key 1, stock system, of the programme ")
    secret = made.out.splitlines()[1]
    assert secret.startswith("loyalty_1_")
    assert (listed["name"], listed["revoked_at"]) == ("stock system", None)
    assert secret not in synced.command("key", "list").out
    assert revoked.out == "key 1, stock system, opens nothing any more\n"
    (ended,) = json.loads(synced.command("key", "list", "--json").out)
    assert ended["revoked_at"]


def test_what_is_no_key_or_no_name_is_said(synced: Place) -> None:
    assert synced.command("key", "revoke", "9").status == 4
    assert synced.command("key", "make", " ").status == 2
    assert synced.command("key", "make", "x" * 81).status == 2
    assert synced.command("key", "list").status == 0
