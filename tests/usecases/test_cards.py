"""Loyalty cards: what is bought with one is its owner's, from when it was handed out until it was lost."""

from dataclasses import replace

import pytest

from connector.core.commerce import Buyer, Order
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.cards import CardRefused, add_card, block_card, card_list
from connector.usecases.look import NoSuchThing, find_member, member_card
from connector.usecases.merge import join_members
from connector.usecases.redeem import NoSuchMember
from tests.building import ANNA, NOW, a_line, an_order, at
from tests.usecases.shop import CLUB, a_store, enrol, settle

AT_THE_TILL = Buyer(None, None, card="C-1")


def bought(id: str, day: float, buyer: Buyer = AT_THE_TILL) -> Order:
    moment = at(day)
    return an_order(
        a_line(3_000), id=id, buyer=buyer, placed_at=moment, completed_at=moment, modified_at=moment, observed_at=moment
    )


def available(database: Database, who: str = "card:C-1") -> int:
    assert verify(database).faults == []
    return member_card(database, who, at(99)).available


def test_what_is_bought_with_a_card_is_its_owners(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    add_card(database, store.programme_id, " C-1 ", anna, "cli:test", at(1))

    settle(database, store, bought("2", 2))

    assert available(database) == available(database, "shop:7") == 130
    (card,) = card_list(database)
    assert (card.number, card.member_id, card.added_by) == ("C-1", anna, "cli:test")


def test_a_card_speaks_from_when_it_was_handed_out_until_it_was_lost(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    add_card(sqlite_database, store.programme_id, "C-1", enrol(sqlite_database, store), "cli:test", at(1))
    assert block_card(sqlite_database, store.programme_id, "C-1", at(5)).blocked_at == at(5)
    assert block_card(sqlite_database, store.programme_id, "C-1", at(6)).blocked_at == at(5)

    settle(sqlite_database, store, bought("before", 0.5), bought("then", 1), bought("late", 4.9), bought("lost", 5))

    assert available(sqlite_database) == 60


def test_a_card_that_is_nobodys_collects_for_itself_until_its_carrier_is_known(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    card = add_card(sqlite_database, store.programme_id, "C-1", None, "cli:test", NOW)
    settle(sqlite_database, store, bought("1", 1))
    assert available(sqlite_database) == 30

    anna = enrol(sqlite_database, store, 100)
    join_members(sqlite_database, card.member_id, anna, reason="registered", author="cli:test", now=at(2))

    assert available(sqlite_database) == 130


def test_whoever_is_signed_in_is_the_buyer_whatever_card_is_shown(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    add_card(sqlite_database, store.programme_id, "C-1", None, "cli:test", NOW)

    settle(sqlite_database, store, bought("1", 1, replace(ANNA, card="C-1")))

    assert (available(sqlite_database), available(sqlite_database, "shop:7")) == (0, 30)


def test_an_unknown_card_is_a_guest(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    settle(sqlite_database, store, bought("1", 1))

    with pytest.raises(NoSuchThing, match="card:NUMBER"):
        find_member(sqlite_database, "card:C-1")


def test_a_number_is_handed_out_once_in_a_programme(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store)
    add_card(sqlite_database, store.programme_id, "C-1", anna, "cli:test", NOW)
    other = a_store(sqlite_database, programme=CLUB.replace("programme: club", "programme: other"), name="elsewhere")
    add_card(sqlite_database, other.programme_id, "C-1", None, "cli:test", NOW)

    with pytest.raises(CardRefused, match=f"to member {anna}"):
        add_card(sqlite_database, store.programme_id, "C-1", None, "cli:test", NOW)
    with pytest.raises(CardRefused, match="1 to 64"):
        add_card(sqlite_database, store.programme_id, "  ", None, "cli:test", NOW)
    with pytest.raises(NoSuchMember):
        add_card(sqlite_database, other.programme_id, "C-2", anna, "cli:test", NOW)
    with pytest.raises(NoSuchThing, match="several members"):
        find_member(sqlite_database, "card:C-1")
    with pytest.raises(NoSuchThing, match="no card"):
        block_card(sqlite_database, store.programme_id, "C-9", NOW)
