"""Each finding: a programme that has it, with the figure that proves it, and one that just does not."""

from datetime import UTC, datetime
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest

from connector.core.commerce import Tender, TenderKind
from connector.core.earning import evaluate
from connector.core.lint import CHECKS, SENTENCES, Assumptions, Severity, lint, sentence
from connector.core.money import Rounding
from connector.core.programme import (
    Base,
    Campaign,
    Expiry,
    ExpiryPolicy,
    FixedRule,
    GiftCards,
    Grant,
    OtherCurrencies,
    Override,
    Payment,
    ProductRule,
    Redemption,
    Selector,
    SpendRule,
    Terms,
    Unassigned,
)
from tests.building import NOW, a_line, an_order, at, living, some_terms

ERROR, WARNING, HINT = Severity
NONE = frozenset[str]()
CEILING, HALF_UP = SpendRule(1, 100, Rounding.CEILING), SpendRule(1, 100, Rounding.HALF_UP)
NEVER_SPENT = {"redemption": None}


def words(*names: str) -> frozenset[str]:
    return frozenset(names)


def redeeming(points: int = 100, worth: int = 500, **changes: Any) -> Redemption:
    return Redemption(points, worth, **changes)


def campaign(times: int, begins: int = 0, ends: int = 10, name: str = "summer", **changes: Any) -> Campaign:
    return Campaign(name, at(begins), at(ends), Fraction(times), **changes)


def override(stores: frozenset[str] = NONE, groups: frozenset[str] = NONE, **changes: Any) -> Override:
    return Override(stores, groups, **{"earning": (SpendRule(1, 1000),), **changes})


def found(code: str, terms: Terms, **given: Any) -> list[tuple[Severity, str, str]]:
    return [
        (one.severity, one.where, sentence(one, terms.currency))
        for one in lint(terms, Assumptions(NOW, **given))
        if one.code == code
    ]


