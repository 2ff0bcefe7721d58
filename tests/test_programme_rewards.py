"""The section `rewards` of the programme document: exact terms, or every fault with its line and mend."""

from datetime import UTC, datetime

import pytest

from connector.core.programme import (
    FreeShipping,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Permanent,
    ProductForPoints,
    Reward,
    Selector,
)
from connector.document import InvalidDocument
from connector.programme import parse_programme

LEAST = "programme: x\ncurrency: EUR\ntimezone: Europe/Berlin\nearn: [{points: 1, per: 1.00}]\nrewards:\n"


def one(text: str) -> Reward:
    (reward,) = parse_programme(f"{LEAST}  - {text}\n", "p.yaml").terms.rewards
    return reward


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (
            "kind: discount, amount: 5, goods: {products: [a]}, sale_items: false, minimum_order: 20, valid_days: 7",
            OneOff(500, 0, Selector(frozenset({"a"})), False, 2000, 7),
        ),
        ("kind: discount, percent: 10", OneOff(percent=10)),
        (
            "kind: free_shipping, methods: [post], minimum_order: 20, valid_days: 7",
            FreeShipping(frozenset({"post"}), 2000, 7),
        ),
        ("kind: product, product: POT, settlement_price: 0.01", ProductForPoints("POT", 1)),
        ("kind: product, product: POT, confirm: false, valid_days: 7", ProductForPoints("POT", 0, False, 7)),
        ("kind: permanent, percent: 5, months: 12", Permanent(0, 5, None, 12)),
        ("kind: permanent, amount: 1, days: 12", Permanent(100, 0, 12)),
        ("kind: gift", Gift()),
        ("kind: gift, confirm: false", Gift(confirm=False)),
        ("kind: gift_card, amount: 5, valid_days: 7", MoneyOnCard(500, 7)),
        ("kind: store_credit, amount: 0.50", MoneyOnAccount(50)),
    ],
)
def test_each_kind_reaches_the_terms(said: str, what: object) -> None:
    assert one(f"{{name: a, points: 5, title: A, {said}}}") == Reward("a", 5, what, {"": "A"})  # type: ignore[arg-type]


