"""Changing points by hand: once per key, with a reason, never below zero, and debts are paid first."""

import pytest

from connector.core.ledger import Account
from connector.core.quote import Refusal
from connector.db import ledger, statements
from connector.db.engine import Database
from connector.db.ledger import KeyReused
from connector.usecases.adjust import Adjusted, Balance, adjust_points
from connector.usecases.audit import verify
from connector.usecases.debts import owed_by
from connector.usecases.redeem import NoSuchMember
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.shop import a_store, enrol, settle


def change(
    database: Database, member: int, points: int | Balance, key: str = "k", reason: str = "goodwill"
) -> Adjusted:
    return adjust_points(database, member, points, key=key, reason=reason, author="ann", now=NOW)


def test_points_given_by_hand_can_be_spent_at_once_and_say_why_and_who(database: Database) -> None:
    member = enrol(database, a_store(database))

    assert change(database, member, 50) == Adjusted(50, replayed=False)
    with database.read() as connection:
        (entry,) = statements.of(connection, [member])
    assert (entry.kind, entry.change, entry.reason, entry.author) == ("adjust", 50, "goodwill", "ann")
    assert verify(database).faults == []


def test_the_same_key_is_the_same_change_and_with_another_wish_an_error(database: Database) -> None:
    member = enrol(database, a_store(database))
    change(database, member, 50)

    assert change(database, member, 50) == Adjusted(50, replayed=True)
    with pytest.raises(KeyReused):
        change(database, member, 60)
    assert change(database, member, -20, key="other") == Adjusted(30, replayed=False)


def test_no_more_is_taken_than_there_is(sqlite_database: Database) -> None:
    member = enrol(sqlite_database, a_store(sqlite_database), points=30)

    with pytest.raises(Refusal, match="balance: the limit is 30,"):
        change(sqlite_database, member, -31)
    assert change(sqlite_database, member, -30, key="other").available == 0


def test_nothing_and_nobody_are_refused(sqlite_database: Database) -> None:
    member = enrol(sqlite_database, a_store(sqlite_database))

    with pytest.raises(Refusal):
        change(sqlite_database, member, 0)
    with pytest.raises(NoSuchMember):
        change(sqlite_database, member + 1, 10)


def test_what_is_given_pays_a_debt_first(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    member = enrol(sqlite_database, store, points=100)
    change(sqlite_database, member, -60)
    order = an_order(a_line(10_000), id="first", refunds=(a_refund(10_000),), modified_at=at(1))
    settle(sqlite_database, store, order)

    assert change(sqlite_database, member, 70, key="gift").available == 10
    with sqlite_database.read() as connection:
        assert ledger.totals(connection)[Account.AVAILABLE] == 10


def test_a_balance_that_is_set_pays_what_is_owed_besides(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    member = enrol(sqlite_database, store, points=100)
    change(sqlite_database, member, -60)
    order = an_order(a_line(10_000), id="first", refunds=(a_refund(10_000),), modified_at=at(1))
    settle(sqlite_database, store, order)

    assert change(sqlite_database, member, Balance(25), key="set").available == 25
    with sqlite_database.read() as connection:
        assert owed_by(connection, [member]) == 0
    assert verify(sqlite_database).faults == []


@pytest.mark.parametrize("there", [0, 30, 500])
def test_a_balance_is_set_to_a_number_and_the_second_time_nothing_happens(
    sqlite_database: Database, there: int
) -> None:
    member = enrol(sqlite_database, a_store(sqlite_database), points=there)

    assert change(sqlite_database, member, Balance(200), key="one") == Adjusted(200, replayed=False)
    assert change(sqlite_database, member, Balance(200), key="two") == Adjusted(200, replayed=True)
    with sqlite_database.read() as connection:
        entries = [entry.change for entry in statements.of(connection, [member]) if entry.author == "ann"]
    assert entries == [200 - there]
