"""The merchant's table of products, as its imports made it.

The rule kept here: rows are added and never changed; an undo withdraws an import, and its rows count as never said.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from connector.core.product_terms import ProductRow, Scope
from connector.db.tables import product_imports, product_rows

_MOST_NAMES = 10_000  # in one question; databases bound how many values it may hold


@dataclass(frozen=True, slots=True)
class ProductImport:
    """A file that was imported."""

    id: int
    programme_id: int
    from_at: datetime
    imported_at: datetime
    author: str
    undone_at: datetime | None
    undone_by: str | None


def meaning(connection: Connection, programme_id: int, names: Collection[str]) -> list[ProductRow]:
    """The rows whose names are among these."""
    found: list[ProductRow] = []
    for some in _chunks(sorted(names)):
        found += _rows(connection, _of(programme_id).where(product_rows.c.name.in_(some)))
    return found


def everything(connection: Connection, programme_id: int) -> list[ProductRow]:
    """All rows of the programme that are not withdrawn."""
    return list(_rows(connection, _of(programme_id)))


def speaks_of_categories(connection: Connection, programme_id: int) -> bool:
    """Is there a row of a category?"""
    row = _of(programme_id).where(product_rows.c.scope == Scope.CATEGORY.value).limit(1)
    return connection.execute(row).first() is not None


def add_import(connection: Connection, programme_id: int, *, from_at: datetime, author: str, now: datetime) -> int:
    """A new import, without rows yet. Returns its number."""
    values = {"programme_id": programme_id, "from_at": from_at, "imported_at": now, "author": author}
    made: int = connection.execute(insert(product_imports).values(values).returning(product_imports.c.id)).scalar_one()
    return made


def add_rows(connection: Connection, rows: Iterable[ProductRow]) -> None:
    connection.execute(
        insert(product_rows),
        [
            {
                "product_import_id": row.number,
                "line": row.line,
                "scope": row.scope.value,
                "name": row.name,
                "points": row.points,
                "price_points": row.price_points,
                "buyable": row.buyable,
            }
            for row in rows
        ],
    )


def get_import(connection: Connection, number: int) -> ProductImport | None:
    row = connection.execute(select(product_imports).where(product_imports.c.id == number)).one_or_none()
    return ProductImport(**row._mapping) if row else None


def withdraw(connection: Connection, number: int, author: str, now: datetime) -> None:
    where = product_imports.c.id == number
    connection.execute(update(product_imports).where(where).values(undone_at=now, undone_by=author))


def _of(programme_id: int) -> Select[tuple[int, str, str, int | None, int | None, bool | None, datetime, int]]:
    kept = product_rows.c
    return (
        select(
            kept.line,
            kept.scope,
            kept.name,
            kept.points,
            kept.price_points,
            kept.buyable,
            product_imports.c.from_at,
            product_imports.c.id.label("number"),
        )
        .join(product_imports, product_imports.c.id == kept.product_import_id)
        .where(product_imports.c.programme_id == programme_id, product_imports.c.undone_at.is_(None))
    )


def _rows(
    connection: Connection, asked: Select[tuple[int, str, str, int | None, int | None, bool | None, datetime, int]]
) -> Iterator[ProductRow]:
    for row in connection.execute(asked):
        yield ProductRow(**{**row._mapping, "scope": Scope(row.scope)})


def _chunks(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _MOST_NAMES):
        yield names[start : start + _MOST_NAMES]
