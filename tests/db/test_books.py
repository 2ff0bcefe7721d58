"""The books in the database: all or nothing, once per key, and read back as they were."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from connector.core.explain import Step
from connector.core.ledger import Overdrawn, Wallet
from connector.db import history, ledger
from connector.db.engine import Database
from connector.db.ledger import Books, KeyReused
from connector.db.tables import members, programmes
from tests.building import NOW, A, K, a_lot, at, earn, move, some_terms, vest

LOT = a_lot("lot", order="shop/1", expires_at=at(90))
TRACE = (Step("base", {"amount": 10_000}), Step("granted", {"status": "completed", "points": 100}))
ENTRIES = [replace(earn(LOT, 100), trace=TRACE), vest(LOT, 100)]


@pytest.fixture
def two(database: Database) -> Database:
    """Members 1 and 2."""
    with database.write() as connection:
        connection.execute(insert(programmes).values(name="club"))
        connection.execute(insert(members), [{"programme_id": 1, "enrolled_at": NOW} for _ in range(2)])
    return database


def written(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM transactions")).scalar_one())


def test_what_was_posted_is_read_back_exactly(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [1], some_terms())
        books.post((1, entry) for entry in ENTRIES)
        books.post([(1, move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 30), redemption="r"))])
        count = books.write(connection, NOW)

    with two.read() as connection:
        assert count == 3
        assert ledger.stored_wallets(connection, [1, 2]) == {1: books.wallets[1], 2: Wallet()}
        replayed = [entry.transaction for entry in history.entries(connection, [1])[1]]
    assert Wallet().post_all(replayed) == books.wallets[1]
    assert replayed[:2] == ENTRIES


def test_numbers_go_up_by_one_for_each_member(two: Database) -> None:
    for member in (1, 2, 1):
        with two.write() as connection:
            books = Books.open(connection, [1, 2], some_terms())
            lot = a_lot(f"lot {written(connection)}")
            books.post([(member, earn(lot, 10)), (member, vest(lot, 10))])
            books.write(connection, NOW)

    with two.read() as connection:
        found = history.entries(connection, [1, 2])
    assert {member: [entry.seq for entry in entries] for member, entries in found.items()} == {
        1: [1, 2, 3, 4],
        2: [1, 2],
    }


def test_of_many_entries_all_are_taken_up_or_none(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [1, 2], some_terms())
        with pytest.raises(Overdrawn):
            books.post([(1, earn(LOT, 100)), (2, earn(a_lot("other"), 5)), (2, vest(a_lot("other"), 6))])

        assert books.wallets == {1: Wallet(), 2: Wallet()}
        assert books.write(connection, NOW) == 0


def test_a_key_with_the_same_content_is_a_replay_and_writes_nothing(two: Database) -> None:
    for expected in (1, 0):
        with two.write() as connection:
            books = Books.open(connection, [1], some_terms())
            books.wallets = {1: Wallet()}  # as one who does not know yet that it was done
            books.post([(1, earn(LOT, 100))])

            assert books.write(connection, NOW) == expected


def test_a_key_with_other_content_is_an_error_and_writes_nothing(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [1], some_terms())
        books.post([(1, earn(LOT, 100))])
        books.write(connection, NOW)

    other = replace(earn(a_lot("another lot"), 5), key=ENTRIES[0].key)
    with pytest.raises(KeyReused, match="earn:lot is in the books already"), two.write() as connection:
        books = Books.open(connection, [1], some_terms())
        books.post([(1, vest(LOT, 100)), (1, other)])
        books.write(connection, NOW)

    with two.read() as connection:
        assert written(connection) == 1


def test_a_number_that_was_taken_meanwhile_is_refused_by_the_database(two: Database) -> None:
    """The backstop behind the member lock: seq was read before the postings."""
    with two.write() as connection:
        books = Books.open(connection, [1], some_terms())
        late = Books(dict(books.wallets), {})
        books.post([(1, earn(LOT, 100))])
        books.write(connection, NOW)

    late.post([(1, earn(a_lot("other"), 100))])
    with pytest.raises(IntegrityError), two.write() as connection:
        late.write(connection, NOW)


def test_nobodys_books_are_empty(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [], some_terms())

        assert (books.wallets, books.write(connection, NOW)) == ({}, 0)


def test_totals_are_over_everybody_and_sum_to_zero(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [1, 2], some_terms())
        for member, lot in ((1, LOT), (2, a_lot("other"))):
            books.post([(member, earn(lot, 100)), (member, vest(lot, 100))])
        books.write(connection, NOW)

    with two.read() as connection:
        totals = ledger.totals(connection)
    assert (totals[A.ISSUED], totals[A.AVAILABLE], sum(totals.values())) == (-200, 200, 0)


def test_members_whose_lots_are_due_are_found_within_the_window_and_beyond_the_last(two: Database) -> None:
    with two.write() as connection:
        books = Books.open(connection, [1, 2], some_terms())
        books.post([(1, earn(a_lot("a", matures_at=at(3)), 1)), (2, earn(a_lot("b", expires_at=at(5)), 1))])
        books.write(connection, NOW)

        def due(after: float | None, until: float, beyond: int = 0) -> list[int]:
            start = None if after is None else at(after)
            return ledger.members_with_due_lots(connection, 1, start, at(until), beyond, 10)

        assert due(1, 2) == []
        assert due(1, 3) == [1]
        assert due(4, 5) == [2]
        assert due(None, 9) == [1, 2]
        assert due(None, 9, beyond=1) == [2]
