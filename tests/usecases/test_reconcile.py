"""The books against the shop: each kind of damage is found, told with its cause, and mended where a rule decides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connector.adapter import Coupon, GiftCard, Retryable, Unreadable
from connector.core.commerce import Order, Stage
from connector.core.reconciling import Difference, Kind
from connector.db import statements, stores
from connector.db.engine import Database
from connector.usecases.dispatch import dispatch
from connector.usecases.pull import pull
from connector.usecases.reconcile import Reconciled, reconcile, reconcile_by_night
from connector.usecases.redeem import redeem
from connector.usecases.rewards import take_reward
from connector.usecases.stores import Store
from tests.building import NOW, a_line, a_refund, an_order, at, with_code
from tests.usecases.purses import Cards, Purses
from tests.usecases.shop import CLUB, Discounts, Shop, a_store, enrol, points, settle

LATE = at(2)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def store(database: Database, shop: Shop) -> Store:
    return a_store(database, shop)


def differences(database: Database, store: Store, mend: str | None = None) -> list[Difference]:
    found: list[Difference] = []
    reconcile(database, store, lambda: LATE, mend=mend, found=found.append)
    return found


def kinds(database: Database, store: Store, mend: str | None = None) -> list[Kind]:
    return [one.kind for one in differences(database, store, mend)]


def known(database: Database, store: Store, shop: Shop, *orders: Order) -> None:
    """In the shop and in the books alike."""
    shop.has(*orders)
    settle(database, store, *orders)


def redeemed(database: Database, store: Store, shop: Shop, points: int = 100) -> str:
    """The code of Anna's redemption, in the shop."""
    known(database, store, shop, an_order(a_line(points * 100), id="first"))
    made = redeem(database, store, enrol(database, store, points), points, key="k", author="shopper", now=NOW)
    dispatch(database, store, NOW)
    return made.row.code


def mended(database: Database, store: Store) -> None:
    """What was clear is no difference any more, once the store has been told."""
    dispatch(database, store, LATE)
    assert differences(database, store) == []


def test_where_all_agrees_nothing_is_found(database: Database, store: Store, shop: Shop) -> None:
    redeemed(database, store, shop)

    assert differences(database, store) == []


def test_an_order_that_nobody_told_of_is_found_and_settled(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(id="1"))
    shop.has(an_order(id="2"))

    (found,) = differences(database, store)
    assert (found.kind, found.about, found.clear) == (Kind.ORDER_MISSED, "2", True)
    assert "neither an event nor a poll told us" in found.cause
    assert points(database) == {"available": 100}

    assert kinds(database, store, "owner") == [Kind.ORDER_MISSED]
    assert points(database) == {"available": 200}
    mended(database, store)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"refunds": (a_refund(5_000),)}, "refunded 0 became 5000"),
        ({"stage": Stage.CANCELLED, "status": "cancelled"}, "status completed became cancelled"),
        ({"total": 5_000, "lines": (a_line(5_000),)}, "total 10000 became 5000"),
        ({"lines": (a_line(name="Kettle"),)}, "its lines or its buyer were changed"),
    ],
    ids=["refund", "status", "total", "lines"],
)
def test_a_change_that_moved_no_date_is_found(
    changed: dict[str, object], cause: str, database: Database, store: Store, shop: Shop
) -> None:
    known(database, store, shop, an_order(id="1"))
    shop.has(replace(an_order(id="1"), **changed, observed_at=LATE))  # type: ignore[arg-type]

    (found,) = differences(database, store)
    assert found.kind is Kind.ORDER_CHANGED
    assert cause in found.cause

    kinds(database, store, "owner")
    mended(database, store)


def test_a_deleted_order_is_found_and_its_points_go(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(id="1"), an_order(id="2"))
    del shop.held["2"]

    assert kinds(database, store) == [Kind.ORDER_DELETED]
    kinds(database, store, "owner")

    assert points(database) == {"available": 100}
    mended(database, store)


def test_an_order_that_came_back_is_settled_again(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(id="1"))
    gone = shop.held.pop("1")
    kinds(database, store, "owner")
    assert isinstance(gone, Order)
    shop.has(replace(gone, observed_at=LATE + timedelta(hours=1)))

    assert kinds(database, store, "owner") == [Kind.ORDER_BACK]
    assert points(database) == {"available": 100}


def test_a_shop_that_went_back_in_time_waits_for_a_person(database: Database, store: Store, shop: Shop) -> None:
    shop.has(an_order(id="1", stage=Stage.PAID))
    settle(database, store, an_order(id="1", modified_at=at(1), refunds=(a_refund(5_000),)))

    (found,) = differences(database, store, "owner")

    assert (found.kind, found.clear) == (Kind.ORDER_OLDER, False)
    assert "was the shop restored from a backup?" in found.cause
    assert points(database) == {"available": 50}


