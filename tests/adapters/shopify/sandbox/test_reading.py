"""What an app reads: orders in all their states, customers and products, page by page."""

import base64
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from adapters.shopify.sandbox import Sandbox, goods, placing
from adapters.shopify.sandbox.records import Application
from adapters.shopify.sandbox.seed import Past

DAY = 86_400
PRICES = """query ($id: ID!) { order(id: $id) {
    displayFinancialStatus paymentGatewayNames discountCodes
    totalPriceSet { ...both } currentTotalPriceSet { ...both } currentSubtotalPriceSet { ...both }
    totalTaxSet { ...both } totalRefundedSet { ...both } totalDiscountsSet { ...both }
    lineItems(first: 9) { nodes { quantity currentQuantity priceAfterAllDiscountsBeforeTaxesSet { ...both }
        discountAllocations { allocatedAmountSet { ...both } discountApplication { __typename index
            ... on DiscountCodeApplication { code } value { ... on PricingPercentageValue { percentage }
            ... on MoneyV2 { amount } } } } } }
    refunds { totalRefundedSet { ...both } orderAdjustments(first: 5) { nodes { amountSet { ...both } } }
        refundLineItems(first: 5) { nodes { quantity subtotalSet { ...both } lineItem { id } } } }
    transactions { kind gateway amountSet { ...both } parentTransaction { kind } }
} } fragment both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"""


def gid(order):
    return f"gid://shopify/Order/{order.id}"


def shop_amount(bag):
    return bag["shopMoney"]["amount"]


