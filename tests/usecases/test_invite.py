"""Inviting friends, and what people say of an invitation: the friend accepts, the merchant decides."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from connector.core.commerce import Buyer
from connector.core.quote import Refusal
from connector.core.referral import State, Verdict
from connector.db.engine import Database
from connector.db.tables import transactions
from connector.usecases import invite as inviting
from connector.usecases.audit import verify
from connector.usecases.invite import Friend, NoSuchInvitation, NotAcceptable, NothingToDecide
from connector.usecases.redeem import NoSuchMember
from tests.building import ANNA, NOW, a_line, an_order, at, with_code
from tests.usecases.friends import BERT_TOO, DONE, DORA, FRIENDLY, a_friendly_store, both, card, doras, invite, story
from tests.usecases.shop import CLUB, member_of, points, settle


def test_of_two_who_invited_the_same_friend_the_first_has_the_points(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    settle(sqlite_database, store, an_order(a_line(0), id="bert", buyer=BERT_TOO, placed_at=at(-9)), now=at(-9))
    with sqlite_database.read() as connection:
        bert = member_of(connection, "8")
    second = invite(sqlite_database, store, now=at(-1))
    first = invite(sqlite_database, store, inviter=bert, now=at(-2))

    settle(sqlite_database, store, doras(), now=DONE)

    assert card(sqlite_database, first).state is State.EARNED
    assert card(sqlite_database, second).state is State.NOT_FIRST
    assert (points(sqlite_database), points(sqlite_database, "8")) == ({}, {"available": 500})
    assert both(sqlite_database)[1] == 150


def test_the_one_that_the_friend_says_yes_to_first_goes_before_an_older_one(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    settle(sqlite_database, store, an_order(a_line(0), id="bert", buyer=BERT_TOO, placed_at=at(-9)), now=at(-9))
    with sqlite_database.read() as connection:
        bert = member_of(connection, "8")
    older = invite(sqlite_database, store, inviter=bert, now=at(-3))
    chosen = invite(sqlite_database, store, "other@example.org", now=at(-2))
    settle(sqlite_database, store, doras(id="d0", buyer=replace(DORA, email="work@example.org"), placed_at=at(-1)))
    with sqlite_database.read() as connection:
        dora = member_of(connection, "9")

    inviting.accept(sqlite_database, chosen, dora, now=at(0, -1))
    settle(sqlite_database, store, doras(), now=at(15))

    assert card(sqlite_database, chosen, at(15)).state is State.EARNED
    assert card(sqlite_database, older, at(15)).state is State.NOT_FIRST


def test_a_code_is_as_good_as_the_address(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store, "another@example.org")

    settle(sqlite_database, store, with_code(doras(), code.upper()), now=DONE)

    assert card(sqlite_database, code).state is State.EARNED
    assert points(sqlite_database) == {"available": 500}


def test_a_friend_can_say_yes_after_having_ordered(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store, "another@example.org")
    settle(sqlite_database, store, doras(), now=at(1))
    with sqlite_database.read() as connection:
        dora = member_of(connection, "9")

    inviting.accept(sqlite_database, code.upper(), dora, now=at(20))
    inviting.accept(sqlite_database, code, dora, now=at(21))

    assert both(sqlite_database) == (500, 150)
    with sqlite_database.read() as connection:
        earned = connection.execute(select(transactions.c.happened_at).where(transactions.c.key.like("%:referral/%")))
        assert {*earned.scalars()} == {at(20)}


def test_what_cannot_be_accepted_is_refused(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)
    settle(sqlite_database, store, doras(), an_order(id="b", buyer=BERT_TOO), now=at(1))
    with sqlite_database.read() as connection:
        bert = member_of(connection, "8")

    with pytest.raises(NotAcceptable, match="accepted already"):
        inviting.accept(sqlite_database, code, bert, now=at(1))
    with pytest.raises(NotAcceptable, match="is over"):
        inviting.accept(sqlite_database, invite(sqlite_database, store, "x@example.org"), bert, now=at(89))
    with pytest.raises(NotAcceptable, match="member 99"):
        inviting.accept(sqlite_database, code, 99, now=at(1))
    with pytest.raises(NoSuchInvitation, match="'inv-x'"):
        inviting.accept(sqlite_database, "INV-x", bert, now=at(1))


@pytest.mark.parametrize("buyer", [Buyer("9", "Anna@example.org", "Dora"), Buyer("7", "anna@example.org", "Anna")])
def test_who_invites_themselves_has_nothing(sqlite_database: Database, buyer: Buyer) -> None:
    store = a_friendly_store(sqlite_database)
    code = invite(sqlite_database, store)

    settle(sqlite_database, store, with_code(an_order(id="d", buyer=buyer), code), now=DONE)

    assert card(sqlite_database, code).state is State.SAME_PERSON
    with pytest.raises(NothingToDecide):
        inviting.decide(sqlite_database, code, Verdict.APPROVED, "", "test", DONE)
    assert points(sqlite_database) in ({}, {"available": 100})


@pytest.mark.parametrize(
    ("buyer", "evidence"),
    [
        (Buyer("9", "anna+dora@example.org", "Dora"), ["referral_alike_address"]),
        (Buyer("9", "dora@example.org", "ANNA"), ["referral_alike_name"]),
    ],
)
def test_who_only_looks_like_the_inviter_waits_for_the_merchant(
    sqlite_database: Database, buyer: Buyer, evidence: list[str]
) -> None:
    store = a_friendly_store(sqlite_database)
    assert buyer.email is not None
    code = invite(sqlite_database, store, buyer.email)
    settle(sqlite_database, store, an_order(id="d", buyer=buyer), now=DONE)
    waiting = card(sqlite_database, code)
    assert waiting.state is State.DOUBTFUL
    assert [step.code for step in waiting.why] == [*evidence, "referral_doubtful"]
    assert both(sqlite_database) == (0, 100)

    approved = inviting.decide(sqlite_database, code, Verdict.APPROVED, "", "chief", at(20))

    assert (approved.state, approved.decided_by) == (State.EARNED, "chief")
    assert both(sqlite_database) == (500, 150)

    refused = inviting.decide(sqlite_database, code, Verdict.REFUSED, "one household", "chief", at(21))

    assert (refused.state, refused.verdict_reason) == (State.REFUSED, "one household")
    assert both(sqlite_database) == (0, 100)
    assert verify(sqlite_database).faults == []


def test_the_merchant_can_refuse_what_nobody_doubts(sqlite_database: Database) -> None:
    _, code = story(sqlite_database)

    inviting.decide(sqlite_database, code.upper(), Verdict.REFUSED, "returns everything", "chief", at(20))

    assert both(sqlite_database) == (0, 100)
    with pytest.raises(NoSuchInvitation):
        inviting.decide(sqlite_database, "inv-none", Verdict.REFUSED, "x", "chief", at(20))


@pytest.mark.parametrize(
    ("emails", "code"),
    [
        (["Anna@example.org"], "own_address"),
        (["anna"], "not_an_address"),
        (["a b@example.org"], "not_an_address"),
        (["@example.org"], "not_an_address"),
        ([f"f{n}@example.org" for n in range(21)], "too_many_open"),
    ],
)
def test_who_cannot_be_invited_is_refused_with_all_the_others(
    sqlite_database: Database, emails: list[str], code: str
) -> None:
    store = a_friendly_store(sqlite_database)

    with pytest.raises(Refusal) as refused:
        invite(sqlite_database, store, "first@example.org", *emails)

    assert refused.value.code == code
    assert inviting.invitation_cards(sqlite_database, None, 9, NOW) == []


@pytest.mark.parametrize(
    ("programme", "code"),
    [
        (CLUB, "no_referral"),
        (FRIENDLY + "status: paused\n", "no_referral"),
        (FRIENDLY + "members: {never: [staff]}\n", "group_never"),
    ],
)
def test_who_may_not_invite_is_refused(sqlite_database: Database, programme: str, code: str) -> None:
    store = a_friendly_store(sqlite_database, programme)
    staff = replace(ANNA, groups=("staff",))
    settle(sqlite_database, store, an_order(id="anna 2", buyer=staff, placed_at=at(-8)), now=at(-8))

    with pytest.raises(Refusal) as refused:
        invite(sqlite_database, store)

    assert refused.value.code == code
    with pytest.raises(NoSuchMember):
        inviting.invite(sqlite_database, store, 99, [Friend("x@example.org")], "test", NOW)


def test_inviting_again_is_the_same_invitation_whoever_the_friend_is(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database)
    settle(sqlite_database, store, an_order(id="b", buyer=BERT_TOO, placed_at=at(-5)), now=at(-4))

    for email in ("dora@example.org", "bert@example.org"):
        code = invite(sqlite_database, store, email)
        assert invite(sqlite_database, store, email.upper(), now=NOW) == code
        assert invite(sqlite_database, store, email, now=at(89)) != code
        assert card(sqlite_database, code).name == "Dora"


def test_open_invitations_are_counted_and_those_that_were_taken_up_are_not(sqlite_database: Database) -> None:
    store = a_friendly_store(sqlite_database, FRIENDLY.replace("wait_days", "max_open: 1, wait_days"))
    invite(sqlite_database, store)
    with pytest.raises(Refusal, match="too_many_open"):
        invite(sqlite_database, store, "x@example.org")

    settle(sqlite_database, store, doras(), now=NOW)

    assert invite(sqlite_database, store, "x@example.org", now=NOW)
