"""What every command has at hand: where the settings are, who is asking, and how errors become one line.

The rule kept here: a command loads what it needs when it runs, so that --help is instant.
"""

import getpass
import os
import pathlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from connector.core.foreseen import Faulty, Misused, Refused, Unknown, Unusable

if TYPE_CHECKING:
    from connector.bootstrap import Connector
    from connector.core.programme import Texts
    from connector.db.engine import Database
    from connector.db.outbox import Unsent
    from connector.languages import Voice
    from connector.settings import Settings
    from connector.usecases.stores import Store

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]  # of every command that reads
Who = Annotated[
    str,
    typer.Argument(
        metavar="WHO", help="A member's number, e-mail address, card:NUMBER, phone:NUMBER or store:customer."
    ),
]
StoreName = Annotated[str | None, typer.Option("--store", help="Which store, where there are several.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many.")]
Language = Annotated[
    str | None, typer.Option("--language", help="en, ro, pl or he; left out: that of the environment, or English.")
]
OK, FOUND_FAULTS, USAGE, MISCONFIGURED, NOT_FOUND, STORE_TROUBLE, REFUSED = 0, 1, 2, 3, 4, 5, 6
DEFECT = 70
INTERRUPTED, NOBODY_READS = 130, 141  # by SIGINT and SIGPIPE, as a shell tells it of any tool


class UsageError(Misused):
    """The command cannot be carried out as it was given; the message says how to give it."""


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line."""

    settings_file: pathlib.Path

    def settings(self) -> "Settings":
        from connector import bootstrap

        return bootstrap.settings(self.settings_file, os.environ)

    @contextmanager
    def connector(self) -> "Iterator[Connector]":
        """Books open and stores connected, closed at the end."""
        from connector import bootstrap, logs

        settings = self.settings()
        logs.configure(settings.log.level, settings.log.format)
        connector = bootstrap.connect(settings, author())
        try:
            yield connector
        finally:
            connector.close()

    @contextmanager
    def books(self) -> "Iterator[tuple[Settings, Database]]":
        """Books open to be read, with no store connected or made known; closed at the end."""
        from connector import bootstrap

        settings = self.settings()
        database = bootstrap.books(settings)
        try:
            yield settings, database
        finally:
            database.close()


def author() -> str:
    """Who is at the keyboard, for the books."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container without a user name
        return f"cli:{os.getuid()}"


def moment(text: str) -> datetime:
    """A day or a time as people write it, in UTC where they name no zone. Raises UsageError."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is not a time; write 2026-01-31 or 2026-01-31T12:00") from None


def the_voice(language: str | None, texts: "tuple[Texts, ...]" = ()) -> "Voice":
    """Who speaks the language, calling points what the merchant's texts call them; without a language the
    environment's, or else English. Raises UnknownLanguage."""
    from connector.core.showing import texts_in
    from connector.languages import LANGUAGES, speak

    if language is None:
        locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
        there = re.split(r"[_.@-]", locale)[0]  # pl_PL.UTF-8
        language = there if there in LANGUAGES else "en"
    own = texts_in(texts, language)
    return speak(language, forms=own.forms if own else ())


def their_voice(connector: "Connector", programme_id: int, language: str | None) -> "Voice":
    """Who speaks the language, in the words of the programme that is in force."""
    from connector.usecases.look import terms_now

    return the_voice(language, terms_now(connector.database, programme_id).texts)


@contextmanager
def refusing_in(language: str | None) -> Iterator[None]:
    """What the programme refuses in this block is said in the language that was asked for."""
    from connector.core.quote import Refusal

    try:
        yield
    except Refusal as refusal:
        raise Refused(the_voice(language).refusal(refusal)) from refusal


def unsent_said(waiting: "Unsent", voice: "Voice") -> str:
    """That a row of the outbox has not reached the store yet, why, and what shows more."""
    reason = waiting.reason or voice.say("on-its-way")
    return voice.say("not-in-store", reason=reason, command=f"loyalty outbox show {waiting.id}")


def the_store(connector: "Connector", name: str | None) -> "Store":
    """The store of this name; without a name the only one there is. Raises UsageError."""
    stores = connector.stores
    if name is None and len(stores) == 1:
        return next(iter(stores.values()))
    known = ", ".join(stores) or "none yet; `loyalty store add` adds one"
    if name is None:
        raise UsageError(f"say which store with --store: {known}")
    if name not in stores:
        raise UsageError(f"there is no enabled store {name!r}: {known}")
    return stores[name]


def exit_code(error: Exception) -> int | None:
    """The exit status that stands for an error; None for one that nobody foresaw."""
    from connector.adapter import StoreError

    for families, code in (
        ((Faulty,), FOUND_FAULTS),
        ((Misused,), USAGE),
        ((Unusable, OSError), MISCONFIGURED),  # what the machine refuses us is for its owner to mend
        ((Unknown,), NOT_FOUND),
        ((StoreError,), STORE_TROUBLE),
        ((Refused,), REFUSED),
    ):
        if isinstance(error, families):
            return code
    return None


def line(error: Exception) -> str:
    """What is said of a foreseen error."""
    from connector.core.quote import Refusal

    match error:
        case Refusal():
            return the_voice(None).refusal(error)
        case OSError(filename=filename, strerror=strerror) if filename:
            return f"{filename}: {strerror}"
    return str(error)
