"""Filling an order with what the store says beside it: the first word counts, and the order's own word before it."""

from dataclasses import replace

import pytest

from connector.core.commerce import Order, Product, Promotion
from connector.core.described import LineFacts, OrderFacts, facts_of, filled, item, untold_buyer, untold_lines
from tests.building import ANNA, GUEST, a_line, an_order

TEA = LineFacts(("7", "tea"), "TEA-1", on_sale=True)


def of(order: Order, facts: LineFacts) -> OrderFacts:
    return OrderFacts({item(line): facts for line in order.lines})


def test_a_line_gets_its_categories_number_sale_and_whether_it_is_a_gift_card() -> None:
    order = an_order()

    (line,) = filled(order, of(order, replace(TEA, gift_card=True))).lines

    assert (line.categories, line.sku, line.promotions, line.gift_card) == (
        ("7", "tea"),
        "TEA-1",
        (Promotion.SALE,),
        True,
    )


def test_what_a_line_tells_by_itself_is_not_written_over() -> None:
    order = an_order(a_line(categories=("9", "pots")))

    assert filled(order, of(order, TEA)) == order
    assert untold_lines(order, OrderFacts()) == []


def test_a_promotion_that_the_order_names_is_kept_and_not_named_twice() -> None:
    order = an_order(a_line(promotions=(Promotion.SALE, Promotion.BOGO)))

    assert filled(order, of(order, TEA)).lines[0].promotions == (Promotion.SALE, Promotion.BOGO)


def test_a_number_that_changes_later_is_still_the_first_one() -> None:
    order = an_order(a_line(sku="RENAMED"))

    assert filled(order, of(order, TEA)).lines[0].sku == "TEA-1"


def test_a_line_that_gets_another_product_or_variant_is_untold_again() -> None:
    first, swapped, variant = a_line(), a_line(product_id="p2"), a_line(variant_id="v1")
    facts = OrderFacts({item(first): TEA})

    assert [untold_lines(an_order(line), facts) for line in (first, swapped, variant)] == [[], [swapped], [variant]]


def test_a_line_of_no_product_is_not_asked_for() -> None:
    assert untold_lines(an_order(a_line(product_id="")), OrderFacts()) == []


def test_a_buyer_gets_the_groups_that_were_told_first() -> None:
    order = an_order(buyer=ANNA)
    facts = OrderFacts({}, {"7": ("trade",)})

    assert untold_buyer(order, OrderFacts()) == "7"
    assert untold_buyer(order, facts) is None
    assert filled(order, facts).buyer.groups == ("trade",)


def test_a_buyer_who_is_in_no_group_was_told_too() -> None:
    assert untold_buyer(an_order(buyer=ANNA), OrderFacts({}, {"7": ()})) is None


def test_a_guest_has_no_groups_and_a_buyer_whose_groups_the_order_names_keeps_those() -> None:
    named = an_order(buyer=replace(ANNA, groups=("vip",)))

    assert untold_buyer(an_order(buyer=GUEST), OrderFacts()) is None
    assert filled(an_order(buyer=GUEST), OrderFacts()) == an_order(buyer=GUEST)
    assert untold_buyer(named, OrderFacts()) is None
    assert filled(named, OrderFacts({}, {"7": ("trade",)})) == named


def test_the_first_facts_go_before_later_ones_and_later_ones_fill_the_rest() -> None:
    first = OrderFacts({"a": TEA}, {"7": ("trade",)})
    later = OrderFacts({"a": LineFacts(), "b": LineFacts()}, {"7": (), "8": ()})

    assert first.or_else(later) == OrderFacts({"a": TEA, "b": LineFacts()}, {"7": ("trade",), "8": ()})


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        pytest.param(
            {"v1": Product("v1", "V", categories=("tea",), on_sale=True), "p1": Product("p1", "P")},
            LineFacts(("tea",), "V", on_sale=True),
            id="the variation's own",
        ),
        pytest.param(
            {"p1": Product("p1", "P", categories=("tea",), on_sale=True, gift_card=True)},
            LineFacts(("tea",), "P", on_sale=False, gift_card=True),
            id="of its product where it is gone, but for the sale",
        ),
        pytest.param({}, LineFacts(), id="nothing of what is gone"),
    ],
)
def test_the_facts_of_a_line_are(known: dict[str, Product], facts: LineFacts) -> None:
    assert facts_of(a_line(variant_id="v1"), known) == facts


def test_the_number_that_a_line_tells_goes_before_the_products_own() -> None:
    assert facts_of(a_line(sku="L"), {"p1": Product("p1", "P")}) == LineFacts(sku="L")
    assert facts_of(a_line(sku="L"), {}) == LineFacts(sku="L")
