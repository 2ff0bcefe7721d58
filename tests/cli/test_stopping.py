"""Ends that are nobody's fault: a pipe that nobody reads on, Ctrl-C at a question."""

import os
import pty
import signal
import subprocess
import sys

import pytest

from tests.running import Place

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
