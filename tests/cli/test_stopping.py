"""Ends that are nobody's fault: a pipe that nobody reads on, Ctrl-C at a question."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, a_place, eventually, rows

LOYALTY = (sys.executable, "-m", "connector.cli")


@pytest.mark.parametrize("words", ["member list", "member list --json", "ledger log --limit 1000", "--help"])
def test_a_command_whose_reader_has_gone_ends_with_141_and_without_a_word(words: str, synced: Place) -> None:
    with subprocess.Popen(  # noqa: S603
        [*LOYALTY, *words.split()], env=synced.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert (process.wait(30), process.stderr.read()) == (141, "")


def test_ctrl_c_at_a_question_ends_with_130_and_erases_nobody(synced: Place) -> None:
    ours, theirs = pty.openpty()  # without a terminal nobody is asked
    with subprocess.Popen(  # noqa: S603
        [*LOYALTY, "member", "erase", "1"], env=synced.environ, stdin=theirs, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        asked = ""
        while "for good?" not in asked and (more := process.stderr.read(1)):
            asked += more
        process.send_signal(signal.SIGINT)

        status, rest = process.wait(30), process.stderr.read()
    os.close(ours)
    os.close(theirs)

    assert (status, "Traceback" in rest) == (130, False)
    assert synced.command("member", "show", "1").status == 0


@pytest.fixture
def tables(_sqlite_template: Path) -> Path:
    return _sqlite_template


def test_ctrl_c_in_the_middle_of_a_history_ends_at_once_and_keeps_the_pages_that_came(
    tmp_path: Path, tables: Path
) -> None:
    with Sandbox(wp_cron=False, orders=450, customers=20) as shop:
        place = a_place(tmp_path / "place", tables, shop.url, timeout=60)
        shop.fail("delay", "/wp-json/wc/v3/orders", seconds=60, skip=3, times=None)  # pages that hang, while we stop
        with place.connector() as connector, place.process("sync", "main") as process:
            eventually(lambda: len(rows(connector.database, "orders")) >= 100, "a page is in the books", 30)
            process.send_signal(signal.SIGINT)

            status = process.wait(10)

            kept = len(rows(connector.database, "orders"))
            assert (status, "Traceback" in place.log()) == (130, False)
            (store,) = rows(connector.database, "stores")
            assert store["backfilled_at"] is None
            assert store["orders_cursor"] is not None
            shop.faults.clear()
            assert place.command("sync", "main").status == 0
            assert kept < len(rows(connector.database, "orders")) == 450
