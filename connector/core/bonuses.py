"""What is given for things that people do beside buying, and for placing an order whatever it is worth.

The rule kept here: a bonus is an award like an order's, from the terms and what the store says alone. Newsletter and
registration are given once in a person's life and never taken back; a review gives while it is approved, an order while
it stands, and of several reviews of one product by one person a single one gives.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from connector.core.commerce import Order, Review, Stage
from connector.core.earning import Award, AwardState
from connector.core.expiry import expires_at, matures_at
from connector.core.explain import Step
from connector.core.ledger import Kind, Transaction
from connector.core.participation import bar_to_bonuses
from connector.core.programme import Terms


class Bonus(StrEnum):
    NEWSLETTER = "newsletter"
    REGISTRATION = "registration"
    REVIEW = "review"
    PLACED = "placed"


def newsletter(at: datetime, groups: Collection[str], terms: Terms) -> Award:
    """For somebody who has asked for the newsletter, and confirmed that, by then."""
    points = terms.bonuses.newsletter
    return _given(points, at, groups, terms, Step("subscribed", {"points": points}))


def registration(at: datetime, groups: Collection[str], terms: Terms) -> Award:
    """For an account that was opened then, whether or not the store has made sure of its address."""
    points = terms.bonuses.registration
    return _given(points, at, groups, terms, Step("registered", {"points": points}))


def review(told: Review, groups: Collection[str], terms: Terms) -> Award:
    """For a review as it stands; dated by its writing, the only time that every store tells."""
    bonus = terms.bonuses.review
    about = {"product": told.product_id}
    if not told.approved:
        return _nothing(told.written_at, terms, Step("review_not_approved", about))
    if bonus.bought_only and not told.bought:
        return _nothing(told.written_at, terms, Step("review_not_bought", about))
    return _given(bonus.points, told.written_at, groups, terms, Step("reviewed", {**about, "points": bonus.points}))


_NEVER_PLACED = frozenset({Stage.DRAFT, Stage.CANCELLED, Stage.DELETED})


def placed(order: Order, terms: Terms) -> Award:
    """For an order that was placed, whatever its status; what was refunded was placed, what was cancelled was not."""
    if order.stage in _NEVER_PLACED:
        return _nothing(order.placed_at, terms, Step("placed_no_more", {"status": order.status}))
    points = terms.bonuses.order_placed
    return _given(points, order.placed_at, order.buyer.groups, terms, Step("placed", {"points": points}))


def _given(points: int, at: datetime, groups: Collection[str], terms: Terms, step: Step) -> Award:
    if bar := bar_to_bonuses(at, groups, terms):
        return _nothing(at, terms, bar)
    trace = [step]
    if points and terms.grant.delay_days:
        trace.append(Step("pending", {"when": matures_at(at, terms).isoformat(timespec="minutes")}))
    return Award(AwardState.GRANTED, points, points, at, matures_at(at, terms), expires_at(at, terms), tuple(trace))


def _nothing(at: datetime, terms: Terms, step: Step) -> Award:
    return Award(AwardState.NONE, 0, 0, at, matures_at(at, terms), expires_at(at, terms), (step,))


def to_nobody(award: Award) -> Award:
    """Who is no member gets nothing; what it would have been is kept."""
    return replace(award, state=AwardState.NONE, points=0, trace=(*let_go(award).trace, Step("no_member", {})))


def held_back(award: Award) -> Award:
    """The same while the person has these points for something else; what it would give is kept."""
    if not award.promise:
        return award
    return replace(award, state=AwardState.NONE, points=0, trace=(*let_go(award).trace, Step("paid_before", {})))


def let_go(award: Award) -> Award:
    """What gives all that it promises, whatever kept it back."""
    if not award.promise:
        return award
    trace = tuple(step for step in award.trace if step.code not in _KEPT_BACK)
    return replace(award, state=AwardState.GRANTED, points=award.promise, trace=trace)


_KEPT_BACK = frozenset({"paid_before", "no_member"})


def gone(award: Award, subject: str) -> Award:
    """Of a review that the store no longer lists: it is not approved."""
    trace = (Step("review_not_approved", {"product": subject}),)
    return replace(award, state=AwardState.NONE, points=0, promise=0, trace=trace)


@dataclass(frozen=True, slots=True)
class Claim:
    """A review that would give points to its author: `reference` is the books' name of it."""

    reference: str
    written_at: datetime


def the_one(claims: Iterable[Claim], known: Collection[str], holders: Collection[str]) -> str | None:
    """Which of a person's approved reviews of one product gives the points; None if none does.

    Whoever has them keeps them (`holders`, references), so that points never wander; else the oldest. A holder that is
    not `known` any more, its person having been forgotten, lets nobody else in.
    """
    able = sorted(claims, key=lambda claim: (claim.written_at, claim.reference))
    if any(holder not in known for holder in holders):
        return None
    return next((claim.reference for claim in able if claim.reference in holders), able[0].reference if able else None)


_REASONS: Mapping[Bonus, str] = {
    Bonus.NEWSLETTER: "newsletter",
    Bonus.REGISTRATION: "registration",
    Bonus.REVIEW: "review of product {subject}",
    Bonus.PLACED: "order placed",
}
_NO_MORE: Mapping[Bonus, str] = {
    Bonus.REVIEW: "review of product {subject} no longer counts",
    Bonus.PLACED: "order no longer placed",
}


def explained(
    transactions: Iterable[Transaction], bonus: Bonus, subject: str = "", author: str = "programme"
) -> list[Transaction]:
    """The same transactions, with the reason that a statement shows; `subject` is the product of a review."""
    said = {Kind.EARN: _REASONS[bonus], Kind.CLAWBACK: _NO_MORE.get(bonus, _REASONS[bonus])}
    return [
        replace(one, reason=said[one.kind].format(subject=subject), author=author) if one.kind in said else one
        for one in transactions
    ]
