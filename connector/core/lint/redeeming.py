"""Findings about what points are worth, and whether anybody can spend them.

The rule kept here: worth and caps are those that a quote would give.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from math import ceil, floor, gcd, lcm, prod

from connector.core.explain import Facts
from connector.core.lint.finding import Assumptions, Finding, Severity, all_rates, all_redemptions
from connector.core.money import Rounding, divide, exponent
from connector.core.participation import Rates
from connector.core.programme import (
    EVERYTHING,
    Campaign,
    ExpiryPolicy,
    FixedRule,
    GiftCards,
    Into,
    MoneyOnAccount,
    MoneyOnCard,
    Redemption,
    SpendRule,
    Terms,
    Tier,
)


def unreachable_minimum(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """The fewest points may be worth more than any order lets them pay, or more than the usual one does."""
    for where, one in all_redemptions(terms):
        if one.whole:  # the cart says how many
            continue
        points = _fewest(one)
        worth = _worth(points, one)
        facts = {"points": points, "worth": worth}
        if one.maximum_order is not None and not one.shipping:
            most = one.maximum_order * one.maximum_share // 100
            if worth > most:
                facts |= {"order": one.maximum_order, "most": most}
                yield Finding("minimum_unreachable", Severity.ERROR, f"{where}.minimum_points", facts)
                continue
        cart = divide(worth * 100, one.maximum_share, Rounding.CEILING)
        if given.average_order is not None and cart > given.average_order:
            facts = {"points": points, "cart": cart, "order": given.average_order}
            yield Finding("minimum_above_average", Severity.WARNING, f"{where}.minimum_points", facts)


def minimum_too_late(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Do enough points come together while the first of them live? Assumes one average order a month."""
    orders = orders_together(terms)
    if given.average_order is None or orders is None:
        return
    for where, rates in all_rates(terms):
        if rates.redemption is None or rates.redemption.whole:
            continue
        points, earned = _fewest(rates.redemption), orders * points_of_order(rates, given.average_order)
        if 0 < earned < points:
            facts = {"order": given.average_order, "earned": earned, "points": points}
            yield Finding("minimum_too_late", Severity.WARNING, where or "redeem.minimum_points", facts)


def orders_together(terms: Terms) -> int | None:
    """How many orders, one a month, have their points at the same time; None: there is no end of them."""
    match terms.expiry.policy:
        case ExpiryPolicy.NONE | ExpiryPolicy.INACTIVITY:
            return None
        case ExpiryPolicy.FIXED_DATE:
            return terms.expiry.months + 12
        case ExpiryPolicy.PER_LOT | ExpiryPolicy.FIRST_POINT:
            return terms.expiry.months + 1


def points_of_order(rates: Rates, amount: int) -> int:
    """Points of an order by the rules that look at its value, without campaigns."""
    points = 0
    for rule in rates.earning:
        if isinstance(rule, FixedRule) and amount >= rule.minimum:
            points += rule.points
        if isinstance(rule, SpendRule) and amount >= rule.minimum:
            points += divide(amount * rule.points, rule.per, rule.rounding)
    return points


def discount_above_margin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """What money spent gives back, on goods that all rules and the strongest campaigns count, in the best tier."""
    raised: list[Campaign | Tier] = [*_strongest(terms, given), *_best_tier(terms)]
    times = prod((one.times for one in raised), start=Fraction(1))
    spent = 100 * 10 ** exponent(terms.currency)
    for where, rates in all_rates(terms):
        share = _share(rates) * times
        if rates.redemption is None or share * 100 <= given.margin:
            continue
        points = share * spent * rates.redemption.points / rates.redemption.worth
        facts: dict[str, int | str] = {
            "spent": spent,
            "points": floor(points),
            "worth": floor(share * spent),
            "percent": percent_of(share),
            "margin": given.margin,
            "raised": ", ".join(one.name for one in raised),
        }
        severity = Severity.ERROR if share >= 1 else Severity.WARNING
        yield Finding("discount_above_margin", severity, where or "redeem.worth", facts)


def fixed_above_margin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """What the smallest order of a fixed rule gives back; one without a minimum is found by `split_orders`."""
    for where, rates in all_rates(terms):
        one = rates.redemption
        if one is None or _share(rates) * 100 > given.margin:  # that is said already
            continue
        for order in sorted({rule.minimum for rule in rates.earning if isinstance(rule, FixedRule) and rule.minimum}):
            points = points_of_order(rates, order)
            share = Fraction(points * one.worth, one.points * order)
            if share * 100 > given.margin:
                facts: dict[str, int | str] = {
                    "order": order,
                    "points": points,
                    "worth": _worth(points, one),
                    "percent": percent_of(share),
                    "margin": given.margin,
                }
                yield Finding("fixed_above_margin", Severity.WARNING, where or "earn", facts)


def _share(rates: Rates) -> Fraction:
    """What part of money spent comes back."""
    if rates.redemption is None:
        return Fraction(0)
    return _rate(rates) * Fraction(rates.redemption.worth, rates.redemption.points)


