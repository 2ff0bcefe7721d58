"""The contract of whatever carries letters to shoppers.

The rule kept here: a letter goes to one person, says how to hear no more, and may be sent twice: its reference tells
that it is the same.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """Plain text in one language. `stop_url` ends such letters, by a click or by a program (RFC 8058)."""

    to: str
    name: str
    subject: str
    text: str
    language: str
    reference: str
    stop_url: str | None = None


Deliver = Callable[[Mail], None]


class Post(Protocol):
    def sending(self) -> AbstractContextManager[Deliver]:
        """Sends letters one after another, each of which may be Retryable, Rejected or Misconfigured."""
