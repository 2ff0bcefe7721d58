"""Findings about the catalogue of rewards."""

from typing import Any

from connector.core.programme import (
    Expiry,
    ExpiryPolicy,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Reward,
    SpendRule,
    What,
)
from tests.building import NOW, at, living
from tests.core.linting import HINT, WARNING, JustNot, Said


def rewards(*whats: What, points: int = 100, **changes: Any) -> dict[str, Any]:
    return {
        "rewards": tuple(
            Reward(f"r{number}", points, what, {"": "Mug"}, **changes) for number, what in enumerate(whats or (Gift(),))
        )
    }


SAID: list[Said] = [
    (
        "reward_over",
        rewards(ends_at=NOW),
        {},
        WARNING,
        "rewards[r0]",
        "it was offered until 1 Mar 2026: take it out",
    ),
    (
        "reward_without_stock",
        rewards(stock=0),
        {},
        WARNING,
        "rewards[r0]",
        "nobody can have it, since its stock is 0: write how many",
    ),
    (
        "reward_too_dear",
        {**rewards(points=131), "expiry": living(12)},
        {"average_order": 1000},
        WARNING,
        "rewards[r0].points",
        "at one order of €10.00 a month 130 points come together before the first expire, and it costs 131: write",
    ),
    (
        "reward_too_dear",
        {**rewards(points=121), "expiry": Expiry(ExpiryPolicy.FIXED_DATE)},
        {"average_order": 1000},
        WARNING,
        "rewards[r0].points",
        "at one order of €10.00 a month 120 points come together before the first expire, and it costs 121: write",
    ),
    (
        "reward_above_margin",
        rewards(OneOff(2001)),
        {},
        WARNING,
        "rewards[r0].points",
        "€100.00 spent earns the 100 points for €20.01 off: 20.1 %, above the 20 % that you named; raise",
    ),
    (
        "reward_above_margin",
        {**rewards(OneOff(percent=50)), "earning": (SpendRule(1, 100), SpendRule(1, 100))},
        {"average_order": 4000, "margin": 39},
        WARNING,
        "rewards[r0].points",
        "€50.00 spent earns the 100 points for €20.00 off: 40 %, above the 39 % that you named",
    ),
    (
        "reward_above_margin",
        rewards(MoneyOnCard(2001)),
        {},
        WARNING,
        "rewards[r0].points",
        "€100.00 spent earns the 100 points for €20.01 off: 20.1 %, above the 20 % that you named; raise",
    ),
    (
        "catalogue_empty",
        {"rewards": (*rewards(stock=0)["rewards"], *rewards(ends_at=NOW)["rewards"])},
        {},
        WARNING,
        "rewards",
        "nothing in it is offered, now or later",
    ),
    (
        "catalogue_stale",
        rewards(),
        {"catalogue_since": at(-90)},
        HINT,
        "rewards",
        "it is as it was on 1 Dec 2025, days since then: 90",
    ),
]

JUST_NOT: list[JustNot] = [
    ("reward_over", rewards(ends_at=at(1)), {}),
    ("reward_over", rewards(starts_at=at(1)), {}),
    ("reward_without_stock", rewards(stock=1), {}),
    ("reward_too_dear", {**rewards(points=130), "expiry": living(12)}, {"average_order": 1000}),
    ("reward_too_dear", {**rewards(points=131), "expiry": living(12)}, {}),
    ("reward_too_dear", rewards(points=131), {"average_order": 1000}),
    ("reward_too_dear", {**rewards(points=131), "earning": (), "expiry": living(12)}, {"average_order": 1000}),
    ("reward_above_margin", rewards(OneOff(2000), Gift()), {}),
    ("reward_above_margin", rewards(OneOff(percent=50)), {}),
    ("reward_above_margin", rewards(MoneyOnAccount(2000)), {}),
    ("reward_above_margin", {**rewards(OneOff(2001)), "earning": ()}, {}),
    ("catalogue_empty", {"rewards": (*rewards(stock=0)["rewards"], *rewards(stock=1)["rewards"])}, {}),
    ("catalogue_empty", rewards(starts_at=at(1)), {}),
    ("catalogue_empty", {}, {}),
    ("catalogue_stale", rewards(), {"catalogue_since": at(-89.9)}),
    ("catalogue_stale", rewards(), {}),
    ("catalogue_stale", {}, {"catalogue_since": at(-90)}),
]
