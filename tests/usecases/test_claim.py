"""Claiming guest orders: only with a known address, only what was ordered until then, however they come."""

from dataclasses import replace

import pytest

from connector.core.commerce import Buyer, Order
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.change_address import change_address
from connector.usecases.claim import NotClaimable, claim_guest_orders
from connector.usecases.look import member_card, order_card
from connector.usecases.redeem import NoSuchMember
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, a_line, a_refund, an_order, at
from tests.running import rows
from tests.usecases.shop import CLUB, a_store, enrol, settle

AS_GUEST = Buyer(None, "Anna@Example.org", "Anna")


def ordered(id: str, day: float, buyer: Buyer = AS_GUEST) -> Order:
    moment = at(day)
    return an_order(
        a_line(5_000), id=id, buyer=buyer, placed_at=moment, completed_at=moment, modified_at=moment, observed_at=moment
    )


def claim(database: Database, store: Store, member: int, email: str | None = None, day: float = 5) -> int:
    claimed = claim_guest_orders(database, [store], member, email, "cli:test", at(day))
    assert verify(database).faults == []
    return claimed.orders


def available(database: Database, customer: str = "7", day: float = 10) -> int:
    return member_card(database, f"shop:{customer}", at(day)).available


def test_what_was_ordered_as_a_guest_becomes_the_members(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1), ordered("12", 2), now=at(3))

    assert claim(database, store, anna) == 2
    assert available(database) == 100 + 50 + 50
    assert order_card(database, "shop", "11").card.award.trace[-1].code == "granted"


def test_an_order_of_that_time_that_comes_later_is_theirs_too_and_a_later_one_is_not(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    claim(database, store, anna, day=5)

    settle(database, store, ordered("11", 4), ordered("12", 6), now=at(7))

    assert available(database) == 100 + 50


def test_a_refund_takes_back_what_a_claimed_order_gave(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1), now=at(3))
    claim(database, store, anna)

    refunded = replace(ordered("11", 1), refunds=(a_refund(5_000, refunded_at=at(6)),), modified_at=at(6))
    settle(database, store, replace(refunded, observed_at=at(6)), now=at(6))

    assert available(database) == 100
    assert verify(database).faults == []


def test_claiming_twice_gives_nothing_twice(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1), now=at(3))
    claim(database, store, anna)
    claim(database, store, anna)

    assert available(database) == 150


def test_another_address_and_somebody_elses_orders_stay_where_they_are(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1, Buyer(None, "other@example.org")), ordered("12", 1, BERT), now=at(3))

    assert claim(database, store, anna) == 0
    assert (available(database), available(database, "8")) == (100, 50)


def test_a_member_may_claim_with_another_address_of_theirs(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1, Buyer(None, "work@example.org")), now=at(3))

    assert claim(database, store, anna, "Work@example.org") == 1
    assert available(database) == 150


def test_who_has_an_address_later_claims_only_what_was_ordered_after_the_claim_before(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1, BERT), ordered("12", 4), now=at(4))
    bert = member_card(database, "shop:8", at(3)).member.id
    claim(database, store, anna, day=5)
    settle(database, store, ordered("13", 6), now=at(6))

    made = claim_guest_orders(database, [store], bert, "anna@example.org", "cli:test", at(7))
    settle(database, store, ordered("14", 3), ordered("15", 6.5), now=at(8))

    assert (made.orders, made.since) == (1, at(5))
    assert available(database) == 100 + 50 + 50  # 12, and 14 that came late
    assert available(database, "8") == 50 + 50 + 50  # 11, 13 and 15
    assert verify(database).faults == []


def test_an_address_that_comes_back_gives_nothing_of_the_time_between(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1, BERT), now=at(1))
    bert = member_card(database, "shop:8", at(3)).member.id
    claim(database, store, anna, day=2)
    claim(database, store, bert, "anna@example.org", day=4)

    claim(database, store, anna, day=6)
    settle(database, store, ordered("12", 1.5), ordered("13", 3), ordered("14", 5), now=at(7))

    assert available(database) == 100 + 50 + 50
    assert available(database, "8") == 50 + 50
    assert [row["member_id"] for row in rows(database, "claims")] == [anna, bert, anna]


def test_a_claim_made_again_is_one_claim(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    claim(database, store, anna, day=2)
    claim(database, store, anna, day=4)

    assert len(rows(database, "claims")) == 1


def test_what_was_ordered_before_another_account_last_used_the_address_is_left_alone(database: Database) -> None:
    store = a_store(database)
    enrol(database, store, 100)
    settle(database, store, ordered("11", 1), ordered("12", 2, replace(ANNA, email="ANNA@example.org")), now=at(2))
    settle(database, store, ordered("13", 3, replace(ANNA, email="new@example.org")), now=at(3))
    settle(database, store, ordered("14", 4), ordered("15", 4, BERT), now=at(4))
    bert = member_card(database, "shop:8", at(4)).member.id

    assert claim(database, store, bert, "anna@example.org") == 1
    assert available(database, "8") == 50 + 50


def test_what_was_ordered_before_the_address_was_changed_by_hand_is_left_alone(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1, BERT), ordered("12", 2), now=at(2))
    change_address(database, anna, "new@example.org", "cli:test", at(3))
    settle(database, store, ordered("13", 4), now=at(4))
    bert = member_card(database, "shop:8", at(4)).member.id

    assert claim(database, store, bert, "anna@example.org") == 1
    assert available(database, "8") == 50 + 50


def test_another_programmes_members_have_nothing_to_do_with_it(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 100)
    settle(database, store, ordered("11", 1), now=at(2))
    other = a_store(database, programme=CLUB.replace("programme: club", "programme: other"), name="other")
    settle(database, other, ordered("21", 3, ANNA), now=at(3))

    assert claim(database, store, anna) == 1


def test_a_strict_programme_gives_nothing_for_guest_orders(database: Database) -> None:
    store = a_store(database, programme=CLUB + "members: {guest_orders: false}\n")
    anna = enrol(database, store, 100)

    with pytest.raises(NotClaimable, match="guest_orders"):
        claim(database, store, anna)


def test_a_member_without_an_address_must_name_one(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("11", 1, replace(ANNA, email=None)), now=at(3))

    with pytest.raises(NotClaimable, match="--email"):
        claim(database, store, member_card(database, "shop:7", at(3)).member.id)


def test_nobody_claims_nothing(database: Database) -> None:
    with pytest.raises(NoSuchMember):
        claim(database, a_store(database), 999, "x@example.org")
