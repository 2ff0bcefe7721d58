"""Findings about what is given for other things than buying.

The rule kept here: what costs its giver nothing is set against orders that do cost something, or counted ten times, as
whoever makes a business of it would.
"""

from collections.abc import Iterator

from connector.core.lint.finding import Assumptions, Finding, Severity
from connector.core.lint.redeeming import above_margin, points_of_order
from connector.core.money import exponent
from connector.core.participation import Rates
from connector.core.programme import Terms
from connector.core.quote import allowed, worth

_ORDERS = 10  # a bonus that is more than these earn is more than most customers ever will
_TIMES = 10


def bonus_above_orders(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """A bonus that is more than many usual orders earn; where nothing is known of orders, than many of 100."""
    order = _usual_order(terms, given)
    each = points_of_order(Rates(terms.earning, None), order)
    bonuses = terms.bonuses
    for key, points in (
        ("newsletter", bonuses.newsletter),
        ("registration", bonuses.registration),
        ("order_placed", bonuses.order_placed),
        ("review.points", bonuses.review.points),
    ):
        if each > 0 and points > _ORDERS * each:
            facts = {"points": points, "orders": _ORDERS, "order": order, "earned": _ORDERS * each}
            yield Finding("bonus_above_orders", Severity.WARNING, f"bonuses.{key}", facts)


def reviews_of_what_was_not_bought(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """A review is given for each product, and a shop has many."""
    review = terms.bonuses.review
    if review.points and not review.bought_only:
        facts = {"points": _TIMES * review.points}
        yield Finding("review_unbought", Severity.HINT, "bonuses.review.bought_only", facts)


def registration_at_once(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """Accounts cost nothing: what each gets and can spend on the spot is gathered from as many as somebody likes."""
    points, redemption = terms.bonuses.registration, terms.redemption
    most = allowed(points, redemption) if redemption is not None else 0
    if most and not terms.grant.delay_days:
        facts = {"points": points, "worth": _TIMES * (worth(most, redemption) or 0)}
        yield Finding("registration_at_once", Severity.WARNING, "bonuses.registration", facts)


def placed_above_margin(terms: Terms, given: Assumptions) -> Iterator[Finding]:
    """An order keeps what placing it gave though all of it is refunded; it is asked of orders as they usually are."""
    points, redemption = terms.bonuses.order_placed, terms.redemption
    if redemption is None or not points:
        return
    order = _usual_order(terms, given)
    if facts := above_margin(points, order, redemption, given):
        yield Finding("placed_above_margin", Severity.WARNING, "bonuses.order_placed", facts)


def _usual_order(terms: Terms, given: Assumptions) -> int:
    return given.average_order or 100 * 10 ** exponent(terms.currency)


CHECKS = (bonus_above_orders, reviews_of_what_was_not_bought, registration_at_once, placed_above_margin)
