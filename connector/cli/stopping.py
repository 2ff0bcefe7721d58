"""Stopping when told to: SIGTERM and Ctrl-C end a command in good order, with everything it opened closed."""

import signal
from types import FrameType


def end_when_told(status: int) -> None:
    """From now on both signals end the command like its last line would, with this exit status."""

    def end(number: int, at: FrameType | None) -> None:
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)  # told once is enough: nothing may cut the closing short
        raise SystemExit(status)

    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, end)