def test_an_event_that_overtakes_the_page_is_no_difference(database: Database, store: Store, shop: Shop) -> None:
    old, new = an_order(id="1", stage=Stage.PAID), an_order(id="1", modified_at=at(1))
    shop.has(old)
    settle(database, store, new)
    listed = shop.placed_since

    def overtaken(since):  # type: ignore[no-untyped-def]
        yield from listed(since)
        shop.has(new)

    shop.placed_since = overtaken  # type: ignore[method-assign]

    assert differences(database, store) == []


def test_an_order_that_cannot_be_read_waits_for_a_person(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(id="1"))
    shop.has(Unreadable("1", "its total is no number", b"{}"))

    (found,) = differences(database, store, "owner")

    assert (found.kind, found.cause, found.clear) == (Kind.ORDER_UNREADABLE, "its total is no number", False)


def test_orders_from_before_are_left_alone(database: Database, store: Store, shop: Shop) -> None:
    shop.has(an_order(id="1", placed_at=at(-91)), an_order(id="2", placed_at=at(-10)))

    assert [one.about for one in differences(database, store)] == ["2"]
    found: list[Difference] = []
    reconcile(database, store, lambda: LATE, since=at(-100), found=found.append)
    assert sorted(one.about for one in found) == ["1", "2"]


