"""What orders do not tell is asked for once, kept with them, and never guessed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from connector.adapter import Misconfigured, Rejected, Retryable
from connector.core.commerce import Customer, Order, Product, Promotion, Stage
from connector.db import orders
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.db.tables import inbox, order_facts, products_seen
from connector.programme import parse_programme
from connector.usecases.describe import FRESH, describe
from connector.usecases.intake import Drained, drain, receive
from connector.usecases.product_sheet import read
from connector.usecases.products import import_products
from connector.usecases.programmes import put_in_force
from connector.usecases.pull import pull, reread
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, GUEST, NOW, a_line, an_order, at
from tests.usecases.shelves import Accounts, Shelves
from tests.usecases.shop import CLUB, Shop, a_store, points

Fresh = Callable[[], AbstractContextManager[Database]]
PLAIN = CLUB.replace("redeem: {points: 100, worth: 5.00}\n", "")
CHOOSY = PLAIN + "count: {goods: {categories: [tea]}}\n"
NO_SALE = PLAIN + "count: {without: [sale]}\n"
NO_TRADE = PLAIN + "members: {never: [trade]}\n"
TEA, POT = Product("p1", "TEA-1", categories=("7", "tea")), Product("p2", categories=("8", "pots"))
TRADE = Customer("7", "anna@example.org", groups=("trade",))


def a_shop(*orders: Order, products: tuple[Product, ...] = (TEA, POT), customers: tuple[Customer, ...] = ()) -> Shop:
    shop = Shop()
    shop.has(*orders)
    shop.shelves, shop.accounts = Shelves(*products), Accounts(*customers)
    return shop


def post(database: Database, store: Store, *bodies: str) -> None:
    receive(database, [Letter(store.id, WEBHOOK, body.encode(), {}) for body in bodies], NOW)


def held(database: Database, store: Store, order_id: str = "1") -> Order:
    with database.read() as connection:
        return orders.snapshots(connection, store.id, [order_id])[order_id]


def asked(shop: Shop) -> list[list[str]]:
    assert shop.shelves is not None
    return shop.shelves.asked


def letters(database: Database) -> list[tuple[str, str | None]]:
    with database.read() as connection:
        return [(row.state, row.reason) for row in connection.execute(select(inbox).order_by(inbox.c.id))]


def test_goods_count_by_the_categories_the_store_tells(database: Database) -> None:
    shop = a_shop(an_order(a_line(3_000), a_line(5_000, id="2", product_id="p2")))
    store = a_store(database, shop, CHOOSY)

    pull(database, store, lambda: at(1))

    assert points(database) == {"available": 30}
    assert [line.categories for line in held(database, store).lines] == [("7", "tea"), ("8", "pots")]


def test_goods_on_sale_when_first_seen_do_not_count_where_the_programme_says_so(sqlite_database: Database) -> None:
    shop = a_shop(
        an_order(a_line(3_000), a_line(5_000, id="2", product_id="p2")), products=(replace(TEA, on_sale=True), POT)
    )
    store = a_store(sqlite_database, shop, NO_SALE)

    pull(sqlite_database, store, lambda: at(1))

    assert points(sqlite_database) == {"available": 50}
    assert held(sqlite_database, store).lines[0].promotions == (Promotion.SALE,)


def test_a_group_that_is_shut_out_earns_nothing_and_others_do(sqlite_database: Database) -> None:
    shop = a_shop(an_order(), an_order(id="2", buyer=BERT), an_order(id="3", buyer=GUEST), customers=(TRADE,))
    store = a_store(sqlite_database, shop, NO_TRADE)

    pull(sqlite_database, store, lambda: at(1))

    assert (points(sqlite_database), points(sqlite_database, "8")) == ({}, {"available": 100})
    assert shop.accounts is not None
    assert [one for batch in shop.accounts.asked for one in batch] == ["7", "8"]


def test_an_event_is_filled_in_as_a_pulled_order_is(sqlite_database: Database) -> None:
    shop = a_shop(an_order(a_line(3_000), a_line(5_000, id="2", product_id="p2")))
    store = a_store(sqlite_database, shop, CHOOSY)
    post(sqlite_database, store, "snapshot 1")

    drain(sqlite_database, store, NOW)

    assert points(sqlite_database) == {"available": 30}


def test_a_programme_that_needs_none_of_it_asks_for_none_of_it(sqlite_database: Database) -> None:
    shop = a_shop(an_order(), customers=(TRADE,))
    store = a_store(sqlite_database, shop)

    pull(sqlite_database, store, lambda: at(1))

    assert shop.accounts is not None
    assert (asked(shop), shop.accounts.asked) == ([], [])
    assert held(sqlite_database, store) == an_order()


def test_only_what_the_programme_needs_is_asked_for(sqlite_database: Database) -> None:
    shop = a_shop(an_order(), customers=(TRADE,))
    store = a_store(sqlite_database, shop, CHOOSY)

    pull(sqlite_database, store, lambda: at(1))

    assert shop.accounts is not None
    assert (asked(shop), shop.accounts.asked) == ([["p1"]], [])
    assert held(sqlite_database, store).buyer == ANNA


def test_what_any_version_of_the_programme_needs_is_asked_for(sqlite_database: Database) -> None:
    shop = a_shop(an_order())
    store = a_store(sqlite_database, shop, CHOOSY)
    put_in_force(sqlite_database, parse_programme(PLAIN, "test"), "test", at(-1))

    pull(sqlite_database, store, lambda: at(1))

    assert held(sqlite_database, store).lines[0].categories == ("7", "tea")


def test_an_order_keeps_what_was_first_said_whatever_becomes_of_the_product(database: Database) -> None:
    shop = a_shop(an_order(), customers=(TRADE,))
    store = a_store(database, shop, CHOOSY)
    pull(database, store, lambda: at(1))
    assert shop.shelves is not None
    shop.shelves.held["p1"] = Product("p1", "OTHER", categories=("8", "pots"), on_sale=True)

    again = reread(database, store, lambda: at(2))
    shop.has(an_order(modified_at=at(3), stage=Stage.PAID))
    later = reread(database, store, lambda: at(4))

    assert (again.changed, again.unchanged, later.changed) == (0, 1, 1)
    (line,) = held(database, store).lines
    assert (line.categories, line.sku, line.promotions) == (("7", "tea"), "TEA-1", ())


def test_an_order_keeps_the_groups_its_buyer_had_and_a_later_order_has_the_new_ones(sqlite_database: Database) -> None:
    shop = a_shop(an_order(), customers=(TRADE,))
    store = a_store(sqlite_database, shop, NO_TRADE)
    pull(sqlite_database, store, lambda: at(1))
    assert shop.accounts is not None
    shop.accounts.held["7"] = replace(TRADE, groups=("customer",))
    shop.has(an_order(modified_at=at(2)), an_order(id="2", placed_at=at(2)))

    pull(sqlite_database, store, lambda: at(3))

    assert held(sqlite_database, store).buyer.groups == ("trade",)
    assert held(sqlite_database, store, "2").buyer.groups == ("customer",)
    assert points(sqlite_database) == {"available": 100}


def test_a_line_added_later_is_told_as_of_then_and_its_neighbour_keeps_its_own(sqlite_database: Database) -> None:
    shop = a_shop(an_order(a_line(3_000)))
    store = a_store(sqlite_database, shop, CHOOSY)
    pull(sqlite_database, store, lambda: at(1))
    assert shop.shelves is not None
    shop.shelves.held["p1"] = replace(TEA, categories=("9", "gifts"))
    shop.has(an_order(a_line(3_000), a_line(2_000, id="2"), modified_at=at(2)))

    pull(sqlite_database, store, lambda: at(3))

    assert [line.categories for line in held(sqlite_database, store).lines] == [("7", "tea"), ("9", "gifts")]


def test_a_product_is_asked_for_once_an_hour_and_then_again(sqlite_database: Database) -> None:
    shop = a_shop()
    store = a_store(sqlite_database, shop, CHOOSY)

    for number, moment in enumerate((NOW, NOW + FRESH - timedelta(minutes=1), NOW + FRESH, NOW + FRESH)):
        describe(sqlite_database, store, [an_order(id=str(number))], moment)

    assert asked(shop) == [["p1"], ["p1"]]


def test_a_product_the_store_no_longer_knows_is_as_it_was_last_seen(sqlite_database: Database) -> None:
    shop = a_shop()
    store = a_store(sqlite_database, shop, CHOOSY)
    describe(sqlite_database, store, [an_order()], NOW)
    assert shop.shelves is not None
    shop.shelves.held.clear()

    described = describe(sqlite_database, store, [an_order(id="2"), an_order(a_line(product_id="p9"), id="3")], at(9))

    assert [one.lines[0].categories for one in described.seen if isinstance(one, Order)] == [("7", "tea"), ()]


def test_what_was_seen_long_ago_does_not_stand_in_for_an_answer(sqlite_database: Database) -> None:
    shop = a_shop()
    store = a_store(sqlite_database, shop, CHOOSY)
    describe(sqlite_database, store, [an_order()], NOW)
    assert shop.shelves is not None
    shop.shelves.troubles = [trouble := Retryable("HTTP 502")]

    described = describe(sqlite_database, store, [an_order(id="2")], NOW + FRESH)

    assert (described.seen, described.untold) == ([], {"2": trouble})


def test_a_variation_is_told_by_itself(sqlite_database: Database) -> None:
    green = Product("v1", categories=("7", "tea"), on_sale=True)
    shop = a_shop(products=(replace(TEA, on_sale=True), green))
    store = a_store(sqlite_database, shop, NO_SALE)
    lines = (a_line(variant_id="v1"), a_line(id="2", variant_id="v-gone"))

    (order,) = describe(sqlite_database, store, [an_order(*lines)], NOW).seen

    assert isinstance(order, Order)
    assert [line.promotions for line in order.lines] == [(Promotion.SALE,), ()]


@pytest.mark.parametrize("trouble", [Retryable("HTTP 502"), ValueError("ours")])
def test_a_store_that_cannot_answer_stops_the_pull_before_anything_is_settled(
    sqlite_database: Database, trouble: Exception
) -> None:
    shop = a_shop(an_order())
    store = a_store(sqlite_database, shop, CHOOSY)
    assert shop.shelves is not None
    shop.shelves.troubles = [trouble]

    with pytest.raises(Retryable):
        pull(sqlite_database, store, lambda: at(1))
    assert letters(sqlite_database) == []

    pull(sqlite_database, store, lambda: at(1))
    assert points(sqlite_database) == {"available": 100}


def test_keys_that_may_not_read_products_are_told_with_what_needs_them(sqlite_database: Database) -> None:
    shop = a_shop(an_order())
    store = a_store(sqlite_database, shop, CHOOSY)
    assert shop.shelves is not None
    shop.shelves.troubles = [Misconfigured("HTTP 403")]

    with pytest.raises(Misconfigured, match="the programme needs the store's products: HTTP 403"):
        pull(sqlite_database, store, lambda: at(1))


def test_an_event_whose_buyer_cannot_be_told_is_put_off_and_its_neighbour_goes_on(sqlite_database: Database) -> None:
    shop = a_shop(an_order(), an_order(id="2", buyer=GUEST))
    store = a_store(sqlite_database, shop, NO_TRADE)
    assert shop.accounts is not None
    shop.accounts.silent = True
    post(sqlite_database, store, "snapshot 1", "hint 2")

    assert drain(sqlite_database, store, NOW) == Drained(done=1, put_off=1)
    assert letters(sqlite_database) == [("waiting", "the store answered HTTP 502"), ("done", None)]

    shop.accounts.silent = False
    assert drain(sqlite_database, store, at(1)) == Drained(done=1)
    assert points(sqlite_database) == {"available": 100}


def test_one_product_that_makes_no_sense_sets_only_its_own_orders_aside(sqlite_database: Database) -> None:
    products = tuple(Product(f"p{number}", categories=("tea",)) for number in range(6))
    lines = [a_line(product_id=f"p{number}") for number in range(6)]
    shop = a_shop(*(an_order(line, id=f"{number}") for number, line in enumerate(lines)), products=products)
    shop.page_size = 100
    store = a_store(sqlite_database, shop, CHOOSY)
    assert shop.shelves is not None
    shop.shelves.spoilt = {"p3": Rejected("product p3: no id")}

    pull(sqlite_database, store, lambda: at(1))

    assert points(sqlite_database) == {"available": 500}
    assert letters(sqlite_database) == [("parked", "product p3: no id")]


def test_two_who_see_an_order_at_once_agree_on_the_first_word(sqlite_database: Database) -> None:
    shop = a_shop()
    store = a_store(sqlite_database, shop, CHOOSY)
    other = a_shop(products=(replace(TEA, categories=("9", "gifts")),))

    class Overtaken(Shelves):
        """While its store answers, somebody else has heard another word and written it down."""

        def get(self, ids: Sequence[str]) -> Iterator[Product]:
            describe(sqlite_database, replace(store, adapter=other), [an_order()], NOW)
            return super().get(ids)

    shop.shelves = Overtaken(TEA)

    (order,) = describe(sqlite_database, store, [an_order()], NOW).seen

    assert isinstance(order, Order)
    assert order.lines[0].categories == ("9", "gifts")


def test_what_is_kept_is_one_row_an_order_and_one_a_product(sqlite_database: Database) -> None:
    shop = a_shop()
    store = a_store(sqlite_database, shop, CHOOSY)

    for moment in (NOW, at(1)):
        describe(sqlite_database, store, [an_order(), an_order(modified_at=at(1))], moment)
        describe(sqlite_database, store, [an_order(a_line(id="2"))], moment)

    with sqlite_database.read() as connection:
        assert len(connection.execute(select(order_facts)).all()) == 1
        assert len(connection.execute(select(products_seen)).all()) == 1


def test_an_order_that_cannot_be_kept_goes_on_to_be_set_aside_as_always(sqlite_database: Database) -> None:
    shop = a_shop(an_order(id="9" * 121), an_order())
    store = a_store(sqlite_database, shop, CHOOSY)

    pull(sqlite_database, store, lambda: at(1))

    assert points(sqlite_database) == {"available": 100}
    assert letters(sqlite_database) == [("parked", "cannot be kept: its id is longer than 120 characters")]


STEPS = st.tuples(st.sampled_from("ab"), st.sampled_from(["tea", "pots", "gone"]), st.booleans(), st.booleans())


@given(st.lists(STEPS, min_size=1, max_size=5))
def test_whatever_becomes_of_product_and_buyer_an_order_seen_again_keeps_its_first_facts(
    fresh_database: Fresh, steps: list[tuple[str, str, bool, bool]]
) -> None:
    """Two orders of one product and one buyer, seen in any order and as often as you like, each later than the hour."""
    shop = a_shop()
    assert shop.shelves is not None
    assert shop.accounts is not None
    first: dict[str, tuple[tuple[str, ...], bool, tuple[str, ...]]] = {}
    last_told = Product("p1")
    with fresh_database() as database:
        store = a_store(database, shop, CHOOSY + "members: {never: [trade]}\n")
        for number, (order_id, category, on_sale, in_trade) in enumerate(steps):
            product = Product("p1", categories=(category,), on_sale=on_sale)
            groups = ("trade",) if in_trade else ()
            shop.shelves.held = {} if category == "gone" else {"p1": product}
            shop.accounts.held = {"7": replace(TRADE, groups=groups)}
            if order_id not in first:
                last_told = last_told if category == "gone" else product
                first[order_id] = (last_told.categories, last_told.on_sale, groups)
            shop.has(an_order(id=order_id, modified_at=NOW + number * FRESH))

            pull(database, store, lambda number=number: NOW + number * FRESH, since=NOW)

            for seen, facts in first.items():
                order = held(database, store, seen)
                (line,) = order.lines
                assert (line.categories, Promotion.SALE in line.promotions, order.buyer.groups) == facts


def test_a_table_of_products_that_speaks_of_categories_asks_for_them(sqlite_database: Database) -> None:
    """The programme's own rules would not."""
    shop = a_shop(an_order(placed_at=at(1)))
    store = a_store(sqlite_database, shop, CLUB.replace("earn: [", "earn: [{kind: product}, "))
    sheet = read("points.csv", b"category,points\ntea,7\n")
    import_products(
        sqlite_database, [store], store.programme_id, sheet, since=None, author="x", now=NOW, watch=lambda _: None
    )

    pull(sqlite_database, store, lambda: at(2))

    assert points(sqlite_database)["available"] == 7
