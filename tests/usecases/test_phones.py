"""Members are found by telephone, and what shows that two people may be one is known without being kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from connector.core.commerce import Buyer, Contact, Customer, Order
from connector.core.referral import State, Verdict
from connector.db.engine import Database
from connector.usecases.bonuses import settle_registrations
from connector.usecases.contacts import NotAPhone
from connector.usecases.invite import accept, decide
from connector.usecases.look import NoSuchThing, find_member, found_members
from connector.usecases.merge import join_members
from connector.usecases.phones import set_phone
from connector.usecases.redeem import NoSuchMember
from connector.usecases.referrals import sweep_referrals
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, GUEST, a_refund, an_order, at
from tests.usecases.friends import DONE, DORA, a_friendly_store, both, card, doras, invite, story
from tests.usecases.shop import CLUB, a_store, member_of, points, settle
from tests.usecases.test_privacy import dump, erase, every_byte, told

Fresh = Callable[[], AbstractContextManager[Database]]
HOME = Contact("0721 123 456", "Strada Florilor 7", "010101", "RO")


def living_at(buyer: Buyer, *contacts: Contact) -> Buyer:
    return replace(buyer, contacts=contacts)


def ordered(buyer: Buyer, *contacts: Contact, id: str = "1", **changes: Any) -> Order:
    return an_order(id=id, buyer=living_at(buyer, *contacts), **changes)


def hand(database: Database, member: int, number: str, *, gone: bool = False, day: float = 1) -> bool:
    return set_phone(database, member, number, "RO", "cli:test", at(day), gone=gone).changed


def numbers(database: Database, who: str, country: str | None = None) -> list[int]:
    return [row.id for row in found_members(database, who, country, at(9))]


def annas(database: Database, *contacts: Contact) -> tuple[Store, int]:
    store = a_store(database)
    settle(database, store, ordered(ANNA, *contacts))
    with database.read() as connection:
        return store, member_of(connection)


@pytest.mark.parametrize("said", ["+40721123456", "+40 (721) 123-456", "0040721123456", "0721.123.456"])
def test_a_member_is_found_by_the_number_of_their_orders_however_it_is_written(database: Database, said: str) -> None:
    _, anna = annas(database, HOME)

    assert find_member(database, f"phone:{said}", "RO").id == anna
    assert numbers(database, f"phone:{said}", "RO") == [anna]
    with pytest.raises(NoSuchThing):
        find_member(database, "phone:+40721123457")


def test_a_number_without_a_country_is_one_of_the_bills_or_of_the_store(sqlite_database: Database) -> None:
    store, anna = annas(sqlite_database, replace(HOME, country="PL", phone="600 123 456"))
    at_home = replace(store, country="RO")
    settle(sqlite_database, at_home, ordered(BERT, Contact("0721 123 456"), id="2"))
    settle(sqlite_database, store, ordered(replace(BERT, customer_id="9"), Contact("0721 123 456"), id="3"))

    assert numbers(sqlite_database, "phone:+48600123456") == [anna]
    assert numbers(sqlite_database, "phone:+40721123456") == [anna + 1]
    with pytest.raises(NotAPhone, match="with its country"):
        find_member(sqlite_database, "phone:600 123 456")


@pytest.mark.parametrize("number", ["", "hello", "12", "+999 1", "07 07"])
def test_what_is_no_number_is_refused_and_changes_nothing(sqlite_database: Database, number: str) -> None:
    store, anna = annas(sqlite_database)
    before = dump(sqlite_database)

    with pytest.raises(NotAPhone):
        hand(sqlite_database, anna, number)
    settle(sqlite_database, store, ordered(ANNA, Contact(number)))

    assert "member_phones': []" in before
    assert "member_phones': []" in dump(sqlite_database)


def test_one_number_of_two_people_finds_both_and_chooses_neither(sqlite_database: Database) -> None:
    store, anna = annas(sqlite_database, HOME)
    settle(sqlite_database, store, ordered(BERT, HOME, id="2"))

    assert numbers(sqlite_database, "phone:+40721123456") == [anna, anna + 1]
    with pytest.raises(NoSuchThing, match=f"several members; give one of their numbers: {anna}, {anna + 1}"):
        find_member(sqlite_database, "phone:+40721123456")


def test_two_who_are_one_person_are_found_as_one(database: Database) -> None:
    store, anna = annas(database, HOME)
    settle(database, store, ordered(BERT, HOME, id="2"))

    join_members(database, anna + 1, anna, reason="r", author="cli:test", now=at(1))

    assert numbers(database, "phone:+40721123456") == [anna]
    assert find_member(database, "phone:+40721123456").id == anna


def test_a_guests_number_is_nobodys(sqlite_database: Database) -> None:
    store, _ = annas(sqlite_database)

    settle(sqlite_database, store, ordered(GUEST, HOME, id="g"))

    with pytest.raises(NoSuchThing):
        numbers(sqlite_database, "phone:+40721123456")


def test_a_number_of_by_hand_is_found_and_one_that_was_taken_away_stays_away(database: Database) -> None:
    store, anna = annas(database, HOME)

    assert [hand(database, anna, "+49 30 123456"), hand(database, anna, "+4930123456")] == [True, False]
    assert numbers(database, "phone:+49 30 123456") == [anna]
    assert hand(database, anna, "0721 123 456", gone=True)
    assert not hand(database, anna, "0721 123 456", gone=True)
    settle(database, store, ordered(ANNA, HOME, id="2"), ordered(ANNA, HOME, modified_at=at(1)))
    with pytest.raises(NoSuchThing):
        find_member(database, "phone:+40721123456")
    assert hand(database, anna, "0721 123 456", day=2)
    assert numbers(database, "phone:+40721123456") == [anna]
    with pytest.raises(NoSuchMember):
        hand(database, 99, "0721 123 456")


def test_neither_number_nor_postal_address_is_ever_written_down(fresh_database: Fresh) -> None:
    with fresh_database() as database:
        _, anna = annas(database, HOME, Contact("", "Aleea Rozelor 9", "020202", "RO"))
        hand(database, anna, "+49 30 123456")

        held = every_byte(database) if database.engine.dialect.name == "sqlite" else dump(database).encode()

    words = ("florilor", "rozelor", "721123456", "721 123", "30123456", "010101", "020202")
    assert [word for word in words if word.encode() in held] == []


def test_the_same_order_told_again_is_unchanged(sqlite_database: Database) -> None:
    store, _ = annas(sqlite_database, HOME)

    again = settle(sqlite_database, store, ordered(ANNA, HOME))

    assert (again.unchanged, again.changed) == (1, 0)


def test_an_export_tells_of_numbers_and_an_erasure_forgets_them(database: Database) -> None:
    store, anna = annas(database, HOME)
    hand(database, anna, "+49 30 123456")
    (from_store, by_hand) = told(database, store, anna).phones
    assert (from_store.author, by_hand.author) == (None, "cli:test")
    places = told(database, store, anna).orders[0]["snapshot"]["buyer"]["places"]

    erase(database, store, anna)
    settle(database, store, ordered(ANNA, HOME, modified_at=at(6)), now=at(6))

    left = dump(database)
    assert [one for one in (from_store.phone, by_hand.phone, *places) if one in left] == []
    with pytest.raises(NoSuchThing):
        find_member(database, "phone:+40721123456")
    with pytest.raises(NoSuchMember):
        hand(database, anna, "+49 30 123456")


NEAR = [
    pytest.param(Contact("", "STRADA FLORILOR, 7", "010101", "ro"), "referral_alike_place", id="place"),
    pytest.param(Contact("+40 721 123 456"), "referral_alike_phone", id="phone"),
]


@pytest.mark.parametrize(("friends", "code"), NEAR)
def test_an_equal_address_or_telephone_waits_for_the_merchant_in_whatever_order_it_is_told(
    fresh_database: Fresh, friends: Contact, code: str
) -> None:
    doras = ordered(DORA, friends, id="d1")
    late = ordered(ANNA, HOME, id="a2", modified_at=at(1))
    for telling in permutations([doras, late, replace(late, id="a3")]):
        with fresh_database() as database:
            store = a_friendly_store(database)
            invitation = invite(database, store)
            for order in telling:
                settle(database, store, order, now=DONE)
                sweep_referrals(database, DONE)

            shown = card(database, invitation)
            assert shown.state is State.DOUBTFUL
            assert [step.code for step in shown.why] == [code, "referral_doubtful"]
            assert both(database) == (200, 100)

            decide(database, invitation, Verdict.APPROVED, "", "cli:test", DONE)
            assert both(database) == (700, 150)


def test_whose_friend_is_erased_keeps_the_points_of_the_invitation(database: Database) -> None:
    store, code = story(database)
    with database.read() as connection:
        dora = member_of(connection, "9")

    erase(database, store, dora, day=20)
    settle(database, store, an_order(id="a2", placed_at=at(21)), now=at(21))

    assert card(database, code, at(21)).state is State.EARNED
    assert points(database) == {"available": 600}

    settle(database, store, doras(modified_at=at(22), refunds=(a_refund(9_000),)), now=at(22))

    assert points(database) == {"available": 100}


def test_what_was_in_doubt_when_somebody_was_erased_is_not_earned_by_that(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)
    settle(sqlite_database, store, ordered(ANNA, HOME, id="a2"), ordered(DORA, HOME, id="d1"), now=DONE)
    with sqlite_database.read() as connection:
        dora = member_of(connection, "9")
    accept(sqlite_database, code, dora, DONE)
    assert card(sqlite_database, code).state is State.DOUBTFUL

    erase(sqlite_database, store, dora, day=20)
    settle(sqlite_database, store, an_order(id="a3", placed_at=at(21)), now=at(21))

    assert card(sqlite_database, code, at(21)).state is State.REFUSED
    assert points(sqlite_database) == {"available": 200}


def test_who_lives_elsewhere_is_not_asked_about(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    invitation = invite(sqlite_database, store)
    settle(sqlite_database, store, ordered(ANNA, HOME, id="a2"), now=DONE)

    settle(
        sqlite_database, store, ordered(DORA, Contact("0721 123 457", "Strada Florilor 8", "010101", "RO")), now=DONE
    )

    assert card(sqlite_database, invitation).state is State.EARNED


def test_a_number_of_by_hand_counts_as_one_of_orders_does(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    invitation = invite(sqlite_database, store)
    settle(sqlite_database, store, ordered(DORA, HOME), now=DONE)
    assert card(sqlite_database, invitation).state is State.EARNED
    with sqlite_database.read() as connection:
        anna = member_of(connection)

    hand(sqlite_database, anna, "0721 123 456", day=14)
    sweep_referrals(sqlite_database, DONE)

    assert card(sqlite_database, invitation).state is State.DOUBTFUL
    assert both(sqlite_database) == (0, 100)
    hand(sqlite_database, anna, "0721 123 456", gone=True, day=14)
    sweep_referrals(sqlite_database, DONE)
    assert both(sqlite_database) == (500, 150)


def test_the_number_of_an_account_is_known_before_it_orders(sqlite_database: Database) -> None:
    store = replace(a_store(sqlite_database, programme=CLUB + "bonuses: {registration: 5}\n"), country="RO")
    account = Customer("7", "anna@example.org", "Anna", registered_at=at(0), contacts=(Contact("0721 123 456"),))

    with sqlite_database.write() as connection:
        settle_registrations(connection, store, [account, replace(account, id="8", contacts=())], at(1))

    with sqlite_database.read() as connection:
        anna = member_of(connection)
    assert numbers(sqlite_database, "phone:+40721123456") == [anna]
    assert "721123456" not in dump(sqlite_database)
