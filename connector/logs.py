"""Logging: one line an event, for people or for machines, and the trace that binds the lines of one cause together.

The rule kept here: nothing that we log holds a secret or says who somebody is (a reason may quote a few words of what a
shop sent). A trace is a random word made where something comes in; it goes with the row into the queue, and so from
process to process.
"""

import logging
import secrets
import sys
from contextlib import AbstractContextManager, nullcontext

import structlog


def configure(level: str, form: str) -> None:
    """`level` as logging knows it, `form` text or json."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level.upper())), stream=sys.stderr)


def new_trace() -> str:
    """For what has just come in, or begins by itself."""
    return secrets.token_hex(6)


def trace() -> str | None:
    """Of what is being worked on."""
    found: str | None = structlog.contextvars.get_contextvars().get("trace")
    return found


def tracing(trace: str | None) -> AbstractContextManager[object]:
    """All that is logged and queued in this block has this trace; None: it keeps the one it has."""
    return structlog.contextvars.bound_contextvars(trace=trace) if trace else nullcontext()
