"""What the API refuses, and how it says so."""

import pytest

from adapters.shopify.sandbox import goods, placing
from adapters.shopify.sandbox.cost import Bucket

DENIED = "https://shopify.dev/api/usage/access-scopes"


def test_a_missing_scope_spoils_only_its_field(ask):
    ask.sandbox.grant(["read_orders", "read_products"])

    said = ask.all("{ products(first: 1) { nodes { title } } customer(id: 5) { id } giftCardsCount { count } }")

    assert said["data"]["products"]["nodes"]
    assert (said["data"]["customer"], said["data"]["giftCardsCount"]) == (None, None)
    assert said["errors"][1] == {
        "message": "Access denied for giftCardsCount field. Required access: `read_gift_cards` access scope.",
        "locations": [{"line": 1, "column": 65}],
        "path": ["giftCardsCount"],
        "extensions": {
            "code": "ACCESS_DENIED",
            "documentation": DENIED,
            "requiredAccess": "`read_gift_cards` access scope.",
        },
    }


def test_a_scope_is_missed_where_its_type_is_reached(ask, coffee):
    ann = goods.add_customer(ask.shop, "ann@example.test")
    placing.place_order(ask.shop, {coffee: 1}, customer_id=ann.id)
    ask.sandbox.grant(["read_orders"])

    said = ask.all("{ orders(first: 1) { nodes { name customer { id } } } }")

    assert said["data"]["orders"]["nodes"] == [{"name": "#1001", "customer": None}]
    assert said["errors"][0]["path"] == ["orders", "nodes", 0, "customer"]


def test_the_scope_to_write_is_enough_to_read(ask):
    ask.sandbox.grant(["write_customers"])

    assert ask("{ customersCount { count } }") == {"customersCount": {"count": 0}}


