"""Reading accounts and reviews: on from where it stopped, the window again, and nothing that pays nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connector.adapter import Retryable
from connector.core.commerce import Customer, Review, Stage
from connector.db import members
from connector.db.engine import Database
from connector.usecases.pull_bonuses import pull_customers, pull_reviews
from connector.usecases.stores import Store
from tests.building import ANNA, NOW, an_order, at
from tests.usecases.shelves import Accounts, Opinions
from tests.usecases.shop import CLUB, Shop, a_store, points, settle

EVERY = timedelta(hours=6)
REGISTERING = CLUB + "bonuses: {registration: 50}\n"
SUBSCRIBING = CLUB + "bonuses: {newsletter: 20}\n"
REVIEWING = CLUB + "bonuses: {review: {points: 10}}\n"
ACCOUNT = Customer("7", "anna@example.org", "Anna", registered_at=NOW, newsletter=False)
REVIEW = Review("r1", "p1", "anna@example.org", NOW, approved=True, customer_id="7")


def connected(database: Database, programme: str) -> tuple[Store, Accounts, Opinions]:
    shop = Shop()
    shop.accounts, shop.reviews = accounts, opinions = Accounts(), Opinions()
    return a_store(database, shop, programme), accounts, opinions


def read_customers(database: Database, store: Store, days: float = 1) -> int | None:
    return pull_customers(database, store, lambda: at(days), EVERY)


def read_reviews(database: Database, store: Store, days: float = 1) -> int | None:
    return pull_reviews(database, store, lambda: at(days))


def test_reading_accounts_goes_on_from_the_last_one_that_was_read(sqlite_database: Database) -> None:
    store, accounts, _ = connected(sqlite_database, REGISTERING)
    accounts.has(ACCOUNT, replace(ACCOUNT, id="8", email="bert@example.org", registered_at=at(0, 1)))

    read_customers(sqlite_database, store)
    read_customers(sqlite_database, store, 2)

    assert accounts.since == [None, at(0, 1) - timedelta(minutes=1)]
    assert points(sqlite_database) == points(sqlite_database, "8") == {"available": 50}


def test_what_was_read_before_the_store_failed_is_kept_and_not_read_again(sqlite_database: Database) -> None:
    store, accounts, _ = connected(sqlite_database, REGISTERING)
    accounts.has(ACCOUNT)

    class Failing(Accounts):
        def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
            yield from super().registered_since(since)
            raise Retryable("the store answered HTTP 500")

    assert isinstance(store.adapter, Shop)
    store.adapter.accounts = Failing(*accounts.held.values())
    with pytest.raises(Retryable):
        read_customers(sqlite_database, store)
    store.adapter.accounts = accounts
    read_customers(sqlite_database, store, 2)

    assert points(sqlite_database) == {"available": 50}
    assert accounts.since == [NOW - timedelta(minutes=1)]


@pytest.mark.parametrize("programme", [CLUB, REVIEWING, CLUB + "bonuses: {order_placed: 5}\n"])
def test_accounts_are_not_asked_for_where_nothing_is_given_for_them(sqlite_database: Database, programme: str) -> None:
    store, accounts, _ = connected(sqlite_database, programme)

    assert read_customers(sqlite_database, store) is None
    assert accounts.since == []


def test_reviews_are_not_asked_for_where_nothing_is_given_for_them(sqlite_database: Database) -> None:
    store, _, opinions = connected(sqlite_database, REGISTERING)

    assert read_reviews(sqlite_database, store) is None
    assert opinions.since == []


def test_a_store_that_tells_of_neither_is_left_alone(sqlite_database: Database) -> None:
    store = a_store(sqlite_database, Shop(), CLUB + "bonuses: {registration: 5, review: {points: 10}}\n")

    assert read_customers(sqlite_database, store) is None
    assert read_reviews(sqlite_database, store) is None


def test_who_subscribes_later_is_found_when_it_is_time_to_ask_again(sqlite_database: Database) -> None:
    store, accounts, _ = connected(sqlite_database, SUBSCRIBING)
    accounts.has(ACCOUNT)
    read_customers(sqlite_database, store, 1)
    accounts.has(replace(ACCOUNT, newsletter=True))

    read_customers(sqlite_database, store, 1.1)
    asked_too_soon = len(accounts.asked)
    accounts.held["7"] = replace(accounts.held["7"], registered_at=at(-9))  # no list shows it any more
    read_customers(sqlite_database, store, 2)
    read_customers(sqlite_database, store, 3)

    assert asked_too_soon == 1
    assert points(sqlite_database) == {"available": 20}


def test_who_has_had_the_newsletters_bonus_is_not_asked_after(sqlite_database: Database) -> None:
    store, accounts, _ = connected(sqlite_database, SUBSCRIBING)
    accounts.has(replace(ACCOUNT, newsletter=True))

    read_customers(sqlite_database, store)

    assert points(sqlite_database) == {"available": 20}
    assert accounts.asked == []


def test_a_store_that_does_not_tell_who_subscribed_is_not_asked_about_everybody(sqlite_database: Database) -> None:
    store, accounts, _ = connected(sqlite_database, SUBSCRIBING)
    accounts.has(*(replace(ACCOUNT, id=str(n), email=f"{n}@example.org", newsletter=None) for n in range(150)))

    read_customers(sqlite_database, store)

    assert [len(page) for page in accounts.asked] == [100]


def test_reviews_of_the_window_are_read_again_and_approval_that_came_late_counts(sqlite_database: Database) -> None:
    store, _, opinions = connected(sqlite_database, REVIEWING)
    opinions.has(replace(REVIEW, approved=False))
    read_reviews(sqlite_database, store, 1)

    opinions.has(REVIEW)
    read_reviews(sqlite_database, store, 2)

    assert opinions.since == [None, at(2) - store.return_window - timedelta(minutes=1)]
    assert points(sqlite_database) == {"available": 10}


def test_a_review_that_is_no_longer_listed_gives_back_what_it_gave(sqlite_database: Database) -> None:
    store, _, opinions = connected(sqlite_database, REVIEWING)
    opinions.has(REVIEW, replace(REVIEW, id="r2", product_id="p2"))
    read_reviews(sqlite_database, store, 1)
    assert points(sqlite_database) == {"available": 20}

    del opinions.held["r2"]
    read_reviews(sqlite_database, store, 2)

    assert points(sqlite_database) == {"available": 10}


def test_a_review_older_than_the_window_keeps_what_it_gave(sqlite_database: Database) -> None:
    store, _, opinions = connected(sqlite_database, REVIEWING)
    opinions.has(REVIEW)
    read_reviews(sqlite_database, store, 1)

    read_reviews(sqlite_database, store, 60)

    assert points(sqlite_database) == {"available": 10}


@pytest.mark.parametrize("customer_id", ["7", None])
@pytest.mark.parametrize(("groups", "given"), [(("customer",), {"available": 10}), (("staff",), {})])
def test_whether_an_author_takes_part_is_asked_where_groups_keep_anybody_out(
    sqlite_database: Database, customer_id: str | None, groups: tuple[str, ...], given: dict[str, int]
) -> None:
    store, accounts, opinions = connected(sqlite_database, REVIEWING + "members: {only: [customer]}\n")
    settle(sqlite_database, store, an_order(buyer=replace(ANNA, groups=groups), stage=Stage.CANCELLED))
    accounts.has(replace(ACCOUNT, groups=groups))
    opinions.has(replace(REVIEW, customer_id=customer_id), replace(REVIEW, id="r2", email="x@x.org", customer_id=None))

    read_reviews(sqlite_database, store)

    assert points(sqlite_database) == given
    with sqlite_database.read() as connection:
        assert len(members.all_ids(connection)) == 1
