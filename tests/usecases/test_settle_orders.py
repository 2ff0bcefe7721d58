"""Settling snapshots: whatever is told, how often and in which order, the books end as the last word says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from connector.core.commerce import Gone, Stage
from connector.db import orders
from connector.db.engine import Database
from connector.db.tables import outbox
from connector.programme import parse_programme
from connector.usecases.programmes import apply_programme
from connector.usecases.redeem import redeem
from tests.building import BERT, GUEST, NOW, a_line, a_refund, an_order, at, with_code
from tests.usecases.shop import CLUB, Shop, a_store, enrol, points, settle

ORDER = an_order()


def outbox_keys(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars())


def row(database: Database, order_id: str = "1") -> orders.OrderCard:
    with database.read() as connection:
        card = orders.card(connection, "shop", order_id)
    assert card is not None
    return card


def test_an_order_makes_its_buyer_a_member_and_gives_points(database: Database) -> None:
    store = a_store(database)

    settled = settle(database, store, ORDER)

    assert (settled.changed, settled.transactions) == (1, 2)
    assert points(database) == {"available": 100}
    assert row(database).award.points == 100


def test_the_same_snapshot_again_is_a_no_op_that_moves_only_the_time_of_seeing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    settle(sqlite_database, store, ORDER)

    settled = settle(sqlite_database, store, replace(ORDER, observed_at=at(3)))

    assert (settled.changed, settled.unchanged, settled.transactions) == (0, 1, 0)
    with sqlite_database.read() as connection:
        assert orders.held(connection, store.id, ["1"])["1"].observed_at == at(3)


def test_an_older_snapshot_changes_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    settle(sqlite_database, store, replace(ORDER, modified_at=at(2), observed_at=at(2)))

    settled = settle(sqlite_database, store, replace(ORDER, stage=Stage.CANCELLED, observed_at=at(3)))

    assert settled.stale == 1
    assert points(sqlite_database) == {"available": 100}


def test_of_equal_dates_the_one_seen_later_is_truer(sqlite_database: Database) -> None:
    """A refund that moves no date is real on three platforms."""
    store = a_store(sqlite_database)
    refunded = replace(ORDER, refunds=(a_refund(4_000),), observed_at=at(1))

    settle(sqlite_database, store, refunded)
    settle(sqlite_database, store, ORDER)

    assert points(sqlite_database) == {"available": 60}


def test_a_deleted_order_gives_nothing_and_takes_its_points_back(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ORDER)

    settle(database, store, Gone("1", at(1)))

    assert points(database) == {}
    assert row(database).order.stage is Stage.DELETED


def test_an_order_nobody_heard_of_that_is_gone_is_nothing_to_us(sqlite_database: Database) -> None:
    assert settle(sqlite_database, a_store(sqlite_database), Gone("1", at(1))).changed == 0


def test_an_order_that_was_gone_and_is_back_has_its_points_again(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    settle(sqlite_database, store, ORDER)
    settle(sqlite_database, store, Gone("1", at(1)))

    settle(sqlite_database, store, replace(ORDER, observed_at=at(2)))

    assert points(sqlite_database) == {"available": 100}


def test_a_snapshot_seen_before_an_order_was_gone_does_not_bring_it_back(sqlite_database: Database) -> None:
    """An event that waited in the inbox tells of a change that came before the deletion, under a newer date."""
    store = a_store(sqlite_database)
    settle(sqlite_database, store, ORDER)
    settle(sqlite_database, store, Gone("1", at(3)))

    settle(sqlite_database, store, replace(ORDER, modified_at=at(1), observed_at=at(2)))

    assert points(sqlite_database) == {}


def test_of_a_snapshot_and_a_later_deletion_in_one_batch_both_are_kept(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)

    settle(sqlite_database, store, ORDER, Gone("1", at(1)))
    settle(sqlite_database, store, replace(ORDER, observed_at=at(0.5)))

    assert row(sqlite_database).order.stage is Stage.DELETED
    assert points(sqlite_database) == {}


def test_an_order_given_to_another_customer_takes_its_points_along(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ORDER)

    settle(database, store, replace(ORDER, buyer=BERT, modified_at=at(1), observed_at=at(1)))

    assert points(database) == {}
    assert points(database, "8") == {"available": 100}


def test_a_former_buyer_whose_points_are_spent_pays_with_others_where_debts_are_owed(
    sqlite_database: Database,
) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 100)
    redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)
    settle(sqlite_database, store, an_order(a_line(8_000), id="2"))

    settle(sqlite_database, store, an_order(id="first", buyer=BERT, modified_at=at(1)))

    assert points(sqlite_database) == {"held": 100}
    assert points(sqlite_database, "8") == {"available": 100}


def test_a_guest_earns_nothing_and_what_it_would_have_been_is_kept(sqlite_database: Database) -> None:
    settle(sqlite_database, a_store(sqlite_database), replace(ORDER, buyer=GUEST))

    award = row(sqlite_database).award
    assert (award.points, award.promise, award.trace[-1].code) == (0, 100, "guest")


def test_an_order_that_cannot_be_settled_does_not_stop_its_neighbours(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    store = a_store(database)
    broken = an_order(a_line(quantity="not a number"), id="2", refunds=(a_refund(1),))

    settled = settle(database, store, an_order(id="1"), broken, an_order(id="3"))

    assert settled.changed == 2
    assert list(settled.failed) == ["2"]
    assert settled.failed["2"].startswith("cannot be settled: ")
    assert points(database) == {"available": 200}


def test_a_used_code_captures_the_points_and_a_cancelled_order_gives_them_back_and_revokes_it(
    database: Database,
) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    code = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW).row.code
    order = with_code(an_order(id="2", stage=Stage.PAID), code.upper())

    settle(database, store, order)
    assert points(database) == {"redeemed": 100}

    settle(database, store, replace(order, stage=Stage.CANCELLED, modified_at=at(1), observed_at=at(1)))
    assert points(database) == {"available": 100}
    assert [key.split(":")[0] for key in outbox_keys(database)] == ["issue", "revoke"]


def test_an_order_of_which_we_hear_when_it_is_refunded_gives_the_points_of_its_code_back(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    code = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW).row.code
    refunded = an_order(id="2", stage=Stage.REFUNDED, refunds=(a_refund(10_000),))

    settle(database, store, with_code(refunded, code))

    assert points(database) == {"available": 100}
    assert settle(database, store, with_code(refunded, code)).transactions == 0


def test_a_code_used_after_the_programme_stopped_redeeming_is_used_all_the_same(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 100)
    code = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).row.code
    without = parse_programme("\n".join(line for line in CLUB.splitlines() if "redeem" not in line), "test")
    with sqlite_database.write() as connection:
        apply_programme(connection, without, "owner", at(1))

    settle(sqlite_database, store, with_code(an_order(id="2", stage=Stage.PAID, placed_at=at(2)), code), now=at(2))

    assert points(sqlite_database) == {"redeemed": 100}


def test_a_debt_is_paid_by_a_later_order(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)
    cancelled = an_order(id="first", stage=Stage.CANCELLED, modified_at=at(1))

    settle(database, store, cancelled)
    assert row(database, "first").shortfall == 100

    settle(database, store, an_order(a_line(7_000), id="2"))
    assert row(database, "first").shortfall == 30
    assert points(database) == {"held": 100}

    settle(database, store, an_order(a_line(7_000), id="3"))
    assert row(database, "first").shortfall == 0
    assert points(database) == {"available": 40, "held": 100}


def test_absorbing_programmes_never_collect(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=CLUB + "debt: absorb\n")
    anna = enrol(sqlite_database, store, 100)
    redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)
    settle(sqlite_database, store, an_order(id="first", stage=Stage.CANCELLED, modified_at=at(1)))

    settle(sqlite_database, store, an_order(a_line(7_000), id="2"))

    assert row(sqlite_database, "first").shortfall == 100
    assert points(sqlite_database) == {"available": 70, "held": 100}


def test_v16_an_order_is_judged_by_the_version_in_force_when_it_was_placed(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    settle(sqlite_database, store, ORDER)
    doubled = parse_programme(CLUB.replace("points: 1, per", "points: 2, per"), "test")
    with sqlite_database.write() as connection:
        apply_programme(connection, doubled, "owner", at(1))

    settle(sqlite_database, store, replace(ORDER, refunds=(a_refund(5_000),), modified_at=at(2), observed_at=at(2)))
    assert points(sqlite_database) == {"available": 50}

    settle(sqlite_database, store, an_order(id="2", placed_at=at(1) - timedelta(microseconds=1)))
    assert points(sqlite_database) == {"available": 150}

    settle(sqlite_database, store, an_order(id="3", placed_at=at(1)))
    assert points(sqlite_database) == {"available": 350}


def test_the_first_version_judges_all_that_was_before_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, now=NOW)

    settle(sqlite_database, store, an_order(placed_at=at(-2_000)))

    assert points(sqlite_database) == {"available": 100}


def test_two_stores_of_one_programme_have_orders_of_the_same_number(sqlite_database: Database) -> None:
    first, second = a_store(sqlite_database), a_store(sqlite_database, Shop(), name="other")

    settle(sqlite_database, first, ORDER)
    settle(sqlite_database, second, ORDER)

    assert points(sqlite_database) == points(sqlite_database, store="other") == {"available": 100}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "x" * 61}, "its status is longer than 60 characters"),
        ({"number": "x" * 121}, "its number is longer than 120 characters"),
        ({"buyer": replace(BERT, email="x" * 321)}, "its e-mail address is longer than 320 characters"),
    ],
)
def test_an_order_that_no_database_could_keep_does_not_spoil_its_batch(
    changes: dict[str, object], reason: str, database: Database
) -> None:
    store = a_store(database)

    settled = settle(database, store, ORDER, an_order(id="2", **changes))

    assert settled.failed == {"2": f"cannot be kept: {reason}"}
    assert points(database) == {"available": 100}
