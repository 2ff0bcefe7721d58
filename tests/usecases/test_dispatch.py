"""The outbox: a store is told once it can be told; what it refuses is parked; a revoked code gives its points back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Row, select

from connector.adapter import Misconfigured, Rejected, Retryable
from connector.core.adjustment import give
from connector.core.commerce import Stage
from connector.core.effects import RevokeCoupon
from connector.db import outbox as outbox_db
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.db.redemptions import RedemptionRow
from connector.db.tables import outbox
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import Drained
from connector.usecases.queueing import GIVE_UP_AFTER
from connector.usecases.redeem import redeem
from connector.usecases.retry import retry
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_lots
from tests.building import NOW, an_order, at, some_terms, with_code
from tests.usecases.shop import CLUB, Shop, a_store, enrol, points, settle


def redeemed(database: Database, store: Store, key: str = "k") -> RedemptionRow:
    """Anna's redemption of 100 points; the coupon waits to be sent."""
    return redeem(database, store, enrol(database, store, 100), 100, key=key, author="shopper", now=NOW).row


def revoke(database: Database, store: Store, row: RedemptionRow, key: str = "revoke") -> None:
    with database.write() as connection:
        outbox_db.add(connection, [(store.id, key, RevokeCoupon(row.reference, row.code, "expired"))], NOW)


def rows(database: Database) -> list[Row]:
    with database.read() as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)))


def test_a_coupon_is_issued_with_its_caps_and_only_once(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop, CLUB.replace("worth: 5.00", "worth: 5.00, maximum_share: 20"))
    row = redeemed(database, store)

    assert dispatch(database, store, NOW) == Drained(done=1)
    assert dispatch(database, store, NOW) == Drained()

    coupon = shop.issued[row.code]
    assert (coupon.reference, coupon.amount, coupon.currency, coupon.minimum_spend) == (
        row.reference,
        500,
        "EUR",
        2_500,
    )
    assert (coupon.email, coupon.expires_at) == ("anna@example.org", NOW + timedelta(days=30))


