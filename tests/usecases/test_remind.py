"""Reminders, to a real mail server: once, to those who may be written to, of what is there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from adapters.smtp import Smtp
from connector.core.commerce import Customer
from connector.db.engine import Database
from connector.usecases.adjust import adjust_points
from connector.usecases.intake import Drained
from connector.usecases.merge import join_members
from connector.usecases.privacy import erase_person, export_person
from connector.usecases.remind import (
    Manner,
    foresee,
    hasten_letters,
    prune_letters,
    resume_reminders,
    send_letters,
    stop_reminders,
    write_letters,
)
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_lots
from tests.building import BERT, an_order, at
from tests.mailbox import Mailbox, mail_server
from tests.usecases.shelves import Accounts
from tests.usecases.shop import CLUB, Shop, a_store, enrol, settle

YEAR = CLUB + "expire: {policy: per_lot, months: 12}\n"
SOON = 350  # days after the order, two weeks before its points go
MANNER = Manner(
    timedelta(days=21),
    timedelta(days=7),
    subscribers_only=False,
    language="en",
    shop_url="https://shop.example.com",
    stop_url=lambda member: f"https://points.example.com/letters/en/{member}",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with mail_server() as opened:
        yield opened


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    server.letters.clear()
    server.refuses.clear()
    return server


def post(box: Mailbox) -> Smtp:
    return Smtp("127.0.0.1", box.port, "none", None, None, "points@shop.example", 5)


def remind(database: Database, store: Store, box: Mailbox, days: float = SOON, manner: Manner = MANNER) -> Drained:
    write_letters(database, store, manner, at(days))
    return send_letters(database, store, post(box), manner, at(days))


def test_a_member_is_told_once_of_points_that_will_soon_be_gone(database: Database, box: Mailbox) -> None:
    store = a_store(database, programme=YEAR)
    anna = enrol(database, store, 120)

    assert foresee(database, store, MANNER, at(340)) == []
    (foreseen,) = foresee(database, store, MANNER, at(SOON))
    assert (foreseen.member, foreseen.points) == (anna, 120)
    assert remind(database, store, box) == Drained(done=1)
    assert remind(database, store, box) == Drained()
    assert remind(database, store, box, SOON + 10) == Drained()

    (letter,) = box.letters
    assert (letter["To"].addresses[0].addr_spec, letter["Subject"]) == (
        "anna@example.org",
        "120 points can be used until 1 Mar 2027",
    )
    text = box.text()
    for part in (
        *("Hello Anna,", "shop.example.com", "1 Mar 2027: 120 points", "worth €6.00", "https://shop.example.com"),
        f"To get no more letters like this: https://points.example.com/letters/en/{anna}",
    ):
        assert part in text
    assert letter["List-Unsubscribe"] == f"<https://points.example.com/letters/en/{anna}>"


def test_two_runs_at_once_write_one_letter(database: Database, box: Mailbox) -> None:
    store = a_store(database, programme=YEAR)
    enrol(database, store, 100)
    together = Barrier(2)

    def run(_: int) -> Drained:
        together.wait()
        return remind(database, store, box)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, range(2)))

    assert sum(one.done for one in done) == 1
    assert box.readers == ["anna@example.org"]


def test_several_days_are_one_letter_and_the_next_waits_for_the_pause(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    enrol(sqlite_database, store, 100)
    settle(sqlite_database, store, *(an_order(id=str(day), placed_at=at(day), modified_at=at(day)) for day in (2, 10)))

    assert remind(sqlite_database, store, box) == Drained(done=1)
    assert "1 Mar 2027: 100 points\n3 Mar 2027: 100 points" in box.text()
    assert remind(sqlite_database, store, box, SOON + 6) == Drained()
    assert remind(sqlite_database, store, box, SOON + 8) == Drained(done=1)
    assert box.letters[1]["Subject"] == "100 points can be used until 11 Mar 2027"


def test_points_that_are_spent_before_it_is_sent_are_not_told(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    anna = enrol(sqlite_database, store, 100)
    write_letters(sqlite_database, store, MANNER, at(SOON))

    adjust_points(sqlite_database, anna, -100, key="k", reason="test", author="test", now=at(SOON))

    assert send_letters(sqlite_database, store, post(box), MANNER, at(SOON)) == Drained(done=1)
    assert box.letters == []
    (told,) = export_person(sqlite_database, [], anna, at(SOON)).reminders
    assert (told["state"], told["reason"]) == ("done", "none of its points is left")


def test_who_wants_none_is_not_written_to_until_they_want_them_again(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    anna = enrol(sqlite_database, store, 100)
    write_letters(sqlite_database, store, MANNER, at(SOON))

    assert stop_reminders(sqlite_database, anna, at(SOON))
    assert stop_reminders(sqlite_database, anna, at(SOON))
    assert not stop_reminders(sqlite_database, anna + 1, at(SOON))
    remind(sqlite_database, store, box)
    settle(sqlite_database, store, an_order(id="2", placed_at=at(10), modified_at=at(10)))
    remind(sqlite_database, store, box, SOON + 8)

    assert box.letters == []
    resume_reminders(sqlite_database, anna)
    assert remind(sqlite_database, store, box, SOON + 8) == Drained(done=1)
    assert len(box.letters) == 1


@pytest.mark.parametrize(("newsletter", "letters"), [(True, 1), (False, 0), (None, 0)])
def test_where_only_subscribers_are_told_the_store_is_asked(
    sqlite_database: Database, box: Mailbox, newsletter: bool | None, letters: int
) -> None:
    shop = Shop()
    shop.accounts = Accounts(Customer("7", "anna@example.org", newsletter=newsletter))
    store = a_store(sqlite_database, shop, YEAR)
    enrol(sqlite_database, store, 100)

    remind(sqlite_database, store, box, manner=replace(MANNER, subscribers_only=True))

    assert (len(box.letters), shop.accounts.asked) == (letters, [["7"]])


def test_where_the_store_cannot_tell_who_subscribed_only_everybody_can_be_told(
    sqlite_database: Database, box: Mailbox
) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    enrol(sqlite_database, store, 100)

    remind(sqlite_database, store, box, manner=replace(MANNER, subscribers_only=True))

    assert box.letters == []


def test_a_server_or_a_store_that_is_down_is_tried_again_and_loses_nothing(
    sqlite_database: Database, box: Mailbox
) -> None:
    shop = Shop()
    shop.accounts = Accounts(Customer("7", "anna@example.org", newsletter=True))
    store, manner = a_store(sqlite_database, shop, YEAR), replace(MANNER, subscribers_only=True)
    enrol(sqlite_database, store, 100)
    nobody = Smtp("127.0.0.1", 9, "none", None, None, "points@shop.example", 5)

    write_letters(sqlite_database, store, manner, at(SOON))
    assert send_letters(sqlite_database, store, nobody, manner, at(SOON)) == Drained(put_off=1)
    shop.accounts.silent = True
    assert send_letters(sqlite_database, store, post(box), manner, at(SOON)) == Drained()
    hasten_letters(sqlite_database, store, at(SOON))
    assert send_letters(sqlite_database, store, post(box), manner, at(SOON)) == Drained(put_off=1)
    shop.accounts.silent = False

    assert send_letters(sqlite_database, store, post(box), manner, at(SOON, hours=2)) == Drained(done=1)
    assert box.readers == ["anna@example.org"]


def test_an_address_that_is_refused_is_left_alone_and_stops_nobody(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    enrol(sqlite_database, store, 100)
    settle(sqlite_database, store, an_order(id="2", buyer=BERT))
    box.refuses["anna@example.org"] = "550 no such user"

    assert remind(sqlite_database, store, box) == Drained(done=1, parked=1)
    assert remind(sqlite_database, store, box, SOON + 8) == Drained()
    assert box.readers == ["bert@example.org"]


def test_people_who_are_one_get_one_letter(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    anna = enrol(sqlite_database, store, 100)
    settle(sqlite_database, store, an_order(id="2", buyer=BERT))
    join_members(sqlite_database, anna + 1, anna, reason="test", author="ann", now=at(1))

    assert remind(sqlite_database, store, box) == Drained(done=1)
    assert "1 Mar 2027: 200 points" in box.text()


def test_the_erased_are_not_written_to_and_nothing_of_it_is_kept(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    anna = enrol(sqlite_database, store, 100)
    write_letters(sqlite_database, store, MANNER, at(SOON))

    erase_person(sqlite_database, [], anna, "ann", at(SOON))

    assert remind(sqlite_database, store, box) == Drained()
    assert not stop_reminders(sqlite_database, anna, at(SOON))
    assert export_person(sqlite_database, [], anna, at(SOON)).reminders == []


def test_points_that_go_together_are_told_of_by_their_common_day(sqlite_database: Database, box: Mailbox) -> None:
    store = a_store(sqlite_database, programme=CLUB + "expire: {policy: inactivity, months: 12}\n")
    enrol(sqlite_database, store, 100)
    settle(sqlite_database, store, an_order(id="2", placed_at=at(10), modified_at=at(10)))

    remind(sqlite_database, store, box, SOON + 5)

    assert box.letters[0]["Subject"] == "200 points can be used until 11 Mar 2027"


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("pl", "1 punkt do wykorzystania do 1 mar 2027"),
        ("ro", "1 punct pot fi folosite până la 1 mar. 2027"),
        ("he", "נקודה"),
    ],
)
def test_it_is_written_in_the_language_of_the_store(
    sqlite_database: Database, box: Mailbox, language: str, subject: str
) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    enrol(sqlite_database, store, 1)

    remind(sqlite_database, store, box, manner=replace(MANNER, language=language))

    assert subject in box.letters[0]["Subject"]
    assert box.letters[0]["Content-Language"] == language


def test_letters_are_forgotten_once_their_points_are_gone_and_not_before(
    sqlite_database: Database, box: Mailbox
) -> None:
    store = a_store(sqlite_database, programme=YEAR)
    enrol(sqlite_database, store, 100)
    remind(sqlite_database, store, box)
    days = timedelta(days=1)

    assert prune_letters(sqlite_database, at(SOON + 5), days) == 0
    sweep_lots(sqlite_database, at(SOON + 30))
    assert prune_letters(sqlite_database, at(SOON + 30), days) == 1
    assert remind(sqlite_database, store, box, SOON + 30) == Drained()
    assert len(box.letters) == 1
