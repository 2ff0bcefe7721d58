"""Referral: what an invitation should have given, decided from all that is known now."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from connector.core.earning import evaluate
from connector.core.explain import Step
from connector.core.ledger import Account, Kind, Wallet
from connector.core.programme import Debt, Grant, Participation, Referral, Status, Terms
from connector.core.referral import (
    Case,
    Decision,
    FriendOrder,
    Invitation,
    Marks,
    Person,
    State,
    Verdict,
    accepted_at,
    as_judged,
    decide,
    first_accepted,
    mailbox,
    settle_referral,
)
from tests.building import ANNA, NOW, a_line, a_refund, an_order, at, living, some_terms

REFERRAL = Referral(500, 50, minimum_order=8_000, wait_days=14, max_per_member=2, max_days=30, valid_days=90)
INVITED = at(-1)
STAYED = at(14)  # an order of NOW
LATER = at(100)
INVITER = Person(1, at(-100), frozenset({"anna@example.org"}), frozenset({"anna"}))
FRIEND = Person(2, NOW, frozenset({"dora@example.org"}), frozenset({"dora"}))


def order(**changes: Any) -> FriendOrder:
    """Dora's, placed and granted at NOW, worth 100.00."""
    return replace(FriendOrder(NOW, NOW, "dora@example.org", "Dora", frozenset(), NOW, 10_000), **changes)


def invitation(code: str = "inv-1", **changes: Any) -> Invitation:
    return replace(Invitation(code, 1, "dora@example.org", INVITED, 2), **changes)


def a_case(*orders: FriendOrder, **changes: Any) -> Case:
    usual = Case(invitation(), some_terms(referral=REFERRAL), INVITER, FRIEND, orders or (order(),))
    return replace(usual, **changes)


def one(case: Case, now: datetime = STAYED) -> Decision:
    return decide([case], now)[case.invitation.code]


def test_it_earns_when_the_order_has_stayed_to_the_second() -> None:
    before, after = one(a_case(), at(14) - timedelta(seconds=1)), one(a_case(), at(14))

    assert (before.state, before.inviter, before.friend, before.due_at) == (State.WAITS, 0, 0, at(14))
    assert (after.state, after.inviter, after.friend, after.earned_at) == (State.EARNED, 500, 50, at(14))
    assert after.due_at is None


@pytest.mark.parametrize(
    ("worth", "minimum", "state"),
    [
        (8_000, 8_000, State.EARNED),
        (7_999, 8_000, State.NO_ORDER),
        (1, 0, State.EARNED),
        (0, 0, State.NO_ORDER),  # everything came back
    ],
)
def test_the_order_must_be_worth_enough(worth: int, minimum: int, state: State) -> None:
    terms = some_terms(referral=replace(REFERRAL, minimum_order=minimum))

    assert one(a_case(order(worth=worth), terms=terms)).state is state


def test_the_first_order_that_qualifies_counts_from_its_own_day() -> None:
    small, lost, good, later = order(worth=1), order(granted_at=None), order(granted_at=at(3)), order(granted_at=at(5))

    assert one(a_case(later, small, good, lost), at(30)).earned_at == at(17)


@pytest.mark.parametrize(
    ("what", "counts"),
    [
        ({}, 10_000),
        ({"refunds": (a_refund(2_500),)}, 7_500),
        ({"buyer": replace(ANNA, groups=("staff",))}, None),
        ({"currency": "USD"}, None),
        ({"status": "pending"}, None),
    ],
)
def test_an_order_is_judged_as_the_programme_judges_it(what: dict[str, Any], counts: int | None) -> None:
    terms = some_terms(participation=Participation(never=frozenset({"staff"})), grant=Grant(frozenset({"word"})))
    told = an_order(a_line(10_000), **{"status": "word", **what})

    assert as_judged(evaluate(told, terms)) == ((None, 0) if counts is None else (NOW, counts))


def test_nothing_is_for_orders_of_a_programme_that_pauses() -> None:
    assert as_judged(evaluate(an_order(), some_terms(status=Status.PAUSED))) == (None, 0)


@pytest.mark.parametrize(
    ("orders", "said", "expected"),
    [
        ((), None, None),
        ((order(),), None, NOW),
        ((order(address="else@example.org"),), None, None),
        ((order(address="else@example.org", codes=frozenset({"inv-1"})),), None, NOW),
        ((order(placed_at=INVITED),), None, INVITED),
        ((order(placed_at=at(-2)),), None, None),
        ((order(placed_at=at(89)),), None, None),  # the ninety days are over
        ((order(placed_at=at(88)), order(placed_at=at(50))), None, at(50)),
        ((order(),), at(-0.5), at(-0.5)),
    ],
)
def test_an_order_with_the_address_or_the_code_says_yes_while_the_invitation_is_good(
    orders: tuple[FriendOrder, ...], said: datetime | None, expected: datetime | None
) -> None:
    assert accepted_at(invitation(accepted_at=said), orders, some_terms(referral=REFERRAL)) == expected


