"""Changing an address by hand: it lasts until the member orders with another, and old orders do not bring it back."""

from dataclasses import replace

import pytest

from connector.db.engine import Database
from connector.usecases.change_address import Moved, NotAnAddress, change_address
from connector.usecases.dispatch import dispatch
from connector.usecases.look import member_card
from connector.usecases.privacy import erase_person
from connector.usecases.redeem import NoSuchMember, redeem
from tests.building import ANNA, a_line, a_refund, an_order, at
from tests.running import rows
from tests.usecases.shop import Shop, a_store, enrol, settle


def address(database: Database) -> str | None:
    return member_card(database, "shop:7", at(10)).member.email


def test_the_new_address_is_the_members_and_of_the_old_one_a_pseudonym_is_kept(database: Database) -> None:
    anna = enrol(database, a_store(database), 100)

    made = change_address(database, anna, " New@Example.org ", "cli:test", at(1))

    assert made == Moved(anna, "new@example.org", changed=True)
    assert address(database) == "new@example.org"
    (change,) = rows(database, "address_changes")
    assert (len(change["former"]), change["author"]) == (64, "cli:test")
    assert rows(database, "members", "email = 'anna@example.org'") == []


def test_the_same_address_again_changes_nothing(database: Database) -> None:
    anna = enrol(database, a_store(database), 100)

    assert not change_address(database, anna, "ANNA@example.org", "cli:test", at(1)).changed
    assert rows(database, "address_changes") == []


def test_an_order_of_before_does_not_bring_the_old_address_back_and_a_later_one_brings_its_own(
    database: Database,
) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    change_address(database, anna, "new@example.org", "cli:test", at(1))
    change_address(database, anna, "newer@example.org", "cli:test", at(2))

    settle(database, store, an_order(id="first", modified_at=at(3), refunds=(a_refund(100),)))
    assert address(database) == "newer@example.org"

    later = replace(ANNA, email="Last@example.org")
    settle(database, store, an_order(a_line(100), id="2", placed_at=at(4), buyer=later))
    assert address(database) == "last@example.org"


def test_a_code_keeps_the_address_it_was_bound_to(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    anna = enrol(database, store, 200)
    old = redeem(database, store, anna, 100, key="a", author="s", now=at(0)).row.code
    change_address(database, anna, "new@example.org", "cli:test", at(1))
    new = redeem(database, store, anna, 100, key="b", author="s", now=at(2)).row.code
    dispatch(database, store, at(2))

    assert [shop.issued[code].email for code in (old, new)] == ["anna@example.org", "new@example.org"]


@pytest.mark.parametrize("text", ["", "anna", "@example.org", "a b@example.org", "a@b@c", "x" * 320 + "@example.org"])
def test_what_is_no_address_is_refused(sqlite_database: Database, text: str) -> None:
    anna = enrol(sqlite_database, a_store(sqlite_database), 100)

    with pytest.raises(NotAnAddress):
        change_address(sqlite_database, anna, text, "cli:test", at(1))


def test_nobody_and_the_erased_have_no_address(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    erase_person(database, [store], anna, "cli:test", at(1))

    for member in (anna, 99):
        with pytest.raises(NoSuchMember):
            change_address(database, member, "new@example.org", "cli:test", at(1))
