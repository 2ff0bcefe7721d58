"""The merchant's table of products: the most specific row speaks, and it goes before the store's product."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Cart, Line
from connector.core.earning import Facts, evaluate
from connector.core.prices import price_of, priced_cart
from connector.core.product_terms import ALL, ProductRow, ProductTerms, Scope, asks_for_points, names, product_terms
from connector.core.programme import Override, PointPrices, ProductRule, SpendRule, Unassigned
from tests.building import NOW, a_line, an_order, at, some_terms

ON_PRODUCTS = some_terms(earning=(ProductRule(Unassigned.GENERAL), SpendRule(1, 100)))
CUP = a_line(1_000, product_id="p1", variant_id="v1", sku="CUP", categories=("cups", "kitchen"))


def a_row(
    name: str = "*", points: int | None = None, scope: Scope = Scope.PRODUCT, from_at: datetime = NOW, **changes: object
) -> ProductRow:
    usual = ProductRow(Scope.EVERYTHING if name == "*" else scope, name, points, None, None, from_at, 1, 2)
    return replace(usual, **changes)  # type: ignore[arg-type]


def category(name: str, points: int | None, **changes: object) -> ProductRow:
    return replace(a_row(name, points, Scope.CATEGORY), **changes)  # type: ignore[arg-type]


def points_of(*rows: ProductRow, line: Line = CUP, placed_at: datetime = NOW) -> int | None:
    return product_terms(rows).on((line,), placed_at)[0].points


def test_the_most_specific_row_speaks() -> None:
    rows = [a_row("CUP", 6), a_row("v1", 5), a_row("p1", 4), category("cups", 3), a_row("*", 1)]

    assert [points_of(*rows[number:]) for number in range(len(rows))] == [6, 5, 4, 3, 1]
    assert points_of(*reversed(rows)) == 6


def test_each_figure_is_said_by_the_most_specific_row_that_speaks_of_it() -> None:
    rows = [a_row("CUP", None, price_points=90), category("kitchen", 3, buyable=False), a_row("*", 1, price_points=5)]

    (line,) = product_terms(rows).on((CUP,), NOW)

    assert (line.points, line.price_points, line.buyable) == (3, 90, False)


def test_the_table_goes_before_the_stores_product_and_silence_leaves_it() -> None:
    of_the_store = replace(CUP, points=7, price_points=70, buyable=False)

    (said,) = product_terms([a_row("*", 0, price_points=9, buyable=True)]).on((of_the_store,), NOW)
    (silent,) = product_terms([a_row("*"), a_row("OTHER", 3)]).on((of_the_store,), NOW)

    assert (said.points, said.price_points, said.buyable) == (0, 9, True)
    assert silent == of_the_store


def test_a_row_of_another_scope_does_not_mean_the_line() -> None:
    assert points_of(a_row("cups", 3), category("CUP", 4), category("teas", 5)) is None


def test_of_two_categories_the_row_that_came_last_speaks() -> None:
    assert points_of(category("cups", 3), category("kitchen", 4, from_at=at(-1))) == 3
    assert points_of(category("cups", 3), category("kitchen", 4, number=2)) == 4
    assert points_of(category("cups", 3, line=3), category("kitchen", 4, line=2)) == 3


def test_a_row_holds_from_its_beginning_until_the_next_of_its_selector_begins() -> None:
    rows = [a_row("CUP", 5), a_row("CUP", 8, from_at=at(10), number=2), a_row("CUP", 6, from_at=at(5), number=3)]

    moments = [at(-1), NOW, at(4), at(5), at(9), at(10), at(90)]

    assert [points_of(*rows, placed_at=moment) for moment in moments] == [None, 5, 5, 6, 6, 8, 8]


def test_a_row_that_says_nothing_takes_the_earlier_one_away() -> None:
    rows = [a_row("CUP", 5), a_row("CUP", None, from_at=at(1), number=2), a_row("*", 1)]

    assert points_of(*rows, placed_at=at(2)) == 1
    assert [row.name for row in product_terms(rows).in_force(at(2))] == ["*"]


def test_an_order_earns_what_the_table_said_when_it_was_placed() -> None:
    table = product_terms([a_row("CUP", 5), a_row("CUP", 8, from_at=at(10), number=2)])
    order = an_order(replace(CUP, quantity=Decimal(3)))

    def earned(placed_at: datetime) -> int:
        return evaluate(replace(order, placed_at=placed_at), ON_PRODUCTS, Facts(products=table)).points

    assert [earned(moment) for moment in (at(-1), NOW, at(10))] == [10, 15, 24]


def test_a_price_from_the_table_goes_before_the_rate_and_no_is_no() -> None:
    prices = PointPrices(4, 100)
    table = product_terms([a_row("CUP", None, price_points=250), a_row("POT", None, buyable=False)])
    cup, pot = table.on((CUP, replace(CUP, id="2", sku="POT", variant_id=None, product_id="p2")), NOW)

    assert price_of(cup, prices) == 250
    assert [line.reason for line in priced_cart(Cart("EUR", (cup, pot)), prices).lines] == ["", "not_buyable"]


def test_only_rules_of_products_ask_the_table() -> None:
    assert asks_for_points(ON_PRODUCTS)
    assert asks_for_points(some_terms(overrides=(Override(frozenset(), frozenset({"b2b"}), earning=(ProductRule(),)),)))
    assert not asks_for_points(some_terms())


TEXTS = st.sampled_from(["CUP", "v1", "p1", "cups", "kitchen", "other"])
FIGURES = st.none() | st.integers(0, 50)
ROWS = st.lists(
    st.builds(
        lambda scope, name, points, days, number, line: ProductRow(
            scope, "*" if scope is Scope.EVERYTHING else name, points, None, None, at(days), number, line
        ),
        st.sampled_from(Scope),
        TEXTS,
        FIGURES,
        st.integers(-5, 5),
        st.integers(1, 4),
        st.integers(2, 9),
    ),
    unique_by=lambda row: (row.selects, row.number),
    max_size=14,
)


@given(ROWS, st.integers(-6, 6))
def test_any_table_says_what_a_plain_search_finds(rows: list[ProductRow], days: int) -> None:
    in_force = [row for row in rows if row.from_at <= at(days)]

    def latest(*selectors: tuple[Scope, str]) -> list[ProductRow]:
        found = (max((row for row in in_force if row.selects == one), key=_age, default=None) for one in selectors)
        return [row for row in found if row is not None]

    products = latest(*((Scope.PRODUCT, name) for name in ("CUP", "v1", "p1")))
    categories = latest((Scope.CATEGORY, "cups"), (Scope.CATEGORY, "kitchen"))
    order = [*products, *sorted(categories, key=_age, reverse=True), *latest(ALL)]

    expected = next((row.points for row in order if row.points is not None), None)
    assert points_of(*rows, placed_at=at(days)) == expected


def _age(row: ProductRow) -> tuple[datetime, int, int]:
    return row.from_at, row.number, row.line


@given(ROWS, st.integers(1, 9))
def test_it_does_not_matter_how_the_pieces_of_a_product_lie_on_lines(rows: list[ProductRow], pieces: int) -> None:
    table = product_terms(rows)
    terms = some_terms(earning=(ProductRule(Unassigned.NONE),))
    together = an_order(replace(CUP, quantity=Decimal(pieces)))
    apart = an_order(*(replace(CUP, id=str(number)) for number in range(pieces)))

    assert len({evaluate(order, terms, Facts(products=table)).points for order in (together, apart)}) == 1


@given(ROWS)
def test_the_rows_that_can_mean_a_line_are_those_of_its_names(rows: list[ProductRow]) -> None:
    asked = names([CUP])

    part = product_terms(row for row in rows if row.name in asked)

    assert part.on((CUP,), at(9)) == product_terms(rows).on((CUP,), at(9))


@pytest.mark.parametrize("table", [ProductTerms(), product_terms([])])
def test_an_empty_table_leaves_the_lines_alone(table: ProductTerms) -> None:
    lines = (CUP,)

    assert table.on(lines, NOW) is lines
