"""Doing one job of the schedule."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from connector.bootstrap import Connector
from connector.usecases.rounds import last_round
from jobs.work import do
from tests.running import Place


@pytest.fixture
def connector(place: Place) -> Iterator[Connector]:
    with place.connector() as opened:
        yield opened


def test_what_runs_at_a_time_of_day_is_noted(connector: Connector) -> None:
    do(connector, "prune")
    do(connector, "sweep")
    assert last_round(connector.database, "prune") is not None
    assert last_round(connector.database, "sweep") is None  # it runs every so many seconds


def test_trouble_with_a_store_is_said_and_not_raised(connector: Connector) -> None:
    with capture_logs() as said:
        do(connector, "webhooks", "main")  # nobody listens there
    assert [(entry["event"], entry["job"]) for entry in said] == [("job could not be done", "webhooks main")]


@pytest.mark.parametrize("job", [("prune", "main"), ("pull", "elsewhere"), ("pull", None), ("dance", None)])
def test_a_job_that_is_not_known_here_is_said_and_not_raised(connector: Connector, job: tuple[str, str | None]) -> None:
    with capture_logs() as said:
        do(connector, *job)
    assert [entry["event"] for entry in said] == ["no such job here"]
