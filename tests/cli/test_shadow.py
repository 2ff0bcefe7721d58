"""`stores.NAME.shadow` and `loyalty shadow`, as a merchant sees them."""

import json
from datetime import timedelta

from prometheus_client import generate_latest

from connector import bootstrap
from connector.core.effects import RevokeCoupon
from connector.db import outbox
from connector.usecases.look import health
from connector.web.metrics import Metrics
from jobs import drain_outbox
from tests.running import Place, main_store


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


def test_another_systems_balances_are_kept_compared_and_forgotten(synced: Place) -> None:
    rich = max(json.loads(synced.command("member", "list", "--json").out), key=lambda one: one["available"])
    file = synced.folder / "smile.csv"
    file.write_text(f"member,points\n{rich['id']},{rich['available'] + 25}\n")

    kept = synced.command("shadow", "import", str(file))
    again = synced.command("shadow", "import", str(file), "--at", "2026-01-31T12:00", "--json")
    listed = json.loads(synced.command("shadow", "list", "--json").out)
    told = synced.command("shadow", "report", "--from", "2026-02-01", "--json")
    made = json.loads(told.out)

    assert kept.out == "file 1 of main: 1 balances and 0 orders are kept\n"
    assert json.loads(again.out)["balances"] == 1
    assert listed[0]["taken_at"].startswith("2026-01-31")
    assert told.status == 1
    (of_rich,) = [one for one in made["differing"] if one["member"] == rich["id"]]
    assert (of_rich["difference"], of_rich["reasons"][0]["why"]) == (-25, "unknown")
    said = synced.command("shadow", "report", "--from", "2026-02-01", "--language", "pl", "--limit", "3").out
    assert "main obok innego systemu" in said
    assert "nieznane" in said
    assert synced.command("shadow", "forget").status == 2
    assert synced.command("shadow", "forget", "--all").out == "2 files are forgotten\n"
    assert synced.command("shadow", "report").status == 4
    assert synced.command("shadow", "list").out == "nothing was imported yet\n"


def test_a_bad_file_is_told_row_by_row_and_nothing_of_it_is_kept(synced: Place) -> None:
    file = synced.folder / "smile.csv"
    file.write_text("member,points\n1,x\nnobody,5\n2,5\n")

    said = synced.command("shadow", "import", str(file))

    assert (said.status, said.out, said.err.count("\n")) == (1, "", 2)
    assert "smile.csv:2: points: 'x' is not a whole number" in said.err
    assert synced.command("shadow", "list").out == "nothing was imported yet\n"


def test_what_waits_for_the_end_of_a_shadow_is_not_late(connected: Place) -> None:
    text = connected.settings.read_text()
    with connected.connector() as opened:
        store, long_ago = main_store(opened), bootstrap.now() - timedelta(hours=3)
        waiting = (store.id, "revoke:r-1", RevokeCoupon("r-1", "loy-1", "test"))
        with opened.database.write() as connection:
            outbox.add(connection, [waiting], long_ago)
        late = health(opened.database, bootstrap.now())
        by_order = health(opened.database, bootstrap.now(), ["main"])
    said = connected.command("status").out
    connected.settings.write_text(text.replace("    timeout_seconds:", "    shadow: true\n    timeout_seconds:"))
    in_shadow = connected.command("status").out
    with connected.connector() as opened:
        figures = generate_latest(Metrics(opened).registry).decode()
        due = drain_outbox.waiting(opened)

    assert (late["late"], by_order["late"]) == ({"inbox": 0, "outbox": 1}, {"inbox": 0, "outbox": 0})
    assert "the outbox of main has waited for a quarter of an hour" in said
    assert "has waited" not in in_shadow
    assert 'loyalty_outbox_oldest_seconds{store="main"} 0.0' in figures
    assert due == set()
