"""Codes at the checkout: what is taken, what is refused, what it takes off."""

from decimal import Decimal

import pytest

from adapters.shopify.sandbox import CodeRefused, checkout, goods, money
from adapters.shopify.sandbox.shop import first_id

CREATE = """mutation ($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) {
    codeDiscountNode { id } userErrors { field message code } } }"""
NOON = "2026-11-24T12:00:00Z"
ANN = f"gid://shopify/Customer/{first_id('Customer') + 1}"


@pytest.fixture
def make(ask):
    def make(code="TEN", value=None, items=None, **terms):
        told = {
            "title": code,
            "code": code,
            "startsAt": NOON,
            "context": {"all": "ALL"},
            "customerGets": {
                "value": value or {"discountAmount": {"amount": "10.00", "appliesOnEachItem": False}},
                "items": items or {"all": True},
            },
            **terms,
        }
        said = ask(CREATE, d=told)["discountCodeBasicCreate"]
        assert said["userErrors"] == []
        return said["codeDiscountNode"]["id"]

    return make


def total(order):
    return money.total(order)


def test_an_amount_is_spread_over_the_lines_and_named_in_the_order(ask, coffee, make):
    make()

    order = ask.sandbox.buy({coffee: 1, coffee + 1: 1}, codes=["ten"], shipping=None)

    assert total(order) == Decimal("24.70")  # 24.90 + 9.80 − 10
    assert [line.allocations[0].amount for line in order.lines] == [Decimal("7.18"), Decimal("2.82")]
    assert order.codes == ["TEN"]


def test_a_share_of_some_goods(ask, coffee, make):
    product = ask.shop.books.variants[coffee].product_id
    make(value={"percentage": 0.5}, items={"products": {"productsToAdd": [f"gid://shopify/Product/{product}"]}})

    order = ask.sandbox.buy({coffee: 1, coffee + 1: 1}, codes=["TEN"], shipping=None)

    assert total(order) == Decimal("22.25")
    with pytest.raises(CodeRefused, match="nothing in the cart"):
        ask.sandbox.buy({coffee + 1: 1}, codes=["TEN"])


def test_free_shipping(ask, coffee):
    told = {"title": "F", "code": "FREE", "startsAt": NOON, "context": {"all": "ALL"}, "destination": {"all": True}}
    create = """mutation ($d: DiscountCodeFreeShippingInput!) {
        discountCodeFreeShippingCreate(freeShippingCodeDiscount: $d) { userErrors { message } } }"""
    ask(create, d=told)

    order = ask.sandbox.buy({coffee: 1}, codes=["FREE"])

    assert checkout.ships_free(order)
    assert total(order) == Decimal("24.90")


def test_two_for_one(ask, coffee):
    variant = {"products": {"productVariantsToAdd": [f"gid://shopify/ProductVariant/{coffee}"]}}
    create = """mutation ($d: DiscountCodeBxgyInput!) { discountCodeBxgyCreate(bxgyCodeDiscount: $d) {
        codeDiscountNode { codeDiscount { ... on DiscountCodeBxgy { summary discountClasses usesPerOrderLimit
            customerBuys { value { ... on DiscountQuantity { quantity } } } } } } userErrors { message } } }"""
    told = {
        "title": "B",
        "code": "TWOFORONE",
        "startsAt": NOON,
        "context": {"all": "ALL"},
        "customerBuys": {"value": {"quantity": "2"}, "items": variant},
        "customerGets": {
            "value": {"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1}}},
            "items": variant,
        },
        "usesPerOrderLimit": 1,
    }

    said = ask(create, d=told)["discountCodeBxgyCreate"]
    order = ask.sandbox.buy({coffee: 2}, codes=["TWOFORONE"], shipping=None)

    assert said["codeDiscountNode"]["codeDiscount"] == {
        "summary": "Buy 2 items, get 1 item free",
        "discountClasses": ["PRODUCT"],
        "usesPerOrderLimit": 1,
        "customerBuys": {"value": {"quantity": "2"}},
    }
    assert total(order) == Decimal("24.90")


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"endsAt": "2026-11-24T12:00:30Z"}, "expired"),
        ({"startsAt": "2026-11-25T00:00:00Z"}, "scheduled"),
        ({"minimumRequirement": {"subtotal": {"greaterThanOrEqualToSubtotal": "25.00"}}}, "below 25"),
        ({"minimumRequirement": {"quantity": {"greaterThanOrEqualToQuantity": "2"}}}, "fewer than 2"),
        ({"context": {"customers": {"add": [ANN]}}}, "another customer's"),
    ],
)
def test_a_code_that_is_not_for_this_cart(ask, coffee, make, terms, why):
    goods.add_customer(ask.shop, "ann@example.test")
    make(**terms)
    ask.time += 60

    with pytest.raises(CodeRefused, match=why):
        ask.sandbox.buy({coffee: 1}, email="ben@example.test", codes=["TEN"])


