"""The table of products from a file: what it says holds from its day on, and an undo brings back what was there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from connector.core.commerce import Line, Order
from connector.core.product_terms import ProductRow, Scope
from connector.db.engine import Database
from connector.db.tables import orders as orders_table
from connector.usecases.audit import verify
from connector.usecases.bulk import ImportRefused
from connector.usecases.look import NoSuchThing, member_card
from connector.usecases.product_sheet import judge, read
from connector.usecases.products import (
    ProductsImported,
    ProductsUndone,
    import_products,
    products_in_force,
    programme_named,
    rehearse_products,
    undo_products,
)
from connector.usecases.sheet import BadRows
from connector.usecases.stores import Store
from tests.building import BERT, NOW, a_line, a_refund, an_order, at
from tests.usecases.shelves import Shelves
from tests.usecases.shop import CLUB, Shop, a_store, points, settle

Fresh = Callable[[], AbstractContextManager[Database]]
ON_PRODUCTS = CLUB.replace("earn: [", "earn: [{kind: product}, ")
FILE = "selector,points,price_points,buyable\nCUP,5,90,yes\n*,1,,\n"


def products_store(database: Database, programme: str = ON_PRODUCTS, **changes: Any) -> Store:
    return a_store(database, programme=programme, **changes)


def bring(database: Database, store: Store, text: str = FILE, days: float = 1, **when: Any) -> ProductsImported:
    sheet = read("points.csv", text.encode())
    since = when.get("since")
    return import_products(
        database, [store], store.programme_id, sheet, since=since, author="ann", now=at(days), watch=lambda orders: None
    )


def undo(database: Database, number: int, days: float = 3) -> ProductsUndone:
    return undo_products(database, number, author="bea", now=at(days), watch=lambda orders: None)


def a_cup(pieces: int = 1, **changes: Any) -> Line:
    return a_line(1_000 * pieces, quantity=Decimal(pieces), sku="CUP", name="Cup", **changes)


def ordered(id: str, days: float, line: Line | None = None, **changes: Any) -> Order:
    return an_order(line or a_cup(2), id=id, placed_at=at(days), **changes)


def available(database: Database, customer: str = "7") -> int:
    return points(database, customer).get("available", 0)


def test_orders_placed_from_then_on_earn_what_the_file_says(database: Database) -> None:
    store = products_store(database)
    made = bring(database, store, days=1)
    settle(database, store, ordered("1", 0), ordered("2", 1), ordered("3", 2, a_line(700, sku="POT")))

    assert (made.rows, made.replaced, made.from_at, made.orders) == (2, 0, at(1), 0)
    assert available(database) == 20 + 10 + 1  # by the general rule, by the product's own row, by *


def test_what_was_placed_since_its_day_is_settled_again_in_the_same_commit(database: Database) -> None:
    store = products_store(database)
    settle(database, store, ordered("1", -3), ordered("2", 0), ordered("3", 0, buyer=BERT))

    made = bring(database, store, since=date(2026, 2, 28))

    assert (made.orders, made.from_at) == (2, at(-1, -13))  # the day begins in Berlin
    assert (available(database), available(database, "8")) == (20 + 10, 10)
    assert verify(database).faults == []


def test_without_a_day_nothing_that_is_settled_changes(database: Database) -> None:
    store = products_store(database)
    settle(database, store, ordered("1", 0))

    bring(database, store)
    settle(database, store, ordered("1", 0, refunds=(a_refund(1_000, refunded_at=at(2)),), modified_at=at(2)))

    assert available(database) == 10  # still by the general rule


def test_a_later_file_replaces_what_it_names_and_nothing_else(database: Database) -> None:
    store = products_store(database)
    bring(database, store, days=1)
    made = bring(database, store, "sku;points\nCUP;8\nPOT;3\n", days=2)

    assert made.replaced == 1
    now = products_in_force(database, store.programme_id, at(2))
    assert [(row.name, row.points, row.price_points) for row in now] == [
        ("*", 1, None),
        ("CUP", 8, None),
        ("POT", 3, None),
    ]
    before = products_in_force(database, store.programme_id, at(1))
    assert [(row.name, row.points, row.price_points) for row in before] == [("*", 1, None), ("CUP", 5, 90)]


def test_an_undo_brings_back_exactly_what_was_there(database: Database) -> None:
    store = products_store(database)
    bring(database, store, since=date(2026, 2, 1))
    settle(database, store, ordered("1", 0), ordered("2", 1))
    before = products_in_force(database, store.programme_id, at(9))
    made = bring(database, store, "sku,points\nCUP,50\n", days=2, since=date(2026, 3, 2))
    assert available(database) == 10 + 100

    assert made.number is not None
    assert undo(database, made.number) == ProductsUndone(made.number, 1)

    assert available(database) == 20
    assert products_in_force(database, store.programme_id, at(9)) == before
    assert verify(database).faults == []


def test_an_undo_whose_points_are_spent_leaves_a_debt_as_any_settling_does(database: Database) -> None:
    from connector.usecases.redeem import redeem

    store = products_store(database)
    settle(database, store, ordered("1", 0))
    made = bring(database, store, "sku,points\nCUP,50\n", since=date(2026, 3, 1))
    card = member_card(database, "shop:7", at(2))
    redeem(database, store, card.member.id, 100, key="k", author="t", now=at(2))

    undo(database, made.number or 0)

    assert member_card(database, "shop:7", at(3)).owed == 80


def test_a_tier_by_points_counts_what_the_table_says(database: Database) -> None:
    tiers = "tiers: {levels: [{name: Silver, points: 100, times: 2}]}\n"
    store = products_store(database, ON_PRODUCTS + tiers)
    settle(database, store, ordered("1", 0), ordered("2", 1))
    assert available(database) == 40

    made = bring(database, store, "sku,points\nCUP,50\n", since=date(2026, 3, 1))

    assert available(database) == 100 + 200
    card = member_card(database, "shop:7", at(2)).tier
    assert card is not None
    assert (card.name, card.figure) == ("Silver", 200)
    undo(database, made.number or 0)
    assert available(database) == 40


def test_a_dry_run_says_the_same_and_changes_nothing(database: Database) -> None:
    store = products_store(database)
    settle(database, store, ordered("1", 0))
    sheet = read("points.csv", FILE.encode())

    tried = rehearse_products(database, [store], store.programme_id, sheet, since=date(2026, 3, 1), now=at(1))

    assert products_in_force(database, store.programme_id, at(9)) == []
    assert available(database) == 20
    made = bring(database, store, since=date(2026, 3, 1))
    assert replace(made, number=None, dry_run=True) == tried


def test_a_programme_without_a_product_rule_keeps_the_table_and_settles_nothing(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))

    assert bring(database, store, since=date(2026, 3, 1)).orders == 0
    assert available(database) == 20


def test_a_store_that_is_not_connected_at_present_is_settled_again_too(database: Database) -> None:
    store, off = products_store(database), products_store(database, name="off")
    settle(database, off, ordered("1", 0))

    assert bring(database, store, since=date(2026, 3, 1)).orders == 1
    assert points(database, store="off") == {"available": 10}


def test_a_store_of_another_programme_is_left_alone(database: Database) -> None:
    store = products_store(database)
    other = products_store(database, ON_PRODUCTS.replace("club", "other"), name="other")
    settle(database, other, ordered("1", 0))

    sheet = read("points.csv", FILE.encode())
    made = import_products(
        database,
        [store, other],
        store.programme_id,
        sheet,
        since=date(2026, 3, 1),
        author="ann",
        now=at(1),
        watch=lambda orders: None,
    )

    assert made.orders == 0
    assert points(database, store="other") == {"available": 20}
    assert products_in_force(database, other.programme_id, at(9)) == []


def test_an_order_that_cannot_be_settled_again_stops_the_import(database: Database) -> None:
    store = products_store(database)
    settle(database, store, ordered("1", 0))
    with database.write() as connection:
        spoilt = msgspec.to_builtins(ordered("1", 0, a_line(quantity=Decimal("NaN"))))
        connection.execute(update(orders_table).values(snapshot=spoilt))

    with pytest.raises(ImportRefused, match="nothing was changed: order 1 of shop cannot be settled"):
        bring(database, store, since=date(2026, 3, 1))

    assert products_in_force(database, store.programme_id, at(9)) == []


def test_categories_need_a_store_that_tells_them(database: Database) -> None:
    shop = Shop()
    store = products_store(database, shop=shop)
    text = "category,points\ncups,4\n"

    with pytest.raises(ImportRefused, match="does not tell the categories"):
        bring(database, store, text)
    shop.shelves = Shelves()
    bring(database, store, text)
    settle(database, store, ordered("1", 2, a_cup(2, categories=("cups",))))

    assert available(database) == 8


def test_an_import_is_undone_once_and_must_be_there(database: Database) -> None:
    store = products_store(database)
    made = bring(database, store)
    undo(database, made.number or 0)

    with pytest.raises(ImportRefused, match="undone already on 2026-03-04"):
        undo(database, made.number or 0)
    with pytest.raises(NoSuchThing, match="no import 99"):
        undo(database, 99)


def test_a_programme_is_found_by_name_or_by_being_the_only_one(database: Database) -> None:
    store = products_store(database)

    assert programme_named(database, None) == programme_named(database, "club") == store.programme_id
    with pytest.raises(NoSuchThing, match="no programme 'clb': club"):
        programme_named(database, "clb")
    products_store(database, ON_PRODUCTS.replace("club", "other"), name="other")
    with pytest.raises(NoSuchThing, match="say which programme: club, other"):
        programme_named(database, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("points\n3\n", "f:1: none of the columns selector, sku, product, category is there"),
        ("sku\nCUP\n", "f:1: none of the columns points, price_points, buyable is there"),
        ("sku,points,buyabel\nCUP,3,\n", "f:1: unknown column 'buyabel'; did you mean \"buyable\"?"),
        ("sku,points\n,3\n", "f:2: selector: no product is named"),
        ("sku,category,points\nCUP,cups,3\n", "f:2: selector: sku, category at once"),
        ("sku,points\nCUP,x\n", "f:2: points: 'x' is not a whole number"),
        ("sku,points\nCUP,1000001\n", "f:2: points: too many points; at most 1000000 can be given"),
        ("sku,points\nCUP,-3\n", "f:2: points: -3 is less than 0; leave the cell empty"),
        ("sku,price_points\nCUP,0\n", "f:2: price_points: 0 is less than 1"),
        ("sku,buyable\nCUP,perhaps\n", "f:2: buyable: 'perhaps' is neither yes nor no"),
        ("selector,points\ncategory:,3\n", "f:2: selector: no category is named"),
        ("sku,points\nCUP,3\nPOT,3\nCUP,4\n", "f:4: selector: the same as in line 2"),
        (f"sku,points\n{'x' * 121},3\n", "f:2: sku: longer than 120 characters"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_mend(text: str, fault: str) -> None:
    with pytest.raises(BadRows) as caught:
        judge(read("f", text.encode()), NOW)

    (told,) = caught.value.faults
    assert str(told).startswith(fault)


def test_every_way_to_name_a_product_is_read() -> None:
    text = (
        "selector,sku,product,category,points,price_points,buyable\n"
        "*,,,,1,,NO\ncategory:a,,,,2,,\n,CUP,,,3,,\n,,9,,4,7,yes\n,,,b,,,\n"
    )

    rows = judge(read("f", text.encode()), NOW, 5)

    assert [(row.scope, row.name, row.points, row.price_points, row.buyable) for row in rows] == [
        (Scope.EVERYTHING, "*", 1, None, False),
        (Scope.CATEGORY, "a", 2, None, None),
        (Scope.PRODUCT, "CUP", 3, None, None),
        (Scope.PRODUCT, "9", 4, 7, True),
        (Scope.CATEGORY, "b", None, None, None),
    ]
    assert {(row.from_at, row.number) for row in rows} == {(NOW, 5)}


LINES = st.lists(
    st.tuples(
        st.sampled_from(["*", "CUP", "POT", "9"]),
        st.none() | st.integers(0, 60),
        st.none() | st.integers(1, 60),
        st.sampled_from(["yes", "no", ""]),
    ),
    unique_by=lambda line: line[0],
    min_size=1,
)


def written(lines: list[tuple[str, int | None, int | None, str]]) -> str:
    cells = [",".join("" if cell is None else str(cell) for cell in line) for line in lines]
    return "\n".join(["selector,points,price_points,buyable", *cells])


@settings(max_examples=25)
@given(st.lists(st.tuples(LINES, st.integers(-2, 2)), max_size=3), LINES, st.integers(-2, 2))
def test_importing_and_undoing_any_table_leaves_everything_as_it_was(
    fresh_database: Fresh, before: list[tuple[Any, int]], lines: Any, day: int
) -> None:
    with fresh_database() as database:
        store = products_store(database)
        settle(database, store, *(ordered(str(days), days) for days in (-2, -1, 0, 1)))
        for some, since in before:
            bring(database, store, written(some), since=at(since).date())

        def state() -> tuple[list[list[ProductRow]], int]:
            tables = [products_in_force(database, store.programme_id, at(days, 11.5)) for days in range(-4, 4)]
            return tables, available(database)

        was = state()
        made = bring(database, store, written(lines), since=at(day).date())
        undo(database, made.number or 0)

        assert state() == was
        assert verify(database).faults == []