def test_what_every_reward_says_reaches_the_terms() -> None:
    reward = one(
        "{kind: gift, name: blue-mug, points: 5, title: {en: Mug, pl: Kubek}, description: A mug, stock: 3, "
        "image: 'https://shop.example/mug.jpg', per_member: 1, from: 2026-01-01, until: 2026-07-01, groups: [vip]}"
    )

    assert reward == Reward(
        "blue-mug",
        5,
        Gift(),
        {"en": "Mug", "pl": "Kubek"},
        {"": "A mug"},
        "https://shop.example/mug.jpg",
        3,
        1,
        datetime(2025, 12, 31, 23, tzinfo=UTC),
        datetime(2026, 6, 30, 22, tzinfo=UTC),
        frozenset({"vip"}),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind: cow, name: a, points: 1, title: A}", "p.yaml:6: rewards[0]: is of no kind known here; write kind: "),
        ("{name: a, points: 1, title: A}", "p.yaml:6: rewards[0]: is of no kind known here; write kind: "),
        (
            "{kind: gift, name: A Mug, points: 1, title: A}",
            'p.yaml:6: rewards[0].name: "A Mug" is not a name of a reward; write small letters, digits, - and _',
        ),
        ("{kind: gift, name: a, points: 0, title: A}", "p.yaml:6: rewards[0].points: 0 is too small"),
        ("{kind: gift, name: a, points: 1, title: {}}", "p.yaml:6: rewards[0].title: must not be empty; write a text"),
        ("{kind: gift, name: a, points: 1, title: [A]}", "p.yaml:6: rewards[0].title: must be text"),
        ("{kind: gift, name: a, points: 1, title: {fr: A}}", "p.yaml:6: rewards[0].title.fr: unknown key"),
        (
            "{kind: gift, name: a, points: 1, title: A, image: mug.jpg}",
            'p.yaml:6: rewards[0].image: "mug.jpg" is not a web address',
        ),
        (
            "{kind: gift, name: a, points: 1, title: A, from: 2026-01-01, until: 2026-01-01}",
            'p.yaml:6: rewards[0].until: "2026-01-01" is not after from',
        ),
        ("{kind: discount, name: a, points: 1, title: A}", "p.yaml:6: rewards[0]: a discount is an amount or per cent"),
        (
            "{kind: permanent, name: a, points: 1, title: A, amount: 1, percent: 1}",
            "p.yaml:6: rewards[0]: a discount is an amount or per cent; write amount or percent, one of them",
        ),
        (
            "{kind: discount, name: a, points: 1, title: A, percent: 101}",
            "p.yaml:6: rewards[0].percent: 101 is too large; write 100 or less",
        ),
        (
            "{kind: discount, name: a, points: 1, title: A, percent: 1, goods: {products: [a], categories: [b]}}",
            "p.yaml:6: rewards[0].goods.categories: a coupon chooses by products or by categories, not by both",
        ),
        (
            "{kind: permanent, name: a, points: 1, title: A, percent: 1, days: 1, months: 1}",
            "p.yaml:6: rewards[0].months: it ends after days or after months; write one of them",
        ),
        (
            "{kind: product, name: a, points: 1, title: A, product: P, settlement_price: 0.01, confirm: false}",
            "p.yaml:6: rewards[0].confirm: a coupon takes the whole price off, so nobody would pay",
        ),
        ("{kind: gift_card, name: a, points: 1, title: A}", "p.yaml:6: rewards[0].amount: is missing"),
        (
            "{kind: gift, name: a, points: 1, title: A, stok: 1}",
            'p.yaml:6: rewards[0].stok: unknown key; did you mean "stock"',
        ),
    ],
)
def test_a_fault_names_line_key_and_mend(text: str, fault: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        one(text)

    (found,) = caught.value.faults
    assert str(found).startswith(fault)


def test_two_rewards_cannot_have_one_name() -> None:
    mug = "  - {kind: gift, name: mug, points: 1, title: A}\n"

    with pytest.raises(InvalidDocument, match="two rewards have the name mug; give each a name of its own"):
        parse_programme(LEAST + mug + mug, "p.yaml")


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("kind: discount, amount: 5", {"coupons"}),
        ("kind: discount, amount: 5, goods: {categories: [a]}", {"coupons", "coupon_goods", "coupon_pieces"}),
        ("kind: discount, percent: 5, goods: {products: [a]}", {"coupons", "coupon_goods"}),
        (
            "kind: discount, percent: 5, goods: {products: [a]}, minimum_order: 9",
            {"coupons", "coupon_goods", "coupon_goods_minimum"},
        ),
        ("kind: discount, percent: 5, minimum_order: 9", {"coupons"}),
        ("kind: discount, percent: 5, sale_items: false", {"coupons", "coupon_sale_items"}),
        ("kind: free_shipping", {"coupons", "coupon_shipping"}),
        ("kind: free_shipping, methods: [a]", {"coupons", "coupon_shipping", "shipping_methods"}),
        ("kind: product, product: a", set()),
        ("kind: product, product: a, confirm: false", {"coupons", "coupon_goods", "coupon_pieces"}),
        ("kind: permanent, percent: 5", {"standing_discounts"}),
        ("kind: gift", set()),
        ("kind: gift_card, amount: 5", {"gift_cards"}),
        ("kind: store_credit, amount: 5", {"store_credit"}),
        ("kind: gift, groups: [vip]", {"customers"}),
    ],
)
def test_a_reward_needs_what_it_goes_by(said: str, needs: set[str]) -> None:
    assert parse_programme(f"{LEAST}  - {{name: a, points: 5, title: A, {said}}}\n", "p.yaml").needs == needs
