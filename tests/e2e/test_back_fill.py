"""Reading a whole history: it may be killed anywhere and goes on from there."""

from pathlib import Path

import pytest

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.usecases.audit import verify
from connector.usecases.pull import pull
from tests.running import Place, a_place, eventually, main_store, rows, worth

LIST = "/wp-json/wc/v3/orders"


@pytest.fixture
def places(tmp_path: Path, _sqlite_template: Path) -> list[Path]:
    return [tmp_path, _sqlite_template]


def at_shop(places: list[Path], name: str, shop: Sandbox) -> Place:
    folder, database = places
    return a_place(folder / name, database, shop.url, timeout=60)


def test_a_history_that_is_killed_in_the_middle_goes_on_where_it_was(places: list[Path]) -> None:
    with Sandbox(wp_cron=False, orders=450, customers=20) as shop:
        place = at_shop(places, "killed", shop)
        shop.fail("delay", LIST, seconds=120, skip=4)  # the fourth page does not come while the process lives
        with place.connector() as connector:
            with place.process("sync", "main"):  # ended by SIGKILL
                eventually(lambda: len(rows(connector.database, "orders")) >= 190, "two pages are in the books", 30)
            shop.faults.clear()
            (store,) = rows(connector.database, "stores")
            read = len(rows(connector.database, "orders"))
            assert (190 <= read <= 300, store["backfilled_at"]) == (True, None)
            seen: list[int] = []

            pull(
                connector.database,
                main_store(connector),
                bootstrap.now,
                watch=lambda page: seen.append(len(page.orders)),
            )

            assert 450 - read <= sum(seen) <= 450 - read + 20, "it began anew"  # the last seconds show twice
            assert len(rows(connector.database, "orders")) == 450
            assert verify(connector.database).faults == []
            with at_shop(places, "undisturbed", shop).connector() as undisturbed:
                pull(undisturbed.database, main_store(undisturbed), bootstrap.now)
                assert worth(connector) == worth(undisturbed)
