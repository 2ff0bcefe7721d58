"""What monitors are told: how long things wait, how jobs end, what points there are; and a dashboard of it all."""

import json
import pathlib
import re
from datetime import timedelta

import pytest
import requests
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from connector import bootstrap
from connector.db.tables import inbox
from connector.usecases.settle_orders import settle_orders
from connector.web.metrics import of_jobs
from jobs import measured
from jobs.work import do
from tests.building import a_line, an_order
from tests.running import main_store
from tests.web.door import Door

DASHBOARD = pathlib.Path(__file__).parents[2] / "deploy" / "grafana" / "loyalty.json"
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "operate.md"


def told(door: Door) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(door.metrics())}


def figure(door: Door, name: str, **labels: str) -> float:
    (found,) = (
        sample.value
        for family in told(door).values()
        for sample in family.samples
        if sample.name == name and sample.labels.items() >= labels.items()
    )
    return found


def test_how_long_the_oldest_has_waited(door: Door) -> None:
    assert figure(door, "loyalty_inbox_oldest_seconds", store="main") == 0
    door.post(b'{"id": 1}')
    door.post(b'{"id": 2}')
    with door.connector.database.write() as connection:
        at = bootstrap.now() - timedelta(minutes=10)
        connection.execute(update(inbox).where(inbox.c.id == 1).values(received_at=at))

    assert 600 <= figure(door, "loyalty_inbox_oldest_seconds", store="main") < 660
    assert figure(door, "loyalty_outbox_oldest_seconds", store="main") == 0


def test_where_all_points_are_and_what_they_are_worth(door: Door) -> None:
    order = an_order(a_line(20_000), placed_at=bootstrap.now() - timedelta(days=1))
    with door.connector.database.write() as connection:
        settle_orders(connection, main_store(door.connector), [order], bootstrap.now())

    points = {
        account: figure(door, "loyalty_points", programme="starter", account=account)
        for account in ("issued", "pending", "available", "held", "redeemed", "expired")
    }

    assert points["issued"] == sum(points.values()) - points["issued"] > 0
    assert figure(door, "loyalty_liability_minor_units", programme="starter", currency="EUR") > 0


def test_how_jobs_end_is_counted_by_its_kind(door: Door) -> None:
    before = door.metrics()
    do(door.connector, "pull", "main")  # nobody listens there
    do(door.connector, "inbox", "main")

    count = "loyalty_job_seconds_count"
    assert figure(door, count, job="pull", store="main", outcome="retryable") >= 1
    assert figure(door, count, job="inbox", store="main", outcome="done") >= 1
    assert "loyalty_poll_delay_seconds{" not in before


def test_a_store_that_was_read_says_how_long_ago(door: Door) -> None:
    measured.note(door.connector, "pull main", measured.DONE, 0.5, None)

    assert 0 <= figure(door, "loyalty_poll_delay_seconds", store="main") < 60


def test_while_the_books_cannot_be_read_counters_are_told_and_no_wrong_figures(door: Door) -> None:
    door.post(b"{}", signature="wrong")
    with door.connector.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE job_runs RENAME TO gone")

    assert "loyalty_inbox_oldest_seconds{" not in door.metrics()
    assert door.refused("main", "bad_signature")


def test_workers_and_schedulers_tell_of_jobs_alone() -> None:
    assert {family.name for family in of_jobs().collect()} == {
        "loyalty_job_seconds",
        "loyalty_queue_rows_worked",
        "loyalty_orders_read",
    }


def known_names(door: Door) -> set[str]:
    """Every name that a query may use: counters end with _total, histograms have three each."""
    names = set()
    for name, family in told(door).items():
        ending = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}.get(family.type, [""])
        names |= {name + end for end in ending}
    return names


def queries() -> list[str]:
    return [target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel["targets"]]


def test_every_query_of_the_dashboard_names_a_figure_that_there_is(door: Door) -> None:
    measured.note(door.connector, "pull main", measured.DONE, 0.5, None)
    known = known_names(door)

    named = {name for query in queries() for name in re.findall(r"\bloyalty_\w+", query)}

    assert named
    assert named <= known


def test_the_labels_in_the_dashboard_are_those_of_the_figures() -> None:
    labels = {"store", "reason", "box", "fate", "job", "outcome", "le", "news", "programme", "account", "currency"}
    labels |= {"question", "state"}

    for query in queries():
        for listed in re.findall(r"by \(([^)]*)\)", query):
            assert set(listed.split(", ")) <= labels


def test_every_figure_is_in_the_documents_and_the_dashboard(door: Door) -> None:
    text = DOCUMENT.read_text()

    for name in known_names(door):
        if name.startswith("loyalty_") and not name.endswith(("_sum", "_count", "_created")):
            stem = name.removesuffix("_bucket")
            assert f"`{stem}" in text, stem
            assert any(stem in query for query in queries()), stem


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_alive_and_ready(door: Door, path: str) -> None:
    answer = requests.get(door.url + path, timeout=10)

    assert (answer.status_code, answer.json()["ok"]) == (200, True)
