"""Notes on orders: what was earned and used is written down for the shop's people, and again only if that changes."""

from datetime import datetime, timedelta

from connector.adapter import Rejected, Retryable
from connector.core.commerce import Stage
from connector.db.engine import Database
from connector.usecases.adjust import adjust_points
from connector.usecases.note_orders import Noted, note_orders
from connector.usecases.privacy import erase_person
from connector.usecases.publish import hasten
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from tests.building import BERT, GUEST, NOW, a_line, a_refund, an_order, at, with_code
from tests.running import rows
from tests.usecases.shop import CLUB, Shop, a_store, enrol, settle
from tests.usecases.showing import Notes

BEFORE, LATER = at(-1), at(5)


def a_noting_store(database: Database, programme: str = CLUB) -> tuple[Store, Notes]:
    """Notes are wanted since before anything was ordered."""
    shop, notes = Shop(), Notes()
    shop.order_notes = notes
    store = a_store(database, shop, programme)
    assert note_orders(database, store, "en", BEFORE) == Noted()
    return store, notes


def written(database: Database, store: Store, now: datetime = LATER, language: str = "en") -> Noted:
    total, more = Noted(), True
    while more:
        done = note_orders(database, store, language, now)
        total.add(done)
        more = done.more
    return total


def test_an_order_bears_what_it_earned_and_what_there_is(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order(a_line(12_000)))

    assert written(database, store) == Noted(written=1)
    assert notes.written == {"1": "120 points earned; balance: 120 points"}


def test_points_that_must_wait_are_told_with_their_day(database: Database) -> None:
    store, notes = a_noting_store(database, CLUB + "grant: {delay_days: 14}\n")
    settle(database, store, an_order(a_line(12_000)), now=at(1))

    written(database, store)

    assert notes.written == {"1": "120 points earned, usable from 15 Mar 2026; balance: 0 points"}


def test_points_used_on_an_order_are_told(database: Database) -> None:
    store, notes = a_noting_store(database)
    anna = enrol(database, store, 300)
    code = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW).row.code
    settle(database, store, with_code(an_order(id="2"), code))

    written(database, store)

    assert "; 100 points used; balance: " in notes.written["2"]
    assert "used" not in notes.written["first"]


def test_the_language_is_the_stores_and_the_words_are_the_merchants(database: Database) -> None:
    words = "texts: {pl: {points: {one: gwiazdka, few: gwiazdki, many: gwiazdek, other: gwiazdki}}}\n"
    store, notes = a_noting_store(database, CLUB + words)
    settle(database, store, an_order(a_line(12_200)))

    written(database, store, language="pl")

    assert notes.written == {"1": "Naliczono: 122 gwiazdki; saldo: 122 gwiazdki"}


def test_what_has_not_changed_is_not_written_again(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order())
    written(database, store)

    settle(database, store, an_order(modified_at=at(1)), now=at(3))

    assert written(database, store) == Noted(unchanged=1)
    assert written(database, store) == Noted()
    assert notes.calls == 1


def test_another_balance_is_no_reason_to_write(database: Database) -> None:
    store, notes = a_noting_store(database)
    anna = enrol(database, store, 300)
    written(database, store)
    adjust_points(database, anna, 50, key="k", reason="x", author="test", now=NOW)

    assert written(database, store) == Noted()
    assert notes.calls == 1


def test_a_refund_writes_what_the_order_earns_now(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order())
    written(database, store)
    settle(database, store, an_order(modified_at=at(1), refunds=(a_refund(5_000),)), now=at(3))
    written(database, store)
    half = dict(notes.written)
    settle(database, store, an_order(modified_at=at(2), stage=Stage.CANCELLED), now=at(4))
    written(database, store)

    assert half == {"1": "50 points earned; balance: 50 points"}
    assert notes.written == {"1": "0 points earned; balance: 0 points"}


def test_an_order_that_moved_no_points_bears_no_note(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order(stage=Stage.OPEN), an_order(id="2", buyer=GUEST))

    assert written(database, store) == Noted(unchanged=1)
    assert written(database, store) == Noted()
    assert notes.calls == 0


def test_orders_of_before_notes_were_wanted_bear_none(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order(placed_at=at(-2)))

    assert written(database, store) == Noted()
    assert notes.calls == 0


def test_a_store_that_is_down_is_left_alone_and_written_to_later(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order(), an_order(id="2", buyer=BERT))
    notes.troubles = [Retryable("the store answered HTTP 502")]

    assert written(database, store) == Noted(failed={"1": "the store answered HTTP 502"})
    assert notes.calls == 1
    assert written(database, store, LATER + timedelta(hours=1)) == Noted(written=2)


def test_an_order_that_the_store_refuses_does_not_stop_its_neighbours(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order(), an_order(id="2", buyer=BERT))
    notes.troubles = [Rejected("not this one")]

    assert written(database, store) == Noted(written=1, failed={"1": "not this one"})
    (row,) = rows(database, "order_notes", "reason IS NOT NULL")
    assert row["reason"] == "not this one"


def test_what_was_refused_is_tried_at_once_when_somebody_says_so(database: Database) -> None:
    store, notes = a_noting_store(database)
    settle(database, store, an_order())
    notes.troubles = [Rejected("not this one")]
    written(database, store)

    hasten(database, store)

    assert written(database, store) == Noted(written=1)


def test_an_erased_persons_orders_are_left_alone(database: Database) -> None:
    store, notes = a_noting_store(database)
    erase_person(database, [store], enrol(database, store, 300), "test", at(1))

    assert written(database, store) == Noted()
    assert notes.calls == 0


def test_a_platform_without_the_facet_is_left_alone(database: Database) -> None:
    store = a_store(database)
    enrol(database, store, 300)

    assert note_orders(database, store, "en", LATER) == Noted()
