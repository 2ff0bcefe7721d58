"""Findings about what is earned: rules, campaigns, overrides.

The rule kept here: the figures are those of the rules themselves, for orders that anybody may place.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from connector.core.lint.finding import Assumptions, Finding, Severity, all_redemptions, all_rules
from connector.core.money import Rounding, divide
from connector.core.programme import (
    FixedRule,
    OtherCurrencies,
    Override,
    ProductRule,
    Selector,
    SpendRule,
    Terms,
    Unassigned,
)


def split_orders(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Small orders that together earn more than the same goods bought at once."""
    for where, rule, _ in all_rules(terms):
        if isinstance(rule, ProductRule):
            continue
        small = _smallest(rule)
        one, ten = _points(rule, 10 * small), 10 * _points(rule, small)
        if ten > one:
            severity = Severity.HINT if _rounds_to_nearest(rule) else Severity.WARNING
            facts = {"small": small, "large": 10 * small, "ten": ten, "one": one}
            yield Finding("split_orders", severity, where, facts)


def _smallest(rule: SpendRule | FixedRule) -> int:
    """The smallest order that earns by this rule."""
    if isinstance(rule, FixedRule):
        return max(rule.minimum, 1)
    match rule.rounding:
        case Rounding.FLOOR:
            least = divide(rule.per, rule.points, Rounding.CEILING)
        case Rounding.HALF_UP:
            least = divide(rule.per, 2 * rule.points, Rounding.CEILING)
        case Rounding.CEILING:
            least = 1
    return max(rule.minimum, least)


def _points(rule: SpendRule | FixedRule, amount: int) -> int:
    return rule.points if isinstance(rule, FixedRule) else divide(amount * rule.points, rule.per, rule.rounding)


def _rounds_to_nearest(rule: SpendRule | FixedRule) -> bool:
    return isinstance(rule, SpendRule) and rule.rounding is Rounding.HALF_UP


def currency_rounding(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Money of little worth becomes one minor unit, and that one a point."""
    if terms.other_currencies is not OtherCurrencies.CONVERT:
        return
    for where, rule, _ in all_rules(terms):
        if isinstance(rule, SpendRule) and rule.rounding is Rounding.CEILING and rule.minimum <= 1:
            yield Finding("currency_rounding", Severity.WARNING, where, {"amount": 1, "points": _points(rule, 1)})


def unreachable_rules(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    for where, rule, rules in all_rules(terms):
        if isinstance(rule, ProductRule):
            continue
        if any(isinstance(one, ProductRule) and one.unassigned is Unassigned.NONE for one in rules):
            yield Finding("rule_behind_products", Severity.ERROR, where, {})


def goods_chosen_in_vain(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Selectors that mean nothing, or nothing that counts."""
    earning = [
        (f"{where}.goods", rule.goods) for where, rule, _ in all_rules(terms) if not isinstance(rule, ProductRule)
    ]
    earning += [(f"campaigns[{one.name}].goods", one.goods) for one in terms.campaigns]
    others = [
        ("count.goods", terms.base.goods),
        *((f"{where}.goods", one.goods) for where, one in all_redemptions(terms)),
    ]
    for where, goods in (*earning, *others):
        if _shut_out(goods, goods):
            yield Finding("goods_nothing", Severity.ERROR, where, {"chosen": _chosen(goods)})
    for where, goods in earning:
        if _shut_out(goods, terms.base.goods) and not _shut_out(goods, goods):
            yield Finding("goods_not_counted", Severity.ERROR, where, {"chosen": _chosen(goods)})


def _shut_out(goods: Selector, by: Selector) -> bool:
    """Is all that `goods` chooses shut out? A product named by itself is in, whatever its categories."""
    spared = goods.categories and by.products - by.not_products
    shut = goods.products <= by.not_products and goods.categories <= by.not_categories
    return bool(goods.products or goods.categories) and shut and not spared


def _chosen(goods: Selector) -> str:
    return ", ".join(sorted(goods.products | goods.categories))


def campaigns_over(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    for one in terms.campaigns:
        if one.ends_at <= given.now:
            where = f"campaigns[{one.name}]"
            yield Finding("campaign_over", Severity.WARNING, where, {"last": _day(one.ends_at - _MOMENT, terms)})


_MOMENT = timedelta(microseconds=1)


def _day(at: datetime, terms: Terms) -> str:
    return at.astimezone(ZoneInfo(terms.timezone)).date().isoformat()


def campaigns_that_multiply(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    if not terms.campaigns_stack:
        return
    for one, other in combinations([one for one in terms.campaigns if one.ends_at > given.now], 2):
        begins = max(one.starts_at, other.starts_at)
        if begins < min(one.ends_at, other.ends_at):
            facts = {"begins": _day(begins, terms), "times": str(one.times * other.times)}
            yield Finding("campaigns_multiply", Severity.WARNING, f"campaigns[{one.name}], [{other.name}]", facts)


def unreachable_overrides(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """The first override that fits is taken, so one that fits whenever a later one does leaves nothing to it."""
    for index, override in enumerate(terms.overrides):
        earlier = _first_that_takes_all(terms.overrides[:index], override)
        if earlier is not None:
            yield Finding("override_unreachable", Severity.ERROR, f"overrides[{index}]", {"earlier": earlier})


def _first_that_takes_all(earlier: Iterable[Override], override: Override) -> int | None:
    for index, one in enumerate(earlier):
        if _covers(one.stores, override.stores) and _covers(one.groups, override.groups):
            return index
    return None


def _covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    """Does every store (or group) of `narrow` fit `wide`? An empty set means any."""
    return not wide or (bool(narrow) and narrow <= wide)


CHECKS = (
    split_orders,
    currency_rounding,
    unreachable_rules,
    goods_chosen_in_vain,
    campaigns_over,
    campaigns_that_multiply,
    unreachable_overrides,
)
