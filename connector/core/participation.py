"""Who takes part, and by which rates.

The rule kept here: the first thing that stands in the way is the reason that is given, and a group that is shut out is
out whatever other groups say (C47).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from connector.core.commerce import Order
from connector.core.explain import Step
from connector.core.programme import EarnRule, OtherCurrencies, Override, Redemption, Status, Terms

_NOT_EARNING = {Status.DRAFT: "programme_draft", Status.PAUSED: "programme_paused", Status.CLOSED: "programme_closed"}


def bar_to_earning(order: Order, terms: Terms) -> Step | None:
    """Why this order earns nothing at all; None if it may earn."""
    if bar := _bar_of_time(order.placed_at, terms):
        return bar
    if order.currency != terms.currency and not converts(order, terms):
        return Step("other_currency", {"currency": order.currency, "wanted": terms.currency})
    return bar_of_groups(order.buyer.groups, terms)


def bar_to_bonuses(at: datetime, groups: Collection[str], terms: Terms) -> Step | None:
    """Why what somebody in these groups did then gives nothing; None if it may give something."""
    return _bar_of_time(at, terms) or bar_of_groups(groups, terms)


def _bar_of_time(at: datetime, terms: Terms) -> Step | None:
    if terms.status in _NOT_EARNING:
        return Step(_NOT_EARNING[terms.status], {})
    if terms.starts_at and at < terms.starts_at:
        return Step("before_start", {"when": terms.starts_at.date().isoformat()})
    return None


def bar_of_groups(groups: Collection[str], terms: Terms) -> Step | None:
    """Which customer group keeps somebody out; None if none does."""
    if shut_out := sorted(terms.participation.never.intersection(groups)):
        return Step("group_never", {"group": shut_out[0]})
    if terms.participation.only and not terms.participation.only.intersection(groups):
        return Step("group_only", {"groups": ", ".join(sorted(terms.participation.only))})
    return None


def bar_to_spending(groups: Collection[str], terms: Terms) -> str | None:
    """The code of why points cannot be spent now; None if they can. Leaving a group takes no points away (C47)."""
    if terms.status in (Status.DRAFT, Status.CLOSED):
        return _NOT_EARNING[terms.status]
    if terms.participation.never.intersection(groups):
        return "group_never"
    return None


def bar_to_redeeming(groups: Collection[str], terms: Terms, redemption: Redemption) -> str | None:
    """The code of why points buy nothing off now; None if they do."""
    if bar := bar_to_spending(groups, terms):
        return bar
    if redemption.groups and not redemption.groups.intersection(groups):
        return "group_only"
    return None


def converts(order: Order, terms: Terms) -> bool:
    """Can the order's money be counted in the programme's currency?"""
    known = order.rate is not None and order.shop_currency == terms.currency
    return known and terms.other_currencies is OtherCurrencies.CONVERT


@dataclass(frozen=True, slots=True)
class Rates:
    """The rules in force for somebody somewhere."""

    earning: tuple[EarnRule, ...]
    redemption: Redemption | None


def rates(terms: Terms, store: str, groups: Collection[str]) -> Rates:
    """The general rates, or those of the first override that fits store and groups (C48, C50)."""
    for override in terms.overrides:
        of_store = not override.stores or store in override.stores
        of_group = not override.groups or override.groups.intersection(groups)
        if of_store and of_group:
            return overridden(terms, override)
    return Rates(terms.earning, terms.redemption)


def overridden(terms: Terms, override: Override) -> Rates:
    """The rates of those whom the override is for: what it leaves out stays general."""
    return Rates(
        terms.earning if override.earning is None else override.earning,
        terms.redemption if override.redemption is None else override.redemption,
    )
