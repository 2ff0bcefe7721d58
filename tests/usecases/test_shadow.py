"""Another system's figures beside our books: kept whole or not at all, and compared with reasons."""

from datetime import datetime

import pytest

from connector.core.shadow import Why
from connector.db.engine import Database
from connector.db.stores import StoreRow
from connector.usecases.adjust import adjust_points
from connector.usecases.merge import join_members
from connector.usecases.privacy import erase_person, export_person
from connector.usecases.shadow import Kept, NothingRead, ReadAlready, forget_readings, keep_figures, readings
from connector.usecases.shadow_report import Report, report
from connector.usecases.shadow_sheet import read
from connector.usecases.sheet import BadRows
from connector.usecases.stores import Store, the_store
from tests.building import BERT, a_line, an_order, at
from tests.usecases.shop import CLUB, a_store, enrol, settle

SLOW = CLUB.replace("earn:", "grant: {delay_days: 14}\nearn:")


def row(database: Database) -> StoreRow:
    return the_store(database, None)


def keep(database: Database, text: str, taken_at: datetime) -> Kept:
    sheet = read("smile.csv", text.encode())
    return keep_figures(database, row(database), sheet, taken_at=taken_at, author="ann", now=at(20))


def compare(database: Database, begins: datetime | None = None, ends: datetime | None = None) -> Report:
    return report(database, row(database), begins, ends or at(20))


def why(made: Report) -> dict[int | str | None, list[tuple[Why, int]]]:
    return {one.member or one.customer: [(r.why, r.points) for r in one.reasons] for one in made.differing}


@pytest.fixture
def store(sqlite_database: Database) -> Store:
    return a_store(sqlite_database)


def test_members_who_have_the_same_agree(sqlite_database: Database, store: Store) -> None:
    enrol(sqlite_database, store, 100)
    keep(sqlite_database, "member,points\nanna@example.org,100\n", at(1))

    made = compare(sqlite_database)

    assert (made.agree, made.ours, made.theirs, made.differing, made.sums) == (1, 100, 100, [], [])
    assert (made.at, made.since, made.orders_told) == (at(1), None, False)


