"""Points for an account and for the newsletter: once in a life, whatever is told how often."""

import pathlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from connector.core.commerce import Stage
from connector.db import members, migrate
from connector.db.engine import Database
from connector.db.pseudonyms import pseudonym
from connector.db.roster import Sort
from connector.db.tables import bonuses_paid
from connector.programme import parse_programme
from connector.usecases import bonuses
from connector.usecases.audit import verify
from connector.usecases.look import find_member, member_list
from connector.usecases.programmes import put_in_force
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_lots
from tests.building import ANNA, NOW, an_order, at
from tests.usecases.doing import (
    ACCOUNT,
    GIVING,
    READER,
    REVIEW,
    register,
    statement,
    subscribe,
    why,
    write,
)
from tests.usecases.shelves import Accounts
from tests.usecases.shop import CLUB, LATER, Shop, a_store, points, settle


def test_an_account_gives_its_bonus_once_and_makes_a_member(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    for _ in range(2):
        register(database, store, ACCOUNT)

    assert points(database) == {"available": 50}
    assert statement(database) == [("registration", 50)]
    assert verify(database).faults == []


def test_an_account_that_a_page_shows_twice_is_paid_once(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, ACCOUNT, ACCOUNT)

    assert points(sqlite_database) == {"available": 50}


def test_two_stores_that_pay_one_address_at_once_pay_it_once(database: Database) -> None:
    """They lock different members, so it is the unique person that decides."""
    stores = [a_store(database, programme=GIVING, name=f"shop-{n}") for n in range(4)]
    accounts = [
        [replace(ACCOUNT, id=f"{n}-{address}", email=f"{address}@example.org") for address in range(20)]
        for n in range(4)
    ]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: register(database, pair[0], *pair[1]), zip(stores, accounts, strict=True)))

    assert sum(row.available for row in member_list(database, Sort.ID, None, LATER)) == 20 * 50
    assert verify(database).faults == []


def test_of_two_accounts_with_one_address_the_older_is_paid(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, replace(ACCOUNT, id="9", registered_at=at(1)), ACCOUNT)

    assert points(sqlite_database) == {"available": 50}
    assert points(sqlite_database, "9") == {}
    assert why(sqlite_database, "9") == ["paid_before"]


def test_an_address_is_paid_once_in_all_stores_of_a_programme(database: Database) -> None:
    one, other = (a_store(database, programme=GIVING, name=name) for name in ("shop", "outlet"))

    register(database, one, ACCOUNT)
    register(database, other, replace(ACCOUNT, id="77"))

    assert points(database) == {"available": 50}
    assert points(database, "77", "outlet") == {}


def test_accounts_without_an_address_are_each_a_person(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)

    register(sqlite_database, store, replace(ACCOUNT, email=None), replace(ACCOUNT, id="9", email=None))

    assert points(sqlite_database) == points(sqlite_database, "9") == {"available": 50}


def test_an_account_before_the_programme_began_gives_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING + "starts: 2026-03-02\n")

    register(sqlite_database, store, ACCOUNT)

    assert points(sqlite_database) == {}
    assert why(sqlite_database) == ["before_start"]


