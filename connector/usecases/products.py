"""The merchant's table of products: a file is imported, listed, and taken back (C4, C13, C36, C37).

The rule kept here: all or nothing, in one commit. An order is judged by the table in force when it was placed; where a
file or an undo says something else of orders that were placed already, these are settled again in the same commit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from connector.core.product_terms import ProductRow, Scope, asks_for_points, product_terms
from connector.db import orders, programmes
from connector.db import product_terms as rows
from connector.db import stores as store_rows
from connector.db.engine import Database
from connector.db.ledger import locked
from connector.db.stores import StoreRow
from connector.document import Fault
from connector.programme.words import midnight
from connector.usecases.bulk import ImportRefused
from connector.usecases.look import NoSuchThing
from connector.usecases.product_sheet import judge, of_rows
from connector.usecases.programmes import versions
from connector.usecases.settle_orders import settle_again
from connector.usecases.sheet import BadRows, Sheet
from connector.usecases.stores import Store

_CHUNK = 200

Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ProductsImported:
    """What an import did; of a dry run, what it would do. `replaced` rows said something else of the same products,
    `orders` were placed since and are settled again."""

    number: int | None
    rows: int
    replaced: int
    from_at: datetime
    orders: int
    dry_run: bool


@dataclass(frozen=True, slots=True)
class ProductsUndone:
    """An import that says nothing any more, and the orders that were settled again without it."""

    number: int
    orders: int


def programme_named(database: Database, name: str | None) -> int:
    """The programme of this name; without a name the only one there is. Raises NoSuchThing."""
    with database.read() as connection:
        known = programmes.listed(connection)
    found = [id for id, known_name in known if name in (None, known_name)]
    if len(found) != 1:
        names = ", ".join(known_name for _, known_name in known) or "none yet"
        raise NoSuchThing(f"there is no programme {name!r}: {names}" if name else f"say which programme: {names}")
    return found[0]


def rehearse_products(
    database: Database, stores: Iterable[Store], programme_id: int, sheet: Sheet, *, since: date | None, now: datetime
) -> ProductsImported:
    """What `import_products` would do. Raises what it would raise."""
    with database.read() as connection:
        from_at = _from_at(connection, programme_id, since, now)
        said = judge(sheet, from_at)
        _require_categories(stores, programme_id, said)
        placed = sum(len(ids) for _, ids, _ in _placed_since(connection, programme_id, from_at))
        return ProductsImported(
            None, len(said), _replaced(connection, programme_id, said, from_at), from_at, placed, dry_run=True
        )


def import_products(
    database: Database,
    stores: Iterable[Store],
    programme_id: int,
    sheet: Sheet,
    *,
    since: date | None,
    author: str,
    now: datetime,
    watch: Watch,
) -> ProductsImported:
    """Keep what the file says, for orders placed from `since` on (None: from now). `watch` is told how many orders more
    were settled again. Raises BadRows or ImportRefused, and then nothing has changed."""
    with database.write() as connection:
        _take_turns(connection, programme_id)
        from_at = _from_at(connection, programme_id, since, now)
        said = judge(sheet, from_at)
        _require_categories(stores, programme_id, said)
        replaced = _replaced(connection, programme_id, said, from_at)
        number = rows.add_import(connection, programme_id, from_at=from_at, author=author, now=now)
        rows.add_rows(connection, judge(sheet, from_at, number))
        settled = _settle_since(connection, programme_id, from_at, now, watch)
    return ProductsImported(number, len(said), replaced, from_at, settled, dry_run=False)


def taking_away(database: Database, programme_id: int, selectors: Sequence[str], now: datetime) -> Sheet:
    """What an import must say so that nothing is said of these products any more. Raises BadRows where nothing is."""
    sheet = of_rows([{"selector": one} for one in selectors])
    in_force = {row.selects for row in products_in_force(database, programme_id, now)}
    faults = [
        Fault(sheet.file, row.line, ("selector",), f"nothing is said of {row.name!r}", "see what GET lists")
        for row in judge(sheet, now)
        if row.selects not in in_force
    ]
    if faults:
        raise BadRows(faults)
    return sheet


def undo_products(
    database: Database, number: int, *, author: str, now: datetime, watch: Watch, programme_id: int | None = None
) -> ProductsUndone:
    """Withdraw an import of this programme, or (None) of any. Raises NoSuchThing or ImportRefused, and then nothing has
    changed."""
    with database.write() as connection:
        found = rows.get_import(connection, number)
        if found is None or programme_id not in (None, found.programme_id):
            raise NoSuchThing(f"there is no import {number}; `loyalty products list` shows them beside what they say")
        _take_turns(connection, found.programme_id)
        found = rows.get_import(connection, number) or found  # as it is now that it is our turn
        if found.undone_at is not None:
            raise ImportRefused(f"import {number} was undone already on {found.undone_at:%Y-%m-%d %H:%M} UTC")
        rows.withdraw(connection, number, author, now)
        settled = _settle_since(connection, found.programme_id, found.from_at, now, watch)
    return ProductsUndone(number, settled)


def products_in_force(database: Database, programme_id: int, at: datetime) -> list[ProductRow]:
    """What the table says of orders placed at that moment."""
    with database.read() as connection:
        return _in_force(connection, programme_id, at)


def _in_force(connection: Connection, programme_id: int, at: datetime) -> list[ProductRow]:
    return product_terms(rows.everything(connection, programme_id)).in_force(at)


def _of_programme(connection: Connection, programme_id: int) -> list[StoreRow]:
    """All its stores, whether they are connected or not, in the order in which all lock them."""
    found = (store for store in store_rows.listed(connection) if store.programme_id == programme_id)
    return sorted(found, key=lambda store: store.id)


def _take_turns(connection: Connection, programme_id: int) -> None:
    """No order is settled meanwhile, so none misses what the table says now."""
    for store in _of_programme(connection, programme_id):
        store_rows.lock(connection, store.id)
    programmes.lock(connection, programme_id)


def _from_at(connection: Connection, programme_id: int, since: date | None, now: datetime) -> datetime:
    return midnight(since, versions(connection, programme_id).latest.timezone) if since else now


def _require_categories(stores: Iterable[Store], programme_id: int, said: Iterable[ProductRow]) -> None:
    """A row of a category would say nothing, and nobody would notice, where a store does not tell categories."""
    if any(row.scope is Scope.CATEGORY for row in said):
        for store in stores:
            if store.programme_id == programme_id and store.adapter.products is None:
                raise ImportRefused(
                    f"store {store.name} does not tell the categories of its products: name ids or SKUs instead"
                )


def _replaced(connection: Connection, programme_id: int, said: Iterable[ProductRow], at: datetime) -> int:
    """How many of these rows take the place of one that says something else."""
    before = {row.selects: row for row in _in_force(connection, programme_id, at)}
    return sum(
        (old.points, old.price_points, old.buyable) != (row.points, row.price_points, row.buyable)
        for row in said
        if (old := before.get(row.selects))
    )


def _placed_since(
    connection: Connection, programme_id: int, since: datetime
) -> list[tuple[StoreRow, list[int], set[int]]]:
    """Of each store the orders that the table speaks of, and whose they are; none, where no rule asks for it."""
    if not any(asks_for_points(terms) for terms in versions(connection, programme_id).all_terms):
        return []
    found = _of_programme(connection, programme_id)
    return [(store, *orders.placed_since(connection, store.id, since)) for store in found]


def _settle_since(connection: Connection, programme_id: int, since: datetime, now: datetime, watch: Watch) -> int:
    """Settle again what was placed since then. Raises ImportRefused where an order cannot be settled."""
    concerned = _placed_since(connection, programme_id, since)
    owners = set[int]().union(*(owners for _, _, owners in concerned))
    if owners:
        locked(connection, owners)
    known = versions(connection, programme_id)
    for store, ids, _ in concerned:
        for start in range(0, len(ids), _CHUNK):
            some = orders.kept(connection, ids[start : start + _CHUNK])
            failed = settle_again(connection, store, known, some, now).failed
            if failed:
                order, reason = next(iter(failed.items()))
                raise ImportRefused(f"nothing was changed: order {order} of {store.name} {reason}")
            watch(len(some))
    return sum(len(ids) for _, ids, _ in concerned)