SAID: list[tuple[str, dict[str, Any], dict[str, Any], Severity, str, str]] = [
    # code, terms, assumptions, severity, where, how the sentence begins
    (
        "split_orders",
        {"earning": (CEILING,)},
        {},
        WARNING,
        "earn[0]",
        "ten orders of 0.01 EUR earn 10 points, one order of 0.10 EUR earns 1: write a minimum_order",
    ),
    (
        "split_orders",
        {"earning": (HALF_UP,)},
        {},
        HINT,
        "earn[0]",
        "ten orders of 0.50 EUR earn 10 points, one order of 5.00 EUR earns 5",
    ),
    (
        "split_orders",
        {"earning": (FixedRule(10),)},
        {},
        WARNING,
        "earn[0]",
        "ten orders of 0.01 EUR earn 100 points, one order of 0.10 EUR earns 10",
    ),
    (
        "split_orders",
        {"overrides": (override(earning=(CEILING,)),)},
        {},
        WARNING,
        "overrides[0].earn[0]",
        "ten orders of 0.01 EUR",
    ),
    (
        "currency_rounding",
        {"earning": (CEILING,), "other_currencies": OtherCurrencies.CONVERT},
        {},
        WARNING,
        "earn[0]",
        "an order of 0.01 EUR, converted from whatever currency, earns 1 point: write rounding: floor",
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
        "its last day was 2026-01-31: take it out",
    ),
    (
        "campaigns_multiply",
        {"campaigns": (campaign(2), campaign(3, 9, 20, "sun")), "campaigns_stack": True},
        {},
        WARNING,
        "campaigns[summer], [sun]",
        "both run from 2026-03-10 on, and goods of both count 6 times",
    ),
    (
        "override_unreachable",
        {"overrides": (override(groups=words("a", "b")), override(words("outlet"), words("a")))},
        {},
        ERROR,
        "overrides[1]",
        "whoever it is for is taken by overrides[0]",
    ),
    (
        "expires_pending",
        {"expiry": living(1), "grant": Grant(delay_days=32)},
        {},
        ERROR,
        "grant.delay_days",
        "points granted on 2027-01-31 can be spent from 2027-03-04 on and are gone after 2027-02-28",
    ),
    (
        "expires_pending",
        {"expiry": Expiry(ExpiryPolicy.FIXED_DATE), "grant": Grant(delay_days=14)},
        {},
        WARNING,
        "grant.delay_days",
        "points granted on 2026-12-31 can be spent from 2027-01-14 on and are gone after 2026-12-31",
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
        "after a first point on 2026-03-01 all points go after 2026-09-01, also one that is earned on 2026-09-01",
    ),
    (
        "fixed_date",
        {"expiry": Expiry(ExpiryPolicy.FIXED_DATE)},
        {},
        WARNING,
        "expire.months",
        "points granted on 2026-12-31 are gone after 2026-12-31: days left, the first included: 1",
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
        "'Complete' is no stage, and a status of the shop only if it is spelt so there; did you mean completed?",
    ),
    (
        "status_of_the_shop",
        {"grant": Grant(words("completed", "processing"))},
        {},
        HINT,
        "grant.statuses",
        "'processing' is none of the stages",
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
        "an order in completed has its points with 0.00 EUR of 100.00 EUR paid",
    ),
    (
        "granted_unpaid",
        {"grant": Grant(words("open"))},
        {},
        WARNING,
        "grant.payment",
        "an order in open has its points",
    ),
    (
        "minimum_unreachable",
        {"redemption": redeeming(minimum_points=101, block=50, maximum_share=50, maximum_order=1499)},
        {},
        ERROR,
        "redeem.minimum_points",
        "the fewest points, 150, are worth 7.50 EUR, and on an order of 14.99 EUR points may pay 7.49 EUR at the most",
    ),
    (
        "minimum_above_average",
        {"redemption": redeeming(minimum_points=100, maximum_share=10)},
        {"average_order": 4999},
        WARNING,
        "redeem.minimum_points",
        "the fewest points, 100, need a cart of 50.00 EUR, and an order is 49.99 EUR on average",
    ),
    (
        "minimum_too_late",
        {"redemption": redeeming(minimum_points=132), "expiry": living(12)},
        {"average_order": 1000},
        WARNING,
        "redeem.minimum_points",
        "at one order of 10.00 EUR a month 130 points come together before the first expire, and 132 are the fewest",
    ),
    (
        "discount_above_margin",
        {"earning": (SpendRule(4, 100),), "redemption": redeeming(1, 10)},
        {"margin": 20},
        WARNING,
        "redeem.worth",
        "100.00 EUR spent earns 400 points worth 40.00 EUR: 40 %, above the 20 % that you named; give fewer",
    ),
    (
        "discount_above_margin",
        {"campaigns": (campaign(3), campaign(4, name="sun"), campaign(9, -9, 0, "over"))},
        {"margin": 19},
        WARNING,
        "redeem.worth",
        "100.00 EUR spent earns 400 points worth 20.00 EUR: 20 %, above the 19 % that you named (with sun); give fewer",
    ),
    (
        "discount_above_margin",
        {"campaigns": (campaign(4), campaign(5, 5, 15, "sun"), campaign(9, 11, 12, "late")), "campaigns_stack": True},
        {},
        ERROR,
        "redeem.worth",
        "100.00 EUR spent earns 4500 points worth 225.00 EUR: 225 %, above the 20 % that you named (with sun, late)",
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
        "100.00 EUR spent earns 30110 points worth 1505.50 EUR: 1505.5 %",
    ),
    (
        "fixed_above_margin",
        {"earning": (SpendRule(1, 100), FixedRule(100, minimum=2500)), "redemption": redeeming(100, 500)},
        {"margin": 24},
        WARNING,
        "earn",
        "an order of 25.00 EUR earns 125 points worth 6.25 EUR: 25 %, above the 24 % that you named",
    ),
    (
        "below_smallest_coin",
        {"redemption": redeeming(400, 100)},
        {},
        WARNING,
        "redeem.multiples_of",
        "4 points and 5 are worth the same, 0.01 EUR: write multiples_of: 4",
    ),
    (
        "pays_everything",
        {"redemption": redeeming(minimum_points=30)},
        {},
        WARNING,
        "redeem.maximum_share",
        "an order of 1.50 EUR can be paid whole with 30 points, and some stores refuse orders of 0.00",
    ),
    (
        "pays_everything",
        {"redemption": redeeming(1, 100, whole=True, maximum_share=50)},
        {},
        WARNING,
        "redeem.whole",
        "an order of 1.00 EUR can be paid whole with 1 point",
    ),
    (
        "gift_card_loop",
        {},
        {},
        HINT,
        "redeem.goods",
        "100 points can buy a gift card of 5.00 EUR, and goods paid with it earn 5 points",
    ),
]


