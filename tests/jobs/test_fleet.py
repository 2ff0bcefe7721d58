"""Many machines: web, schedulers and workers as processes of their own on a real PostgreSQL."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import procrastinate
import pytest
from procrastinate.schema import SchemaManager

from adapters.woocommerce.sandbox import Sandbox
from connector.db import tasks
from connector.db.engine import Database
from connector.usecases.audit import verify
from tests.running import Place, a_shop, eventually, rows, worth


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop(seed=1, orders=60, customers=5) as opened:
        yield opened


@pytest.fixture
def fleet(shop: Sandbox, place_for: Callable[..., Place], postgresql_url: str) -> Place:
    place = place_for(shop.url)
    place.settings.write_text(f"{place.settings.read_text()}\ndatabase: {postgresql_url}\n")
    return place


def orders_read(place: Place) -> int:
    with place.connector() as connector:
        return len(rows(connector.database, "orders"))


def waiting(database: Database) -> list[tuple[str, str]]:
    """The jobs that are ordered: name, and whether somebody does it."""
    with database.read() as connection:
        found = connection.exec_driver_sql(
            f"SELECT queueing_lock, status::text FROM {tasks.SCHEMA}.procrastinate_jobs ORDER BY 1, 2"  # noqa: S608
        )
        return [(row.queueing_lock, row.status) for row in found]


def test_web_scheduler_and_workers_do_what_run_does_and_survive_the_death_of_each(fleet: Place, shop: Sandbox) -> None:
    with ExitStack() as running:
        start = lambda *words: running.enter_context(fleet.process(*words))  # noqa: E731
        start("web")
        start("web")  # they share the port
        first_scheduler = start("scheduler")
        start("scheduler")
        doomed = start("worker", "--at-once", "2")
        eventually(fleet.answers, "the web answers", 60)
        eventually(lambda: orders_read(fleet) == 60, "the shop's past is read", 60)

        customer = shop.add_customer("ann@example.test")
        shop.fail("delay", "*/orders*", seconds=4, times=2)  # the worker waits for the shop when it dies
        order = shop.place_order({15: 2}, customer_id=customer["id"], email=customer["email"])
        shop.complete(int(order["id"]))
        time.sleep(2)
        doomed.kill()
        first_scheduler.kill()
        start("worker")
        with fleet.connector() as connector:
            earned = lambda: worth(connector).get(f"main/{order['id']}")  # noqa: E731
            eventually(earned, "the order has earned", 90)
            assert verify(connector.database).faults == []
    assert "Traceback" not in fleet.log()


def test_a_worker_told_to_stop_ends_within_seconds(fleet: Place) -> None:
    with fleet.process("scheduler"), fleet.process("worker") as worker:
        eventually(lambda: orders_read(fleet) == 60, "the worker works", 60)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert "Traceback" not in fleet.log()


def test_a_job_that_waits_is_not_ordered_again(fleet: Place) -> None:
    with fleet.process("scheduler"), fleet.process("scheduler"), fleet.connector() as connector:
        eventually(lambda: "loyalty orders jobs" in fleet.log(), "the scheduler is there", 60)
        eventually(lambda: ("pull main", "todo") in waiting(connector.database), "jobs are ordered", 60)
        time.sleep(3)
        ordered = waiting(connector.database)
    assert len(ordered) == len(set(ordered))
    assert ("inbox main", "todo") not in ordered  # nothing has come in, so nobody need look


def test_without_postgresql_they_say_what_to_do_instead(place: Place) -> None:
    said = place.command("scheduler")
    assert said.status == 3
    assert "`loyalty run` does all in one process" in said.err


def test_the_engines_tables_are_made_once_and_anew_for_another_version(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    script = SchemaManager.get_schema()
    tasks.prepare(database, "1", script)
    app = procrastinate.App(
        connector=procrastinate.SyncPsycopgConnector(
            conninfo=database.libpq, kwargs={"options": f"-c search_path={tasks.SCHEMA}"}
        )
    )
    with app.open():
        app.configure_task("job", allow_unknown=True, queueing_lock="pull main").defer()
        tasks.prepare(database, "1", script)
        assert waiting(database) == [("pull main", "todo")]
        tasks.prepare(database, "2", script)
        assert waiting(database) == []
    database.close()
