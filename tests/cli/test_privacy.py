"""What a person may ask for: their data, another address, and to be forgotten."""

import json
import os
import pathlib
import pty
import subprocess
import sys

from tests.running import Place


def shown(place: Place, who: str = "1") -> dict[str, object]:
    found: dict[str, object] = json.loads(place.command("member", "show", who, "--json").out)
    return found


def test_everything_of_a_member_is_written_out(synced: Place, tmp_path: pathlib.Path) -> None:
    printed = json.loads(synced.command("member", "export", "1").out)
    file = tmp_path / "person.json"
    said = synced.command("member", "export", "1", "--output", str(file))

    assert printed["member"] == shown(synced)["member"]
    assert printed["orders"][0]["snapshot"]["buyer"]["name"] == printed["member"]["name"]
    assert json.loads(file.read_text())["statement"] == printed["statement"]
    assert file.stat().st_mode & 0o077 == 0
    assert said.status == 0
    assert synced.command("member", "export", "1", "--output", str(file)).status == 3  # it is there already
    assert synced.command("member", "export", "999").status == 4


def test_a_member_gets_another_address(synced: Place) -> None:
    said = synced.command("member", "email", "1", "New@example.org")
    again = synced.command("member", "email", "new@example.org", "new@example.org", "--json")

    assert said.out == "member 1 has the address new@example.org\n"
    assert json.loads(again.out) == {"member_id": 1, "email": "new@example.org", "changed": False}
    assert synced.command("member", "email", "1", "nowhere").status == 2


def test_a_person_is_erased_with_yes_and_the_shop_does_not_bring_them_back(synced: Place) -> None:
    before = shown(synced)["member"]
    assert isinstance(before, dict)

    asked = synced.command("member", "erase", "1")
    erased = synced.command("member", "erase", "1", "--yes")
    again = synced.command("member", "erase", "1", "--yes", "--json")
    synced.command("sync", "main", "--since", "2000-01-01")

    assert asked.status == 2
    assert "will be lost" in asked.err
    assert "nothing was erased" in asked.err
    assert "member 1 is erased" in erased.out
    assert json.loads(again.out)["replayed"] is True
    assert synced.command("ledger", "verify").status == 0
    assert synced.command("member", "show", before["email"]).status == 4
    assert (shown(synced)["available"], shown(synced)["pending"]) == (0, 0)


def at_a_terminal(place: Place, answer: bytes) -> int:
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answer)
        return subprocess.run(
            [sys.executable, "-m", "connector.cli", "member", "erase", "1"],
            env=place.environ,
            stdin=theirs,
            capture_output=True,
            timeout=30,
        ).returncode
    finally:
        os.close(ours)
        os.close(theirs)


def test_at_a_terminal_a_person_is_asked_first(synced: Place) -> None:
    assert at_a_terminal(synced, b"n\n") == 2
    assert shown(synced)["available"] != 0

    assert at_a_terminal(synced, b"y\n") == 0
    assert shown(synced)["available"] == 0
