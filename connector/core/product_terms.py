"""What the merchant's own table says of products: points for a piece, its price in points, whether points buy it
(C4, C36, C37).

The rule kept here: the table goes before what the store's product says. Each figure is said by the most specific row
that speaks of it: SKU, variant, product, category, everything. A row replaces the earlier ones of its selector whole,
for orders placed from `from_at` on; of several categories of a line the row that came last speaks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from connector.core.commerce import Line
from connector.core.programme import ProductRule, Terms


class Scope(StrEnum):
    """What a row's name is the name of."""

    PRODUCT = "product"  # an id or SKU
    CATEGORY = "category"  # an id or slug, with all below it
    EVERYTHING = "everything"


Selects = tuple[Scope, str]
ALL: Selects = (Scope.EVERYTHING, "*")


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What is said of the products that `name` means; None says nothing. `number` and `line` tell which of two rows
    with the same beginning came last."""

    scope: Scope
    name: str
    points: int | None
    price_points: int | None
    buyable: bool | None
    from_at: datetime
    number: int
    line: int

    @property
    def selects(self) -> Selects:
        return (self.scope, self.name)

    @property
    def recency(self) -> tuple[datetime, int, int]:
        return (self.from_at, self.number, self.line)


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """The table, or the part of it that certain lines can meet. `rows` of each selector are the latest first."""

    rows: Mapping[Selects, tuple[ProductRow, ...]] = field(default_factory=dict)

    def on(self, lines: tuple[Line, ...], placed_at: datetime) -> tuple[Line, ...]:
        """The lines with what the table said of their products when they were ordered."""
        return tuple(self._line(line, placed_at) for line in lines) if self.rows else lines

    def in_force(self, at: datetime) -> list[ProductRow]:
        """The row of each selector that says something at that moment, by scope and name."""
        found = [row for selects in sorted(self.rows) if (row := self._row(selects, at)) is not None]
        return [row for row in found if (row.points, row.price_points, row.buyable) != (None, None, None)]

    def _line(self, line: Line, at: datetime) -> Line:
        rows = list(self._rows(line, at))
        points = next((row.points for row in rows if row.points is not None), line.points)
        price = next((row.price_points for row in rows if row.price_points is not None), line.price_points)
        buyable = next((row.buyable for row in rows if row.buyable is not None), line.buyable)
        return replace(line, points=points, price_points=price, buyable=buyable)

    def _rows(self, line: Line, at: datetime) -> Iterator[ProductRow]:
        """The rows that mean the line, most specific first."""
        for name in (line.sku, line.variant_id, line.product_id):
            if name is not None and (row := self._row((Scope.PRODUCT, name), at)):
                yield row
        categories = [row for name in line.categories if (row := self._row((Scope.CATEGORY, name), at))]
        yield from sorted(categories, key=attrgetter("recency"), reverse=True)
        if row := self._row(ALL, at):
            yield row

    def _row(self, selects: Selects, at: datetime) -> ProductRow | None:
        return next((row for row in self.rows.get(selects, ()) if row.from_at <= at), None)


def product_terms(rows: Iterable[ProductRow]) -> ProductTerms:
    """The table that these rows make."""
    found: dict[Selects, tuple[ProductRow, ...]] = {}
    for row in sorted(rows, key=attrgetter("recency"), reverse=True):
        found[row.selects] = (*found.get(row.selects, ()), row)
    return ProductTerms(found)


NO_PRODUCT_TERMS = ProductTerms()


def names(lines: Iterable[Line]) -> set[str]:
    """Every name by which a row can mean one of these lines."""
    found = {ALL[1]}
    for line in lines:
        found.update(name for name in (line.sku, line.variant_id, line.product_id, *line.categories) if name)
    return found


def asks_for_points(terms: Terms) -> bool:
    """Does any of its rates pay by the points set on products?"""
    rules = [*terms.earning, *(rule for override in terms.overrides for rule in override.earning or ())]
    return any(isinstance(rule, ProductRule) for rule in rules)
