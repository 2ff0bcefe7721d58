"""The points set on each product (C4): points of one piece x the pieces kept; pieces that came back take theirs along.

A product's own points replace the general rate for its line. What a product without points earns is a setting.
"""

from math import floor

from connector.core.counting import Count, Counted
from connector.core.explain import Step
from connector.core.programme import ProductRule, Unassigned


def points_of_products(rule: ProductRule, count: Count) -> tuple[int, tuple[Step, ...], Count]:
    """Points of the lines whose product has some, why, and what is left for the other rules."""
    points, trace, left = 0, list[Step](), list[Counted]()
    for line in count.lines:
        name, each = line.line.name, line.line.points
        if each is not None:
            earned = floor(each * line.pieces * line.times * count.times)
            points += earned
            pieces = str(line.pieces)
            trace.append(Step("product", {"name": name, "each": each, "pieces": pieces, "points": earned}))
        elif rule.unassigned is Unassigned.GENERAL:
            left.append(line)
        else:
            trace.append(Step("product_unassigned", {"name": name}))
    charges = count.charges if rule.unassigned is Unassigned.GENERAL else 0
    return points, tuple(trace), Count(left, charges, times=count.times)
