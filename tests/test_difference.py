"""What differs between two documents: values as written, key by key, whatever the text looks like."""

import pytest

from connector.programme import read_programme
from connector.programme.difference import difference

LEAST = "programme: x\ncurrency: EUR\ntimezone: Europe/Berlin\n"
EARN = "earn: [{points: 1, per: 1.00}]\n"


def changes(before: str, after: str, currency: str = "EUR") -> list[str]:
    start = LEAST.replace("EUR", currency)
    return [str(one) for one in difference(read_programme(start + before, "a"), read_programme(start + after, "b"))]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("earn: [{points: 1, per: 1.00}]", "earn: [{points: 2, per: 1.00}]", ["~ earn[0].points: 1 → 2"]),
        ("earn: [{points: 1, per: 1.00}]", 'earn: [{points: 1, per: "2.5"}]', ["~ earn[0].per: 1.00 → 2.50"]),
        (EARN, f"{EARN}starts: 2026-01-31", ["+ starts: 2026-01-31"]),
        (EARN, f"{EARN}campaigns_stack: true", ["~ campaigns_stack: false → true"]),
        (EARN, f"{EARN}expire: {{policy: fixed_date}}", ["+ expire: policy fixed_date"]),
        (EARN, f"{EARN}members: {{never: [b, a]}}", ["~ members.never: [] → [a, b]"]),
        (
            f"{EARN}expire: {{policy: fixed_date, day: '06-01'}}",
            f"{EARN}expire: {{policy: fixed_date}}",
            ["~ expire.day: 06-01 → 12-31"],
        ),
        (
            f"{EARN}redeem: {{points: 1, worth: 1, maximum_points: 1000}}",
            f"{EARN}redeem: {{points: 1, worth: 1}}",
            ["- redeem.maximum_points: 1000"],
        ),
        (
            EARN,
            f"{EARN}redeem: {{points: 100, worth: 5, goods: {{products: [a]}}}}",
            ["+ redeem: points 100, worth 5.00, goods {products [a]}"],
        ),
        (
            EARN,
            "earn: [{kind: fixed, points: 5}]",
            ["- earn[0]: points 1, per 1.00", "+ earn[0]: kind fixed, points 5"],
        ),
        (EARN, "earn: [{points: 1, per: 1}, {points: 1, per: 9}]", ["+ earn[1]: points 1, per 9.00"]),
        (
            EARN,
            f"{EARN}overrides: [{{groups: [b], earn: [{{points: 1, per: 9}}]}}]",
            ["+ overrides[0]: groups [b], earn [{points 1, per 9.00}]"],
        ),
    ],
)
def test_a_change_is_one_line_with_its_key_and_values_as_written(before: str, after: str, said: list[str]) -> None:
    assert changes(before, after) == said


def test_money_has_the_digits_of_its_currency() -> None:
    assert changes(EARN.replace(".00", ""), "earn: [{points: 1, per: 25}]", "JPY") == ["~ earn[0].per: 1 → 25"]


@pytest.mark.parametrize(
    "same",
    [
        "# a remark\nearn:\n  - per: 1\n    points: 1\n",
        'earn: [{points: 1, per: "1.00"}]',
        f"{EARN}debt: owe\ncount: {{tax: true}}\ncampaigns: []\nredeem:\n",
        "earn: [{kind: spend, points: 1, per: 1.00, goods: {}}]",
    ],
)
def test_another_way_to_write_the_same_is_no_change(same: str) -> None:
    assert changes(EARN, same) == []


def campaign(name: str, times: str) -> str:
    return f"{{name: {name}, from: 2026-06-01, until: 2026-09-01, times: {times}}}"


def test_campaigns_are_known_by_name_wherever_they_stand() -> None:
    before = f"{EARN}campaigns: [{campaign('spring', '2')}, {campaign('summer', '2')}]"
    after = f"{EARN}campaigns: [{campaign('summer', '1.5')}, {campaign('autumn', '3')}]"

    assert changes(before, after) == [
        "~ campaigns[summer].times: 2 → 1.5",
        "+ campaigns[autumn]: from 2026-06-01, until 2026-09-01, times 3",
        "- campaigns[spring]: from 2026-06-01, until 2026-09-01, times 2",
    ]


def test_tiers_are_compared_like_everything_else() -> None:
    before = f"{EARN}tiers: {{levels: [{{name: silver, spend: 100}}, {{name: gold, spend: 500}}]}}"
    after = f"{EARN}tiers: {{levels: [{{name: gold, spend: 400.50, times: 2}}], months: 6}}"

    assert changes(before, after) == [
        "~ tiers.levels[gold].spend: 500.00 → 400.50",
        "~ tiers.levels[gold].times: 1 → 2",
        "- tiers.levels[silver]: spend 100.00",
        "~ tiers.months: 12 → 6",
    ]


def test_campaigns_that_share_a_name_are_known_by_their_position() -> None:
    twice = f"{EARN}campaigns: [{campaign('summer', '2')}, {campaign('summer', '2')}]"

    assert changes(twice, twice.replace("times: 2}]", "times: 3}]")) == ["~ campaigns[1].times: 2 → 3"]
