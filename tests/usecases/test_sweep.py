"""Sweeping: what became due since the last time, once, for every programme by its own terms."""

from datetime import timedelta

from sqlalchemy import select

from connector.adapter import Rejected
from connector.core.commerce import Stage
from connector.db import marks
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.db.tables import inbox, outbox
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import drain, receive
from connector.usecases.redeem import redeem
from connector.usecases.sweep import prune, sweep_codes, sweep_lots
from tests.building import NOW, a_line, an_order, at, with_code
from tests.usecases.shop import CLUB, Shop, a_store, enrol, points, settle

DELAYED = CLUB + "grant: {delay_days: 14}\nexpire: {policy: per_lot, months: 6}\n"


def test_points_ripen_on_their_day_and_lapse_on_theirs(database: Database) -> None:
    store = a_store(database, programme=DELAYED)
    settle(database, store, an_order(), now=NOW)
    assert points(database) == {"pending": 100}

    assert sweep_lots(database, at(13.9)) == 0
    assert sweep_lots(database, at(14)) == 1
    assert points(database) == {"available": 100}

    assert sweep_lots(database, at(183)) == 0
    assert sweep_lots(database, at(185)) == 1
    assert points(database) == {"expired": 100}


def test_sweeping_again_finds_nothing(sqlite_database: Database) -> None:
    settle(sqlite_database, a_store(sqlite_database, programme=DELAYED), an_order(), now=NOW)

    assert [sweep_lots(sqlite_database, at(20)) for _ in range(2)] == [1, 0]


def test_a_sweep_after_a_long_sleep_finds_all_that_became_due(sqlite_database: Database) -> None:
    settle(sqlite_database, a_store(sqlite_database, programme=DELAYED), an_order(), now=NOW)
    sweep_lots(sqlite_database, at(1))

    assert sweep_lots(sqlite_database, at(400)) == 2
    assert points(sqlite_database) == {"expired": 100}


def test_a_sweep_goes_through_all_members_in_batches(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=DELAYED)
    buyers = [an_order(id=str(n), buyer=an_order().buyer.__class__(str(n), None)) for n in range(450)]
    settle(sqlite_database, store, *buyers, now=NOW)

    assert sweep_lots(sqlite_database, at(14)) == 450


def test_ripe_points_pay_what_is_owed(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=DELAYED)
    settle(sqlite_database, store, an_order(id="first"), now=NOW)
    sweep_lots(sqlite_database, at(14))
    redeem(sqlite_database, store, 1, 100, key="k", author="shopper", now=at(14))
    settle(sqlite_database, store, an_order(a_line(7_000), id="2", placed_at=at(15)), now=at(15))
    settle(sqlite_database, store, an_order(id="first", stage=Stage.CANCELLED, modified_at=at(16)), now=at(16))
    assert points(sqlite_database) == {"pending": 70, "held": 100}

    sweep_lots(sqlite_database, at(29))

    assert points(sqlite_database) == {"held": 100}


def test_each_programme_collects_by_its_own_terms(sqlite_database: Database) -> None:
    """One sweep takes up members of all programmes; that one of them lets debts be owed is nothing to the other."""
    strict = a_store(sqlite_database, programme=DELAYED, name="strict")
    kind = a_store(sqlite_database, programme=DELAYED.replace("club", "kind") + "debt: absorb\n", name="kind")
    for number, store in enumerate((strict, kind), start=1):
        settle(sqlite_database, store, an_order(id="first"), now=NOW)
        sweep_lots(sqlite_database, at(14))
        redeem(sqlite_database, store, number, 100, key=store.name, author="shopper", now=at(14))
        settle(sqlite_database, store, an_order(a_line(7_000), id="2", placed_at=at(15)), now=at(15))
        settle(sqlite_database, store, an_order(id="first", stage=Stage.CANCELLED, modified_at=at(16)), now=at(16))

    sweep_lots(sqlite_database, at(29))

    assert points(sqlite_database, store="strict") == {"held": 100}
    assert points(sqlite_database, store="kind") == {"available": 70, "held": 100}


def test_a_code_that_nobody_used_in_time_is_revoked_and_its_points_come_back(database: Database) -> None:
    store = a_store(database)
    redeem(database, store, enrol(database, store, 100), 100, key="k", author="shopper", now=NOW)
    dispatch(database, store, NOW)

    assert sweep_codes(database, at(30.9)) == 0  # a day of grace for an order of the last minute
    assert sweep_codes(database, at(31.1)) == 1
    assert sweep_codes(database, at(31.2)) == 1  # found again and not ordered twice
    assert points(database) == {"held": 100}

    assert dispatch(database, store, at(31.2)).done == 1
    assert points(database) == {"available": 100}
    assert sweep_codes(database, at(32)) == 0


def test_a_used_code_does_not_lapse(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    row = redeem(sqlite_database, store, enrol(sqlite_database, store, 100), 100, key="k", author="s", now=NOW).row
    settle(sqlite_database, store, with_code(an_order(id="2", stage=Stage.PAID), row.code))

    assert sweep_codes(sqlite_database, at(99)) == 0


def test_done_rows_are_forgotten_after_a_month_and_others_never(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    redeem(sqlite_database, store, enrol(sqlite_database, store, 200), 100, key="k1", author="s", now=NOW)
    dispatch(sqlite_database, store, NOW)
    shop.troubles = [Rejected("no")]
    redeem(sqlite_database, store, 1, 100, key="k2", author="s", now=NOW)
    dispatch(sqlite_database, store, NOW)
    receive(sqlite_database, [Letter(store.id, WEBHOOK, body, {}) for body in (b"ping", b"gibberish")], NOW)
    drain(sqlite_database, store, NOW)

    month = timedelta(days=30)
    assert prune(sqlite_database, NOW + timedelta(days=29), month) == 0
    assert prune(sqlite_database, NOW + timedelta(days=31), month) == 2
    with sqlite_database.read() as connection:
        for table in (inbox, outbox):
            assert list(connection.execute(select(table.c.state)).scalars()) == ["parked"]


def test_the_mark_is_how_far_the_sweep_has_come(sqlite_database: Database) -> None:
    sweep_lots(sqlite_database, at(3))

    with sqlite_database.read() as connection:
        assert marks.get(connection, "lots aged") == at(3)


def test_a_code_that_was_used_at_its_end_is_asked_about_again_the_next_day(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    member = enrol(sqlite_database, store, points=100)
    made = redeem(sqlite_database, store, member, 100, key="k", author="test", now=NOW)
    dispatch(sqlite_database, store, NOW)
    shop.used = {made.row.code}
    sweep_codes(sqlite_database, at(32))
    dispatch(sqlite_database, store, at(32))

    shop.used = set()  # its order was cancelled before we ever saw it
    sweep_codes(sqlite_database, at(32, hours=1))
    sweep_codes(sqlite_database, at(33))
    dispatch(sqlite_database, store, at(33))

    assert points(sqlite_database) == {"available": 100}
