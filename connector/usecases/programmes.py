"""Programme versions: applying a document, and asking which terms judge an order.

The rule kept here: an order is judged by the version in force when it was placed, so editing the document never
reaches back; the first version judges everything older too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from connector.core.programme import Terms
from connector.db import programmes
from connector.db.engine import Database
from connector.db.programmes import Version
from connector.programme import Programme, parse_programme


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one programme, oldest first; there is at least one."""

    known: Sequence[Version]

    def at(self, placed_at: datetime) -> tuple[int, Terms]:
        """The version (its id) and the terms that judge an order placed then."""
        ruling = self.known[0]
        for version in self.known:
            if version.in_force_from is None or version.in_force_from <= placed_at:
                ruling = version
        return ruling.id, terms_of(ruling.document)

    @property
    def all_terms(self) -> list[Terms]:
        return [terms_of(version.document) for version in self.known]

    @property
    def needs(self) -> frozenset[str]:
        """The facets that any version needs."""
        return frozenset[str]().union(*(_programme_of(version.document).needs for version in self.known))

    @property
    def latest(self) -> Terms:
        return terms_of(self.known[-1].document)


def versions(connection: Connection, programme_id: int) -> Versions:
    return Versions(programmes.versions(connection, programme_id))


def terms_of(document: str) -> Terms:
    return _programme_of(document).terms


@lru_cache(maxsize=256)
def _programme_of(document: str) -> Programme:
    """A stored version's text never changes, so neither does what it says."""
    return parse_programme(document, "stored programme")


def put_in_force(database: Database, programme: Programme, author: str, now: datetime) -> tuple[int, bool]:
    """Apply a document. Returns the number of the version in force, and whether it is a new one."""
    with database.write() as connection:
        programme_id = programmes.find(connection, programme.terms.name)
        before = len(programmes.versions(connection, programme_id)) if programme_id is not None else 0
        after = len(programmes.versions(connection, apply_programme(connection, programme, author, now)))
        return after, after > before


def apply_programme(
    connection: Connection, programme: Programme, author: str, now: datetime, *, only_if_new: bool = False
) -> int:
    """Put a document in force from now on; the first one also judges all older orders. Returns the programme's id.

    The same document again changes nothing. With `only_if_new` a programme that is known stays as it is.
    """
    programme_id = programmes.find(connection, programme.terms.name)
    known = [] if programme_id is None else programmes.versions(connection, programme_id)
    if programme_id is None:
        programme_id = programmes.add(connection, programme.terms.name)
    if known and (only_if_new or known[-1].digest == programme.digest):
        return programme_id
    programmes.add_version(
        connection,
        programme_id,
        number=len(known) + 1,
        digest=programme.digest,
        document=programme.text,
        in_force_from=now if known else None,
        applied_at=now,
        author=author,
    )
    return programme_id
