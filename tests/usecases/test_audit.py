"""Proving the books: clean ones pass, and every kind of corruption that we can think of is found."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert, select, text, update

from connector.core.ledger import Account
from connector.db.engine import Database
from connector.db.tables import lots, postings, transactions
from connector.usecases.audit import verify
from tests.building import at
from tests.usecases.shop import some_history


def unguard(connection: Connection) -> None:
    """As somebody with the keys to the database could."""
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in ("transactions", "lots", "postings"):
            connection.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))


def posting_of(connection: Connection, kind: str) -> int:
    found = select(postings.c.id).join(transactions, transactions.c.id == postings.c.transaction_id)
    return connection.execute(found.where(transactions.c.kind == kind)).scalars().first() or 0


def change_posting(kind: str, **values: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(
        update(postings).where(postings.c.id == posting_of(connection, kind)).values(**values)
    )


CORRUPTIONS: dict[str, Callable[[Connection], object]] = {
    "more points than were earned": change_posting("earn", points=1_000),
    "fewer points than were held": change_posting("hold", points=99),
    "a posting into another account": change_posting("clawback", destination="expired"),
    "a vanished posting": lambda connection: connection.execute(
        postings.delete().where(postings.c.id == posting_of(connection, "clawback"))
    ),
    "an invented posting": lambda connection: connection.execute(
        insert(postings).values(transaction_id=1, lot_id=1, source="issued", destination="pending", points=7)
    ),
    "a lot that lives longer": lambda connection: connection.execute(
        update(lots).where(lots.c.id == 1).values(expires_at=at(99))
    ),
    "another kind": lambda connection: connection.execute(
        update(transactions).where(transactions.c.kind == "earn").values(kind="adjust")
    ),
    "a gap in the numbers": lambda connection: connection.execute(
        update(transactions).where(transactions.c.id == 1).values(seq=99)
    ),
    "another order": lambda connection: connection.execute(
        update(transactions).where(transactions.c.id == 1).values(order_ref="shop/77")
    ),
}


def test_clean_books_are_proved(database: Database) -> None:
    some_history(database)

    proof = verify(database)

    assert proof.faults == []
    assert proof.members == 2
    assert proof.transactions > 8
    assert sum(proof.points.values()) == 0
    assert proof.points[Account.REDEEMED] == 50


def test_empty_books_are_proved(sqlite_database: Database) -> None:
    assert verify(sqlite_database).faults == []


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_corruption_is_found(sqlite_database: Database, corruption: str) -> None:
    some_history(sqlite_database)
    with sqlite_database.write() as connection:
        unguard(connection)
        CORRUPTIONS[corruption](connection)

    assert verify(sqlite_database).faults != []


def test_corruption_is_found_on_postgresql_too(database: Database) -> None:
    some_history(database)
    with database.write() as connection:
        unguard(connection)
        CORRUPTIONS["more points than were earned"](connection)

    assert verify(database).faults == [
        "member 1: the chain is broken at number 1, transaction shop/first#0000",
        "member 1: transaction shop/first#0000 is not what was written",
    ]


def change_transaction(**values: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(update(transactions).where(transactions.c.id == 2).values(**values))


REWRITINGS: dict[str, Callable[[Connection], object]] = {
    "another reason": change_transaction(reason="because"),
    "another author": change_transaction(author="nobody"),
    "another day": change_transaction(happened_at=at(-9)),
    "written down at another time": change_transaction(recorded_at=at(-9)),
    "another reckoning": change_transaction(trace=[{"code": "fixed", "facts": {"points": 1}}]),
    "another link": change_transaction(chain="0" * 64),
}


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_what_moves_no_point_cannot_be_rewritten_either(sqlite_database: Database, rewriting: str) -> None:
    some_history(sqlite_database)
    with sqlite_database.write() as connection:
        unguard(connection)
        REWRITINGS[rewriting](connection)

    (fault,) = verify(sqlite_database).faults

    assert fault.startswith("member 1: the chain is broken at number 2, transaction ")


def test_what_is_taken_from_the_end_is_told_by_the_seal_alone(database: Database) -> None:
    some_history(database)
    before = verify(database)
    with database.write() as connection:
        unguard(connection)
        last = connection.execute(select(transactions.c.id).order_by(transactions.c.id.desc())).scalars().first()
        connection.execute(postings.delete().where(postings.c.transaction_id == last))
        connection.execute(transactions.delete().where(transactions.c.id == last))

    after = verify(database)

    assert (before.faults, after.faults) == ([], [])
    assert before.seal != after.seal
    assert len(after.seal) == 64


def test_the_seal_stays_while_nothing_is_written(sqlite_database: Database) -> None:
    some_history(sqlite_database)

    assert verify(sqlite_database).seal == verify(sqlite_database).seal
