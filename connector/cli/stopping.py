"""Stopping: told to by SIGTERM and Ctrl-C, or because nobody reads on.

The rule kept here: a command ends with everything it opened closed, without a traceback, and with the status that any
other tool would end with.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from connector.cli.session import INTERRUPTED, NOBODY_READS


def end_when_told(status: int) -> None:
    """From now on both signals end the command like its last line would, with this exit status."""

    def end(number: int, at: FrameType | None) -> None:
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)  # told once is enough: nothing may cut the closing short
        raise SystemExit(status)

    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, end)


@contextmanager
def usual_ends() -> Iterator[None]:
    """Ends with the usual status where the reader of a pipe has gone, or a question is answered with Ctrl-C."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # here, not when Python ends, where nobody could catch it
    except (BrokenPipeError, KeyboardInterrupt, SystemExit) as end:
        # Typer and Rich make statuses of their own of it, and leave what it was as the context.
        ended_by = end.__context__ if isinstance(end, SystemExit) else end
        if isinstance(ended_by, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(NOBODY_READS)
        if isinstance(ended_by, KeyboardInterrupt | typer.Abort):
            sys.exit(INTERRUPTED)
        raise