def test_an_order_with_a_code_and_a_refund(ask, coffee):
    ten = Application("DiscountCodeApplication", "TEN", Decimal(10))
    order = placing.place_order(ask.shop, {coffee: 3}, applications=[ten], shipping=Decimal("4.90"))
    placing.refund(ask.shop, order, lines={order.lines[0].id: 1})

    told = ask(PRICES, id=gid(order))["order"]

    assert told["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    assert told["discountCodes"] == ["TEN"]
    assert shop_amount(told["totalPriceSet"]) == "69.6"  # 3 × 24.90 − 10 + 4.90
    assert shop_amount(told["totalRefundedSet"]) == "21.57"
    assert shop_amount(told["currentTotalPriceSet"]) == "48.03"
    (line,) = told["lineItems"]["nodes"]
    assert (line["quantity"], line["currentQuantity"]) == (3, 2)
    assert shop_amount(line["priceAfterAllDiscountsBeforeTaxesSet"]) == "36.24"  # 43.13 without 19 %
    assert line["discountAllocations"][0]["discountApplication"] == {
        "__typename": "DiscountCodeApplication",
        "index": 0,
        "code": "TEN",
        "value": {"amount": "10.0"},
    }
    assert [t["kind"] for t in told["transactions"]] == ["SALE", "REFUND"]


def test_pieces_refunded_one_by_one_add_up_to_the_line(ask, coffee):
    odd = Application("DiscountCodeApplication", "ODD", Decimal("0.01"))
    order = placing.place_order(ask.shop, {coffee: 3}, applications=[odd])
    for _ in range(3):
        placing.refund(ask.shop, order, lines={order.lines[0].id: 1})

    told = ask(PRICES, id=gid(order))["order"]

    assert told["displayFinancialStatus"] == "REFUNDED"
    assert shop_amount(told["currentTotalPriceSet"]) == "0.0"
    assert shop_amount(told["totalRefundedSet"]) == "74.69"


def test_paying_by_gift_card_lowers_no_price(ask, coffee):
    order = placing.place_order(
        ask.shop, {coffee: 1}, payments=[("gift_card", Decimal(20)), ("shopify_payments", Decimal("4.90"))]
    )

    told = ask(PRICES, id=gid(order))["order"]

    assert shop_amount(told["totalPriceSet"]) == "24.9"
    assert told["paymentGatewayNames"] == ["gift_card", "shopify_payments"]
    assert told["displayFinancialStatus"] == "PAID"


def test_a_refund_of_money_alone_has_an_adjustment(ask, coffee):
    order = placing.place_order(ask.shop, {coffee: 1})
    placing.refund(ask.shop, order, amount=Decimal(5))

    (refund,) = ask(PRICES, id=gid(order))["order"]["refunds"]

    assert refund["refundLineItems"]["nodes"] == []
    assert shop_amount(refund["orderAdjustments"]["nodes"][0]["amountSet"]) == "-5.0"


def test_more_than_was_paid_is_not_given_back(ask, coffee):
    order = placing.place_order(ask.shop, {coffee: 1})

    with pytest.raises(ValueError, match=r"cannot exceed 24\.9"):
        placing.refund(ask.shop, order, amount=Decimal(25))


def test_an_order_in_another_currency_has_both(coffee_in_dollars):
    ask, order = coffee_in_dollars

    total = ask(PRICES, id=gid(order))["order"]["totalPriceSet"]

    assert total == {
        "shopMoney": {"amount": "24.9", "currencyCode": "EUR"},
        "presentmentMoney": {"amount": "27.39", "currencyCode": "USD"},
    }


@pytest.fixture
def coffee_in_dollars(ask, coffee):
    object.__setattr__(ask.shop.terms, "rates", {"USD": Decimal("1.1")})
    return ask, placing.place_order(ask.shop, {coffee: 1}, currency="USD")


def test_a_cancelled_and_an_edited_order_say_so(ask, coffee):
    order = placing.place_order(ask.shop, {coffee: 2}, paid=False)
    placing.edit(ask.shop, order, remove={order.lines[0].id: 1})
    placing.cancel(ask.shop, order)

    told = ask(
        "query ($id: ID!) { order(id: $id) { edited cancelledAt cancelReason closed displayFinancialStatus "
        "lineItems(first: 1) { nodes { currentQuantity } } currentSubtotalPriceSet { shopMoney { amount } } } }",
        id=gid(order),
    )["order"]

    assert told == {
        "edited": True,
        "cancelledAt": "2026-11-24T12:00:00Z",
        "cancelReason": "CUSTOMER",
        "closed": True,
        "displayFinancialStatus": "VOIDED",
        "lineItems": {"nodes": [{"currentQuantity": 1}]},
        "currentSubtotalPriceSet": {"shopMoney": {"amount": "24.9"}},
    }


def test_orders_page_by_page_with_cursors_that_say_where(ask, coffee):
    for _ in range(5):
        placing.place_order(ask.shop, {coffee: 1})
        ask.time += 1
    query = """query ($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT) {
        edges { cursor node { name } } pageInfo { hasNextPage endCursor hasPreviousPage } } }"""

    names, after = [], None
    while True:
        orders = ask(query, after=after)["orders"]
        names += [edge["node"]["name"] for edge in orders["edges"]]
        after = orders["pageInfo"]["endCursor"]
        if not orders["pageInfo"]["hasNextPage"]:
            break

    assert names == ["#1001", "#1002", "#1003", "#1004", "#1005"]
    last = ask.shop.books.orders
    assert json.loads(base64.b64decode(after)) == {
        "last_id": max(last),
        "last_value": "2026-11-24T12:00:04Z",
    }


def test_reversed_and_backwards(ask, coffee):
    for _ in range(3):
        placing.place_order(ask.shop, {coffee: 1})
    ask_for = "{ a: orders(first: 2, reverse: true) { nodes { name } } b: orders(last: 1) { nodes { name } } }"

    told = ask(ask_for)

    assert [node["name"] for node in told["a"]["nodes"]] == ["#1003", "#1002"]
    assert [node["name"] for node in told["b"]["nodes"]] == ["#1003"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "first: 251",
            "first cannot exceed 250. To query larger amounts of data with fewer limits, bulk operations should be "
            "used instead.",
        ),
        ('first: 1, after: "nonsense"', "Malformed cursor"),
        ("reverse: true", "you must provide one of first or last"),
    ],
)
def test_bad_pages_are_refused(ask, arguments, message):
    said = ask.all(f"{{ orders({arguments}) {{ nodes {{ id }} }} }}")

    assert (said["errors"][0]["message"], said["errors"][0]["extensions"]["code"]) == (message, "BAD_REQUEST")


