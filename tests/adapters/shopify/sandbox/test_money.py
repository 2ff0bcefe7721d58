"""Whatever an order goes through, its sums agree."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from adapters.shopify.sandbox import Application, Terms, goods, money, placing
from adapters.shopify.sandbox.shop import Shop

PRICES = st.decimals(Decimal("0.01"), Decimal("999.99"), places=2)
WORTHS = st.decimals(Decimal("0.01"), Decimal("500.00"), places=2)


@st.composite
def orders(draw):
    shop = Shop(Terms(taxes_included=draw(st.booleans())), clock=lambda: 1_790_000_000)
    items = {}
    for number in range(draw(st.integers(1, 4))):
        product = goods.add_product(shop, f"Product {number}", draw(PRICES))
        items[product.variant_ids[0]] = draw(st.integers(1, 5))
    applications = [
        Application("DiscountCodeApplication", f"C{number}", draw(WORTHS)) for number in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        applications.append(Application("DiscountCodeApplication", "P", draw(st.sampled_from([Decimal(15)])), True))
    shipping = draw(st.none() | PRICES)
    return shop, placing.place_order(shop, items, applications=applications, shipping=shipping)


@given(orders())
def test_a_discount_is_spread_to_the_last_cent(made):
    _, order = made

    for position, application in enumerate(order.applications):
        parts = [one.amount for line in order.lines for one in line.allocations if one.application == position]
        if not application.percentage:
            before = order.applications[:position]
            spent = sum(one.amount for line in order.lines for one in line.allocations if one.application < position)
            worth = sum(money.line_original(line) for line in order.lines) - spent
            assert sum(parts) == min(application.value, worth), before
    assert all(money.line_paid(line) >= 0 for line in order.lines)


@given(orders(), st.data())
def test_pieces_given_back_in_any_steps_are_all_that_was_paid(made, data):
    shop, order = made
    while any(money.current_pieces(order, line) for line in order.lines):
        left = {line.id: n for line in order.lines if (n := money.current_pieces(order, line))}
        line_id = data.draw(st.sampled_from(sorted(left)))
        placing.refund(shop, order, lines={line_id: data.draw(st.integers(1, left[line_id]))})

    if order.shipping_lines:
        placing.refund(shop, order, shipping=True)

    assert money.current_total(order) == 0
    assert money.refunded(order) == money.received(order)
    assert money.current_tax(order) == 0
    assert money.financial_status(order) in ("REFUNDED", "PAID")


@given(orders(), WORTHS)
def test_what_is_paid_less_what_went_back_is_what_the_order_now_costs(made, worth):
    shop, order = made

    back = min(worth, money.received(order))
    placing.refund(shop, order, amount=back)

    assert money.received(order) - money.refunded(order) == money.current_total(order)
