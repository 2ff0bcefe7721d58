"""What apps write: tags, notes, meta data, customers, cancellations and refunds."""

import pytest

from adapters.shopify.sandbox import goods, placing

TAGS_ADD = "mutation ($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }"
REFUND = """mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "1") {
    refund { id note totalRefundedSet { shopMoney { amount } }
        refundLineItems(first: 5) { nodes { quantity restockType lineItem { title } } }
        transactions(first: 5) { nodes { kind status gateway } } }
    order { displayFinancialStatus } userErrors { message } } }"""
SET = """mutation ($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) {
    metafields { namespace key value type compareDigest jsonValue } userErrors { field message code } } }"""
SHOWN = 'query ($id: ID!) { customer(id: $id) { metafield(namespace: "$app:loyalty", key: "balance") { value } } }'


@pytest.fixture
def ann(ask):
    return goods.add_customer(ask.shop, "ann@example.test", first_name="Ann", tags=("old",))


@pytest.fixture
def order(ask, coffee):
    return placing.place_order(ask.shop, {coffee: 2})


def gid(record):
    return f"gid://shopify/{record.KIND}/{record.id}"


def test_tags_are_added_once_whatever_their_case(ask, ann):
    ask(TAGS_ADD, id=gid(ann), tags=["Gold", "OLD"])
    ask('mutation ($id: ID!) { tagsRemove(id: $id, tags: "old") { node { id } } }', id=gid(ann))

    assert ann.tags == ["Gold"]


def test_tags_on_orders_need_the_scope_to_write_orders(ask, order):
    ask.sandbox.grant(["read_orders", "write_customers"])

    said = ask.all(TAGS_ADD, id=gid(order), tags=["x"])

    assert said["errors"][0]["extensions"]["requiredAccess"] == "`write_orders` access scope."
    assert order.tags == []


def test_a_note_moves_the_date_of_its_order(ask, order):
    ask.time += 60

    told = ask(
        "mutation ($i: OrderInput!) { orderUpdate(input: $i) { order { note updatedAt } userErrors { message } } }",
        i={"id": gid(order), "note": "points"},
    )

    assert told["orderUpdate"]["order"] == {"note": "points", "updatedAt": "2026-11-24T12:01:00Z"}


def test_meta_data_is_the_apps_own_and_can_be_compared(ask, ann):
    one = {"ownerId": gid(ann), "namespace": "$app:loyalty", "key": "balance", "type": "number_integer", "value": "12"}

    (made,) = ask(SET, m=[one])["metafieldsSet"]["metafields"]
    stale = ask(SET, m=[{**one, "value": "13", "compareDigest": "other"}])["metafieldsSet"]["userErrors"]
    fresh = ask(SET, m=[{**one, "value": "13", "compareDigest": made["compareDigest"]}])["metafieldsSet"]

    assert (made["value"], made["jsonValue"]) == ("12", 12)
    assert stale[0]["code"] == "STALE_OBJECT"
    assert fresh["userErrors"] == []
    assert ask(SHOWN, id=gid(ann)) == {"customer": {"metafield": {"value": "13"}}}


def test_of_several_entries_one_that_is_wrong_spoils_all(ask, ann):
    good = {"ownerId": gid(ann), "namespace": "$app:loyalty", "key": "balance", "type": "json", "value": "1"}

    told = ask(SET, m=[good, {**good, "key": "other", "value": "{"}])["metafieldsSet"]

    assert told["userErrors"][0]["field"] == ["metafields", "1", "value"]
    assert ask(SHOWN, id=gid(ann)) == {"customer": {"metafield": None}}


def test_meta_data_goes_away_again(ask, ann):
    name = {"ownerId": gid(ann), "namespace": "$app:loyalty", "key": "balance"}
    ask(SET, m=[{**name, "type": "json", "value": "1"}])
    delete = """mutation ($m: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $m) {
        deletedMetafields { key } userErrors { message } } }"""

    first, again = (ask(delete, m=[name])["metafieldsDelete"]["deletedMetafields"] for _ in range(2))

    assert (first, again) == ([{"key": "balance"}], [None])


def test_a_refund_needs_a_key(ask, order):
    said = ask.all(REFUND.replace('@idempotent(key: "1")', ""), input={"orderId": gid(order)})

    assert said["errors"][0]["message"].startswith("The @idempotent directive is required")


def test_a_refund_by_an_app(ask, order):
    line = {"lineItemId": f"gid://shopify/LineItem/{order.lines[0].id}", "quantity": 1, "restockType": "NO_RESTOCK"}
    back = {"amount": "24.90", "gateway": "shopify_payments", "kind": "REFUND", "orderId": gid(order)}

    told = ask(REFUND, input={"orderId": gid(order), "note": "n", "refundLineItems": [line], "transactions": [back]})

    assert told["refundCreate"]["refund"]["totalRefundedSet"] == {"shopMoney": {"amount": "24.9"}}
    assert told["refundCreate"]["refund"]["refundLineItems"]["nodes"] == [
        {"quantity": 1, "restockType": "NO_RESTOCK", "lineItem": {"title": "Espresso beans 1kg"}}
    ]
    assert told["refundCreate"]["refund"]["transactions"]["nodes"] == [
        {"kind": "REFUND", "status": "SUCCESS", "gateway": "shopify_payments"}
    ]
    assert told["refundCreate"]["order"] == {"displayFinancialStatus": "PARTIALLY_REFUNDED"}


def test_accounts_become_one(ask, ann, coffee):
    ben = goods.add_customer(ask.shop, "ben@example.test", tags=("new",))
    order = placing.place_order(ask.shop, {coffee: 1}, customer_id=ben.id)
    merge = """mutation ($a: ID!, $b: ID!) { customerMerge(customerOneId: $a, customerTwoId: $b) {
        resultingCustomerId userErrors { message code } } }"""

    told = ask(merge, a=gid(ann), b=gid(ben))["customerMerge"]

    assert told == {"resultingCustomerId": gid(ann), "userErrors": []}
    assert order.customer_id == ann.id
    assert ann.tags == ["new", "old"]
    assert ask(merge, a=gid(ann), b=gid(ben))["customerMerge"]["userErrors"][0]["code"] == "INVALID_CUSTOMER_ID"


def test_a_mutation_that_is_not_kept_says_so(ask):
    said = ask.all('mutation { themeDelete(id: "gid://shopify/OnlineStoreTheme/1") { deletedThemeId } }')

    assert said["errors"][0]["message"] == "The sandbox cannot carry out themeDelete."


def test_an_internal_error_after_the_store_acted(ask):
    ask.sandbox.trouble("internal-after", "giftCardCreate")

    said = ask.all('mutation { giftCardCreate(input: {initialValue: "5", code: "abcdefgh"}) { giftCardCode } }')

    assert "data" not in said
    assert [card.code for card in ask.shop.books.gift_cards.values()] == ["abcdefgh"]
