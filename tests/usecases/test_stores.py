"""Stores: a store keeps its programme, and says so when its settings name another."""

import pytest

from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.stores import OtherProgramme, enlist
from tests.building import NOW
from tests.usecases.shop import CLUB, a_store


def test_a_store_that_is_known_stays_as_it_is(database: Database) -> None:
    store = a_store(database)

    assert enlist(database, "shop", parse_programme(CLUB, "test"), "test", NOW).id == store.id


def test_a_store_never_changes_its_programme_silently(sqlite_database: Database) -> None:
    a_store(sqlite_database)
    gold = parse_programme(CLUB.replace("programme: club", "programme: gold"), "test")

    with pytest.raises(OtherProgramme, match="belongs to the programme 'club', and its settings name 'gold'"):
        enlist(sqlite_database, "shop", gold, "test", NOW)
