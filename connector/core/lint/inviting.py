"""Findings about what is given for friends.

The rule kept here: what is given for one friend is set against the smallest order that brings it.
"""

from collections.abc import Iterator

from connector.core.lint.finding import Assumptions, Finding, Severity
from connector.core.lint.redeeming import above_margin
from connector.core.programme import Terms


def referral_loop(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Nothing to buy and nothing to wait for: an order that is sent back at once has earned for both."""
    one = terms.referral
    if one is not None and not one.minimum_order and not one.wait_days and one.points + one.friend_points:
        facts = {"order": 1, "points": one.points + one.friend_points}
        yield Finding("referral_loop", Severity.WARNING, "referral.minimum_order", facts)


def referral_above_margin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """What one friend costs may be more than the friend's order bears; where it may be of no worth, it surely is."""
    one, redemption = terms.referral, terms.redemption
    if one is None or redemption is None or not (one.minimum_order or one.wait_days):  # that is said already
        return
    points, order = one.points + one.friend_points, max(one.minimum_order, 1)
    if facts := above_margin(points, order, redemption, given):
        yield Finding("referral_above_margin", Severity.WARNING, "referral.minimum_order", facts)


CHECKS = (referral_loop, referral_above_margin)
