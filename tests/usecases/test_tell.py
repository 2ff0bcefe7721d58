"""What shops tell of accounts: an address joins two of them only where both shops have made sure of it."""

import pytest

from connector.core.commerce import Customer
from connector.db import joining
from connector.db.engine import Database
from connector.usecases.tell import Told, settle_told
from tests.building import NOW
from tests.usecases.doing import GIVING, members_of
from tests.usecases.shop import LATER, a_store


@pytest.mark.parametrize(("scope", "sure", "people"), [
    ("shared", (True, True), 1),
    ("shared", (True, False), 2),
    ("shared", (False, True), 2),
    ("per_store", (True, True), 2),
])  # fmt: skip
def test_two_shops_that_are_sure_of_an_address_know_one_person(
    database: Database, scope: str, sure: tuple[bool, bool], people: int
) -> None:
    programme = f"{GIVING}wallet_scope: {scope}\n"
    stores = [a_store(database, programme=programme, name=f"shop-{number}") for number in range(2)]

    for store, verified in zip(stores, sure, strict=True):
        told = Customer("7", "Anna@example.org", "Anna", registered_at=NOW, verified=verified)
        settle_told(database, store, Told.REGISTERED, told, LATER)

    with database.read() as connection:
        groups = joining.groups(connection, members_of(database))
    assert len({groups.root(member) for member in members_of(database)}) == people
