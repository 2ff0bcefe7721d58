"""What an order is worth in its present state.

The rule kept here: an award is a pure function of the terms and one snapshot. It does not know what was given before,
so it says the same however often, and in whatever order, the shop tells its story.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connector.core import rules
from connector.core.commerce import Charge, ChargeKind, Line, Order, Stage
from connector.core.expiry import expires_at, matures_at
from connector.core.explain import Step
from connector.core.kept import Kept, kept, ordered
from connector.core.programme import Base, Terms


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


def evaluate(order: Order, terms: Terms) -> Award:
    """The award of an order under the terms in force when it was placed, each step explained."""
    promise, trace = _points(order, terms)
    status = order.status
    if terms.grant.statuses & {order.status, order.stage.value}:
        state = AwardState.GRANTED
        trace.append(Step("granted", {"status": status, "points": promise}))
    elif order.stage in _OVER:
        state, promise = AwardState.NONE, 0
        trace.append(Step("lost", {"status": status}))
    else:
        state = AwardState.PROJECTED
        wanted = ", ".join(sorted(terms.grant.statuses))
        trace.append(Step("waits", {"status": status, "points": promise, "wanted": wanted}))
    granted_at = _granted_at(order)
    points = promise if state is AwardState.GRANTED else 0
    if points and terms.grant.delay_days:
        trace.append(Step("pending", {"when": matures_at(granted_at, terms).isoformat(timespec="minutes")}))
    return Award(
        state, points, promise, granted_at, matures_at(granted_at, terms), expires_at(granted_at, terms), tuple(trace)
    )


def _granted_at(order: Order) -> datetime:
    """The moment of the award, from the order's own dates, so that it does not depend on which snapshot we saw."""
    return order.completed_at or order.paid_at or order.placed_at


def _points(order: Order, terms: Terms) -> tuple[int, list[Step]]:
    if terms.starts_at and order.placed_at < terms.starts_at:
        return 0, [Step("before_start", {"when": terms.starts_at.date().isoformat()})]
    if order.currency != terms.currency:
        return 0, [Step("other_currency", {"currency": order.currency, "wanted": terms.currency})]
    base, trace = _base(order, terms.base)
    points = 0
    for rule in terms.earning:
        earned, steps = rules.apply(rule, base)
        points += earned
        trace.extend(steps)
    return points, trace


def _base(order: Order, counts: Base) -> tuple[int, list[Step]]:
    """What counts (C2): goods after discounts and refunds; tax, shipping and fees by setting."""
    before = {item.item.id: item for item in ordered(order)}
    base, trace = 0, list[Step]()
    for item in kept(order):
        amount = _counted(item, counts)
        if isinstance(item.item, Line):
            quantity = f"{item.item.quantity:f}"
            facts: dict[str, int | str] = {"quantity": quantity, "name": item.item.name, "amount": amount}
            refunded = _counted(before[item.item.id], counts) - amount
            step = Step("line_kept", {**facts, "refunded": refunded}) if refunded else Step("line", facts)
        elif _counts(item.item, counts):
            step = Step("charge", {"title": item.item.title, "amount": amount})
        else:
            step = Step("charge_left_out", {"title": item.item.title, "amount": amount})
            amount = 0
        base += amount
        trace.append(step)
    trace.append(Step("base", {"amount": base}))
    return base, trace


def _counted(item: Kept, counts: Base) -> int:
    return item.paid if counts.tax else item.total


def _counts(charge: Charge, counts: Base) -> bool:
    return counts.shipping if charge.kind is ChargeKind.SHIPPING else counts.fees
