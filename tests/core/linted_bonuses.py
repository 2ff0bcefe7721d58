"""Findings about what is given for other things than buying."""

from connector.core.programme import Bonuses, Grant, ReviewBonus
from tests.core.linting import HINT, WARNING, JustNot, Said, redeeming

SAID: list[Said] = [
    (
        "bonus_above_orders",
        {"bonuses": Bonuses(newsletter=1_001)},
        {},
        WARNING,
        "bonuses.newsletter",
        "it gives 1,001 points, and 10 orders of €100.00 earn 1,000",
    ),
    (
        "bonus_above_orders",
        {"bonuses": Bonuses(review=ReviewBonus(201, bought_only=True))},
        {"average_order": 2_000},
        WARNING,
        "bonuses.review.points",
        "it gives 201 points, and 10 orders of €20.00 earn 200",
    ),
    (
        "bonus_above_orders",
        {"bonuses": Bonuses(order_placed=201), "redemption": None},
        {"average_order": 2_000},
        WARNING,
        "bonuses.order_placed",
        "it gives 201 points",
    ),
    (
        "review_unbought",
        {"bonuses": Bonuses(review=ReviewBonus(20))},
        {},
        HINT,
        "bonuses.review.bought_only",
        "ten reviews of products that their author never bought give 200 points",
    ),
    (
        "registration_at_once",
        {"bonuses": Bonuses(registration=100), "redemption": redeeming(minimum_points=100)},
        {},
        WARNING,
        "bonuses.registration",
        "each account has 100 points that can be spent at once, so who opens ten has €50.00 off for nothing",
    ),
    (
        "placed_above_margin",
        {"bonuses": Bonuses(order_placed=401)},
        {},
        WARNING,
        "bonuses.order_placed",
        "an order of €100.00 gives 401 points worth €20.05 for being placed, and keeps them when all of it is "
        "refunded: 20.1 %, above the 20 %",
    ),
]


JUST_NOT: list[JustNot] = [
    ("bonus_above_orders", {"bonuses": Bonuses(1_000, 1_000, 1_000, ReviewBonus(1_000))}, {}),
    ("bonus_above_orders", {"bonuses": Bonuses(1_001), "earning": ()}, {}),
    ("review_unbought", {"bonuses": Bonuses(review=ReviewBonus(20, bought_only=True))}, {}),
    ("review_unbought", {"bonuses": Bonuses(review=ReviewBonus(0))}, {}),
    ("registration_at_once", {"bonuses": Bonuses(registration=99), "redemption": redeeming(minimum_points=100)}, {}),
    ("registration_at_once", {"bonuses": Bonuses(registration=100), "grant": Grant(delay_days=1)}, {}),
    ("registration_at_once", {"bonuses": Bonuses(registration=100), "redemption": None}, {}),
    ("registration_at_once", {"bonuses": Bonuses(newsletter=100)}, {}),
    ("placed_above_margin", {"bonuses": Bonuses(order_placed=400)}, {}),
    ("placed_above_margin", {"bonuses": Bonuses(order_placed=401)}, {"average_order": 20_000}),
    ("placed_above_margin", {"bonuses": Bonuses(order_placed=401), "redemption": None}, {}),
]
