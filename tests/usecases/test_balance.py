"""What a member had at a time: as is known today, and as was known then."""

from datetime import datetime

import pytest

from connector.core.balance import Balance
from connector.core.commerce import Stage
from connector.db.engine import Database
from connector.usecases.look import Knowledge, NoSuchThing, balance_card
from connector.usecases.redeem import redeem
from tests.building import NOW, a_refund, an_order, at, with_code
from tests.usecases.shop import CLUB, a_store, enrol, settle

WAITING = CLUB + "grant: {delay_days: 14}\n"
ALL_AT_ONCE = CLUB + "expire: {policy: first_point, months: 1}\n"


def had(database: Database, when: datetime, known: Knowledge = Knowledge.NOW) -> Balance:
    return balance_card(database, "shop:7", when, known).balance


def test_before_the_first_order_there_was_nothing(database: Database) -> None:
    settle(database, a_store(database), an_order())

    assert had(database, at(-1)) == Balance(0, 0, 0, 0, 0)
    assert had(database, NOW) == Balance(100, 0, 0, 0, 0)


def test_a_refund_learnt_late_counts_from_its_day_now_and_did_not_then(database: Database) -> None:
    store = a_store(database)
    settle(database, store, an_order(), now=at(1))
    settle(database, store, an_order(modified_at=at(2), refunds=(a_refund(5_000),)), now=at(5))

    assert [had(database, at(day)).available for day in (1, 2, 3, 5)] == [100, 50, 50, 50]
    assert [had(database, at(day), Knowledge.THEN).available for day in (0, 1, 3, 5)] == [0, 100, 100, 50]


def test_a_refund_of_before_the_maturity_that_was_learnt_after_it(database: Database) -> None:
    store = a_store(database, programme=WAITING)
    settle(database, store, an_order(), now=at(20))  # ripe when it is written
    settle(database, store, an_order(modified_at=at(2), refunds=(a_refund(5_000),)), now=at(21))

    assert had(database, at(1)) == Balance(0, 100, 0, 0, 0)
    assert had(database, at(3)) == Balance(0, 50, 0, 0, 0)
    assert had(database, at(15)) == Balance(50, 0, 0, 0, 0)


def test_what_time_did_counts_without_a_sweep(database: Database) -> None:
    settle(database, a_store(database, programme=WAITING), an_order(), now=NOW)

    assert had(database, at(13)) == Balance(0, 100, 0, 0, 0)
    assert had(database, at(14), Knowledge.THEN) == Balance(100, 0, 0, 0, 0)


def test_points_that_go_all_at_once_go_on_their_day_without_a_sweep(database: Database) -> None:
    store = a_store(database, programme=ALL_AT_ONCE)
    settle(database, store, an_order(), now=NOW)
    settle(database, store, an_order(id="2", placed_at=at(20)), now=at(20))

    assert had(database, at(30)) == Balance(200, 0, 0, 0, 0)
    assert had(database, at(32)) == Balance(0, 0, 0, 0, 200)


def test_points_that_were_redeemed(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 300)
    code = redeem(database, store, anna, 100, key="k", author="shopper", now=at(1)).row.code
    settle(database, store, with_code(an_order(id="2", stage=Stage.PAID, placed_at=at(2)), code), now=at(3))

    assert had(database, NOW) == Balance(300, 0, 0, 0, 0)
    assert had(database, at(1)) == Balance(200, 0, 100, 0, 0)
    assert had(database, at(2)) == Balance(200, 0, 100, 0, 0)  # captured when we hear of it
    assert had(database, at(3)).redeemed == 100


def test_nobody_has_no_balance(sqlite_database: Database) -> None:
    a_store(sqlite_database)

    with pytest.raises(NoSuchThing):
        balance_card(sqlite_database, "9", NOW, Knowledge.NOW)