def _rate(rates: Rates) -> Fraction:
    """Points of a minor unit that is spent."""
    return sum((Fraction(rule.points, rule.per) for rule in rates.earning if isinstance(rule, SpendRule)), Fraction(0))


def _strongest(terms: Terms, given: Assumptions) -> list[Campaign]:
    """The campaigns that count goods most often at any one moment from now on."""
    ahead = [one for one in terms.campaigns if one.ends_at > given.now and one.times > 1]
    if not terms.campaigns_stack:
        return sorted(ahead, key=lambda one: -one.times)[:1]
    at_once = [[one for one in ahead if one.starts_at <= first.starts_at < one.ends_at] for first in ahead]
    return max(at_once, key=lambda some: prod((one.times for one in some), start=Fraction(1)), default=[])


def _best_tier(terms: Terms) -> list[Tier]:
    levels = terms.tiers.levels if terms.tiers else ()
    return sorted((one for one in levels if one.times > 1), key=lambda one: -one.times)[:1]


def percent_of(share: Fraction) -> str:
    tenths = ceil(share * 1000)  # up, so that it never reads like the margin that it exceeds
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def above_margin(points: int, order: int, redemption: Redemption, given: Assumptions) -> Facts | None:
    """What proves that points given for one order are worth a larger part of it than the margin allows."""
    share = Fraction(points * redemption.worth, redemption.points * order)
    if share * 100 <= given.margin:
        return None
    return {
        "order": order,
        "points": points,
        "worth": divide(points * redemption.worth, redemption.points, Rounding.FLOOR),
        "percent": percent_of(share),
        "margin": given.margin,
    }


def below_smallest_coin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Where more points may be worth no more, they are lost with the coupon they go into."""
    for where, one in all_redemptions(terms):
        if one.whole or one.block * one.worth >= one.points:
            continue
        first = _fewest(one, divide(one.points, one.worth, Rounding.CEILING))
        points = next(n for n in count(first, one.block) if _worth(n, one) == _worth(n + one.block, one))
        step = lcm(one.block, one.points // gcd(one.points, one.worth))
        facts = {"points": points, "more": points + one.block, "worth": _worth(points, one), "step": step}
        yield Finding("below_smallest_coin", Severity.WARNING, f"{where}.multiples_of", facts)


def pays_everything(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """C34."""
    for where, one in all_redemptions(terms):
        if one.whole or one.maximum_share == 100:
            points = _fewest(one, divide(one.points, one.worth, Rounding.CEILING))
            facts = {"points": points, "worth": _worth(points, one)}
            key = "whole" if one.whole else "maximum_share"
            yield Finding("pays_everything", Severity.WARNING, f"{where}.{key}", facts)


def gift_card_loop(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Points that pay for goods earn nothing; turned into a gift card first, they do, again and again."""
    if terms.base.gift_cards is not GiftCards.SPENT:
        return
    for where, rates in all_rates(terms):
        one = rates.redemption
        if one is None or one.into is not Into.COUPON or one.goods != EVERYTHING or not _share(rates):
            continue
        points = _fewest(one, one.points)
        worth = _worth(points, one)
        again = floor(_share(rates) * worth * one.points / one.worth)
        if again:
            facts = {"points": points, "worth": worth, "again": again}
            yield Finding("gift_card_loop", Severity.HINT, where or "redeem.goods", facts)


def money_loop(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Points that become money to spend earn again what it earns, where the store does not tell whose money it was."""
    if terms.base.gift_cards is not GiftCards.SPENT:
        return
    for where, rates in all_rates(terms):
        one = rates.redemption
        if one is not None and one.into is not Into.COUPON:
            points = _fewest(one, one.points)
            yield from _loop(where or "redeem.into", points, _worth(points, one), rates)
    for reward in terms.rewards:
        if isinstance(reward.what, MoneyOnCard | MoneyOnAccount):
            general = Rates(terms.earning, None)
            yield from _loop(f"rewards[{reward.name}]", reward.points, reward.what.amount, general)


def _loop(where: str, points: int, worth: int, rates: Rates) -> Iterator[Finding]:
    if again := floor(_rate(rates) * worth):
        yield Finding("money_loop", Severity.HINT, where, {"points": points, "worth": worth, "again": again})


def _fewest(redemption: Redemption, least: int = 1) -> int:
    """The fewest points that can be redeemed at once, and not fewer than `least`."""
    return divide(max(redemption.minimum_points, least), redemption.block, Rounding.CEILING) * redemption.block


def _worth(points: int, redemption: Redemption) -> int:
    return divide(points * redemption.worth, redemption.points, Rounding.FLOOR)


CHECKS = (
    unreachable_minimum,
    minimum_too_late,
    discount_above_margin,
    fixed_above_margin,
    below_smallest_coin,
    pays_everything,
    gift_card_loop,
    money_loop,
)