def test_a_coupon_deleted_by_hand_gives_its_points_back(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed(database, store, shop)
    del shop.issued[code]

    (found,) = differences(database, store)
    assert (found.kind, found.about, found.clear) == (Kind.CODE_GONE, code, True)
    assert points(database) == {"held": 100}

    assert kinds(database, store, "cli:owner") == [Kind.CODE_GONE]
    assert differences(database, store) == []  # it is on its way
    dispatch(database, store, LATE)

    assert points(database) == {"available": 100}
    with database.read() as connection:
        last = statements.newest(connection, None, 1)[0]
    assert (last.kind, last.reason, last.author) == ("void", "its coupon was deleted in the shop", "cli:owner")
    mended(database, store)


def test_a_code_that_waits_to_be_issued_is_not_missed(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(id="first"))
    redeem(database, store, enrol(database, store, 100), 100, key="k", author="shopper", now=NOW)

    assert differences(database, store) == []


def test_a_live_code_whose_points_went_back_is_revoked(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed(database, store, shop)
    cancelled = with_code(an_order(id="2", stage=Stage.CANCELLED, modified_at=at(1)), code)
    settle(database, store, with_code(an_order(id="2", stage=Stage.PAID), code))
    known(database, store, shop, cancelled)
    coupon = shop.issued[code]
    dispatch(database, store, at(1))
    shop.issued[code] = coupon  # from the shop's backup

    assert kinds(database, store) == [Kind.CODE_WITHOUT_POINTS]
    kinds(database, store, "owner")
    mended(database, store)
    assert points(database) == {"available": 100}


def test_copies_and_strangers_are_revoked_and_cost_nobody_points(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed(database, store, shop)
    shop.issued["loy-copy"] = replace(shop.issued[code], code="loy-copy")
    shop.issued["loy-strange"] = Coupon("loy-strange", "r-strange", 500, "EUR", 0, None, None)

    assert kinds(database, store, "owner") == [Kind.CODE_COPIED, Kind.CODE_UNKNOWN]
    mended(database, store)
    assert points(database) == {"held": 100}
    assert set(shop.issued) == {code}


def test_the_codes_of_other_books_are_not_touched(database: Database, store: Store, shop: Shop) -> None:
    for number in range(11):
        shop.issued[f"loy-{number}"] = Coupon(f"loy-{number}", f"r-{number}", 500, "EUR", 0, None, None)

    found = differences(database, store, "owner")

    assert {one.kind for one in found} == {Kind.CODE_UNKNOWN}
    assert {one.clear for one in found} == {False}
    assert dispatch(database, store, LATE).done == 0


def test_many_codes_gone_at_once_are_not_voided(database: Database, store: Store, shop: Shop) -> None:
    known(database, store, shop, an_order(a_line(200_000), id="first"))
    anna = enrol(database, store, 2_000)
    for number in range(11):
        redeem(database, store, anna, 100, key=f"k{number}", author="shopper", now=NOW)
    dispatch(database, store, NOW)
    shop.issued.clear()

    found = differences(database, store, "owner")

    assert ({one.kind for one in found}, {one.clear for one in found}) == ({Kind.CODE_GONE}, {False})
    assert points(database)["held"] == 1_100


def test_a_code_used_on_an_order_that_we_missed_is_explained_by_it(
    database: Database, store: Store, shop: Shop
) -> None:
    code = redeemed(database, store, shop)
    shop.has(with_code(an_order(id="2", stage=Stage.PAID), code))
    shop.used.add(code)

    order, used = differences(database, store)
    assert (order.kind, used.kind, used.clear) == (Kind.ORDER_MISSED, Kind.CODE_NOT_CAPTURED, True)
    assert used.cause.startswith("order 2 has used it")

    assert kinds(database, store, "owner") == [Kind.ORDER_MISSED]
    assert points(database)["redeemed"] == 100
    mended(database, store)


def test_a_code_used_nobody_knows_where_waits_for_a_person(database: Database, store: Store, shop: Shop) -> None:
    shop.used.add(redeemed(database, store, shop))

    (found,) = differences(database, store, "owner")

    assert (found.kind, found.clear) == (Kind.CODE_NOT_CAPTURED, False)
    assert points(database) == {"held": 100}


def paying_into(kind: str) -> str:
    return CLUB.replace("worth: 5.00", f"worth: 5.00, into: {kind}")


def test_gift_cards_deleted_or_topped_up_wait_for_a_person(database: Database, shop: Shop) -> None:
    shop.gift_cards = cards = Cards()
    store = a_store(database, shop, paying_into("gift_card"))
    code = redeemed(database, store, shop)
    assert differences(database, store) == []

    cards.left[code] = 9_000
    (fuller,) = differences(database, store, "owner")
    del cards.left[code]
    (gone,) = differences(database, store, "owner")

    assert (fuller.kind, fuller.clear, gone.kind, gone.clear) == (Kind.CARD_TOO_FULL, False, Kind.CARD_GONE, False)
    assert isinstance(cards.issued[code], GiftCard)


def test_a_gift_card_that_was_paid_with_is_no_difference(database: Database, shop: Shop) -> None:
    shop.gift_cards = cards = Cards()
    store = a_store(database, shop, paying_into("gift_card"))
    cards.pay(redeemed(database, store, shop), 300)

    assert differences(database, store) == []


def test_credit_that_is_not_on_the_account_waits_for_a_person(database: Database, shop: Shop) -> None:
    shop.store_credit = purses = Purses()
    store = a_store(database, shop, paying_into("store_credit"))
    redeemed(database, store, shop)
    assert differences(database, store) == []

    purses.moved.clear()

    (found,) = differences(database, store, "owner")
    assert (found.kind, found.clear) == (Kind.CREDIT_GONE, False)


def test_a_standing_discount_that_somebody_took_away_is_granted_again(database: Database, shop: Shop) -> None:
    shop.standing_discounts = discounts = Discounts()
    always = "{kind: permanent, name: always, points: 90, title: For ever, percent: 5}"
    store = a_store(database, shop, CLUB + f"rewards: [{always}]\n")
    known(database, store, shop, an_order(id="first"))
    anna = enrol(database, store, 100)
    take_reward(database, store, anna, "always", key="k", author="s", now=NOW)
    assert differences(database, store) == []  # it is on its way
    dispatch(database, store, NOW)
    assert differences(database, store) == []

    discounts.held.clear()

    assert kinds(database, store) == [Kind.DISCOUNT_GONE]
    assert discounts.held == {}
    assert kinds(database, store, "owner") == [Kind.DISCOUNT_GONE]
    mended(database, store)


def test_looking_writes_nothing(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed(database, store, shop)
    shop.has(an_order(id="2"), with_code(an_order(id="3", stage=Stage.PAID), code))

    with database.read() as connection:
        before = statements.newest(connection, None, 100)
    first, second = differences(database, store), differences(database, store)
    with database.read() as connection:
        after = statements.newest(connection, None, 100)

    assert first == second
    assert before == after


def test_the_summary_counts_what_is_mended_and_what_is_left(database: Database, store: Store, shop: Shop) -> None:
    shop.used.add(redeemed(database, store, shop))
    shop.has(an_order(id="2"))

    looked = reconcile(database, store, lambda: LATE)
    mended_ = reconcile(database, store, lambda: LATE, mend="owner")

    each = {"order_missed": 1, "code_not_captured": 1}
    assert looked == Reconciled(orders=2, codes=1, differences=each, left=2)
    assert mended_ == Reconciled(orders=2, codes=1, differences=each, mended=1, left=1)


def test_a_shop_that_cannot_be_asked_changes_nothing(database: Database, store: Store, shop: Shop) -> None:
    code = redeemed(database, store, shop)
    del shop.issued[code]
    shop.troubles = [Retryable("time-out")]

    with pytest.raises(Retryable):
        reconcile(database, store, lambda: LATE, mend="owner")

    assert points(database) == {"held": 100}


def test_the_night_begins_with_the_history_and_is_patient(database: Database, store: Store, shop: Shop) -> None:
    found: list[Difference] = []
    shop.has(an_order(id="1"))
    assert reconcile_by_night(database, store, lambda: LATE, "night", found.append) is None

    pull(database, store, lambda: NOW)
    shop.has(an_order(id="2", placed_at=LATE - timedelta(minutes=1)), an_order(id="3"))
    done = reconcile_by_night(database, store, lambda: LATE, "night", found.append)

    assert done is not None
    assert [one.about for one in found] == ["3"]
    with database.read() as connection:
        assert stores.find(connection, "shop") is not None
