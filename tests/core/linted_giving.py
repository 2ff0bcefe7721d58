"""Findings about when points are given and how long they live."""

from connector.core.programme import (
    Expiry,
    ExpiryPolicy,
    Grant,
    Payment,
)
from tests.building import living
from tests.core.linting import ERROR, HINT, WARNING, JustNot, Said, redeeming, words

SAID: list[Said] = [
    (
        "expires_pending",
        {"expiry": living(1), "grant": Grant(delay_days=32)},
        {},
        ERROR,
        "grant.delay_days",
        "points granted on 31 Jan 2027 can be spent from 4 Mar 2027 on and are gone after 28 Feb 2027",
    ),
    (
        "expires_pending",
        {"expiry": Expiry(ExpiryPolicy.FIXED_DATE), "grant": Grant(delay_days=14)},
        {},
        WARNING,
        "grant.delay_days",
        "points granted on 31 Dec 2026 can be spent from 14 Jan 2027 on and are gone after 31 Dec 2026",
    ),
    (
        "expires_pending",
        {"expiry": Expiry(ExpiryPolicy.INACTIVITY, 1), "grant": Grant(delay_days=40)},
        {},
        ERROR,
        "grant.delay_days",
        "points granted on",
    ),
    (
        "first_point",
        {"expiry": Expiry(ExpiryPolicy.FIRST_POINT, 6)},
        {},
        HINT,
        "expire.policy",
        "after a first point on 1 Mar 2026 all points go after 1 Sept 2026, also one that is earned on 1 Sept 2026",
    ),
    (
        "fixed_date",
        {"expiry": Expiry(ExpiryPolicy.FIXED_DATE)},
        {},
        WARNING,
        "expire.months",
        "points granted on 31 Dec 2026 are gone after 31 Dec 2026: days left, the first included: 1",
    ),
    (
        "coupon_outlives_points",
        {"expiry": living(1)},
        {},
        WARNING,
        "redeem.valid_days",
        "a coupon is good for 30 days and points for 29",
    ),
    (
        "status_misspelt",
        {"grant": Grant(words("Complete"))},
        {},
        WARNING,
        "grant.statuses",
        "“Complete” is no stage, and a status of the shop only if it is spelt so there; did you mean completed?",
    ),
    (
        "status_of_the_shop",
        {"grant": Grant(words("completed", "processing"))},
        {},
        HINT,
        "grant.statuses",
        "“processing” is none of the stages",
    ),
    (
        "granted_when_lost",
        {"grant": Grant(words("completed", "cancelled"))},
        {},
        ERROR,
        "grant.statuses",
        "orders that are cancelled have their points",
    ),
    (
        "granted_unpaid",
        {},
        {},
        HINT,
        "grant.payment",
        "an order in completed has its points with €0.00 of €100.00 paid",
    ),
    (
        "granted_unpaid",
        {"grant": Grant(words("open"))},
        {},
        WARNING,
        "grant.payment",
        "an order in open has its points",
    ),
]


JUST_NOT: list[JustNot] = [
    ("expires_pending", {"expiry": living(1), "grant": Grant(delay_days=28)}, {}),
    ("expires_pending", {"expiry": Expiry(), "grant": Grant(delay_days=3650)}, {}),
    ("first_point", {"expiry": Expiry(ExpiryPolicy.INACTIVITY, 6)}, {}),
    ("fixed_date", {"expiry": Expiry(ExpiryPolicy.FIXED_DATE, 1)}, {}),
    ("coupon_outlives_points", {"expiry": living(1), "redemption": redeeming(valid_days=29)}, {}),
    ("coupon_outlives_points", {"expiry": Expiry()}, {}),
    ("status_misspelt", {"grant": Grant(words("open", "paid", "completed"))}, {}),
    ("status_of_the_shop", {"grant": Grant(words("open", "paid", "completed"))}, {}),
    ("granted_when_lost", {"grant": Grant(words("open", "paid", "completed"))}, {}),
    ("granted_unpaid", {"grant": Grant(payment=Payment.BALANCED)}, {}),
]