SINCE = "query ($q: String) { orders(first: 10, query: $q) { nodes { name } } }"


def test_a_quoted_time_is_understood_to_the_second(ask, coffee):
    for _ in range(3):
        placing.place_order(ask.shop, {coffee: 1})
        ask.time += 1

    said = ask.all(SINCE, q="updated_at:>='2026-11-24T12:00:01Z'")

    assert [node["name"] for node in said["data"]["orders"]["nodes"]] == ["#1002", "#1003"]
    assert "search" not in said.get("extensions", {})


def test_an_unquoted_time_falls_apart_and_only_a_warning_says_so(ask, coffee):
    for _ in range(3):
        placing.place_order(ask.shop, {coffee: 1})
        ask.time += 1

    said = ask.all(SINCE, q="updated_at:>=2026-11-24T12:00:01Z")

    assert [node["name"] for node in said["data"]["orders"]["nodes"]] == ["#1001", "#1002", "#1003"]
    (notice,) = said["extensions"]["search"]
    assert notice["path"] == ["orders"]
    assert notice["parsed"]["and"][1] == {"field": "00", "match_all": "01Z"}
    assert notice["warnings"] == [
        {"field": "00", "message": "Invalid search field for this query.", "code": "invalid_field"}
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tag:gold", ["#1001"]),
        ("-tag:gold", ["#1002", "#1003"]),
        ("tag:gold OR name:#1003", ["#1001", "#1003"]),
        ("(tag:gold OR tag:silver) AND financial_status:paid", ["#1001"]),
        ("NOT financial_status:paid", ["#1002"]),
        ("ann@example.test", ["#1003"]),
        ("email:ann*", ["#1003"]),
        ("discount_code:*", []),
    ],
)
def test_the_search_language(ask, coffee, query, names):
    placing.place_order(ask.shop, {coffee: 1}, tags=["gold"])
    placing.place_order(ask.shop, {coffee: 1}, tags=["silver"], paid=False)
    placing.place_order(ask.shop, {coffee: 1}, email="ann@example.test")

    assert [node["name"] for node in ask(SINCE, q=query)["orders"]["nodes"]] == names


def test_old_orders_are_not_there_for_whom_it_was_not_granted(ask, coffee):
    placing.place_order(ask.shop, {coffee: 1})
    old = gid(placing.place_order(ask.shop, {coffee: 1}))
    ask.time += timedelta(days=60).total_seconds() + 1
    placing.place_order(ask.shop, {coffee: 1})
    both = "query ($id: ID!) { orders(first: 9) { nodes { name } } order(id: $id) { name } ordersCount { count } }"

    assert len(ask(both, id=old)["orders"]["nodes"]) == 3
    ask.sandbox.grant(["read_orders"])
    assert ask(both, id=old) == {
        "orders": {"nodes": [{"name": "#1003"}]},
        "order": None,
        "ordersCount": {"count": 1},
    }


def test_searching_may_be_behind_and_reading_is_not(ask, coffee):
    ask.shop.index_lag = timedelta(seconds=5)
    order = placing.place_order(ask.shop, {coffee: 1})

    assert ask(SINCE, q="updated_at:>='2026-11-24T00:00:00Z'")["orders"]["nodes"] == []
    assert ask("query ($id: ID!) { order(id: $id) { name } }", id=gid(order)) == {"order": {"name": "#1001"}}
    ask.time += 5
    assert ask(SINCE, q="updated_at:>='2026-11-24T00:00:00Z'")["orders"]["nodes"] == [{"name": "#1001"}]