def test_an_account_is_judged_by_the_version_in_force_when_it_was_opened(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    put_in_force(sqlite_database, parse_programme(GIVING, "test"), "test", at(1))

    register(sqlite_database, store, ACCOUNT, replace(ACCOUNT, id="8", email="bert@example.org", registered_at=at(2)))

    with sqlite_database.read() as connection:
        assert members.by_customer(connection, "shop", "7") is None
    assert points(sqlite_database, "8") == {"available": 50}


def test_without_a_bonus_for_accounts_nobody_becomes_a_member_by_opening_one(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=CLUB + "bonuses: {review: {points: 10}}\n")

    register(sqlite_database, store, ACCOUNT)
    subscribe(sqlite_database, store, READER)

    with sqlite_database.read() as connection:
        assert members.all_ids(connection) == []


def test_an_account_that_cannot_be_kept_is_left_out(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    register(database, store, replace(ACCOUNT, id="x" * 121), replace(ACCOUNT, id="9"))

    assert points(database, "9") == {"available": 50}


def test_the_newsletter_is_paid_once_for_life(database: Database) -> None:
    store = a_store(database, programme=GIVING)

    subscribe(database, store, replace(READER, newsletter=None), replace(READER, newsletter=False))
    subscribe(database, store, READER)
    subscribe(database, store, replace(READER, newsletter=False))
    subscribe(database, store, READER)

    assert points(database) == {"available": 20}
    assert statement(database) == [("newsletter", 20)]


def test_a_higher_bonus_later_pays_nobody_the_difference(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    subscribe(sqlite_database, store, READER)

    put_in_force(sqlite_database, parse_programme(GIVING.replace("20", "90"), "test"), "test", at(1))
    subscribe(sqlite_database, store, READER)

    assert points(sqlite_database) == {"available": 20}


def test_an_account_is_paid_once_whatever_its_address_becomes(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    subscribe(sqlite_database, store, READER)

    put_in_force(sqlite_database, parse_programme(GIVING.replace("20", "90"), "test"), "test", at(1))
    subscribe(sqlite_database, store, replace(READER, email="new@example.org"))

    assert points(sqlite_database) == {"available": 20}


def test_who_subscribed_while_the_programme_paused_is_paid_when_it_goes_on(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING + "status: paused\n")
    subscribe(sqlite_database, store, READER)
    assert (points(sqlite_database), why(sqlite_database)) == ({}, ["programme_paused"])

    put_in_force(sqlite_database, parse_programme(GIVING, "test"), "test", at(1))
    subscribe(sqlite_database, store, READER)

    assert points(sqlite_database) == {"available": 20}


@pytest.mark.parametrize(
    ("members", "groups", "code"),
    [("{never: [staff]}", ("staff",), "group_never"), ("{only: [customer]}", ("guest",), "group_only")],
)
def test_groups_keep_people_out_of_every_bonus(
    sqlite_database: Database, members: str, groups: tuple[str, ...], code: str
) -> None:
    store = a_store(sqlite_database, programme=GIVING + f"members: {members}\n")

    register(sqlite_database, store, replace(ACCOUNT, groups=groups))
    subscribe(sqlite_database, store, replace(READER, groups=groups))
    write(sqlite_database, store, REVIEW, groups={"r1": groups})
    settle(sqlite_database, store, an_order(buyer=replace(ANNA, groups=groups)))

    assert points(sqlite_database) == {}
    assert why(sqlite_database) == [code] * 4


def test_bonuses_wait_and_lapse_as_all_points_do(sqlite_database: Database) -> None:
    waiting = GIVING + "grant: {delay_days: 14}\nexpire: {months: 1}\n"
    store = a_store(sqlite_database, programme=waiting)
    register(sqlite_database, store, ACCOUNT, now=at(1))
    assert points(sqlite_database) == {"pending": 50}

    sweep_lots(sqlite_database, at(14))
    assert points(sqlite_database) == {"available": 50}

    sweep_lots(sqlite_database, at(40))
    assert points(sqlite_database) == {"expired": 50}


def test_an_account_opened_again_after_all_data_were_erased_is_not_paid_again(sqlite_database: Database) -> None:
    """What is kept for life is a pseudonym: it holds nothing that can be read."""
    store = a_store(sqlite_database, programme=GIVING)
    register(sqlite_database, store, ACCOUNT)
    subscribe(sqlite_database, store, READER)
    with sqlite_database.write() as connection:
        kept = str(connection.execute(select(bonuses_paid)).all())
        connection.exec_driver_sql("DELETE FROM deeds")
        connection.exec_driver_sql("DELETE FROM identities")
        connection.exec_driver_sql("UPDATE members SET email = NULL, name = ''")

    register(sqlite_database, store, replace(ACCOUNT, id="99"))
    subscribe(sqlite_database, store, replace(READER, id="99"))

    assert "anna" not in kept
    assert points(sqlite_database, "99") == {}
    assert why(sqlite_database, "99") == ["paid_before", "paid_before"]


def test_a_pseudonym_belongs_to_one_programme_of_one_database(tmp_path: pathlib.Path) -> None:
    made: list[str] = []
    for name in ("one", "other"):
        database = Database(f"sqlite:///{tmp_path / name}")
        migrate.upgrade(database)
        with database.write() as connection:
            made += [pseudonym(connection, programme, "anna@example.org") for programme in (1, 2)]
            assert pseudonym(connection, 1, "Anna@Example.org") == made[-2]
        database.close()

    assert len(set(made)) == 4
    assert {len(one) for one in made} == {64}


def test_who_is_said_to_have_subscribed_takes_part_as_the_store_says(sqlite_database: Database) -> None:
    shop = Shop()
    shop.accounts = accounts = Accounts()
    store = a_store(sqlite_database, shop, GIVING + "members: {never: [staff]}\n")
    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))
    accounts.has(replace(ACCOUNT, groups=("staff",)))

    made = [by_hand(sqlite_database, store)]
    accounts.has(ACCOUNT)
    made += [by_hand(sqlite_database, store) for _ in range(2)]

    assert [(one.given, one.why.code, one.available) for one in made] == [
        (0, "group_never", 0),
        (20, "subscribed", 20),
        (0, "paid_before", 20),
    ]


def test_nothing_is_given_by_hand_without_a_store_to_name(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, programme=GIVING)
    settle(sqlite_database, store, an_order(stage=Stage.CANCELLED))
    member = find_member(sqlite_database, "1")

    with pytest.raises(bonuses.NoNewsletter, match="customer of no store that is connected"):
        bonuses.subscribe_by_hand(sqlite_database, {"other": store}, member, "test", NOW)


def by_hand(database: Database, store: Store) -> bonuses.Subscribed:
    member = find_member(database, "1")
    return bonuses.subscribe_by_hand(database, {store.name: store}, member, "test", LATER)