@pytest.mark.parametrize(("code", "terms", "given", "severity", "where", "begins"), SAID)
def test_a_programme_that_has_it(
    code: str, terms: dict[str, Any], given: dict[str, Any], severity: Severity, where: str, begins: str
) -> None:
    (finding,) = found(code, some_terms(**terms), **given)

    assert finding[:2] == (severity, where)
    assert finding[2].startswith(begins)


JUST_NOT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
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
    ("discount_above_margin", {**NEVER_SPENT, "earning": (SpendRule(999, 1),)}, {}),
    (
        "fixed_above_margin",
        {"earning": (SpendRule(1, 100), FixedRule(100, minimum=2500)), "redemption": redeeming(100, 500)},
        {"margin": 25},
    ),
    ("below_smallest_coin", {"redemption": redeeming(400, 100, block=4)}, {}),
    ("below_smallest_coin", {"redemption": redeeming(100, 100)}, {}),
    ("pays_everything", {"redemption": redeeming(maximum_share=99)}, {}),
    ("gift_card_loop", {"base": Base(gift_cards=GiftCards.BOUGHT)}, {}),
    ("gift_card_loop", {"redemption": redeeming(goods=Selector(not_categories=words("gift-cards")))}, {}),
]


@pytest.mark.parametrize(("code", "terms", "given"), JUST_NOT)
def test_a_programme_that_just_does_not(code: str, terms: dict[str, Any], given: dict[str, Any]) -> None:
    assert found(code, some_terms(**terms), **given) == []


def test_every_finding_is_tried_both_ways() -> None:
    assert {row[0] for row in SAID} == {row[0] for row in JUST_NOT} == set(SENTENCES)


@pytest.mark.parametrize("template", SENTENCES.values(), ids=SENTENCES)
def test_every_finding_has_a_mend(template: str) -> None:
    said = "".join(text for text, *_ in Formatter().parse(template))

    assert any(word in said for word in ("write ", "take ", "raise ", "move ", "give ", "did you mean"))


def test_errors_come_first() -> None:
    terms = some_terms(earning=(CEILING, ProductRule(Unassigned.NONE)), campaigns=(campaign(2, -9, -1),))

    severities = [one.severity for one in lint(terms, Assumptions(NOW))]

    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


def test_checks_are_found_by_their_subject() -> None:
    assert len(CHECKS) == len(set(CHECKS)) == 19


@pytest.mark.parametrize(("rule", "one", "ten"), [(GiftCards.SPENT, 5, 0), (GiftCards.BOUGHT, 0, 0)])
def test_the_gift_card_loop_is_as_the_core_counts(rule: GiftCards, one: int, ten: int) -> None:
    """A card that points have paid for, and goods paid with that card."""
    terms = some_terms(base=Base(gift_cards=rule))
    card = an_order(a_line(500, gift_card=True), tenders=(Tender(TenderKind.POINTS, 500),))
    goods = an_order(a_line(500), tenders=(Tender(TenderKind.GIFT_CARD, 500),))

    assert (evaluate(goods, terms).points, evaluate(card, terms).points) == (one, ten)
