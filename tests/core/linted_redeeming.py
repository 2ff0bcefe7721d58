"""Findings about what points are worth and whether anybody can spend them."""

from fractions import Fraction

from connector.core.programme import (
    Base,
    FixedRule,
    Gift,
    GiftCards,
    Into,
    MoneyOnAccount,
    Reward,
    Selector,
    SpendRule,
    Tier,
    TierBy,
    Tiers,
)
from tests.building import living
from tests.core.linting import ERROR, HINT, WARNING, JustNot, Said, campaign, override, redeeming, words

SAID: list[Said] = [
    (
        "minimum_unreachable",
        {"redemption": redeeming(minimum_points=101, block=50, maximum_share=50, maximum_order=1499)},
        {},
        ERROR,
        "redeem.minimum_points",
        "the fewest points, 150, are worth €7.50, and on an order of €14.99 points may pay €7.49 at the most",
    ),
    (
        "minimum_above_average",
        {"redemption": redeeming(minimum_points=100, maximum_share=10)},
        {"average_order": 4999},
        WARNING,
        "redeem.minimum_points",
        "the fewest points, 100, need a cart of €50.00, and an order is €49.99 on average",
    ),
    (
        "minimum_too_late",
        {"redemption": redeeming(minimum_points=132), "expiry": living(12)},
        {"average_order": 1000},
        WARNING,
        "redeem.minimum_points",
        "at one order of €10.00 a month 130 points come together before the first expire, and 132 are the fewest",
    ),
    (
        "discount_above_margin",
        {"earning": (SpendRule(4, 100),), "redemption": redeeming(1, 10)},
        {"margin": 20},
        WARNING,
        "redeem.worth",
        "€100.00 spent earns 400 points worth €40.00: 40 %, above the 20 % that you named; give fewer",
    ),
    (
        "discount_above_margin",
        {"campaigns": (campaign(3), campaign(4, name="sun"), campaign(9, -9, 0, "over"))},
        {"margin": 19},
        WARNING,
        "redeem.worth",
        "€100.00 spent earns 400 points worth €20.00: 20 %, above the 19 % that you named (with sun); give fewer",
    ),
    (
        "discount_above_margin",
        {"campaigns": (campaign(4), campaign(5, 5, 15, "sun"), campaign(9, 11, 12, "late")), "campaigns_stack": True},
        {},
        ERROR,
        "redeem.worth",
        "€100.00 spent earns 4,500 points worth €225.00: 225 %, above the 20 % that you named (with sun, late)",
    ),
    (
        "discount_above_margin",
        {
            "overrides": (
                override(
                    earning=(SpendRule(1, 100), SpendRule(3001, 1000)),
                ),
            )
        },
        {"margin": 1000},
        ERROR,
        "overrides[0]",
        "€100.00 spent earns 30,110 points worth €1,505.50: 1,505.5 %",
    ),
    (
        "discount_above_margin",
        {
            "campaigns": (campaign(2),),
            "tiers": Tiers(
                TierBy.POINTS, (Tier("silver", 1), Tier("gold", 2, Fraction(5, 2)), Tier("old", 3, Fraction(2)))
            ),
        },
        {"margin": 24},
        WARNING,
        "redeem.worth",
        "€100.00 spent earns 500 points worth €25.00: 25 %, above the 24 % that you named (with summer, gold)",
    ),
    (
        "fixed_above_margin",
        {"earning": (SpendRule(1, 100), FixedRule(100, minimum=2500)), "redemption": redeeming(100, 500)},
        {"margin": 24},
        WARNING,
        "earn",
        "an order of €25.00 earns 125 points worth €6.25: 25 %, above the 24 % that you named",
    ),
    (
        "below_smallest_coin",
        {"redemption": redeeming(400, 100)},
        {},
        WARNING,
        "redeem.multiples_of",
        "4 points and 5 are worth the same, €0.01: write multiples_of: 4",
    ),
    (
        "pays_everything",
        {"redemption": redeeming(minimum_points=30)},
        {},
        WARNING,
        "redeem.maximum_share",
        "an order of €1.50 can be paid whole with 30 points, and some stores refuse orders of 0.00",
    ),
    (
        "pays_everything",
        {"redemption": redeeming(1, 100, whole=True, maximum_share=50)},
        {},
        WARNING,
        "redeem.whole",
        "an order of €1.00 can be paid whole with 1 point",
    ),
    (
        "gift_card_loop",
        {},
        {},
        HINT,
        "redeem.goods",
        "100 points can buy a gift card of €5.00, and goods paid with it earn 5 points",
    ),
    (
        "money_loop",
        {"redemption": redeeming(into=Into.GIFT_CARD)},
        {},
        HINT,
        "redeem.into",
        "100 points become €5.00 to spend, and goods paid with it earn 5 points",
    ),
    (
        "money_loop",
        {"redemption": None, "rewards": (Reward("r", 30, MoneyOnAccount(200), {"": "Credit"}),)},
        {},
        HINT,
        "rewards[r]",
        "30 points become €2.00 to spend, and goods paid with it earn 2 points",
    ),
]


JUST_NOT: list[JustNot] = [
    ("minimum_unreachable", {"redemption": redeeming(minimum_points=150, maximum_share=50, maximum_order=1500)}, {}),
    ("minimum_unreachable", {"redemption": redeeming(minimum_points=150, maximum_order=700, shipping=True)}, {}),
    ("minimum_above_average", {"redemption": redeeming(minimum_points=100, maximum_share=10)}, {"average_order": 5000}),
    ("minimum_above_average", {"redemption": redeeming(minimum_points=100, maximum_share=10)}, {}),
    (
        "minimum_too_late",
        {"redemption": redeeming(minimum_points=130), "expiry": living(12)},
        {"average_order": 1000},
    ),
    ("minimum_too_late", {"redemption": redeeming(minimum_points=132), "expiry": living(12)}, {}),
    ("discount_above_margin", {"campaigns": (campaign(4),)}, {"margin": 20}),
    ("discount_above_margin", {"campaigns": (campaign(4), campaign(5, 10, 15, "sun"))}, {"margin": 25}),
    ("discount_above_margin", {"redemption": None, "earning": (SpendRule(999, 1),)}, {}),
    (
        "fixed_above_margin",
        {"earning": (SpendRule(1, 100), FixedRule(100, minimum=2500)), "redemption": redeeming(100, 500)},
        {"margin": 25},
    ),
    ("below_smallest_coin", {"redemption": redeeming(400, 100, block=4)}, {}),
    ("below_smallest_coin", {"redemption": redeeming(100, 100)}, {}),
    ("pays_everything", {"redemption": redeeming(maximum_share=99)}, {}),
    ("gift_card_loop", {"base": Base(gift_cards=GiftCards.BOUGHT)}, {}),
    ("gift_card_loop", {"redemption": redeeming(into=Into.STORE_CREDIT)}, {}),
    ("money_loop", {"redemption": redeeming(into=Into.GIFT_CARD), "base": Base(gift_cards=GiftCards.BOUGHT)}, {}),
    ("money_loop", {"redemption": redeeming(100, 99, into=Into.GIFT_CARD)}, {}),
    ("money_loop", {"rewards": (Reward("r", 30, Gift(), {"": "Song"}),)}, {}),
    ("gift_card_loop", {"redemption": redeeming(goods=Selector(not_categories=words("gift-cards")))}, {}),
]
