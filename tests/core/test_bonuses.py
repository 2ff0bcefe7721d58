"""What is given beside buying, as a function of the terms and what the store says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from connector.core import bonuses
from connector.core.bonuses import Bonus, Claim
from connector.core.commerce import Review, Stage
from connector.core.earning import Award, AwardState
from connector.core.ledger import Kind
from connector.core.programme import Bonuses, Grant, Participation, ReviewBonus, Status, Terms
from tests.building import ANNA, NOW, a_lot, an_order, at, earn, living, move, some_terms
from tests.building import A as ACCOUNT

GIVING = some_terms(bonuses=Bonuses(20, 50, 5, ReviewBonus(10)))
REVIEW = Review("r1", "p1", "anna@example.org", NOW, approved=True)
Giving = Callable[[datetime, tuple[str, ...], Terms], Award]


def review(when: datetime, groups: tuple[str, ...], terms: Terms) -> Award:
    return bonuses.review(replace(REVIEW, written_at=when), groups, terms)


def placed(when: datetime, groups: tuple[str, ...], terms: Terms) -> Award:
    return bonuses.placed(an_order(placed_at=when, buyer=replace(ANNA, groups=groups)), terms)


EVERY = [
    (bonuses.newsletter, 20, "subscribed"),
    (bonuses.registration, 50, "registered"),
    (review, 10, "reviewed"),
    (placed, 5, "placed"),
]
each = pytest.mark.parametrize(("giving", "points", "code"), EVERY, ids=lambda value: getattr(value, "__name__", ""))


@each
def test_each_gives_its_points_and_says_why(giving: Giving, points: int, code: str) -> None:
    award = giving(NOW, (), GIVING)

    assert (award.state, award.points, award.promise) == (AwardState.GRANTED, points, points)
    assert [step.code for step in award.trace] == [code]
    assert award.trace[0].facts["points"] == points


@each
def test_each_is_dated_by_the_deed_and_waits_and_lapses_as_other_points(giving: Giving, points: int, code: str) -> None:
    terms = replace(GIVING, grant=Grant(delay_days=14), expiry=living(1))

    award = giving(NOW, (), terms)

    assert (award.granted_at, award.matures_at) == (NOW, at(14))
    assert award.expires_at == datetime.fromisoformat("2026-04-02T00:00+02:00")
    assert [step.code for step in award.trace] == [code, "pending"]
    assert award.trace[1].facts == {"when": "2026-03-15T12:00+00:00"}


@each
@pytest.mark.parametrize(
    ("changes", "groups", "bar"),
    [
        ({"status": Status.DRAFT}, (), "programme_draft"),
        ({"status": Status.PAUSED}, (), "programme_paused"),
        ({"status": Status.CLOSED}, (), "programme_closed"),
        ({"starts_at": at(0, 1)}, (), "before_start"),
        ({"participation": Participation(never=frozenset({"staff"}))}, ("staff",), "group_never"),
        ({"participation": Participation(only=frozenset({"customer"}))}, ("staff",), "group_only"),
    ],
)
def test_each_is_barred_as_earning_is(
    giving: Giving, points: int, code: str, changes: dict[str, Any], groups: tuple[str, ...], bar: str
) -> None:
    award = giving(NOW, groups, replace(GIVING, **changes))

    assert (award.state, award.points, award.promise) == (AwardState.NONE, 0, 0)
    assert [step.code for step in award.trace] == [bar]


@each
def test_each_counts_from_the_very_moment_of_the_start(giving: Giving, points: int, code: str) -> None:
    assert giving(NOW, (), replace(GIVING, starts_at=NOW)).points == points


@pytest.mark.parametrize(
    ("told", "bought_only", "code"),
    [
        ({"approved": False}, False, "review_not_approved"),
        ({"bought": False}, False, "reviewed"),
        ({"bought": False}, True, "review_not_bought"),
        ({"bought": None}, True, "review_not_bought"),
        ({"bought": True}, True, "reviewed"),
        ({"bought": True, "approved": False}, True, "review_not_approved"),
    ],
)
def test_which_reviews_give(told: dict[str, Any], bought_only: bool, code: str) -> None:
    terms = some_terms(bonuses=Bonuses(review=ReviewBonus(10, bought_only)))

    award = bonuses.review(replace(REVIEW, **told), (), terms)

    assert (award.points, award.promise) == ((10, 10) if code == "reviewed" else (0, 0))
    assert (award.trace[0].code, award.trace[0].facts["product"]) == (code, "p1")


@pytest.mark.parametrize("stage", Stage)
def test_which_orders_are_placed(stage: Stage) -> None:
    award = bonuses.placed(an_order(stage=stage), GIVING)

    lost = stage in (Stage.DRAFT, Stage.CANCELLED, Stage.DELETED)
    assert award.points == (0 if lost else 5)
    assert award.trace[0].code == ("placed_no_more" if lost else "placed")


def test_what_is_held_back_keeps_its_promise_and_gives_it_when_it_is_let_go() -> None:
    award = bonuses.review(REVIEW, (), GIVING)

    back, nobody = bonuses.held_back(award), bonuses.to_nobody(award)

    assert (back.state, back.points, back.promise) == (AwardState.NONE, 0, 10)
    assert (nobody.state, nobody.points, nobody.promise) == (AwardState.NONE, 0, 10)
    assert [step.code for step in back.trace] == ["reviewed", "paid_before"]
    assert [step.code for step in nobody.trace] == ["reviewed", "no_member"]
    assert bonuses.held_back(back) == bonuses.held_back(nobody) == back
    assert bonuses.let_go(back) == bonuses.let_go(nobody) == award


def test_what_promises_nothing_is_never_let_go() -> None:
    nothing = bonuses.review(replace(REVIEW, approved=False), (), GIVING)

    assert bonuses.let_go(nothing) == bonuses.held_back(nothing) == nothing
    assert bonuses.gone(bonuses.review(REVIEW, (), GIVING), "p1") == nothing


OLD, NEW = Claim("shop:review/2", NOW), Claim("shop:review/1", at(1))


@pytest.mark.parametrize(
    ("claims", "holders", "gives"),
    [
        ([], [], None),
        ([NEW, OLD], [], OLD),
        ([NEW, OLD], [NEW], NEW),
        ([OLD], [NEW], OLD),
        ([replace(OLD, written_at=at(1)), NEW], [], NEW),
        ([NEW, OLD], [Claim("shop:review/forgotten", NOW)], None),
    ],
)
def test_which_review_of_a_person_gives(claims: list[Claim], holders: list[Claim], gives: Claim | None) -> None:
    known = [OLD.reference, NEW.reference]

    chosen = bonuses.the_one(claims, known, [holder.reference for holder in holders])

    assert chosen == (gives.reference if gives else None)


@pytest.mark.parametrize(
    ("bonus", "given", "taken"),
    [
        (Bonus.NEWSLETTER, "newsletter", "newsletter"),
        (Bonus.REGISTRATION, "registration", "registration"),
        (Bonus.REVIEW, "review of product 12", "review of product 12 no longer counts"),
        (Bonus.PLACED, "order placed", "order no longer placed"),
    ],
)
def test_a_statement_says_what_it_was_for(bonus: Bonus, given: str, taken: str) -> None:
    lot = a_lot()
    gave = earn(lot, 5)
    took = move(Kind.CLAWBACK, (lot.key, ACCOUNT.PENDING, ACCOUNT.ISSUED, 5))
    ripe = move(Kind.VEST, (lot.key, ACCOUNT.PENDING, ACCOUNT.AVAILABLE, 5))

    told = bonuses.explained([gave, took, ripe], bonus, "12", "cli:anna")

    assert [one.reason for one in told] == [given, taken, "test"]
    assert [one.author for one in told] == ["cli:anna", "cli:anna", "programme"]
    assert [one.fingerprint for one in told] == [one.fingerprint for one in (gave, took, ripe)]
