"""What a shop tells us to do about people: granted once, however often and in whatever order it comes."""

import json
from dataclasses import replace

import pytest

from connector.adapter import CustomersMerged, PersonAsked, PersonErased, StoreClosed
from connector.core.commerce import Buyer
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.usecases.audit import verify
from connector.usecases.intake import Drained, drain, receive
from connector.usecases.merge import part_members
from connector.usecases.stores import Store
from connector.usecases.wishes import answered, closed_since, grant, is_closed, reopen, request, requests
from tests.building import BERT, NOW, a_line, an_order, at
from tests.running import rows
from tests.usecases.shop import Shop, a_store, settle

ERIKA = Buyer("4711", "Erika@example.org", "Erika Musterfrau")
ASKED = PersonAsked("9999", "4711", "erika@example.org")
ERASED = PersonErased("4711", "erika@example.org")


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def store(database: Database, shop: Shop) -> Store:
    return a_store(database, shop)


def bought(database: Database, store: Store, id: str, buyer: Buyer = ERIKA, cents: int = 10_000) -> None:
    settle(database, store, an_order(a_line(cents), id=id, buyer=buyer))


def member(database: Database, store: Store, customer: str) -> int:
    (row,) = rows(database, "identities", f"customer = '{customer}'")
    found: int = row["member_id"]
    return found


# To be told


def test_what_is_held_is_kept_for_the_merchant_once(database: Database, store: Store) -> None:
    bought(database, store, "1")

    for _ in range(2):
        grant(database, store, ASKED, at(2))

    (found,) = requests(database)
    assert (found.store, found.reference, found.asked_at) == (store.name, "9999", at(2))
    told = json.loads(found.told or b"")
    assert told["member"]["name"] == "Erika Musterfrau"
    assert [one["snapshot"]["buyer"]["name"] for one in told["orders"]] == ["Erika Musterfrau"]


def test_of_a_stranger_nothing_is_held(database: Database, store: Store) -> None:
    grant(database, store, ASKED, at(2))

    assert [(one.member_id, one.told) for one in requests(database)] == [(None, None)]


def test_once_handed_over_the_copy_goes(database: Database, store: Store) -> None:
    bought(database, store, "1")
    grant(database, store, ASKED, at(2))
    number = requests(database)[0].id

    answered(database, number, at(3))
    again = answered(database, number, at(4))

    assert (again.told, again.answered_at) == (None, at(3))


def test_an_erasure_takes_the_copy_too(database: Database, store: Store) -> None:
    bought(database, store, "1")
    grant(database, store, ASKED, at(2))

    grant(database, store, ERASED, at(3))

    assert request(database, requests(database)[0].id).told is None


# To be forgotten


def test_a_person_is_forgotten_once(database: Database, store: Store) -> None:
    bought(database, store, "1")

    for day in (2, 3):
        grant(database, store, ERASED, at(day))

    assert [row["author"] for row in rows(database, "erasures")] == [f"store:{store.name}"]
    assert "erika" not in str(rows(database, "orders")).lower()
    assert verify(database).faults == []


def test_a_guest_is_forgotten(database: Database, store: Store) -> None:
    bought(database, store, "1", replace(ERIKA, customer_id=None))

    grant(database, store, ERASED, at(2))

    assert "erika" not in str([rows(database, name) for name in ("orders", "members", "inbox")]).lower()


def test_who_is_forgotten_first_and_told_of_later_is_not_kept(database: Database, store: Store) -> None:
    grant(database, store, ERASED, at(10))

    bought(database, store, "1")

    assert "erika" not in str([rows(database, name) for name in ("orders", "members")]).lower()
    assert rows(database, "postings") == []


# Two accounts that are one


def test_merged_accounts_share_their_points(database: Database, store: Store) -> None:
    bought(database, store, "1")
    bought(database, store, "2", BERT)

    for _ in range(2):
        grant(database, store, CustomersMerged("4711", str(BERT.customer_id)), at(2))

    (joined,) = rows(database, "joined")
    assert joined == {
        "member_id": member(database, store, str(BERT.customer_id)),
        "root_id": member(database, store, "4711"),
    }
    assert len(rows(database, "joinings")) == 1


