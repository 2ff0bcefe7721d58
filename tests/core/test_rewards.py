"""Rewards: who may take one now, what is left, and what the store is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connector.core.programme import (
    FreeShipping,
    Gift,
    OneOff,
    Participation,
    Permanent,
    ProductForPoints,
    Reward,
    Selector,
    Status,
    Terms,
    What,
)
from connector.core.quote import Refusal
from connector.core.redemption import Redeemed
from connector.core.rewards import (
    NONE_TAKEN,
    Asker,
    Fulfilment,
    RewardQuote,
    Taken,
    amount_off,
    catalogue,
    code_ends_at,
    discount_ends_at,
    find_reward,
    fulfilment,
    minimum_order,
    quote_reward,
    reward_coupon,
    said,
    standing_discount,
    stock_left,
)
from tests.building import NOW, at, some_terms

REDEEMED = Redeemed("r-1", "loy-1", 50)


def a_reward(what: What | None = None, **changes: Any) -> Reward:
    return Reward(**{"name": "mug", "points": 50, "what": what or Gift(), "title": {"": "Mug"}, **changes})


def asked(
    reward: Reward, terms: Terms | None = None, taken: Taken = NONE_TAKEN, *groups: str, available: int = 60
) -> RewardQuote:
    return quote_reward(reward, terms or some_terms(), available, taken, groups, NOW)


@pytest.mark.parametrize(
    ("reward", "taken", "stock"),
    [
        (a_reward(), NONE_TAKEN, None),
        (a_reward(stock=3, per_member=2), Taken(2, 1), 0),
        (a_reward(starts_at=NOW, ends_at=at(1), groups=frozenset({"vip"})), NONE_TAKEN, None),
    ],
)
def test_a_reward_costs_its_points_and_one_of_the_stock(reward: Reward, taken: Taken, stock: int | None) -> None:
    assert asked(reward, None, taken, "vip") == RewardQuote(50, 10, stock)


@pytest.mark.parametrize(
    ("changes", "terms", "taken", "refusal"),
    [
        ({"points": 61}, {}, NONE_TAKEN, Refusal("balance", 60, 0)),
        ({"starts_at": NOW + timedelta(seconds=1)}, {}, NONE_TAKEN, Refusal("not_yet", 0, 0)),
        ({"ends_at": NOW}, {}, NONE_TAKEN, Refusal("no_longer", 0, 0)),
        ({"groups": frozenset({"vip"})}, {}, NONE_TAKEN, Refusal("reward_groups", 0, 0)),
        ({"stock": 2}, {}, Taken(2), Refusal("sold_out", 0, 0)),
        ({"stock": 2}, {}, Taken(3), Refusal("sold_out", 0, 0)),
        ({"stock": 0}, {}, NONE_TAKEN, Refusal("sold_out", 0, 0)),
        ({"per_member": 2}, {}, Taken(9, 2), Refusal("member_limit", 2, 0)),
        ({}, {"status": Status.CLOSED}, NONE_TAKEN, Refusal("programme_closed", 0, 0)),
        ({}, {"participation": Participation(never=frozenset({"buyer"}))}, NONE_TAKEN, Refusal("group_never", 0, 0)),
    ],
)
def test_a_refusal_has_its_code_and_the_limit(
    changes: dict[str, Any], terms: dict[str, Any], taken: Taken, refusal: Refusal
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(a_reward(**changes), some_terms(**terms), taken, "buyer")

    assert refused.value == refusal


def test_points_are_spent_in_a_paused_programme_too() -> None:
    assert asked(a_reward(), some_terms(status=Status.PAUSED)).left == 10


def test_the_catalogue_shows_what_is_offered_now_in_the_merchants_order() -> None:
    terms = some_terms(
        rewards=(
            a_reward(name="car", points=900),
            a_reward(name="mug"),
            a_reward(name="gone", stock=1),
            a_reward(name="once", per_member=1),
            a_reward(name="later", starts_at=at(1)),
            a_reward(name="over", ends_at=NOW),
            a_reward(name="vip", groups=frozenset({"vip"})),
        )
    )
    taken = {"gone": Taken(1), "once": Taken(1, 1)}

    shown = {
        offer.reward.name: (offer.stock, offer.refusal.code if offer.refusal else "")
        for offer in catalogue(terms, taken, NOW, Asker(60))
    }

    assert list(shown.items()) == [
        ("car", (None, "balance")),
        ("mug", (None, "")),
        ("gone", (0, "sold_out")),
        ("once", (None, "member_limit")),
    ]


def test_nobody_in_particular_sees_what_any_group_is_offered() -> None:
    """And neither a balance nor what anybody took of it stands in the way."""
    terms = some_terms(rewards=(a_reward(name="vip", groups=frozenset({"vip"}), per_member=1), a_reward(stock=1)))

    offers = catalogue(terms, {"vip": Taken(5, 5), "mug": Taken(1)}, NOW)

    assert [(one.reward.name, one.refusal and one.refusal.code) for one in offers] == [
        ("vip", None),
        ("mug", "sold_out"),
    ]


def test_the_catalogue_of_a_closed_programme_is_empty() -> None:
    assert catalogue(some_terms(rewards=(a_reward(),), status=Status.CLOSED), {}, NOW) == ()


def test_what_was_given_back_is_in_stock_again() -> None:
    assert stock_left(a_reward(stock=3), Taken(1)) == 2
    assert stock_left(a_reward(), Taken(1)) is None


def test_a_reward_is_found_by_its_name_or_refused() -> None:
    terms = some_terms(rewards=(a_reward(), a_reward(name="cap")))

    assert find_reward(terms, "cap").name == "cap"
    with pytest.raises(Refusal) as refused:
        find_reward(terms, "car")
    assert refused.value == Refusal("no_reward", 0, 0)


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (OneOff(500), Fulfilment.ORDER),
        (FreeShipping(), Fulfilment.ORDER),
        (ProductForPoints("7", confirm=False), Fulfilment.ORDER),
        (ProductForPoints("7"), Fulfilment.MERCHANT),
        (Permanent(500), Fulfilment.STORE),
        (Gift(), Fulfilment.MERCHANT),
        (Gift(confirm=False), Fulfilment.AT_ONCE),
    ],
)
def test_what_makes_a_reward_the_members_for_good(what: What, by: Fulfilment) -> None:
    assert fulfilment(a_reward(what)) is by


@pytest.mark.parametrize(
    ("what", "amount", "minimum", "days"),
    [
        (OneOff(500, minimum_order=900, valid_days=7), 500, 900, 7),
        (FreeShipping(minimum_order=900, valid_days=7), 0, 900, 7),
        (ProductForPoints("7", 1, valid_days=8), 0, 0, 8),
        (Permanent(500), 500, 0, 0),
        (Gift(), 0, 0, 0),
    ],
)
def test_money_and_days_of_each_kind(what: What, amount: int, minimum: int, days: int) -> None:
    reward = a_reward(what)

    assert (amount_off(reward), minimum_order(reward)) == (amount, minimum)
    assert code_ends_at(reward, NOW) == at(days)


def test_a_permanent_discount_ends_after_days_or_months_or_never() -> None:
    """Months to the end of the day in the programme's zone, which is two hours ahead by then."""
    terms = some_terms(timezone="Europe/Berlin")

    assert discount_ends_at(Permanent(1, days=10), terms, NOW) == at(10)
    assert discount_ends_at(Permanent(1), terms, NOW) is None
    assert discount_ends_at(Permanent(1, months=1), terms, NOW) == datetime(2026, 4, 1, 22, tzinfo=UTC)


