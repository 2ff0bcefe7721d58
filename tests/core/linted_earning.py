"""Findings about what is earned: rules, campaigns, overrides."""

from datetime import UTC, datetime
from fractions import Fraction

from connector.core.money import Rounding
from connector.core.programme import (
    Base,
    Campaign,
    FixedRule,
    OtherCurrencies,
    ProductRule,
    Selector,
    SpendRule,
    Unassigned,
)
from tests.building import at
from tests.core.linting import ERROR, HINT, WARNING, JustNot, Said, campaign, override, redeeming, words

CEILING, HALF_UP = SpendRule(1, 100, Rounding.CEILING), SpendRule(1, 100, Rounding.HALF_UP)

SAID: list[Said] = [
    (
        "split_orders",
        {"earning": (CEILING,)},
        {},
        WARNING,
        "earn[0]",
        "ten orders of €0.01 earn 10 points, one order of €0.10 earns 1: write a minimum_order",
    ),
    (
        "split_orders",
        {"earning": (HALF_UP,)},
        {},
        HINT,
        "earn[0]",
        "ten orders of €0.50 earn 10 points, one order of €5.00 earns 5",
    ),
    (
        "split_orders",
        {"earning": (FixedRule(10),)},
        {},
        WARNING,
        "earn[0]",
        "ten orders of €0.01 earn 100 points, one order of €0.10 earns 10",
    ),
    (
        "split_orders",
        {"overrides": (override(earning=(CEILING,)),)},
        {},
        WARNING,
        "overrides[0].earn[0]",
        "ten orders of €0.01",
    ),
    (
        "currency_rounding",
        {"earning": (CEILING,), "other_currencies": OtherCurrencies.CONVERT},
        {},
        WARNING,
        "earn[0]",
        "an order of €0.01, converted from whatever currency, earns 1 point: write rounding: floor",
    ),
    (
        "rule_behind_products",
        {"earning": (SpendRule(1, 100), ProductRule(Unassigned.NONE))},
        {},
        ERROR,
        "earn[0]",
        "0 points: a product rule with unassigned: none",
    ),
    (
        "goods_nothing",
        {"campaigns": (campaign(2, goods=Selector(categories=words("tea"), not_categories=words("tea"))),)},
        {},
        ERROR,
        "campaigns[summer].goods",
        "0 products: everything that is chosen (tea) is shut out again",
    ),
    (
        "goods_nothing",
        {"redemption": redeeming(goods=Selector(products=words("p1"), not_products=words("p1")))},
        {},
        ERROR,
        "redeem.goods",
        "0 products: everything that is chosen (p1)",
    ),
    (
        "goods_not_counted",
        {
            "earning": (SpendRule(1, 100, goods=Selector(categories=words("gifts"))),),
            "base": Base(goods=Selector(not_categories=words("gifts", "books"))),
        },
        {},
        ERROR,
        "earn[0].goods",
        "0 points: count.goods shuts out all that this chooses (gifts)",
    ),
    (
        "campaign_over",
        {
            "campaigns": (Campaign("old", at(-9), datetime(2026, 2, 1, 5, tzinfo=UTC), Fraction(2)),),
            "timezone": "EST5EDT",
        },
        {},
        WARNING,
        "campaigns[old]",
        "its last day was 31 Jan 2026: take it out",
    ),
    (
        "campaigns_multiply",
        {"campaigns": (campaign(2), campaign(3, 9, 20, "sun")), "campaigns_stack": True},
        {},
        WARNING,
        "campaigns[summer], [sun]",
        "both run from 10 Mar 2026 on, and goods of both count 6 times",
    ),
    (
        "override_unreachable",
        {"overrides": (override(groups=words("a", "b")), override(words("outlet"), words("a")))},
        {},
        ERROR,
        "overrides[1]",
        "whoever it is for is taken by overrides[0]",
    ),
]


JUST_NOT: list[JustNot] = [
    ("split_orders", {"earning": (SpendRule(1, 100, Rounding.FLOOR),)}, {}),
    ("split_orders", {"earning": (SpendRule(1, 100, Rounding.CEILING, minimum=100),)}, {}),
    ("split_orders", {"earning": (SpendRule(1, 1, Rounding.CEILING), ProductRule())}, {}),
    ("currency_rounding", {"earning": (CEILING,)}, {}),
    ("currency_rounding", {"earning": (SpendRule(1, 100),), "other_currencies": OtherCurrencies.CONVERT}, {}),
    ("rule_behind_products", {"earning": (SpendRule(1, 100), ProductRule(Unassigned.GENERAL))}, {}),
    (
        "goods_nothing",
        {"campaigns": (campaign(2, goods=Selector(categories=words("tea", "mate"), not_categories=words("tea"))),)},
        {},
    ),
    ("goods_nothing", {"base": Base(goods=Selector(not_categories=words("tea")))}, {}),
    (
        "goods_not_counted",
        {
            "earning": (SpendRule(1, 100, goods=Selector(categories=words("gifts"))),),
            "base": Base(goods=Selector(products=words("p1"), not_categories=words("gifts"))),
        },
        {},
    ),
    ("campaign_over", {"campaigns": (Campaign("new", at(-9), at(0, 1), Fraction(2)),)}, {}),
    ("campaigns_multiply", {"campaigns": (campaign(2), campaign(3, 10, 20, "sun")), "campaigns_stack": True}, {}),
    ("campaigns_multiply", {"campaigns": (campaign(2), campaign(3, 9, 20, "sun"))}, {}),
    ("override_unreachable", {"overrides": (override(groups=words("a")), override(groups=words("a", "b")))}, {}),
    ("override_unreachable", {"overrides": (override(words("outlet")), override())}, {}),
]
