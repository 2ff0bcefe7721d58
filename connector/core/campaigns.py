"""Campaigns: goods that count several times for a while (C6).

The rule kept here: the time that counts is when the order was placed, never when it was paid or delivered. Of several
campaigns on one line the highest wins, unless the programme lets them multiply.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import prod

from connector.core.commerce import Order
from connector.core.counting import Count
from connector.core.explain import Step
from connector.core.programme import Terms
from connector.core.selection import selects


def multiply(order: Order, terms: Terms, count: Count) -> Count:
    """The same count, each line counted as often as the campaigns of its day say."""
    running = [one for one in terms.campaigns if one.starts_at <= order.placed_at < one.ends_at]
    if not running:
        return count
    lines, trace = [], list(count.trace)
    for line in count.lines:
        fitting = sorted((one for one in running if selects(one.goods, line.line)), key=lambda one: -one.times)
        taken = fitting if terms.campaigns_stack else fitting[:1]
        times = prod((one.times for one in taken), start=Fraction(1))
        lines.append(replace(line, times=times))
        if times != 1:
            names = ", ".join(one.name for one in taken)
            trace.append(Step("campaign", {"name": line.line.name, "campaign": names, "times": as_written(times)}))
    return Count(lines, count.charges, trace)


def as_written(times: Fraction) -> str:
    """As a person writes it where that is exact: 2, 1.5; else as a fraction."""
    for digits in range(4):
        if (times * 10**digits).denominator == 1:
            return f"{Decimal(times.numerator) / times.denominator:.{digits}f}"
    return str(times)
