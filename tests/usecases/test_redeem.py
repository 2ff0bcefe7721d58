"""Redeeming: once per key, never more than there is, and all or nothing."""

import pytest

from connector.adapter import Retryable
from connector.core.commerce import Customer
from connector.core.quote import Refusal
from connector.db import redemptions, statements
from connector.db.engine import Database
from connector.db.ledger import KeyReused
from connector.db.queue import counts
from connector.db.tables import outbox
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.usecases.redeem import NoCoupons, NoSuchMember, redeem
from tests.building import NOW, a_line, an_order, at
from tests.usecases.shelves import Accounts
from tests.usecases.shop import CLUB, Shop, a_store, enrol, points, settle


def test_points_are_held_and_a_coupon_waits_to_be_sent(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 250)

    made = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)

    assert (made.row.worth, made.left, made.replayed) == (500, 150, False)
    assert points(database) == {"available": 150, "held": 100}
    with database.read() as connection:
        assert counts(connection, outbox) == {("shop", "waiting"): 1}
        (card,) = redemptions.cards(connection, [anna])
        assert (card.reference, card.held, card.redeemed) == (made.row.reference, 100, 0)


def test_the_same_key_again_gives_the_same_code_and_takes_nothing(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 250)
    made = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)

    again = redeem(database, store, anna, 100, key="k", author="shopper", now=at(1))

    assert (again.row, again.left, again.replayed) == (made.row, 150, True)
    assert points(database) == {"available": 150, "held": 100}


def test_the_same_key_with_another_wish_is_an_error(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 250)
    redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)

    with pytest.raises(KeyReused, match="k was used for another redemption: 100 points"):
        redeem(sqlite_database, store, anna, 200, key="k", author="shopper", now=NOW)


def test_a_store_with_rates_of_its_own_redeems_by_them(sqlite_database: Database) -> None:
    store = a_store(
        sqlite_database, programme=CLUB + "overrides: [{stores: [shop], redeem: {points: 50, worth: 1.00}}]\n"
    )
    anna = enrol(sqlite_database, store, 250)

    made = redeem(sqlite_database, store, anna, 50, key="k", author="shopper", now=NOW)

    assert made.row.worth == 100


def test_a_programme_that_has_ended_redeems_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 250)
    put_in_force(sqlite_database, parse_programme(CLUB + "status: closed\n", "test"), "test", NOW)

    with pytest.raises(Refusal, match="programme_closed"):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)


def test_a_refusal_changes_nothing(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 50)

    with pytest.raises(Refusal, match="balance: the limit is 50,"):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)

    assert points(sqlite_database) == {"available": 50}
    with sqlite_database.read() as connection:
        assert counts(connection, outbox) == {}
        assert redemptions.by_key(connection, "k") is None


def test_nobody_and_members_of_other_programmes_cannot_redeem(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    other = a_store(sqlite_database, programme=CLUB.replace("club", "rival"), name="other")
    anna = enrol(sqlite_database, store, 250)

    for where, member in ((store, anna + 1), (other, anna)):
        with pytest.raises(NoSuchMember):
            redeem(sqlite_database, where, member, 100, key="k", author="shopper", now=NOW)


def test_a_store_without_coupons_cannot_redeem(sqlite_database: Database) -> None:
    shop = Shop()
    store = a_store(sqlite_database, shop)
    anna = enrol(sqlite_database, store, 250)
    shop.without_coupons = True

    with pytest.raises(NoCoupons):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)


def test_what_is_left_is_what_can_be_spent_lapsed_points_are_not(sqlite_database: Database) -> None:
    """Between the end of a lot's last day and the next sweep its points lie there and are worth nothing."""
    store = a_store(sqlite_database, programme=CLUB + "expire: {policy: per_lot, months: 1}\n")
    anna = enrol(sqlite_database, store, 70)
    settle(sqlite_database, store, an_order(a_line(15_000), id="2", placed_at=at(20)), now=at(20))

    made = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=at(40))
    again = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=at(40))

    assert made.left == again.left == 50


def test_amounts_of_small_units_fit_the_database(database: Database) -> None:
    """30 million rupiah are three thousand million minor units, more than a 32-bit column holds."""
    rupiah = CLUB.replace("EUR", "IDR").replace("per: 1.00", "per: 1000").replace("5.00", "600000, maximum_share: 1")
    store = a_store(database, programme=rupiah)
    settle(database, store, an_order(a_line(10_000_000_00), id="1", currency="IDR"))

    made = redeem(database, store, 1, 100, key="k", author="shopper", now=NOW)

    assert made.row.minimum_spend == 60_000_000_00


def test_a_statement_tells_what_each_entry_did_to_the_balance(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 250)
    redeem(database, store, anna, 100, key="k", author="shopper", now=NOW)

    with database.read() as connection:
        told = [(row.seq, row.kind, row.points, row.change, row.author) for row in statements.of(connection, [anna])]

    assert told == [
        (1, "earn", 250, 0, "programme"),
        (2, "vest", 250, 250, "programme"),
        (3, "hold", 100, -100, "shopper"),
    ]


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ("status: closed", "programme_closed"),
        ("status: draft", "programme_draft"),
        ("members: {never: [trade]}", "group_never"),
        ("overrides: [{groups: [trade], redeem: {points: 100, worth: 1.00, minimum_points: 200}}]", "minimum_points"),
        ("overrides: [{stores: [shop], redeem: {points: 100, worth: 1.00, maximum_points: 50}}]", "maximum_points"),
    ],
)
def test_who_may_spend_and_by_which_rates_is_asked(sqlite_database: Database, terms: str, refusal: str) -> None:
    """The groups are those that the store tells now."""
    shop = Shop()
    shop.accounts = Accounts(Customer("7", None, groups=("trade",)))
    store = a_store(sqlite_database, shop)
    anna = enrol(sqlite_database, store, 250)
    put_in_force(sqlite_database, parse_programme(CLUB + terms, "test"), "test", NOW)

    with pytest.raises(Refusal, match=f"^{refusal}"):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=at(1))


def test_only_these_groups_may_redeem(sqlite_database: Database) -> None:
    shop = Shop()
    shop.accounts = Accounts(Customer("7", None, groups=("customer",)))
    store = a_store(sqlite_database, shop, CLUB.replace("worth: 5.00", "worth: 5.00, groups: [trade]"))
    anna = enrol(sqlite_database, store, 250)

    with pytest.raises(Refusal, match=r"^group_only"):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)
    shop.accounts.has(Customer("7", None, groups=("trade",)))
    assert redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).left == 150


def test_a_store_with_rates_of_its_own_gives_what_they_say(sqlite_database: Database) -> None:
    outlet = "overrides: [{stores: [shop], redeem: {points: 100, worth: 2.00}}]"
    store = a_store(sqlite_database, programme=CLUB + outlet)

    made = redeem(sqlite_database, store, enrol(sqlite_database, store, 250), 100, key="k", author="s", now=NOW)

    assert made.row.worth == 200


def test_a_store_that_does_not_tell_the_groups_stops_the_redemption(sqlite_database: Database) -> None:
    shop = Shop()
    shop.accounts = Accounts()
    store = a_store(sqlite_database, shop, CLUB + "members: {never: [trade]}")
    anna = enrol(sqlite_database, store, 250)
    shop.accounts.silent = True

    with pytest.raises(Retryable):
        redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW)
    assert points(sqlite_database) == {"available": 250}
