"""`loyalty status`: how things stand on one screen."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db import job_runs, stores
from connector.db.inbox import WEBHOOK, Letter
from connector.db.job_runs import JobRun
from connector.usecases.intake import receive
from connector.usecases.settle_orders import settle_orders
from tests.building import a_line, an_order
from tests.running import Place, main_store


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
