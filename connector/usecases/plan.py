"""What applying the programme files would change, and what each version in the books changed.

The rule kept here: looking writes nothing, so a programme that the books do not know stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from connector.core.programme import Terms
from connector.db import programmes
from connector.db.engine import Database
from connector.programme import Programme, read_programme
from connector.programme.difference import Change, difference
from connector.usecases.stores import known_store


class Outcome(StrEnum):
    FIRST = "first"  # the books do not know the programme yet
    NOTHING = "nothing"  # the file is the version in force
    WORDING = "wording"  # another text, the same terms
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a programme's file would do for these stores; `version` is the number in force before it."""

    programme: str
    stores: tuple[str, ...]
    version: int | None
    outcome: Outcome
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    digest: str
    document: str


def plan(database: Database, files: Mapping[str, Programme]) -> list[Plan]:
    """What applying the files of these stores would do, one after the other. Stores with the same text share a plan.

    Raises OtherProgramme.
    """
    plans: list[Plan] = []
    in_force: dict[str, _Known | None] = {}
    with database.read() as connection:
        for store, file in files.items():
            known_store(connection, store, file)
            name = file.terms.name
            if name not in in_force:
                in_force[name] = _latest(connection, name)
            elif (known := in_force[name]) and known.digest == file.digest:
                last = max(index for index, one in enumerate(plans) if one.programme == name)
                plans[last] = replace(plans[last], stores=(*plans[last].stores, store))
                continue
            known = in_force[name]
            plans.append(_plan(store, file, known))
            if known is None or known.digest != file.digest:
                in_force[name] = _Known(known.number + 1 if known else 1, file.digest, file.text)
    return plans


def _latest(connection: Connection, name: str) -> _Known | None:
    programme_id = programmes.find(connection, name)
    if programme_id is None:
        return None
    latest = programmes.versions(connection, programme_id)[-1]
    return _Known(latest.number, latest.digest, latest.document)


def _plan(store: str, file: Programme, known: _Known | None) -> Plan:
    if known is None:
        return Plan(file.terms.name, (store,), None, Outcome.FIRST, ())
    changes = _changes(known.document, file.text)
    outcome = Outcome.TERMS if changes else Outcome.WORDING
    if known.digest == file.digest:
        outcome = Outcome.NOTHING
    return Plan(file.terms.name, (store,), known.number, outcome, changes)


def _changes(before: str, after: str) -> tuple[Change, ...]:
    return difference(read_programme(before, "stored programme"), read_programme(after, "programme"))


@dataclass(frozen=True, slots=True)
class Applied:
    """A version as the books know it, and what it changed; the first one has nothing before it."""

    number: int
    in_force_from: datetime | None
    author: str
    applied_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All versions of a programme, oldest first."""

    programme: str
    versions: tuple[Applied, ...]


def catalogue_since(database: Database, terms: Terms) -> datetime | None:
    """Since when the programme's catalogue is what these terms say; None where it is not, or has nothing in it."""
    with database.read() as connection:
        programme_id = programmes.find(connection, terms.name)
        known = programmes.versions(connection, programme_id) if programme_id is not None else []
    since = None
    for one in reversed(known):
        if not terms.rewards or read_programme(one.document, "stored programme").terms().rewards != terms.rewards:
            break
        since = one.applied_at
    return since


def histories(database: Database) -> list[History]:
    """Every programme in the books."""
    with database.read() as connection:
        return [_history(connection, programme_id) for programme_id in programmes.all_ids(connection)]


def _history(connection: Connection, programme_id: int) -> History:
    known = programmes.versions(connection, programme_id)
    earlier = [None, *known[:-1]]
    return History(
        programmes.name(connection, programme_id),
        tuple(
            Applied(
                one.number,
                one.in_force_from,
                one.author,
                one.applied_at,
                _changes(before.document, one.document) if before else (),
            )
            for before, one in zip(earlier, known, strict=True)
        ),
    )
