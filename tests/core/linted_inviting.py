"""Findings about what is given for friends."""

from connector.core.programme import Referral
from tests.core.linting import WARNING, JustNot, Said

SAID: list[Said] = [
    (
        "referral_loop",
        {"referral": Referral(200, 100, wait_days=0)},
        {},
        WARNING,
        "referral.minimum_order",
        "an order of €0.01 earns 300 points at once, so who invites a second address of their own has them",
    ),
    (
        "referral_above_margin",
        {"referral": Referral(200, 100, minimum_order=7_499)},
        {},
        WARNING,
        "referral.minimum_order",
        "a friend's order of €74.99 gives both 300 points worth €15.00: 20.1 %, above the 20 %",
    ),
    (
        "referral_above_margin",
        {"referral": Referral(200)},
        {},
        WARNING,
        "referral.minimum_order",
        "a friend's order of €0.01 gives both 200 points worth €10.00: 100,000 %, above the 20 %",
    ),
]


JUST_NOT: list[JustNot] = [
    ("referral_loop", {"referral": Referral(200, minimum_order=1, wait_days=0)}, {}),
    ("referral_loop", {"referral": Referral(200, wait_days=1)}, {}),
    ("referral_loop", {"referral": Referral(0, wait_days=0)}, {}),
    ("referral_above_margin", {"referral": Referral(200, 100, minimum_order=7_500)}, {}),
    ("referral_above_margin", {"referral": Referral(200, 100, minimum_order=3_000)}, {"margin": 50}),
    ("referral_above_margin", {"referral": Referral(200, wait_days=0)}, {}),
    ("referral_above_margin", {"referral": Referral(200), "redemption": None}, {}),
    ("referral_above_margin", {"referral": Referral(0)}, {}),
]
