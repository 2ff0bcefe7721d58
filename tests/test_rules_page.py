"""The page on how rules combine says what is so: its order of codes is that of a trace, and of refusals one after the
other."""

import re
from dataclasses import replace

import pytest

from connector.core.commerce import Cart, Promotion
from connector.core.earning import evaluate
from connector.core.programme import Participation, Redemption, Status, Terms
from connector.core.quote import Refusal
from connector.programme import parse_programme
from connector.usecases.evaluate import Evaluated, evaluate_orders, quote_cart, read_orders
from tests.building import ANNA, a_line, an_order, at, some_terms
from tests.test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "rules.md"


def codes(header: str) -> list[str]:
    """Those of a table's third column, from top to bottom."""
    table = PAGE.read_text().partition(header)[2].partition("\n\n")[0]
    rows = [row.split(" | ") for row in table.split("\n")[2:]]
    return [code for row in rows for code in re.findall(r"`(\w+)`", row[2])]


EARNING = codes("| | what happens |")
REFUSALS = codes("| | asks |")


def the_order_of_the_page() -> Evaluated:
    terms = parse_programme(blocks(PAGE, "yaml programme")[0], "rules").terms
    return evaluate_orders(read_orders(blocks(PAGE, "json order")[0].encode()), terms, tier_name="Gold")[0]


def bars() -> list[str]:
    """What bars an order from which everything bars it, and what does when one thing after the other is mended."""
    staff = an_order(currency="USD", buyer=replace(ANNA, groups=("staff",)))
    everything = some_terms(
        status=Status.PAUSED,
        starts_at=at(1),
        participation=Participation(only=frozenset({"vip"}), never=frozenset({"staff"})),
    )
    active = replace(everything, status=Status.ACTIVE)
    started = replace(active, starts_at=None)
    in_euro = replace(staff, currency="EUR")
    tried = [(staff, everything), (staff, active), (staff, started), (in_euro, started)]
    tried.append((replace(in_euro, buyer=ANNA), started))
    return [evaluate(order, terms).trace[0].code for order, terms in tried]


def test_the_order_of_the_page_is_that_of_the_trace_of_its_order() -> None:
    stood_in_the_way = bars()

    steps = dict.fromkeys(step.code for step in the_order_of_the_page().award.trace)

    assert [*stood_in_the_way, *steps] == EARNING


def test_the_figures_of_the_page_are_those_of_its_order() -> None:
    facts = {step.code: step.facts for step in the_order_of_the_page().award.trace}

    product, fixed, spend, granted = (facts[code]["points"] for code in ("product", "fixed", "spend_floor", "granted"))

    text = PAGE.read_text()
    assert f"5 × 3 × 1.5 = {product} (rounded down)" in text
    assert f"10 × 1.5 = {fixed}, and (2 × 9.00 + 27.00) × 1.5 = {spend}" in text
    assert f"{product} + {fixed} + {spend} = {granted}" in text


def test_refusals_come_in_the_order_of_the_page() -> None:
    ratio = Redemption(
        100,
        500,
        minimum_points=50,
        maximum_points=500,
        maximum_share=50,
        block=20,
        minimum_order=2_000,
        maximum_order=9_000,
        without=frozenset({Promotion.SALE}),
        groups=frozenset({"vip"}),
    )
    everything = some_terms(
        status=Status.CLOSED, participation=Participation(never=frozenset({"staff"})), redemption=ratio
    )
    terms = replace(everything, status=Status.ACTIVE)
    on_sale = a_line(1_000, promotions=frozenset({Promotion.SALE}))
    cart = Cart("USD", (on_sale,), groups=("staff",))
    vip, euro = replace(cart, groups=("vip",)), Cart("EUR", (on_sale,), groups=("vip",))
    dear, fair = (replace(euro, lines=(replace(on_sale, total=total),)) for total in (9_001, 8_000))
    goods = replace(euro, lines=(a_line(8_000),))

    refused = [
        refusal(everything, cart),
        refusal(terms, cart),
        refusal(terms, replace(cart, groups=())),
        refusal(terms, vip),
        refusal(terms, euro),
        refusal(terms, dear),
        refusal(terms, fair),
        refusal(terms, goods),
        refusal(terms, goods, 1_001, balance=300),
        refusal(terms, goods, 1_001),
        refusal(terms, replace(goods, lines=(a_line(4_000),)), 1_001),
        refusal(terms, goods, 51),
    ]

    assert refused == REFUSALS


def refusal(terms: Terms, cart: Cart, points: int = 1, balance: int = 1_000) -> str:
    with pytest.raises(Refusal) as refused:
        quote_cart(points, balance, terms, cart)
    return refused.value.code


def test_the_rules_are_one_page() -> None:
    assert len(PAGE.read_text().splitlines()) <= 90
