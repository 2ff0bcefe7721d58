"""Findings about the catalogue: rewards that nobody can have, and those that cost more than they seem to.

The rule kept here: a reward's price is measured in the money that earns its points, by the general rules.
"""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from connector.core.lint.finding import Assumptions, Finding, Severity
from connector.core.lint.redeeming import orders_together, percent_of, points_of_order
from connector.core.participation import Rates
from connector.core.programme import MoneyOnAccount, MoneyOnCard, OneOff, Reward, SpendRule, Terms


def rewards_over(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    for one in terms.rewards:
        if one.ends_at and one.ends_at <= given.now:
            last = (one.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(terms.timezone)).date()
            yield Finding("reward_over", Severity.WARNING, _where(one), {"last": last.isoformat()})


def rewards_without_stock(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    for one in terms.rewards:
        if one.stock == 0:
            yield Finding("reward_without_stock", Severity.WARNING, _where(one), {})


def rewards_too_dear(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Do enough points come together while the first of them live? Assumes one average order a month."""
    orders = orders_together(terms)
    if given.average_order is None or orders is None:
        return
    earned = orders * points_of_order(Rates(terms.earning, None), given.average_order)
    for one in terms.rewards:
        if 0 < earned < one.points:
            facts = {"order": given.average_order, "earned": earned, "points": one.points}
            yield Finding("reward_too_dear", Severity.WARNING, f"{_where(one)}.points", facts)


def rewards_above_margin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """What comes back of the money that earns a discount; per cent are taken off an average order."""
    rate = sum((Fraction(rule.points, rule.per) for rule in terms.earning if isinstance(rule, SpendRule)), Fraction(0))
    for one in terms.rewards:
        worth = _worth(one, given)
        share = rate * worth / one.points
        if share * 100 > given.margin:
            facts: dict[str, int | str] = {
                "spent": floor(one.points / rate),
                "points": one.points,
                "worth": floor(worth),
                "percent": percent_of(share),
                "margin": given.margin,
            }
            yield Finding("reward_above_margin", Severity.WARNING, f"{_where(one)}.points", facts)


def _worth(reward: Reward, given: Assumptions) -> Fraction:
    """What it takes off one order, or gives to spend; nothing where that is not known."""
    match reward.what:
        case OneOff(amount=amount, percent=percent):
            return amount + Fraction(percent * (given.average_order or 0), 100)
        case MoneyOnCard(amount=amount) | MoneyOnAccount(amount=amount):
            return Fraction(amount)
        case _:
            return Fraction(0)


def empty_catalogue(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    if terms.rewards and all(one.stock == 0 or (one.ends_at and one.ends_at <= given.now) for one in terms.rewards):
        yield Finding("catalogue_empty", Severity.WARNING, "rewards", {})


def stale_catalogue(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Nobody comes back to look at what they know already (C76)."""
    if terms.rewards and given.catalogue_since is not None:
        days = (given.now - given.catalogue_since).days
        if days >= _STALE_DAYS:
            since = given.catalogue_since.astimezone(ZoneInfo(terms.timezone)).date().isoformat()
            yield Finding("catalogue_stale", Severity.HINT, "rewards", {"since": since, "days": days})


_STALE_DAYS = 90


def _where(reward: Reward) -> str:
    return f"rewards[{reward.name}]"


CHECKS = (rewards_over, rewards_without_stock, rewards_too_dear, rewards_above_margin, empty_catalogue, stale_catalogue)
