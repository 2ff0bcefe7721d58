"""One person with accounts in two stores: joined by an address of which both stores are sure, and by nothing less."""

from dataclasses import replace

import pytest

from connector.core.commerce import Buyer, Order
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.look import member_card
from connector.usecases.merge import part_members
from connector.usecases.stores import Store
from tests.building import ANNA, a_line, an_order, at
from tests.usecases.shop import CLUB, a_store, settle

SURE = replace(ANNA, verified=True)
IN_THE_OUTLET = replace(SURE, customer_id="70", email="Anna@example.ORG")


def ordered(buyer: Buyer, id: str = "1", day: float = 0) -> Order:
    moment = at(day)
    return an_order(
        a_line(5_000), id=id, buyer=buyer, placed_at=moment, completed_at=moment, modified_at=moment, observed_at=moment
    )


def two_stores(database: Database, programme: str = CLUB) -> tuple[Store, Store]:
    return a_store(database, programme=programme), a_store(database, programme=programme, name="outlet")


def together(database: Database, one: str = "shop:7", other: str = "outlet:70") -> bool:
    assert verify(database).faults == []
    return member_card(database, other, at(999)).member.id in member_card(database, one, at(999)).joined


def test_an_address_that_two_stores_are_sure_of_joins_their_customers(database: Database) -> None:
    shop, outlet = two_stores(database)
    settle(database, shop, ordered(SURE))
    settle(database, outlet, ordered(IN_THE_OUTLET, day=1))

    assert together(database)
    assert member_card(database, "shop:7", at(9)).available == 100


@pytest.mark.parametrize("told", [("shop", "outlet"), ("outlet", "shop")])
def test_it_does_not_matter_which_store_told_first_or_when_it_became_sure(
    sqlite_database: Database, told: tuple[str, str]
) -> None:
    shop, outlet = two_stores(sqlite_database)
    stores = {"shop": (shop, SURE), "outlet": (outlet, IN_THE_OUTLET)}
    for name in told:
        store, buyer = stores[name]
        settle(sqlite_database, store, ordered(replace(buyer, verified=False)))
        settle(sqlite_database, store, ordered(buyer, id="2", day=1))

    assert together(sqlite_database) or together(sqlite_database, "outlet:70", "shop:7")


@pytest.mark.parametrize("unsure", ["the first", "the second", "both"])
def test_an_address_that_somebody_only_typed_joins_nobody(sqlite_database: Database, unsure: str) -> None:
    shop, outlet = two_stores(sqlite_database)
    settle(sqlite_database, shop, ordered(replace(SURE, verified=unsure == "the second")))
    settle(sqlite_database, outlet, ordered(replace(IN_THE_OUTLET, verified=unsure == "the first"), day=1))

    assert not together(sqlite_database)


def test_an_address_that_its_owner_has_left_joins_nobody_and_is_the_next_ones(sqlite_database: Database) -> None:
    """Mail providers give addresses away again."""
    shop, outlet = two_stores(sqlite_database)
    settle(sqlite_database, shop, ordered(SURE))
    settle(sqlite_database, shop, ordered(replace(SURE, email="new@example.org"), id="2", day=1))
    settle(sqlite_database, outlet, ordered(IN_THE_OUTLET, day=2))
    assert not together(sqlite_database)

    third = a_store(sqlite_database, name="third")
    settle(sqlite_database, third, ordered(replace(IN_THE_OUTLET, customer_id="700"), day=3))
    assert together(sqlite_database, "outlet:70", "third:700")


def test_an_address_not_heard_of_for_more_than_a_year_joins_nobody(sqlite_database: Database) -> None:
    shop, outlet = two_stores(sqlite_database)
    settle(sqlite_database, shop, ordered(SURE))
    settle(sqlite_database, outlet, ordered(IN_THE_OUTLET, day=366))

    assert not together(sqlite_database)


def test_where_each_store_has_its_wallet_nobody_is_joined(sqlite_database: Database) -> None:
    shop, outlet = two_stores(sqlite_database, CLUB + "wallet_scope: per_store\n")
    settle(sqlite_database, shop, ordered(SURE))
    settle(sqlite_database, outlet, ordered(IN_THE_OUTLET, day=1))

    assert not together(sqlite_database)


def test_those_the_merchant_has_parted_stay_apart(sqlite_database: Database) -> None:
    shop, outlet = two_stores(sqlite_database)
    settle(sqlite_database, shop, ordered(SURE))
    settle(sqlite_database, outlet, ordered(IN_THE_OUTLET, day=1))
    outlets = member_card(sqlite_database, "outlet:70", at(9)).member.id
    part_members(sqlite_database, outlets, author="cli:test", now=at(2))

    settle(sqlite_database, outlet, ordered(IN_THE_OUTLET, id="2", day=3))

    assert not together(sqlite_database)