def test_a_store_that_is_down_is_told_later(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [Retryable("time-out")]
    store = a_store(sqlite_database, shop)
    redeemed(sqlite_database, store)

    assert dispatch(sqlite_database, store, NOW) == Drained(put_off=1)
    assert rows(sqlite_database)[0].reason == "time-out"
    assert dispatch(sqlite_database, store, NOW) == Drained()
    assert dispatch(sqlite_database, store, at(1)) == Drained(done=1)
    assert rows(sqlite_database)[0].reason is None


@pytest.mark.parametrize("trouble", [Rejected("the code exists with other terms"), Misconfigured("401")])
def test_what_a_store_refuses_is_parked_with_its_reason_and_the_points_stay_held(
    sqlite_database: Database, trouble: Exception
) -> None:
    shop = Shop()
    shop.troubles = [trouble]
    store = a_store(sqlite_database, shop)
    redeemed(sqlite_database, store)

    assert dispatch(sqlite_database, store, NOW) == Drained(parked=1)
    assert (rows(sqlite_database)[0].state, rows(sqlite_database)[0].reason) == ("parked", str(trouble))
    assert points(sqlite_database) == {"held": 100}


def test_after_ten_attempts_an_effect_is_parked(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [Retryable("time-out")] * GIVE_UP_AFTER
    store = a_store(sqlite_database, shop)
    redeemed(sqlite_database, store)

    results = [dispatch(sqlite_database, store, at(day)) for day in range(GIVE_UP_AFTER)]

    assert results[-1] == Drained(parked=1)
    assert rows(sqlite_database)[0].reason == "given up after 10 attempts: time-out"


def test_an_adapter_that_breaks_over_an_effect_does_not_hold_up_the_next(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [KeyError("code")]
    store = a_store(sqlite_database, shop)
    row = redeemed(sqlite_database, store)
    revoke(sqlite_database, store, row)

    assert dispatch(sqlite_database, store, NOW) == Drained(done=1, parked=1)
    assert rows(sqlite_database)[0].reason == "cannot be sent: KeyError: 'code'"


def test_a_platform_without_coupons_parks_what_was_to_be_sent(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    redeemed(sqlite_database, store)
    shop.without_coupons = True

    assert dispatch(sqlite_database, store, NOW) == Drained(parked=1)
    assert rows(sqlite_database)[0].reason == "this store's platform has no coupons"


def test_a_code_revoked_unused_gives_its_points_back(database: Database) -> None:
    store = a_store(database)
    row = redeemed(database, store)
    revoke(database, store, row)

    assert dispatch(database, store, NOW) == Drained(done=2)
    assert points(database) == {"available": 100}


def test_a_coupon_whose_points_went_back_while_it_was_parked_is_not_made_by_a_retry(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [Rejected("no coupons today")]
    store = a_store(sqlite_database, shop)
    row = redeemed(sqlite_database, store)
    dispatch(sqlite_database, store, NOW)
    revoke(sqlite_database, store, row)
    dispatch(sqlite_database, store, NOW)

    retry(sqlite_database, "outbox", None, NOW)

    assert dispatch(sqlite_database, store, NOW) == Drained(done=1)
    assert shop.issued == {}
    assert points(sqlite_database) == {"available": 100}


def test_a_code_that_was_used_keeps_its_points_for_the_order_to_decide(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    row = redeemed(sqlite_database, store)
    revoke(sqlite_database, store, row)
    shop.used.add(row.code)

    dispatch(sqlite_database, store, NOW)
    assert points(sqlite_database) == {"held": 100}

    settle(sqlite_database, store, with_code(an_order(id="2", stage=Stage.PAID), row.code))
    assert points(sqlite_database) == {"redeemed": 100}


def test_points_that_come_back_pay_what_is_owed_first(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    row = redeemed(sqlite_database, store)
    settle(sqlite_database, store, an_order(id="first", stage=Stage.CANCELLED, modified_at=at(1)))
    revoke(sqlite_database, store, row)

    dispatch(sqlite_database, store, NOW)

    assert points(sqlite_database) == {}


def test_revoking_twice_gives_back_once(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    row = redeemed(sqlite_database, store)
    revoke(sqlite_database, store, row)
    revoke(sqlite_database, store, row, key="revoke again")

    assert dispatch(sqlite_database, store, NOW) == Drained(done=3)
    assert points(sqlite_database) == {"available": 100}


def test_a_crash_between_claim_and_sending_only_means_that_it_is_sent_later(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [KeyboardInterrupt("pulled the plug")]
    store = a_store(sqlite_database, shop)
    row = redeemed(sqlite_database, store)

    with pytest.raises(KeyboardInterrupt):
        dispatch(sqlite_database, store, NOW)

    assert rows(sqlite_database)[0].attempts == 1
    assert dispatch(sqlite_database, store, at(1)) == Drained(done=1)
    assert row.code in shop.issued


def test_a_void_that_was_begun_before_a_sweep_and_ends_after_it_does_not_jam_the_sweep(
    sqlite_database: Database,
) -> None:
    """Sending takes time, and `now` is when it began: the lot may have lapsed meanwhile."""
    store = a_store(sqlite_database, programme=CLUB + "expire: {policy: per_lot, months: 1}\n")
    anna = enrol(sqlite_database, store, 150)
    row = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).row
    revoke(sqlite_database, store, row)
    lapsed = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)  # half an hour after the lot's last day ended in Berlin
    sweep_lots(sqlite_database, lapsed)

    dispatch(sqlite_database, store, NOW)

    assert sweep_lots(sqlite_database, lapsed) == 1
    assert points(sqlite_database) == {"expired": 150}


def test_what_was_sent_and_cannot_be_booked_is_parked_and_does_not_hold_up_the_next(sqlite_database: Database) -> None:
    """The books hold something else under the key by which the points would come back."""
    store = a_store(sqlite_database)
    row = redeemed(sqlite_database, store)
    dispatch(sqlite_database, store, NOW)
    with sqlite_database.write() as connection:
        books = Books.open(connection, [row.member_id], some_terms())
        gift = give(1, None, key=f"void:{row.reference}", reason="in the way", author="test", now=NOW)
        books.post([(row.member_id, gift)])
        books.write(connection, NOW)
    revoke(sqlite_database, store, row, "in the way")
    with sqlite_database.write() as connection:
        outbox_db.add(connection, [(store.id, "next", RevokeCoupon("r-unknown", "loy-unknown", "expired"))], NOW)

    assert dispatch(sqlite_database, store, NOW) == Drained(done=1, parked=1)

    assert "KeyReused" in (rows(sqlite_database)[1].reason or "")
    assert points(sqlite_database)["held"] == 100