def test_of_several_the_one_accepted_first_counts_and_then_the_one_made_first() -> None:
    terms = some_terms(referral=REFERRAL)
    old, new, said = invitation("b", created_at=at(-3)), invitation("a"), invitation("c", accepted_at=at(-0.5))

    assert first_accepted([(new, terms), (old, terms)], [order()]) == old
    assert first_accepted([(new, terms), (old, terms), (said, terms)], [order()]) == said
    assert first_accepted([(new, terms)], []) is None


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"friend": None}, State.OPEN),
        ({"orders": ()}, State.OPEN),
        ({"first": False}, State.NOT_FIRST),
        ({"friend": replace(FRIEND, enrolled_at=at(-2))}, State.EXISTING),
        ({"guest_since": at(-2)}, State.EXISTING),
        ({"guest_since": INVITED}, State.EARNED),
        ({"orders": (order(), order(placed_at=at(-2)))}, State.EXISTING),
        ({"friend": replace(FRIEND, member=1)}, State.SAME_PERSON),
        ({"friend": replace(FRIEND, addresses=frozenset({"anna@example.org"}))}, State.SAME_PERSON),
        ({"friend": replace(FRIEND, names=frozenset({"anna"}))}, State.DOUBTFUL),
        ({"friend": replace(FRIEND, addresses=frozenset({"anna+2@example.org"}))}, State.DOUBTFUL),
        ({"invitation": invitation(verdict=Verdict.REFUSED)}, State.REFUSED),
        ({"invitation": invitation(verdict=Verdict.APPROVED)}, State.EARNED),
        ({"terms": some_terms()}, State.EXPIRED),
    ],
)
def test_what_stands_in_the_way_is_said(changes: dict[str, Any], state: State) -> None:
    decision = one(a_case(**changes))

    assert decision.state is state
    assert (decision.inviter, decision.friend) == ((500, 50) if state is State.EARNED else (0, 0))
    assert decision.trace[-1].code == f"referral_{state}"
    assert all(isinstance(step.facts, dict) for step in decision.trace)


def test_an_invitation_ends_on_its_own_day() -> None:
    nobody = a_case(friend=None, orders=())

    assert one(nobody, at(89) - timedelta(seconds=1)).state is State.OPEN
    assert one(nobody, at(89)).state is State.EXPIRED


def test_what_was_in_doubt_is_earned_when_the_merchant_says_so() -> None:
    alike = replace(FRIEND, names=frozenset({"anna"}))
    approved = invitation(verdict=Verdict.APPROVED, decided_at=at(20))

    assert one(a_case(friend=alike, invitation=approved), at(20)).earned_at == at(20)
    assert one(a_case(friend=alike, invitation=replace(approved, decided_at=at(2))), at(20)).earned_at == at(14)
    assert one(a_case(invitation=approved), at(20)).earned_at == at(14)  # there was nothing to decide


@pytest.mark.parametrize(
    ("one_address", "other", "same"),
    [
        ("anna+shop@example.org", "anna@example.org", True),
        ("a.nna@gmail.com", "anna+x@googlemail.com", True),
        ("a.nna@example.org", "anna@example.org", False),
        ("anna@example.org", "anna@example.com", False),
        ("+@example.org", "@example.org", False),
    ],
)
def test_addresses_that_may_be_one_mailbox(one_address: str, other: str, same: bool) -> None:
    assert (mailbox(one_address) == mailbox(other)) is same


def capped(*days: int, now: datetime = LATER) -> list[State]:
    """What invitations come to that are earned on these days."""
    cases = [
        a_case(order(granted_at=at(day - 14)), invitation=invitation(f"inv-{number}"))
        for number, day in enumerate(days)
    ]
    found = decide(cases, now)
    return [found[case.invitation.code].state for case in cases]


def test_a_cap_takes_those_that_earned_first_in_any_window() -> None:
    yes, no = State.EARNED, State.CAPPED

    assert capped(14, 15, 16) == [yes, yes, no]
    assert capped(16, 15, 14) == [no, yes, yes]
    assert capped(14, 15, 43, 44) == [yes, yes, no, yes]  # thirty days after the first, not twenty-nine
    assert capped(14, 14, 14) == [yes, yes, no]
    assert capped(14, 15, 16, now=at(15)) == [yes, yes, State.WAITS]


def settled(points: int, given: int, wallet: Wallet, terms: Terms, now: datetime = STAYED, entries: int = 0) -> Any:
    case = a_case(terms=terms)
    return settle_referral("shop:referral/inv-1", entries, points, one(case, now), case, given, wallet, now)


def test_its_points_wait_and_lapse_like_others_and_name_no_friend() -> None:
    terms = some_terms(referral=REFERRAL, grant=Grant(delay_days=7), expiry=living(1))

    (earned,) = settled(500, 0, Wallet(), terms).transactions

    (lot,) = earned.lots
    assert (earned.kind, earned.points, earned.reason) == (Kind.EARN, 500, "a friend's first order")
    assert (earned.happened_at, lot.matures_at) == (at(14), at(21))
    assert lot.expires_at is not None
    assert lot.order == earned.order == "shop:referral/inv-1"


