"""What an order is worth in its present state.

The rule kept here: an award is a pure function of the terms and one snapshot. It does not know what was given before,
so it says the same however often, and in whatever order, the shop tells its story.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from connector.core import rules
from connector.core.campaigns import as_written, multiply
from connector.core.commerce import Order, Stage
from connector.core.counting import Count, count
from connector.core.expiry import expires_at, matures_at
from connector.core.explain import Step
from connector.core.participation import bar_to_earning, rates
from connector.core.product_terms import NO_PRODUCT_TERMS, ProductTerms
from connector.core.programme import Payment, Terms, Tier


class AwardState(StrEnum):
    GRANTED = "granted"
    PROJECTED = "projected"  # will be granted if the order goes on as orders do (C17)
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Award:
    """What an order should have given. `points` is what it gives now; `promise` what it gives or will give."""

    state: AwardState
    points: int
    promise: int
    granted_at: datetime
    matures_at: datetime
    expires_at: datetime | None
    trace: tuple[Step, ...]


_OVER = frozenset({Stage.DRAFT, Stage.CANCELLED, Stage.REFUNDED, Stage.DELETED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What an award depends on beside the order and the terms: the store it came from, the programme's own codes on it
    (lower case), the tier its buyer had when it was placed, and the merchant's table of products."""

    store: str = ""
    own_codes: frozenset[str] = frozenset()
    tier: Tier | None = None
    products: ProductTerms = NO_PRODUCT_TERMS


def evaluate(order: Order, terms: Terms, facts: Facts = Facts()) -> Award:
    """The award of an order under the terms in force when it was placed, each step explained."""
    promise, trace = _points(order, terms, facts)
    status = order.status
    if order.stage in _OVER and not _in_granting_status(order, terms):
        state, promise = AwardState.NONE, 0
        trace.append(Step("lost", {"status": status}))
    elif not _in_granting_status(order, terms):
        state = AwardState.PROJECTED
        wanted = ", ".join(sorted(terms.grant.statuses))
        trace.append(Step("waits", {"status": status, "points": promise, "wanted": wanted}))
    elif terms.grant.payment is Payment.BALANCED and not order.balanced:
        state = AwardState.PROJECTED
        trace.append(Step("unpaid", {"points": promise}))
    else:
        state = AwardState.GRANTED
        trace.append(Step("granted", {"status": status, "points": promise}))
    points = promise if state is AwardState.GRANTED else 0
    since = granted_at(order, terms)
    ripe = matures_at(since, terms)
    if points and terms.grant.delay_days:
        trace.append(Step("pending", {"when": ripe.isoformat(timespec="minutes")}))
    return Award(state, points, promise, since, ripe, expires_at(since, terms), tuple(trace))


def counted(award: Award) -> int:
    """The minor units that counted; none where something kept the order from being counted at all."""
    return next((int(step.facts["amount"]) for step in award.trace if step.code == "base"), 0)


def _in_granting_status(order: Order, terms: Terms) -> bool:
    """Is it in one of the statuses, or at least as far as one of the stages? A completed order was paid before."""
    return bool(terms.grant.statuses & {order.status, *_REACHED.get(order.stage, (order.stage,))})


_REACHED = {
    Stage.PAID: (Stage.OPEN, Stage.PAID),
    Stage.COMPLETED: (Stage.OPEN, Stage.PAID, Stage.COMPLETED),
}


def granted_at(order: Order, terms: Terms) -> datetime:
    """The moment of the award, from the order's own dates, so that it does not depend on which snapshot we saw: when it
    reached the first of the stages that grant, and was paid, where that is asked. No date tells when a word of the
    store's own began to apply: then the last there is."""
    if Stage.OPEN in terms.grant.statuses and terms.grant.payment is Payment.ANY:
        return order.placed_at
    if terms.grant.statuses & {Stage.OPEN, Stage.PAID}:
        return order.paid_at or order.completed_at or order.placed_at
    return order.completed_at or order.paid_at or order.placed_at


def _points(order: Order, terms: Terms, facts: Facts) -> tuple[int, list[Step]]:
    """What the order is worth if it grants, in the order in which rules combine: who and when, what counts, campaigns,
    the tier, product points, the general rules."""
    if bar := bar_to_earning(order, terms):
        return 0, [bar]
    if (lines := facts.products.on(order.lines, order.placed_at)) is not order.lines:
        order = replace(order, lines=lines)
    counted = _lifted(multiply(order, terms, count(order, terms, facts.own_codes)), facts.tier)
    earned = rules.apply(rates(terms, facts.store, order.buyer.groups).earning, counted)
    trace = [*counted.trace, *earned.trace]
    return earned.points, trace


def _lifted(count: Count, tier: Tier | None) -> Count:
    """The same count, taken as often as the tier says."""
    if tier is None or tier.times == 1:
        return count
    step = Step("tier", {"tier": tier.name, "times": as_written(tier.times)})
    return replace(count, times=tier.times, trace=[*count.trace, step])