def test_the_account_that_is_left_may_be_new_to_us(database: Database, store: Store) -> None:
    bought(database, store, "1")

    grant(database, store, CustomersMerged("800", "4711"), at(2))

    assert rows(database, "joined")[0]["root_id"] == member(database, store, "800")


def test_of_an_account_that_we_never_knew_nothing_is_to_be_joined(database: Database, store: Store) -> None:
    bought(database, store, "1")

    grant(database, store, CustomersMerged("4711", "800"), at(2))

    assert rows(database, "joinings") == []
    assert len(rows(database, "members")) == 1


def test_who_was_forgotten_is_joined_to_nobody(database: Database, store: Store) -> None:
    bought(database, store, "1")
    bought(database, store, "2", BERT)
    grant(database, store, ERASED, at(2))

    grant(database, store, CustomersMerged("4711", str(BERT.customer_id)), at(3))

    assert verify(database).faults == []


def test_whom_the_merchant_parted_the_shop_joins_again_only_by_its_own_word(database: Database, store: Store) -> None:
    bought(database, store, "1")
    bought(database, store, "2", BERT)
    wish = CustomersMerged("4711", str(BERT.customer_id))
    grant(database, store, wish, at(2))
    part_members(database, member(database, store, str(BERT.customer_id)), author="test", now=at(3))

    grant(database, store, wish, at(4))

    assert len(rows(database, "joined")) == 1


# A shop that goes


def test_a_shop_that_goes_is_closed_until_it_is_opened_again(database: Database, store: Store) -> None:
    grant(database, store, StoreClosed(at(2)), at(2))
    grant(database, store, StoreClosed(at(2)), at(2.5))
    assert closed_since(database) == {store.id: at(2)}

    reopen(database, store, at(3))

    assert not is_closed(database, store)
    assert rows(database, "stores")[0]["reread_wanted_at"] is not None


def test_a_farewell_that_comes_late_closes_nothing(database: Database, store: Store) -> None:
    grant(database, store, StoreClosed(at(2)), at(2))
    reopen(database, store, at(3))

    grant(database, store, StoreClosed(at(2), erase=True), at(3.1))

    assert not is_closed(database, store)


def test_a_shop_that_left_for_good_takes_its_people_along(database: Database, store: Store) -> None:
    bought(database, store, "1")
    bought(database, store, "2", BERT)
    bought(database, store, "3", Buyer(None, "guest@example.org", "A Guest"))
    grant(database, store, StoreClosed(at(2)), at(2))

    for _ in range(2):
        grant(database, store, StoreClosed(at(4), erase=True), at(4))

    kept = str([rows(database, name) for name in ("orders", "members", "inbox", "identities")]).lower()
    assert not [word for word in ("erika", "musterfrau", "guest@", str(BERT.email).lower()) if word in kept]
    assert verify(database).faults == []


# By the inbox


def post(database: Database, store: Store, *bodies: str) -> None:
    receive(database, [Letter(store.id, WEBHOOK, body.encode(), {"x": "y"}) for body in bodies], NOW)


def test_a_closed_shop_is_not_asked_for_what_it_hinted_at(database: Database, store: Store, shop: Shop) -> None:
    shop.has(an_order())
    grant(database, store, StoreClosed(at(2)), at(2))
    post(database, store, "hint 1")

    assert drain(database, store, at(3)) == Drained(done=1)
    assert shop.asked == []
    assert rows(database, "stores")[0]["reread_wanted_at"] is not None


def test_a_wish_is_done_and_what_it_said_is_gone(database: Database, store: Store) -> None:
    bought(database, store, "1")
    post(database, store, "erase 4711 erika@example.org", "erase 4711 erika@example.org")

    drained = drain(database, store, at(2))

    assert drained.done == 2
    assert not [row for row in rows(database, "inbox") if row["body"]]
    assert len(rows(database, "erasures")) == 1
