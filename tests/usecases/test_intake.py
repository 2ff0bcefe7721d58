"""The inbox: nothing is lost, nothing holds up its neighbour, and what cannot be done is parked with its reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Row, select

from connector.adapter import Misconfigured, Rejected, Retryable, Unreadable
from connector.core.commerce import Stage
from connector.db import queue, stores
from connector.db.engine import Database
from connector.db.inbox import POLL, WEBHOOK, Letter
from connector.db.tables import inbox
from connector.usecases.intake import Drained, drain, receive
from connector.usecases.queueing import GIVE_UP_AFTER
from connector.usecases.stores import Store
from tests.building import NOW, a_line, an_order, at
from tests.usecases.shop import Shop, a_store, points


def post(database: Database, store: Store, *bodies: str) -> None:
    receive(database, [Letter(store.id, WEBHOOK, body.encode(), {"x": "y"}) for body in bodies], NOW)


def rows(database: Database) -> list[Row]:
    with database.read() as connection:
        return list(connection.execute(select(inbox).order_by(inbox.c.id)))


def states(database: Database) -> list[str]:
    return [row.state for row in rows(database)]


def test_a_snapshot_is_settled_and_its_row_is_done(database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(database, shop)
    post(database, store, "snapshot 1")

    drained = drain(database, store, NOW)

    assert drained == Drained(done=1)
    assert points(database) == {"available": 100}
    assert states(database) == ["done"]
    assert drain(database, store, at(1)) == Drained()


def test_many_hints_about_one_order_are_one_reading(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(id="2"))
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1", "hint 2", "hint 1", "hint 1")

    drained = drain(sqlite_database, store, NOW)

    assert drained == Drained(done=4)
    assert shop.asked == [["1", "2"]]


def test_a_hint_about_an_order_that_is_gone_takes_its_points_back(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")
    drain(sqlite_database, store, NOW)
    del shop.held["1"]
    post(sqlite_database, store, "hint 1")

    drain(sqlite_database, store, NOW)

    assert points(sqlite_database) == {}


def test_a_ping_is_done_and_a_wish_to_read_again_is_written_down(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    post(sqlite_database, store, "ping", "reread")

    assert drain(sqlite_database, store, NOW) == Drained(done=2)
    with sqlite_database.read() as connection:
        row = stores.find(connection, "shop")
    assert row is not None
    assert row.reread_wanted_at == NOW


def test_what_cannot_be_understood_is_parked_with_its_reason_and_the_next_event_goes_on(database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    store = a_store(database, shop)
    post(database, store, "gibberish", "snapshot 1")

    drained = drain(database, store, NOW)

    assert drained == Drained(done=1, parked=1)
    assert states(database) == ["parked", "done"]
    assert rows(database)[0].reason == "body: b'gibberish' is no event"


def test_an_adapter_that_breaks_over_an_event_does_not_hold_up_the_next(sqlite_database: Database) -> None:
    """A defect in an adapter's reading must cost one row, not the store's whole inbox for ever."""
    shop = Shop()
    shop.has(an_order())
    shop.puzzles = [KeyError("line_items")]
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "snapshot 1", "snapshot 1")

    drained = drain(sqlite_database, store, NOW)

    assert drained == Drained(done=1, parked=1)
    assert rows(sqlite_database)[0].reason == "cannot be read: KeyError: 'line_items'"


def test_an_adapter_that_breaks_while_reading_puts_off_the_hints_and_settles_the_rest(
    sqlite_database: Database,
) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(id="2"))
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "snapshot 1", "hint 2")
    shop.get = broken  # type: ignore[method-assign]

    drained = drain(sqlite_database, store, NOW)

    assert drained == Drained(done=1, put_off=1)
    assert rows(sqlite_database)[1].reason == "cannot be read: ZeroDivisionError: integer division or modulo by zero"


def broken(_: object) -> list[object]:
    return [1 // 0]


def test_an_unreadable_answer_is_parked_and_its_neighbour_is_settled(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), Unreadable("2", "lines.0.total: not a number", b"{}"))
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 2", "hint 1")

    assert drain(sqlite_database, store, NOW) == Drained(done=1, parked=1)
    assert rows(sqlite_database)[0].reason == "lines.0.total: not a number"


def test_an_order_the_store_says_nothing_about_is_asked_for_again(sqlite_database: Database) -> None:
    shop = Shop()
    shop.silent_about = {"1"}
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")

    assert drain(sqlite_database, store, NOW) == Drained(put_off=1)
    assert rows(sqlite_database)[0].reason == "the store gave no answer about this order"


def test_a_store_that_is_down_is_tried_later_at_the_time_it_names(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    shop.troubles = [Retryable("503 from the store", after=timedelta(minutes=5))]
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")

    assert drain(sqlite_database, store, NOW) == Drained(put_off=1)

    (row,) = rows(sqlite_database)
    assert row.reason == "503 from the store"
    assert timedelta(minutes=4) <= row.due_at - NOW <= timedelta(minutes=6)
    assert drain(sqlite_database, store, NOW + timedelta(minutes=3)) == Drained()
    assert drain(sqlite_database, store, NOW + timedelta(minutes=7)) == Drained(done=1)


def test_after_ten_attempts_a_row_is_parked_and_says_why(sqlite_database: Database) -> None:
    shop = Shop()
    shop.troubles = [Retryable("503 from the store")] * GIVE_UP_AFTER
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")

    rounds = [drain(sqlite_database, store, at(day)) for day in range(GIVE_UP_AFTER)]

    assert rounds == [*[Drained(put_off=1)] * (GIVE_UP_AFTER - 1), Drained(parked=1)]
    assert rows(sqlite_database)[0].reason == "given up after 10 attempts: 503 from the store"


@pytest.mark.parametrize("trouble", [Rejected("404: no such route"), Misconfigured("401: the key is wrong")])
def test_what_the_same_again_would_not_mend_is_parked_at_once(sqlite_database: Database, trouble: Exception) -> None:
    shop = Shop()
    shop.troubles = [trouble]
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")

    assert drain(sqlite_database, store, NOW) == Drained(parked=1)
    assert rows(sqlite_database)[0].reason == str(trouble)


def test_a_parked_row_can_be_retried_by_hand(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    shop.troubles = [Misconfigured("401: the key is wrong")]
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1")
    drain(sqlite_database, store, NOW)

    with sqlite_database.write() as connection:
        queue.retry(connection, inbox, None, NOW)

    assert drain(sqlite_database, store, NOW) == Drained(done=1)


def test_an_order_that_cannot_be_settled_parks_its_own_event_only(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(a_line(quantity="no number"), id="2"))
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "snapshot 2", "snapshot 1")

    assert drain(sqlite_database, store, NOW) == Drained(done=1, parked=1)
    assert rows(sqlite_database)[0].reason.startswith("cannot be settled: ")
    assert points(sqlite_database) == {"available": 100}


def test_a_crash_between_claim_and_work_only_means_that_the_row_comes_round_again(database: Database) -> None:
    shop = Shop()
    shop.has(an_order())
    shop.puzzles = [KeyboardInterrupt("pulled the plug")]
    store = a_store(database, shop)
    post(database, store, "snapshot 1")

    with pytest.raises(KeyboardInterrupt):
        drain(database, store, NOW)

    assert [(row.state, row.attempts) for row in rows(database)] == [("waiting", 1)]
    assert drain(database, store, NOW) == Drained()
    assert drain(database, store, NOW + timedelta(minutes=1)) == Drained(done=1)
    assert points(database) == {"available": 100}


def test_one_stores_events_are_not_anothers(sqlite_database: Database) -> None:
    first, second = a_store(sqlite_database), a_store(sqlite_database, name="other")
    post(sqlite_database, second, "ping")

    assert drain(sqlite_database, first, NOW) == Drained()
    assert drain(sqlite_database, second, NOW) == Drained(done=1)


def test_only_so_many_rows_are_taken_at_once_oldest_first(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    post(sqlite_database, store, "ping", "ping", "ping")

    assert drain(sqlite_database, store, NOW, limit=2) == Drained(done=2)
    assert states(sqlite_database) == ["done", "done", "waiting"]


def test_what_a_poll_could_not_read_is_asked_for_by_its_id_when_retried(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="9", stage=Stage.COMPLETED))
    store = a_store(sqlite_database, shop)
    receive(sqlite_database, [Letter(store.id, POLL, b"{", {}, "9", "not JSON")], NOW)
    with sqlite_database.write() as connection:
        queue.retry(connection, inbox, None, NOW)

    assert drain(sqlite_database, store, NOW) == Drained(done=1)
    assert shop.asked == [["9"]]


def test_later_events_of_a_batch_may_be_older_than_the_first(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    shop.has(replace(an_order(stage=Stage.CANCELLED), modified_at=at(1), observed_at=at(1)))
    post(sqlite_database, store, "snapshot 1")
    drain(sqlite_database, store, at(1))
    shop.has(an_order())
    post(sqlite_database, store, "snapshot 1")

    assert drain(sqlite_database, store, at(1)) == Drained(done=1)
    assert points(sqlite_database) == {}


def test_an_order_the_store_chokes_on_holds_up_its_neighbours_only_once(sqlite_database: Database) -> None:
    shop = Shop()
    shop.has(an_order(id="1"), an_order(id="2"))
    shop.chokes_on = {"1"}
    store = a_store(sqlite_database, shop)
    post(sqlite_database, store, "hint 1", "hint 2")

    first = drain(sqlite_database, store, NOW)
    second = drain(sqlite_database, store, at(1))

    assert first == Drained(put_off=2)
    assert second == Drained(done=1, put_off=1)
    assert states(sqlite_database) == ["waiting", "done"]
