"""Findings about when points are given, and how long they live.

The rule kept here: lives are measured on the programme's own calendar, for a lot granted on each day of a year to come.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from connector.core.commerce import Stage
from connector.core.expiry import expires_at, matures_at, shares_expiry
from connector.core.lint.finding import Assumptions, Finding, Severity, all_redemptions
from connector.core.money import exponent
from connector.core.programme import ExpiryPolicy, Into, Payment, Terms

_GRANTING = (Stage.OPEN.value, Stage.PAID.value, Stage.COMPLETED.value)
_LOST = tuple(stage.value for stage in Stage if stage.value not in _GRANTING)


@dataclass(frozen=True, slots=True)
class _Life:
    """A lot granted at `granted` can be spent from `ripe` on and is gone at `ends`."""

    granted: datetime
    ripe: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.granted

    @property
    def days(self) -> int:
        """Days on which it is there, the first one included."""
        return (self.ends.date() - self.granted.date()).days

    @property
    def last(self) -> str:
        return (self.ends - timedelta(days=1)).date().isoformat()


def _lives(terms: Terms, now: datetime) -> list[_Life]:
    """Of a lot granted at noon of each day of a year to come; none if points never expire.

    Where all points share an expiry, that of a first point in an empty wallet.
    """
    if terms.expiry.policy is ExpiryPolicy.NONE:
        return []
    if shares_expiry(terms):
        terms = replace(terms, expiry=replace(terms.expiry, policy=ExpiryPolicy.PER_LOT))
    zone = ZoneInfo(terms.timezone)
    noon = now.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    lives = []
    for day in range(366):
        granted = noon + timedelta(days=day)
        ends = expires_at(granted, terms)
        if ends is not None:
            lives.append(_Life(granted, matures_at(granted, terms), ends.astimezone(zone)))
    return lives


def expires_before_it_matures(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """A lot that is gone before it may be spent: an error if it is so for every lot."""
    lives = _lives(terms, given.now)
    dead = [life for life in lives if life.ends <= life.ripe]
    if dead:
        severity = Severity.ERROR if len(dead) == len(lives) else Severity.WARNING
        worst = min(dead, key=lambda life: life.length)
        facts = {
            "granted": worst.granted.date().isoformat(),
            "ripe": worst.ripe.date().isoformat(),
            "last": worst.last,
        }
        yield Finding("expires_pending", severity, "grant.delay_days", facts)


def surprises_of_expiry(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Points that live much shorter than their owner thinks."""
    lives = _lives(terms, given.now)
    if terms.expiry.policy is ExpiryPolicy.FIRST_POINT:
        facts: dict[str, int | str] = {"granted": lives[0].granted.date().isoformat(), "last": lives[0].last}
        yield Finding("first_point", Severity.HINT, "expire.policy", facts)
    if terms.expiry.policy is ExpiryPolicy.FIXED_DATE:
        worst = min(lives, key=lambda life: life.length)
        if worst.days < _SOON:
            facts = {"granted": worst.granted.date().isoformat(), "last": worst.last, "days": worst.days}
            yield Finding("fixed_date", Severity.WARNING, "expire.months", facts)


_SOON = 28  # a month at least is what anybody expects


def coupons_that_outlive_points(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Under a fixed date only where months keep its points alive; without them `fixed_date` says it."""
    lives = _lives(terms, given.now)
    if not lives or (terms.expiry.policy is ExpiryPolicy.FIXED_DATE and not terms.expiry.months):
        return
    days = min(life.days for life in lives)
    for where, redemption in all_redemptions(terms):
        if redemption.into is Into.COUPON and redemption.valid_days is not None and redemption.valid_days > days:
            facts = {"valid": redemption.valid_days, "days": days}
            yield Finding("coupon_outlives_points", Severity.WARNING, f"{where}.valid_days", facts)


def words_of_statuses(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    for word in sorted(terms.grant.statuses):
        if word in _GRANTING:
            continue
        if word in _LOST:
            yield Finding("granted_when_lost", Severity.ERROR, "grant.statuses", {"word": word})
        elif meant := get_close_matches(word.lower(), _GRANTING, 1, 0.8):
            facts = {"word": word, "meant": meant[0]}
            yield Finding("status_misspelt", Severity.WARNING, "grant.statuses", facts)
        else:
            yield Finding("status_of_the_shop", Severity.HINT, "grant.statuses", {"word": word})


def granted_unpaid(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Cash on delivery reaches every status unpaid (C15); an order that is only placed is paid by nobody yet."""
    if terms.grant.payment is Payment.BALANCED:
        return
    severity = Severity.WARNING if Stage.OPEN.value in terms.grant.statuses else Severity.HINT
    order = 100 * 10 ** exponent(terms.currency)
    facts = {"statuses": " / ".join(sorted(terms.grant.statuses)), "paid": 0, "order": order}
    yield Finding("granted_unpaid", severity, "grant.payment", facts)


CHECKS = (
    expires_before_it_matures,
    surprises_of_expiry,
    coupons_that_outlive_points,
    words_of_statuses,
    granted_unpaid,
)
