"""`loyalty status` on one screen, and `loyalty secrets rotate`."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db import job_runs, stores
from connector.db.inbox import WEBHOOK, Letter
from connector.db.job_runs import JobRun
from connector.usecases.intake import receive
from connector.usecases.settle_orders import settle_orders
from connector.usecases.vault import StoreVault
from tests.building import a_line, an_order
from tests.running import SECRET_KEY, Place, main_store

NEW_KEY = "tests-only-another-0123456789-abcdefghij"


@pytest.fixture
def connector(place: Place) -> Iterator[Connector]:
    with place.connector() as opened:
        yield opened


def ended(connector: Connector, name: str, minutes_ago: int = 0, outcome: str = "done") -> None:
    at = bootstrap.now() - timedelta(minutes=minutes_ago)
    with connector.database.write() as connection:
        job_runs.note(connection, JobRun(name, at, 1500, outcome, None, at if outcome == "done" else None))


def history_read(connector: Connector) -> None:
    with connector.database.write() as connection:
        stores.mark(connection, main_store(connector).id, backfilled_at=bootstrap.now())


def test_where_all_is_well_there_is_nothing_to_do(place: Place, connector: Connector) -> None:
    history_read(connector)
    ended(connector, "pull main")
    with connector.database.write() as connection:
        order = an_order(a_line(20_000), placed_at=bootstrap.now() - timedelta(days=1))
        settle_orders(connection, main_store(connector), [order], bootstrap.now())

    said = place.command("status")
    told = json.loads(place.command("status", "--json").out)

    assert said.status == 0, said.out
    assert "nothing: all is well" in said.out
    for part in ("Stores", "Queues", "Jobs", "Points", "pull main", "1.5", "starter", "EUR"):
        assert part in said.out
    assert told["next"] == []
    (points,) = told["points"]
    assert points["issued"] == points["pending"] + points["available"] + points["held"]
    assert points["liability"] > 0
    assert "anna" not in said.out


def test_what_stands_in_the_way_is_told_with_what_to_do(place: Place, connector: Connector) -> None:
    store = main_store(connector)
    receive(connector.database, [Letter(store.id, WEBHOOK, b"{", {}, parked="not JSON")], bootstrap.now())
    receive(connector.database, [Letter(store.id, WEBHOOK, b"{}", {})], bootstrap.now() - timedelta(minutes=16))
    ended(connector, "sweep", 16, "defect")
    with connector.database.write() as connection:
        stores.mark(connection, store.id, trouble="The store refuses our keys (HTTP 401).")

    said = place.command("status")

    assert said.status == 1
    for line in (
        "no job has ended for a quarter of an hour",
        "loyalty store check main",
        "loyalty inbox list",
        "1 parked in the inbox of main: loyalty inbox show 1",
        "the job sweep failed by a defect of ours",
        "inbox of main, 1 parked: not JSON",
    ):
        assert line in said.out


def test_a_store_whose_past_is_not_read_yet_or_that_was_forgotten(place: Place, connector: Connector) -> None:
    ended(connector, "inbox main")
    assert "loyalty sync main" in place.command("status").out

    history_read(connector)
    ended(connector, "pull main", 16)
    assert "store main has not been read for a quarter of an hour" in place.command("status").out


def test_a_run_that_failed_does_not_hide_when_it_last_ended_well(connector: Connector) -> None:
    ended(connector, "pull main", 5)
    ended(connector, "pull main", 0, "retryable")

    with connector.database.read() as connection:
        (run,) = job_runs.listed(connection)
    assert (run.outcome, run.done_at is not None and run.done_at < run.ended_at) == ("retryable", True)


def keep(connector: Connector, secret: str) -> StoreVault:
    vault = StoreVault(connector.database, main_store(connector).id, connector.settings.vault_keys, bootstrap.now)
    vault.claim(60)
    vault.write(secret)
    return vault


def change_key(place: Place, new: str, old: str) -> None:
    text = place.settings.read_text()
    place.settings.write_text(
        text.replace("secret_key: ${LOYALTY_SECRET_KEY}", f"secret_key: {new}\nsecret_key_old: {old}")
    )


def test_secrets_are_encrypted_anew_and_no_line_shows_them(place: Place, connector: Connector) -> None:
    keep(connector, "shp_t0ken")
    change_key(place, NEW_KEY, SECRET_KEY)

    with capture_logs() as logged:
        said = place.command("secrets", "rotate")

    assert (said.status, said.out) == (0, "encrypted with secret_key: main\n")
    assert "shp_t0ken" not in said.out + said.err + str(logged)
    place.settings.write_text(place.settings.read_text().replace(f"secret_key_old: {SECRET_KEY}\n", ""))
    with place.connector() as again:
        vault = StoreVault(again.database, main_store(again).id, again.settings.vault_keys, bootstrap.now)
        assert vault.read() == "shp_t0ken"


def test_what_neither_key_opens_is_named(place: Place, connector: Connector) -> None:
    vault = StoreVault(connector.database, main_store(connector).id, [Fernet.generate_key()], bootstrap.now)
    vault.claim(60)
    vault.write("x")

    said = place.command("secrets", "rotate", "--json")

    assert (said.status, json.loads(said.out)) == (1, {"stores": [], "lost": ["main"]})


def test_one_key_twice_changes_nothing(place: Place) -> None:
    change_key(place, SECRET_KEY, SECRET_KEY)

    said = place.command("secrets", "rotate")

    assert said.status == 2
    assert "one and the same" in said.err
