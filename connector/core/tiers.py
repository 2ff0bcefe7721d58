"""Tiers: how far a member had risen at any moment.

The rule kept here: a tier is a function of the member's orders as they are known now and of a moment, so it does not
matter in which order they were learnt of; and it only decides what later orders earn, so no change of it destroys
points. An order counts from the day it was granted, with what was kept of it at that moment.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connector.core.commerce import Order, Stage
from connector.core.earning import Award, AwardState, Facts, counted, evaluate, granted_at
from connector.core.expiry import months_before
from connector.core.participation import bar_to_earning
from connector.core.programme import Terms, Tier, TierBy, Tiers, TierWindow


@dataclass(frozen=True, slots=True)
class Worth:
    """What an order was worth from `at` on: points before any tier, minor units that counted."""

    at: datetime
    points: int
    spend: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an order does for its buyer's tier: its worth step by step, oldest first, until it was over (None: it is
    not)."""

    steps: tuple[Worth, ...]
    until: datetime | None = None

    @property
    def since(self) -> datetime:
        return self.steps[0].at

    def figure(self, by: TierBy, at: datetime) -> int:
        """Points, minor units or orders as they stood at that moment."""
        if at < self.since or (self.until is not None and at >= self.until):
            return 0
        worth = [step for step in self.steps if step.at <= at][-1]
        match by:
            case TierBy.POINTS:
                return worth.points
            case TierBy.SPEND:
                return worth.spend
            case TierBy.ORDERS:
                return 1 if worth.spend > 0 else 0


def contribution(order: Order, terms: Terms, facts: Facts) -> Contribution | None:
    """What the order does for a tier; None if it was never granted, as far as its own dates prove.

    A cancelled order counts until then, if it bears the date of a stage that grants. A deleted one never counted: which
    of its snapshots we saw last is chance.
    """
    facts = replace(facts, tier=None)
    was = when_granting(order, terms)
    if was is None or bar_to_earning(was, terms):
        return None
    award = evaluate(was, terms, facts)
    if award.state is not AwardState.GRANTED:
        return None
    since = granted_at(order, terms)
    moments = [since, *sorted(refund.refunded_at for refund in order.refunds if refund.refunded_at > since)]
    until = order.modified_at if was is not order else None
    return Contribution(tuple(_worth(was, at, terms, facts, award) for at in moments), until)


def when_granting(order: Order, terms: Terms) -> Order | None:
    """The order as it was when it granted: itself, or what its dates tell of one that is over."""
    if order.stage is Stage.DELETED:
        return None
    if order.stage not in (Stage.CANCELLED, Stage.REFUNDED):
        return order
    reached = Stage.COMPLETED if order.completed_at else Stage.PAID if order.paid_at else None
    return replace(order, stage=reached, status=reached.value) if reached else None


def _worth(order: Order, at: datetime, terms: Terms, facts: Facts, award: Award) -> Worth:
    """Its worth at that moment; `award` is that of the order with all its refunds."""
    refunds = tuple(refund for refund in order.refunds if refund.refunded_at <= at)
    if refunds != order.refunds:
        award = evaluate(replace(order, refunds=refunds), terms, facts)
    return Worth(at, award.promise, counted(award))


def tier_at(at: datetime, contributions: Collection[Contribution], tiers: Tiers, timezone: str) -> Tier | None:
    """The highest tier the member had at that moment, or within the days of grace before it; None below the lowest."""
    figures = [standing(moment, contributions, tiers, timezone) for moment in _moments(at, contributions, tiers)]
    return reached(max(figures), tiers)


def _moments(at: datetime, contributions: Collection[Contribution], tiers: Tiers) -> Iterator[datetime]:
    """The moment itself, and those within the grace at which a figure can have been at its highest."""
    yield at
    if tiers.grace_days:
        earliest = at - timedelta(days=tiers.grace_days)
        yield earliest
        yield from (step.at for one in contributions for step in one.steps if earliest < step.at < at)


def standing(at: datetime, contributions: Collection[Contribution], tiers: Tiers, timezone: str) -> int:
    """Points, minor units or orders that count at that moment: of orders granted within the window."""
    begins = _window_begins(at, tiers, timezone)
    return sum(one.figure(tiers.by, at) for one in contributions if begins is None or one.since >= begins)


def _window_begins(at: datetime, tiers: Tiers, timezone: str) -> datetime | None:
    match tiers.window:
        case TierWindow.LIFETIME:
            return None
        case TierWindow.ROLLING:
            return months_before(at, tiers.months, timezone)
        case TierWindow.CALENDAR:
            local = at.astimezone(ZoneInfo(timezone))
            begins = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
            return begins.astimezone(UTC)


def reached(figure: int, tiers: Tiers) -> Tier | None:
    """The highest level of that figure."""
    return next((level for level in reversed(tiers.levels) if figure >= level.threshold), None)


def following(tier: Tier | None, tiers: Tiers) -> Tier | None:
    """The level above (of None: the lowest); None at the top."""
    place = tiers.levels.index(tier) + 1 if tier else 0
    return tiers.levels[place] if place < len(tiers.levels) else None
