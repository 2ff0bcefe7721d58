"""Opening balances in bulk: all or nothing, once, and an undo takes back exactly what was given."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from connector.db import imports, ledger, members, statements
from connector.db.engine import Database
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.bulk import (
    Imported,
    ImportRefused,
    Undone,
    import_balances,
    import_batches,
    rehearse_import,
    undo_import,
)
from connector.usecases.look import NoSuchThing
from connector.usecases.opening_balances import read
from connector.usecases.privacy import erase_person
from connector.usecases.sheet import BadRows
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.shop import CLUB, a_store, enrol, points, settle

FILE = "member,points,expires,reason\nanna@example.org,120,2026-03-31,from Smile\nshop:12,30\n"
BATCH = read("f", FILE.encode()).batch


def bring(database: Database, text: str = FILE, days: float = 1, programme_id: int | None = None) -> Imported:
    return import_balances(
        database,
        read("old.csv", text.encode()),
        programme_id=programme_id,
        author="ann",
        now=at(days),
        watch=lambda rows: None,
    )


def undo(database: Database, batch: str = BATCH, days: float = 2) -> Undone:
    return undo_import(database, batch, author="bea", now=at(days), watch=lambda rows: None)


def take(database: Database, member: int, points: int) -> None:
    adjust_points(database, member, -points, key=f"take {points}", reason="test", author="test", now=at(1))


def test_a_file_gives_its_points_and_makes_members_of_unknown_customers(database: Database) -> None:
    anna = enrol(database, a_store(database), points=5)

    assert bring(database) == Imported(BATCH, 2, 2, 1, 150, dry_run=False)

    assert points(database, "7") == {"available": 125}
    assert points(database, "12") == {"available": 30}
    with database.read() as connection:
        entry = statements.of(connection, [anna])[-1]
        wallet = ledger.stored_wallets(connection, [anna])[anna]
    assert (entry.kind, entry.change, entry.reason, entry.author) == ("adjust", 120, "from Smile", "ann")
    assert wallet.lots[imports.key(BATCH, 1, 2)].expires_at == at(30, 10)
    assert verify(database).faults == []


def test_what_says_no_day_lives_like_points_earned_now(sqlite_database: Database) -> None:
    anna = enrol(sqlite_database, a_store(sqlite_database, programme=CLUB + "expire: {months: 1}\n"))

    bring(sqlite_database, f"member,points\n{anna},1\n")

    with sqlite_database.read() as connection:
        (lot,) = ledger.stored_wallets(connection, [anna])[anna].lots.values()
    assert lot.expires_at == at(32, 10)


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(sqlite_database: Database) -> None:
    enrol(sqlite_database, a_store(sqlite_database))

    rehearsed = rehearse_import(sqlite_database, read("f", FILE.encode()), programme_id=None, now=NOW)

    assert rehearsed == Imported(BATCH, 2, 2, 1, 150, dry_run=True)
    assert import_batches(sqlite_database) == []
    with sqlite_database.read() as connection:
        assert members.by_customer(connection, "shop", "12") is None


def test_one_bad_row_and_nothing_is_given(sqlite_database: Database) -> None:
    enrol(sqlite_database, a_store(sqlite_database))

    with pytest.raises(BadRows, match=r"old.csv:4: member: no member '999'"):
        bring(sqlite_database, f"{FILE}999,5\n")

    assert import_batches(sqlite_database) == []
    assert points(sqlite_database) == {}


def test_the_same_file_is_refused_until_it_was_undone(database: Database) -> None:
    enrol(database, a_store(database))
    bring(database)

    with pytest.raises(ImportRefused, match=rf"already imported on 2026-03-02 12:00 UTC by ann.*undo {BATCH}"):
        bring(database, days=2)
    with pytest.raises(ImportRefused):
        rehearse_import(database, read("f", FILE.encode()), programme_id=None, now=at(2))
    assert undo(database) == Undone(BATCH, 2, 150)
    assert points(database) == {}
    assert bring(database, days=3).new_members == 0

    assert points(database) == {"available": 120}
    assert [
        (b.id, b.attempt, b.rows, b.points, b.author, b.imported_at, b.undone_at) for b in import_batches(database)
    ] == [
        (BATCH, 1, 2, 150, "ann", at(1), at(2)),
        (BATCH, 2, 2, 150, "ann", at(3), None),
    ]
    assert verify(database).faults == []


def test_an_undo_takes_the_batchs_own_points_and_no_others(sqlite_database: Database) -> None:
    anna = enrol(sqlite_database, a_store(sqlite_database), points=200)
    bring(sqlite_database)
    take(sqlite_database, anna, 1)  # of what expires first, which is the batch's

    with pytest.raises(ImportRefused, match=rf"nothing was changed:\nmember {anna}: 119 of the 120 points are left$"):
        undo(sqlite_database)

    assert points(sqlite_database) == {"available": 319}
    assert points(sqlite_database, "12") == {"available": 30}
    assert verify(sqlite_database).faults == []


def test_points_that_expired_cannot_be_taken_back(sqlite_database: Database) -> None:
    anna = enrol(sqlite_database, a_store(sqlite_database))
    bring(sqlite_database)

    with pytest.raises(ImportRefused, match=rf"member {anna}: 0 of the 120 points are left"):
        undo(sqlite_database, days=31)


def test_an_undo_is_done_once_and_of_an_import_there_is(sqlite_database: Database) -> None:
    enrol(sqlite_database, a_store(sqlite_database))
    bring(sqlite_database)
    undo(sqlite_database)

    with pytest.raises(ImportRefused, match=r"was undone already on 2026-03-03 12:00 UTC"):
        undo(sqlite_database, days=3)
    with pytest.raises(NoSuchThing, match="loyalty ledger imports"):
        undo(sqlite_database, "%")


def test_what_is_given_pays_a_debt_first(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, points=100)
    take(sqlite_database, anna, 60)
    settle(sqlite_database, store, an_order(a_line(10_000), id="first", refunds=(a_refund(10_000),), modified_at=at(1)))

    bring(sqlite_database)

    assert points(sqlite_database) == {"available": 60}
    with pytest.raises(ImportRefused, match="60 of the 120 points are left"):
        undo(sqlite_database)


def test_an_address_known_in_two_programmes_is_told_apart_by_the_store(sqlite_database: Database) -> None:
    enrol(sqlite_database, a_store(sqlite_database))
    other = a_store(sqlite_database, programme=CLUB.replace("club", "other"), name="other")
    enrol(sqlite_database, other)
    text = "member,points\nAnna@example.org,5\n"

    with pytest.raises(BadRows, match="several members have the address"):
        bring(sqlite_database, text)
    bring(sqlite_database, text, programme_id=other.programme_id)

    assert points(sqlite_database, store="other") == {"available": 5}
    with pytest.raises(BadRows, match="no member 'shop:12'"):
        bring(sqlite_database, FILE, programme_id=other.programme_id)


def test_a_large_file_goes_through_in_parts_that_end_in_one_commit(database: Database) -> None:
    a_store(database)
    text = "member,points\n" + "".join(f"shop:{number},{number}\n" for number in range(1, 1201))
    told: list[int] = []

    import_balances(database, read("f", text.encode()), programme_id=None, author="ann", now=NOW, watch=told.append)

    assert told == [500, 500, 200]
    assert points(database, "1200") == {"available": 1200}
    assert verify(database).faults == []
    assert undo(database, read("f", text.encode()).batch).points == 1200 * 1201 // 2
    assert verify(database).faults == []


def test_an_import_that_breaks_off_half_way_has_given_nothing(sqlite_database: Database) -> None:
    a_store(sqlite_database)
    text = "member,points\n" + "".join(f"shop:{number},1\n" for number in range(600))

    def break_off(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_balances(
            sqlite_database, read("f", text.encode()), programme_id=None, author="ann", now=NOW, watch=break_off
        )

    assert import_batches(sqlite_database) == []
    with sqlite_database.read() as connection:
        assert members.all_ids(connection) == []


def test_of_two_who_import_or_undo_the_same_at_once_one_is_refused(database: Database) -> None:
    a_store(database)
    bring(database, "member,points\n" + "".join(f"shop:{number},1\n" for number in range(300)))
    text = "member,points\n" + "".join(f"{number},5\n" for number in range(1, 301))
    start = Barrier(2)

    def told(undoing: bool) -> str:
        start.wait()
        try:
            undo(database, read("f", text.encode()).batch) if undoing else bring(database, text)
        except ImportRefused as refused:
            return str(refused)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        imported = sorted(pool.map(told, [False, False]))
        undone = sorted(pool.map(told, [True, True]))

    assert imported[0] == "done"
    assert "already imported on" in imported[1]
    assert undone[0] == "done"
    assert "was undone already" in undone[1]
    assert verify(database).faults == []


def test_nobody_gives_points_to_an_erased_member(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, points=5)
    erase_person(database, [store], anna, "cli:test", at(1))

    for name in (str(anna), "anna@example.org"):
        with pytest.raises(BadRows):
            bring(database, f"member,points\n{name},30\n")


def test_a_reason_that_tells_who_somebody_is_is_refused(database: Database) -> None:
    enrol(database, a_store(database), points=5)

    with pytest.raises(BadRows, match="address"):
        bring(database, "member,points,reason\nanna@example.org,30,moved from a@example.org\n")