def test_a_customer_and_what_is_known_of_them(ask, coffee):
    ann = goods.add_customer(ask.shop, "Ann@example.test", first_name="Ann", subscribed=True, tags=("vip",))
    placing.place_order(ask.shop, {coffee: 1}, customer_id=ann.id)

    told = ask("""{ customers(first: 1, query: "email:ann@example.test") { nodes {
        displayName verifiedEmail numberOfOrders amountSpent { amount currencyCode } tags
        defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
        orders(first: 1) { nodes { customer { firstName } } } } } }""")

    assert told["customers"]["nodes"] == [
        {
            "displayName": "Ann",
            "verifiedEmail": True,
            "numberOfOrders": "1",
            "amountSpent": {"amount": "24.9", "currencyCode": "EUR"},
            "tags": ["vip"],
            "defaultEmailAddress": {
                "emailAddress": "Ann@example.test",
                "marketingState": "SUBSCRIBED",
                "marketingOptInLevel": "SINGLE_OPT_IN",
                "marketingUpdatedAt": "2026-11-24T12:00:00Z",
            },
            "orders": {"nodes": [{"customer": {"firstName": "Ann"}}]},
        }
    ]


def test_a_product_with_its_collections_and_variants(ask):
    product = goods.add_product(ask.shop, "Mug", Decimal(8), collections=("Cups",), compare_at_price=Decimal(10))

    told = ask(
        """query ($id: ID!) { product(id: $id) { handle isGiftCard collections(first: 5) { nodes { title } }
        variants(first: 5) { nodes { price compareAtPrice product { title } } } } }""",
        id=f"gid://shopify/Product/{product.id}",
    )

    assert told["product"] == {
        "handle": "mug",
        "isGiftCard": False,
        "collections": {"nodes": [{"title": "Cups"}]},
        "variants": {"nodes": [{"price": "8.0", "compareAtPrice": "10.0", "product": {"title": "Mug"}}]},
    }


def test_the_count_of_variants_ignores_its_query_and_warns(ask):
    said = ask.all("""{ productVariantsCount(query: "updated_at:>='2099-01-01T00:00:00Z'") { count precision } }""")

    assert said["data"]["productVariantsCount"] == {"count": 10, "precision": "EXACT"}
    assert said["extensions"]["search"][0]["warnings"][0]["code"] == "invalid_field"


def test_what_is_not_kept_is_empty_but_money_is_not_made_up(ask, coffee):
    order = placing.place_order(ask.shop, {coffee: 1})
    fields = "disputes { id } events(first: 1) { nodes { id } } poNumber returnStatus fulfillments { id }"

    told = ask(f"query ($id: ID!) {{ order(id: $id) {{ {fields} }} }}", id=gid(order))["order"]
    said = ask.all("query ($id: ID!) { order(id: $id) { totalCapturable } }", id=gid(order))

    assert told == {
        "disputes": [],
        "events": {"nodes": []},
        "poNumber": None,
        "returnStatus": "NO_RETURN",
        "fulfillments": [],
    }
    assert said["errors"][0]["extensions"]["code"] == "SANDBOX_KEEPS_NOT"


def test_versions_that_are_gone_fall_forward(ask):
    assert ask.post("{ shop { name } }", "2025-01").headers["X-Shopify-API-Version"] == "2026-01"
    assert ask.post("{ shop { name } }", "2026-10").headers["X-Shopify-API-Version"] == "2026-10"
    assert ask.post("{ shop { name } }", "2026-99").status_code == 404


def test_the_same_numbers_make_the_same_shop():
    past = Past(seed=7, orders=40, customers=8, days=90)
    with Sandbox(past=past, clock=lambda: 1_790_000_000) as one, Sandbox(past=past, clock=lambda: 1_790_000_000) as two:
        assert one.shop.books == two.shop.books
        assert len(one.shop.books.orders) == 40


def test_a_shop_is_kept_in_its_file(tmp_path):
    file = tmp_path / "shop.json"
    with Sandbox(past=Past(seed=3, orders=20, customers=4), state=file) as first:
        kept = first.shop.books

    with Sandbox(state=file) as again:
        assert again.shop.books == kept
        assert again.shop.books.orders