SHARP = Selector(products=frozenset({"b", "a"}))


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (OneOff(500, minimum_order=900), {"amount": 500, "minimum_spend": 900}),
        (OneOff(percent=20), {"percent": 20}),
        (OneOff(percent=20, sale_items=False), {"percent": 20, "sale_items": False}),
        (OneOff(500, goods=SHARP), {"amount": 500, "products": ("a", "b"), "pieces": 1}),
        (OneOff(percent=20, goods=SHARP), {"percent": 20, "products": ("a", "b")}),
        (
            OneOff(500, goods=Selector(categories=frozenset({"c"}))),
            {"amount": 500, "categories": ("c",), "pieces": 1},
        ),
        (
            FreeShipping(frozenset({"x", "courier"}), 900),
            {"free_shipping": True, "shipping_methods": ("courier", "x"), "minimum_spend": 900},
        ),
        (ProductForPoints("7", confirm=False), {"percent": 100, "products": ("7",), "pieces": 1}),
    ],
)
def test_a_coupon_says_what_the_reward_says(what: What, told: dict[str, Any]) -> None:
    reward = a_reward(what, title={"pl": "Kubek", "en": "Mug"})

    issued = reward_coupon(REDEEMED, reward, some_terms(), "ann@example.test", at(30))
    plain = reward_coupon(REDEEMED, a_reward(OneOff()), some_terms(), "ann@example.test", at(30))

    assert issued == replace(plain, **told)
    assert (issued.redemption, issued.code, issued.email, issued.expires_at) == (
        "r-1",
        "loy-1",
        "ann@example.test",
        at(30),
    )
    assert issued.description == f"Mug: 50 points of {some_terms().name}"


def test_what_is_handed_out_goes_by_no_coupon() -> None:
    with pytest.raises(ValueError, match="goes by no coupon"):
        reward_coupon(REDEEMED, a_reward(Gift()), some_terms(), None, NOW)


def test_a_standing_discount_names_customer_and_end() -> None:
    what = Permanent(percent=5)

    grant = standing_discount(REDEEMED, a_reward(what), what, some_terms(), "7", at(10))

    assert (grant.redemption, grant.customer, grant.amount, grant.percent) == ("r-1", "7", 0, 5)
    assert (grant.currency, grant.ends_at, grant.description) == ("EUR", at(10), "Mug: 50 points of club")


def test_a_text_is_said_in_the_language_or_for_all_or_as_there_is_one() -> None:
    assert said({"": "Mug", "pl": "Kubek"}, "pl") == "Kubek"
    assert said({"": "Mug", "pl": "Kubek"}, "ro") == "Mug"
    assert said({"pl": "Kubek"}, "ro") == "Kubek"
    assert said({"pl": "Kubek", "": "Mug"}, "ro") == "Mug"
    assert said({}, "ro") == ""