def test_it_is_compared_at_the_moment_of_the_file(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    keep(sqlite_database, f"member,points\n{anna},100\n", at(1))
    settle(sqlite_database, store, an_order(id="2", placed_at=at(2)))

    assert compare(sqlite_database).differing == []


def test_orders_that_they_tell_of_are_compared_one_by_one(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    bert = an_order(a_line(9_950), id="2", number="WC-2", buyer=BERT)
    settle(database, store, bert, an_order(a_line(3_000), id="3"), an_order(a_line(50), id="4"))
    text = "member;order;points\nanna@example.org;;103\nshop:8;;60\n;first;100\n;WC-2;100\n;WC-2;-40\n;4;3\n;99;7\n"
    keep(database, text, at(1))

    made = compare(database)

    assert why(made) == {
        anna: [(Why.ORDER_HERE, 30), (Why.ORDER_THERE, -3)],
        anna + 1: [(Why.ROUNDING, -1), (Why.SPENT_THERE, 40)],
    }
    step = made.differing[1].reasons[1].step
    assert step is not None
    assert step.facts["points"] == 0
    assert made.strange_orders == 1
    assert {(one.why, one.times, one.points) for one in made.sums} >= {(Why.ORDER_HERE, 1, 30), (Why.ROUNDING, 1, -1)}


def test_a_delay_that_is_not_over_is_a_reason(sqlite_database: Database) -> None:
    anna = enrol(sqlite_database, a_store(sqlite_database, programme=SLOW), 100)
    keep(sqlite_database, f"member,points\n{anna},100\n", at(1))

    assert why(compare(sqlite_database)) == {anna: [(Why.PENDING, -100)]}


def test_what_was_changed_by_hand_here_is_a_reason(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    adjust_points(sqlite_database, anna, -20, key="k", reason="test", author="ann", now=at(0.5))
    keep(sqlite_database, f"member,points\n{anna},100\n", at(1))

    assert why(compare(sqlite_database)) == {anna: [(Why.MANUAL, -20)]}


def test_between_two_files_only_what_changed_is_explained(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    keep(sqlite_database, f"member,points\n{anna},640\n", at(1))
    settle(sqlite_database, store, an_order(id="2", placed_at=at(2)))
    keep(sqlite_database, f"member,points\n{anna},640\n", at(3))

    made = compare(sqlite_database)

    assert (made.at, made.since) == (at(3), at(1))
    assert why(made) == {anna: [(Why.BEFORE, -540), (Why.ORDER_HERE, 100)]}
    assert why(compare(sqlite_database, begins=at(2))) == {anna: [(Why.UNKNOWN, -440)]}
    assert why(compare(sqlite_database, ends=at(2))) == {anna: [(Why.UNKNOWN, -540)]}


def test_an_order_that_is_told_again_counts_once(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    keep(sqlite_database, f"member,order,points\n{anna},,50\n,first,50\n", at(1))
    keep(sqlite_database, f"member,order,points\n{anna},,50\n,first,50\n", at(3))

    assert why(compare(sqlite_database)) == {anna: [(Why.BEFORE, 50)]}


def test_who_is_known_to_one_side_only_is_told(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    told = keep(database, "member,points\nshop:55,9\nnobody@example.org,4\nsomebody@example.org,0\n", at(1))

    made = compare(database)

    assert (told.balances, told.unknown) == (3, 2)
    assert why(made) == {anna: [(Why.NOT_TOLD, 100)], "55": [(Why.NOT_KNOWN, -9)], None: [(Why.NOT_KNOWN, -4)]}
    assert (made.ours, made.theirs, made.agree) == (100, 13, 1)


def test_a_customer_who_becomes_a_member_later_is_that_member(sqlite_database: Database, store: Store) -> None:
    keep(sqlite_database, "member,points\nshop:7,100\n", at(1))
    enrol(sqlite_database, store, 100)

    assert (compare(sqlite_database).agree, compare(sqlite_database).differing) == (1, [])


def test_members_who_are_one_person_are_compared_together(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    settle(sqlite_database, store, an_order(id="2", buyer=BERT))
    join_members(sqlite_database, anna + 1, anna, reason="test", author="ann", now=at(0.5))
    keep(sqlite_database, f"member,points\n{anna},150\n{anna + 1},50\n", at(1))

    assert (compare(sqlite_database).agree, compare(sqlite_database).differing) == (1, [])


def test_every_bad_row_is_told_and_nothing_is_kept(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    text = (
        f"member,order,points\n{anna},,x\n{anna},,5\n777,,5\nother:1,,5\n,,5\n,17,5\n,17,6\n,17,-6\n"
        f"{anna},,9999999999\n"
    )

    with pytest.raises(BadRows) as bad:
        keep(sqlite_database, text, at(1))

    assert [fault.line for fault in bad.value.faults] == [2, 3, 4, 5, 6, 8, 10, 10]
    said = str(bad.value)
    for part in (
        *("'x' is not a whole number", "the same member as in line 2", "no member '777'"),
        *("'other' is not the store 'shop'", "neither a member nor an order", "points for the same order as in line 7"),
        "too many points",
    ):
        assert part in said
    assert readings(sqlite_database, row(sqlite_database)) == []


def test_a_moment_is_told_of_once_and_a_file_can_be_forgotten(sqlite_database: Database, store: Store) -> None:
    anna = enrol(sqlite_database, store, 100)
    kept = keep(sqlite_database, f"member,order,points\n{anna},,1\n,first,1\n", at(1))

    with pytest.raises(ReadAlready, match=f"shadow forget {kept.reading}"):
        keep(sqlite_database, f"member,points\n{anna},2\n", at(1))
    (one,) = readings(sqlite_database, row(sqlite_database))
    assert (one.id, one.store, one.balances, one.orders, one.author) == (kept.reading, "shop", 1, 1, "ann")

    with pytest.raises(NothingRead, match="has no file 99"):
        forget_readings(sqlite_database, row(sqlite_database), 99)
    assert forget_readings(sqlite_database, row(sqlite_database), kept.reading) == 1
    assert forget_readings(sqlite_database, row(sqlite_database), None) == 0
    with pytest.raises(NothingRead, match="shadow import"):
        compare(sqlite_database)


def test_it_is_told_to_the_person_and_forgotten_with_them(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    keep(database, f"member,points\n{anna},100\n", at(1))

    told = export_person(database, [], anna, at(2))
    erase_person(database, [], anna, "ann", at(2))

    assert told.other_system == [{"store": "shop", "taken_at": at(1), "points": 100}]
    assert why(compare(database)) == {None: [(Why.NOT_KNOWN, -100)]}