def test_who_a_customer_is_needs_an_approval(ask):
    goods.add_customer(ask.shop, "ann@example.test", first_name="Ann")
    ask.sandbox.grant(["read_customers"], protected_data=False)

    said = ask.all("{ customers(first: 1) { nodes { verifiedEmail firstName } } }")

    assert said["data"]["customers"]["nodes"] == [{"verifiedEmail": True, "firstName": None}]
    assert said["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


@pytest.mark.parametrize(
    ("query", "message", "extensions", "path"),
    [
        (
            "query Name { orders(first: 1) { nodes { x } } }",
            "Field 'x' doesn't exist on type 'Order'",
            {"code": "undefinedField", "typeName": "Order", "fieldName": "x"},
            ["query Name", "orders", "nodes", "x"],
        ),
        (
            "{ orders(frist: 1) { nodes { id } } }",
            "Field 'orders' doesn't accept argument 'frist'",
            {"code": "argumentNotAccepted", "name": "orders", "typeName": "Field", "argumentName": "frist"},
            ["query", "orders", "frist"],
        ),
        (
            "{ order { id } }",
            "Field 'order' is missing required arguments: id",
            {"code": "missingRequiredArguments", "className": "Field", "name": "order", "arguments": "id"},
            ["query", "order"],
        ),
        (
            "{ shop }",
            "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean "
            "'shop { ... }'?)",
            {"code": "selectionMismatch", "nodeName": "field 'shop'", "typeName": "Shop"},
            ["query", "shop"],
        ),
        (
            "query A($x: Int) { shop { name } }",
            "Variable $x is declared by A but not used",
            {"code": "variableNotUsed", "variableName": "x"},
            ["query A"],
        ),
        (
            '{ orders(first: "x") { nodes { id } } }',
            "Argument 'first' on Field 'orders' has an invalid value (\"x\"). Expected type 'Int'.",
            {"code": "argumentLiteralsIncompatible", "typeName": "Field", "argumentName": "first"},
            ["query", "orders", "first"],
        ),
        (
            'mutation { storeCreditAccountCredit(id: "1", creditInput: {}) { userErrors { message } } }',
            "Argument 'creditAmount' on InputObject 'StoreCreditAccountCreditInput' is required. Expected type "
            "MoneyInput!",
            {
                "code": "missingRequiredInputObjectAttribute",
                "argumentName": "creditAmount",
                "argumentType": "MoneyInput!",
                "inputObjectType": "StoreCreditAccountCreditInput",
            },
            ["mutation", "storeCreditAccountCredit", "creditInput"],
        ),
    ],
)
def test_a_query_that_does_not_fit_the_schema(ask, query, message, extensions, path):
    said = ask.all(query)

    (error,) = said["errors"]
    assert (error["message"], error["extensions"], error["path"]) == (message, extensions, path)
    assert set(said) == {"errors"}


def test_text_that_is_no_query(ask):
    assert ask.all("{ shop { name }")["errors"][0]["extensions"] == {"code": "PARSE_ERROR"}


def test_a_body_without_a_query(ask):
    refused = ask.post(None)

    assert refused.status_code == 400
    assert refused.json() == {"errors": {"query": "Required parameter missing or invalid"}}


def test_a_variable_that_does_not_fit(ask):
    said = ask.all("query ($id: ID!) { order(id: $id) { id } }")

    assert said == {
        "errors": [
            {
                "message": "Variable $id of type ID! was provided invalid value",
                "locations": [{"line": 1, "column": 8}],
                "extensions": {
                    "code": "INVALID_VARIABLE",
                    "value": None,
                    "problems": [{"path": [], "explanation": "Expected value to not be null"}],
                },
            }
        ]
    }


def test_an_id_of_another_kind_is_not_found(ask):
    said = ask.all('{ order(id: "gid://shopify/Customer/1") { id } }')

    assert said["errors"][0]["extensions"]["code"] == "RESOURCE_NOT_FOUND"
    assert ask('{ order(id: "gid://shopify/Order/1") { id } }') == {"order": None}


def test_every_answer_says_what_it_cost(ask):
    cost = ask.all("{ orders(first: 50) { nodes { id customer { id } lineItems(first: 20) { nodes { id } } } } }")

    assert cost["extensions"]["cost"]["requestedQueryCost"] == 2 + 7 * (1 + 1 + 2 + 5)
    assert cost["extensions"]["cost"]["throttleStatus"]["maximumAvailable"] == 2000


def test_a_query_that_is_too_dear_for_any_bucket(ask):
    said = ask.all(
        "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { variants(first: 250) "
        "{ nodes { id } } } } } } } }"
    )

    assert set(said) == {"errors"}
    assert said["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert said["errors"][0]["extensions"]["maxCost"] == 1000


def test_an_empty_bucket_throttles_until_it_fills_again(ask):
    time = 0.0
    ask.sandbox.bucket.__init__(2000, 100, lambda: time)
    ask.sandbox.bucket.spend(1999)
    query = "{ orders(first: 250) { nodes { id } } }"

    said = ask.all(query)
    time = 1.0

    assert said == {
        "errors": [
            {
                "message": "Throttled",
                "extensions": {
                    "code": "THROTTLED",
                    "documentation": "https://shopify.dev/api/usage/rate-limits",
                },
            }
        ],
        "extensions": {
            "cost": {
                "requestedQueryCost": 13,
                "actualQueryCost": None,
                "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 1, "restoreRate": 100},
            }
        },
    }
    assert ask(query)


def test_a_bucket_is_never_more_than_full():
    time = 0.0
    bucket = Bucket(2000, 100, lambda: time)
    bucket.spend(500)

    time = 3600.0

    assert bucket.left == 2000


def test_throttled_to_order(ask):
    ask.sandbox.trouble("throttled", "shop")

    assert ask.all("{ shop { name } }")["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert ask("{ shop { name } }")


def test_an_internal_error_for_the_fields_it_is_meant_for(ask):
    ask.sandbox.trouble("internal", "orders")

    assert ask("{ shop { name } }")
    said = ask.all("{ orders(first: 1) { nodes { id } } }")
    assert said["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "data" not in said
