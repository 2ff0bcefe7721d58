"""Stores and their customers: a store keeps its programme, a member has the address of the last order."""

from dataclasses import replace

import pytest

from connector.db import members
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.stores import OtherProgramme, enlist
from tests.building import ANNA, NOW, an_order, at
from tests.usecases.shop import CLUB, a_store, member_of, settle


def test_a_store_that_is_known_stays_as_it_is(database: Database) -> None:
    store = a_store(database)

    assert enlist(database, "shop", parse_programme(CLUB, "test"), "test", NOW).id == store.id


def test_a_store_never_changes_its_programme_silently(sqlite_database: Database) -> None:
    a_store(sqlite_database)
    gold = parse_programme(CLUB.replace("programme: club", "programme: gold"), "test")

    with pytest.raises(OtherProgramme, match="belongs to the programme 'club', and its settings name 'gold'"):
        enlist(sqlite_database, "shop", gold, "test", NOW)


def test_a_members_address_is_that_of_their_last_order(database: Database) -> None:
    store = a_store(database)
    moved = replace(ANNA, email="Anna@New.example", name="Anna New")
    settle(database, store, an_order(id="1"))

    settle(database, store, an_order(id="2", buyer=moved, placed_at=at(2)))
    settle(database, store, an_order(id="3", placed_at=at(1)))  # told later, and placed before

    with database.read() as connection:
        member = members.get(connection, member_of(connection))
    assert member is not None
    assert (member.email, member.name) == ("anna@new.example", "Anna New")
