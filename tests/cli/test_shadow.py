"""`stores.NAME.shadow`, as a merchant sees it."""

import json

from tests.running import Place


def test_a_store_in_the_shadow_is_read_and_nobody_redeems(connected: Place) -> None:
    text = connected.settings.read_text()
    connected.settings.write_text(text.replace("    timeout_seconds:", "    shadow: true\n    timeout_seconds:"))

    assert connected.command("sync", "main").status == 0
    listed = json.loads(connected.command("member", "list", "--json").out)
    rich = max(listed, key=lambda one: one["available"])
    said = connected.command("redeem", str(rich["id"]), "100")

    assert rich["available"] >= 100
    assert (said.status, said.out) == (6, "")
    assert "another system still keeps the points of this shop" in said.err