def test_what_is_taken_back_is_not_dated_before_it_was_given() -> None:
    terms = some_terms(referral=REFERRAL, debt=Debt.OWE)
    wallet = Wallet().post_all(settled(500, 0, Wallet(), terms).transactions)

    (taken,) = settled(0, 500, wallet, terms, now=at(20), entries=2).transactions

    assert (taken.kind, taken.points, taken.happened_at) == (Kind.CLAWBACK, 500, at(14))
    assert taken.reason == "a friend's first order no longer counts"
    assert wallet.post(taken).total(Account.AVAILABLE) == 0
    assert settled(500, 500, wallet, terms).transactions == ()


def test_an_invitation_says_until_when_it_is_good() -> None:
    until = {"when": at(89).isoformat(timespec="minutes")}

    assert one(a_case(friend=None)).trace == (Step("referral_open", until),)
    assert one(a_case(friend=None), at(89)).trace == (Step("referral_expired", until),)


def test_what_makes_two_people_look_like_one_is_named() -> None:
    both = replace(FRIEND, addresses=frozenset({"anna+2@example.org"}), names=frozenset({"anna"}))

    said = one(a_case(friend=both)).trace

    assert said == tuple(Step(f"referral_{what}", {}) for what in ("alike_address", "alike_name", "doubtful"))


@pytest.mark.parametrize(
    ("marks", "codes"),
    [
        (Marks(places=frozenset({"p"})), ["alike_place"]),
        (Marks(phones=frozenset({"n"})), ["alike_phone"]),
        (Marks(frozenset({"n"}), frozenset({"p"})), ["alike_place", "alike_phone"]),
    ],
)
def test_an_equal_postal_address_or_telephone_makes_one_ask(marks: Marks, codes: list[str]) -> None:
    at_home = replace(INVITER, marks=Marks(frozenset({"n", "n2"}), frozenset({"p", "p2"})))
    friend = replace(FRIEND, marks=marks)

    asked = one(a_case(inviter=at_home, friend=friend))
    said = invitation(verdict=Verdict.APPROVED, decided_at=at(2))

    assert (asked.state, asked.inviter) == (State.DOUBTFUL, 0)
    assert [step.code for step in asked.trace] == [*(f"referral_{code}" for code in codes), "referral_doubtful"]
    assert one(a_case(inviter=at_home, friend=friend, invitation=said)).state is State.EARNED
    assert one(a_case(inviter=at_home, friend=replace(friend, marks=Marks(frozenset({"p"}))))).state is State.EARNED


def test_a_cap_is_said_with_its_figures_and_what_does_not_earn_takes_no_place_in_it() -> None:
    cases = [a_case(order(granted_at=at(n)), invitation=invitation(f"inv-{n}")) for n in range(3)]
    waits = a_case(invitation=invitation("inv-0a", verdict=Verdict.REFUSED))

    decided = decide([waits, *cases], at(12) + timedelta(days=14))

    assert [decided[f"inv-{n}"].state for n in range(3)] == [State.EARNED, State.EARNED, State.CAPPED]
    assert decided["inv-2"].trace == (Step("referral_capped", {"most": 2, "days": 30}),)
    assert decided["inv-0a"].state is State.REFUSED


def test_a_mailbox_is_written_as_its_provider_knows_it() -> None:
    assert mailbox("a.n.na+shop+2@googlemail.com") == "anna@gmail.com"
    assert mailbox("+x@example.org") == "+x@example.org"
    assert mailbox('"odd@name"@example.org') == '"odd@name"@example.org'


def test_what_an_invitation_gave_says_why_and_ripens_as_other_points_do() -> None:
    terms = some_terms(referral=REFERRAL, grant=Grant(frozenset({"completed"}), delay_days=3))
    case = a_case(terms=terms)

    settled = settle_referral("ref", 0, 500, one(case), case, 0, Wallet(), STAYED)

    (earned,) = settled.transactions
    assert (earned.reason, earned.happened_at, earned.trace) == ("a friend's first order", STAYED, one(case).trace)
    assert (earned.lots[0].earned_at, earned.lots[0].matures_at) == (STAYED, STAYED + timedelta(days=3))


def test_an_order_that_waits_or_is_too_small_or_has_earned_says_so_with_its_figure() -> None:
    waits, small = one(a_case(), at(13)), one(a_case(order(worth=1)))

    assert waits.trace == (Step("referral_waits", {"when": STAYED.isoformat(timespec="minutes")}),)
    assert (waits.earned_at, waits.due_at) == (STAYED, STAYED)
    assert small.trace == (Step("referral_no_order", {"minimum": 8_000}),)
    assert one(a_case()).trace == (Step("referral_earned", {"amount": 10_000}),)


def test_an_order_of_the_very_second_of_the_invitation_counts() -> None:
    assert one(a_case(order(placed_at=INVITED, granted_at=INVITED)), LATER).state is State.EARNED