def test_a_code_is_good_for_its_own_customer(ask, coffee, make):
    ann = goods.add_customer(ask.shop, "ann@example.test")
    make(context={"customers": {"add": [f"gid://shopify/Customer/{ann.id}"]}})

    assert ask.sandbox.buy({coffee: 1}, customer=ann, codes=["TEN"]).codes == ["TEN"]


def test_a_code_is_used_up(ask, coffee, make):
    node = make(usageLimit=1, appliesOncePerCustomer=True)
    ask.sandbox.buy({coffee: 1}, email="ann@example.test", codes=["TEN"])

    with pytest.raises(CodeRefused, match="as often as it may"):
        ask.sandbox.buy({coffee: 1}, email="ben@example.test", codes=["TEN"])

    used = "query ($id: ID!) { discountNode(id: $id) { discount { ... on DiscountCodeBasic { asyncUsageCount } } } }"
    assert ask(used, id=node) == {"discountNode": {"discount": {"asyncUsageCount": 1}}}


def test_once_per_customer(ask, coffee, make):
    make(appliesOncePerCustomer=True)
    ask.sandbox.buy({coffee: 1}, email="ann@example.test", codes=["TEN"])

    with pytest.raises(CodeRefused, match="has used"):
        ask.sandbox.buy({coffee: 1}, email="Ann@example.test", codes=["TEN"])
    assert ask.sandbox.buy({coffee: 1}, email="ben@example.test", codes=["TEN"])


def test_codes_go_together_only_if_both_allow_it(ask, coffee, make):
    orders = {"orderDiscounts": True, "productDiscounts": False, "shippingDiscounts": False}
    make("ONE", combinesWith=orders)
    make("TWO")
    make("THREE", combinesWith=orders)

    with pytest.raises(CodeRefused, match="cannot be combined"):
        ask.sandbox.buy({coffee: 2}, codes=["ONE", "TWO"])
    assert ask.sandbox.buy({coffee: 2}, codes=["ONE", "THREE"]).codes == ["ONE", "THREE"]


def test_a_code_that_was_ended_or_deleted_is_not_taken(ask, coffee, make):
    ended, deleted = make("ENDED"), make("DELETED")
    ask("mutation ($id: ID!) { discountCodeDeactivate(id: $id) { userErrors { message } } }", id=ended)
    ask("mutation ($id: ID!) { discountCodeDelete(id: $id) { userErrors { message } } }", id=deleted)

    for code in ("ENDED", "DELETED"):
        with pytest.raises(CodeRefused):
            ask.sandbox.buy({coffee: 1}, codes=[code])


def test_a_gift_card_pays_and_what_is_left_stays_on_it(ask, coffee):
    create = 'mutation { giftCardCreate(input: {initialValue: "10", code: "abcdefgh"}) { giftCard { id } } }'
    ask(create)

    order = ask.sandbox.buy({coffee: 1}, cards=["ABCDEFGH"], shipping=None)

    assert total(order) == Decimal("24.90")
    assert [(t.gateway, t.amount) for t in order.transactions] == [
        ("gift_card", Decimal(10)),
        ("shopify_payments", Decimal("14.90")),
    ]
    assert ask("{ giftCards(first: 1) { nodes { balance { amount } isRedeemable } } }")["giftCards"]["nodes"] == [
        {"balance": {"amount": "0.0"}, "isRedeemable": False}
    ]


def test_store_credit_pays_and_takes_refunds(ask, coffee):
    ann = goods.add_customer(ask.shop, "ann@example.test")
    credit = """mutation ($id: ID!) { storeCreditAccountCredit(id: $id, creditInput: {creditAmount: {amount: "5",
        currencyCode: EUR}}) { userErrors { message } } }"""
    ask(credit, id=f"gid://shopify/Customer/{ann.id}")

    order = ask.sandbox.buy({coffee: 1}, customer=ann, with_credit=True, shipping=None)
    ask.sandbox.refund_as_credit(order, Decimal(3))

    assert [t.gateway for t in order.transactions] == [
        "shopify_store_credit",
        "shopify_payments",
        "shopify_store_credit",
    ]
    (account,) = ask.shop.books.credit_accounts.values()
    assert [(made.event, made.amount) for made in account.history] == [
        ("ADJUSTMENT", Decimal(5)),
        ("ORDER_PAYMENT", Decimal(-5)),
        ("ORDER_REFUND", Decimal(3)),
    ]


def test_credit_that_was_to_be_spent_by_now_is_gone(ask):
    ann = goods.add_customer(ask.shop, "ann@example.test")
    credit = """mutation ($id: ID!) { storeCreditAccountCredit(id: $id, creditInput: {creditAmount: {amount: "5",
        currencyCode: EUR}, expiresAt: "2026-11-24T13:00:00Z"}) { userErrors { message } } }"""
    ask(credit, id=f"gid://shopify/Customer/{ann.id}")
    ask.time += 3601

    balances = "{ customers(first: 1) { nodes { storeCreditAccounts(first: 1) { nodes { balance { amount } } } } } }"

    assert ask(balances)["customers"]["nodes"][0]["storeCreditAccounts"]["nodes"] == [{"balance": {"amount": "0.0"}}]
