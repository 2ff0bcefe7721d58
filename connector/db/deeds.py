"""Deeds: what people did beside buying, what each gives, and who has had a bonus that is given once in a life."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector.core.bonuses import Bonus
from connector.core.earning import Award
from connector.db.orders import award_of
from connector.db.tables import bonuses_paid, deeds, stores


@dataclass(frozen=True, slots=True)
class Deed:
    """What is held of something that somebody did. `id` is the store's, of the review or the order; of an account it
    is a pseudonym, since it stands in the books.

    `person` is a pseudonym, of an order none; `subject` the product of a review.
    """

    id: str
    member_id: int | None
    done_at: datetime
    award: Award
    observed_at: datetime
    person: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DeedCard:
    """A deed as it is shown to people."""

    store: str
    bonus: Bonus
    deed: Deed


def reference(store: str, bonus: Bonus, external_id: str) -> str:
    """How the books name a deed: store:kind/id. No order is named so: after a store's name it has a stroke."""
    return f"{store}:{bonus}/{external_id}"


def held(connection: Connection, store_id: int, bonus: Bonus, ids: Collection[str]) -> dict[str, Deed]:
    found = select(deeds).where(deeds.c.store_id == store_id, deeds.c.kind == bonus, deeds.c.external_id.in_(ids))
    return {row.external_id: _deed(row) for row in connection.execute(found)}


def of_people(
    connection: Connection, store_id: int, bonus: Bonus, persons: Collection[str], members: Collection[int]
) -> list[Deed]:
    """Everything of this kind that these people did, known by pseudonym or as members."""
    theirs = or_(deeds.c.person.in_(persons), deeds.c.member_id.in_(members))
    rows = connection.execute(select(deeds).where(deeds.c.store_id == store_id, deeds.c.kind == bonus, theirs))
    return [_deed(row) for row in rows]


def standing(connection: Connection, store_id: int, bonus: Bonus, since: datetime) -> list[str]:
    """The ids of what was done since then and gives points, or would."""
    which = (deeds.c.store_id == store_id, deeds.c.kind == bonus, deeds.c.promise > 0, deeds.c.done_at >= since)
    return list(connection.execute(select(deeds.c.external_id).where(*which)).scalars())


def done(connection: Connection, store_id: int, bonus: Bonus) -> set[str]:
    """The ids of everything of this kind that was done and gives points, or would."""
    which = (deeds.c.store_id == store_id, deeds.c.kind == bonus, deeds.c.promise > 0)
    return set(connection.execute(select(deeds.c.external_id).where(*which)).scalars())


def of_members(connection: Connection, members: Collection[int]) -> list[DeedCard]:
    """All that these members did, oldest first."""
    rows = connection.execute(
        select(deeds, stores.c.name)
        .join(stores, stores.c.id == deeds.c.store_id)
        .where(deeds.c.member_id.in_(members))
        .order_by(deeds.c.done_at, deeds.c.id)
    )
    return [DeedCard(row.name, Bonus(row.kind), _deed(row)) for row in rows]


def save(connection: Connection, store_id: int, bonus: Bonus, changed: Iterable[Deed]) -> None:
    """Keep these, each in place of what was held before."""
    rows = [
        {
            "store_id": store_id,
            "kind": bonus.value,
            "external_id": deed.id,
            "member_id": deed.member_id,
            "person": deed.person,
            "subject": deed.subject,
            "done_at": deed.done_at,
            "promise": deed.award.promise,
            "award": msgspec.to_builtins(deed.award),
            "observed_at": deed.observed_at,
        }
        for deed in changed
    ]
    if rows:
        statement = _insert(connection)(deeds)
        unique = ("store_id", "kind", "external_id")
        new = {name: statement.excluded[name] for name in rows[0] if name not in unique}
        connection.execute(statement.on_conflict_do_update(index_elements=unique, set_=new), rows)


def paid(connection: Connection, programme_id: int, bonus: Bonus, persons: Collection[str]) -> dict[str, str]:
    """Person → what they have had the bonus for, of those who have had it."""
    rows = connection.execute(
        select(bonuses_paid.c.person, bonuses_paid.c.reference).where(
            bonuses_paid.c.programme_id == programme_id,
            bonuses_paid.c.kind == bonus,
            bonuses_paid.c.person.in_(persons),
        )
    )
    return {row.person: row.reference for row in rows}


def pay(connection: Connection, programme_id: int, bonus: Bonus, once: Mapping[str, str]) -> dict[str, str]:
    """Write down that these people (person → what for) have had it, but of those who had it before.

    Returns what each of them has had it for. Two stores may try at once: the first one wins, whoever asks.
    """
    if once:
        statement = _insert(connection)(bonuses_paid).on_conflict_do_nothing()
        connection.execute(statement, _paid_rows(programme_id, bonus, once))
    return paid(connection, programme_id, bonus, once.keys())


def hand_over(connection: Connection, programme_id: int, bonus: Bonus, to: Mapping[str, str]) -> None:
    """Write down what these people have the bonus for from now on, whatever it was before."""
    if to:
        statement = _insert(connection)(bonuses_paid)
        changed = statement.on_conflict_do_update(
            index_elements=("programme_id", "kind", "person"), set_={"reference": statement.excluded.reference}
        )
        connection.execute(changed, _paid_rows(programme_id, bonus, to))


def _paid_rows(programme_id: int, bonus: Bonus, of: Mapping[str, str]) -> list[dict[str, Any]]:
    """Always in the order of the people, so that no two writers wait in a ring."""
    return [
        {"programme_id": programme_id, "kind": bonus.value, "person": person, "reference": of[person]}
        for person in sorted(of)
    ]


def _insert(connection: Connection) -> Any:
    return sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert


def _deed(row: Any) -> Deed:
    return Deed(
        row.external_id,
        row.member_id,
        row.done_at,
        award_of(dict(row.award)),
        row.observed_at,
        row.person,
        row.subject,
    )
