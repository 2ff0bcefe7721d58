"""A code that somebody else used: the order says so, and the owner's points are spent all the same."""

import pytest

from connector.core.commerce import Buyer, Stage
from connector.core.explain import Step
from connector.db.engine import Database
from connector.usecases.codes import newest_codes, standing_of, used_by_others
from connector.usecases.look import order_card
from connector.usecases.merge import join_members
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from tests.building import ANNA, BERT, GUEST, NOW, an_order, at, with_code
from tests.usecases.shop import a_store, enrol, member_of, points, settle

STOLEN = "code_of_another"


def bert_of(database: Database, store: Store) -> int:
    settle(database, store, an_order(id="berts", buyer=BERT))
    with database.read() as connection:
        return member_of(connection, "8", store.name)


def told(database: Database) -> list[Step]:
    return [step for step in order_card(database, "shop", "2").card.award.trace if step.code == STOLEN]


@pytest.mark.parametrize(
    ("buyer", "suspected"),
    [(ANNA, False), (BERT, True), (GUEST, True), (Buyer(None, "ANNA@example.org"), False)],
    ids=["the owner", "another account", "a guest", "the owner as a guest"],
)
def test_the_order_tells_who_used_the_code_and_the_points_are_the_owners(
    sqlite_database: Database, buyer: Buyer, suspected: bool
) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 100)
    code = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).row.code

    settle(sqlite_database, store, with_code(an_order(id="2", stage=Stage.PAID, buyer=buyer), code))

    facts = {"code": code, "member": str(anna)}
    assert told(sqlite_database) == ([Step(STOLEN, facts)] if suspected else [])
    assert points(sqlite_database)["redeemed"] == 100


def test_who_is_one_person_with_the_owner_is_no_stranger(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna, bert = enrol(sqlite_database, store, 100), bert_of(sqlite_database, store)
    join_members(sqlite_database, anna, bert, reason="both accounts", author="cli:test", now=at(0))
    code = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).row.code

    settle(sqlite_database, store, with_code(an_order(id="2", buyer=BERT), code))

    assert told(sqlite_database) == []


def test_a_code_whose_order_was_cancelled_was_used_by_nobody(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 100)
    code = redeem(sqlite_database, store, anna, 100, key="k", author="shopper", now=NOW).row.code

    settle(sqlite_database, store, with_code(an_order(id="2", buyer=BERT, stage=Stage.CANCELLED), code))

    assert told(sqlite_database) == []
    assert "redeemed" not in points(sqlite_database)


def test_codes_that_others_used_are_listed_newest_order_first_with_owner_user_and_points(database: Database) -> None:
    store = a_store(database)
    anna, bert = enrol(database, store, 300), bert_of(database, store)
    codes = [
        redeem(database, store, anna, 100, key=f"k{number}", author="shopper", now=NOW).row.code for number in range(3)
    ]

    for number, (code, buyer) in enumerate(zip(codes, (ANNA, BERT, GUEST), strict=True), 2):
        settle(database, store, with_code(an_order(id=str(number), placed_at=at(number), buyer=buyer), code))

    found = used_by_others(database, 10)
    assert [(one.code, one.member_id, one.points, one.order_id, one.ordered_by) for one in found] == [
        (codes[2], anna, 100, "4", None),
        (codes[1], anna, 100, "3", bert),
    ]
    assert used_by_others(database, 1) == found[:1]


def test_every_code_is_listed_with_what_became_of_it(sqlite_database: Database) -> None:
    store = a_store(sqlite_database)
    anna = enrol(sqlite_database, store, 200)
    used, kept = (
        redeem(sqlite_database, store, anna, 100, key=key, author="shopper", now=NOW).row.code for key in ("k1", "k2")
    )

    settle(sqlite_database, store, with_code(an_order(id="2"), used))

    found = [(one.code, one.member_id, standing_of(one)) for one in newest_codes(sqlite_database, 10)]
    assert found == [(kept, anna, "open"), (used, anna, "used")]
    assert len(newest_codes(sqlite_database, 1)) == 1
