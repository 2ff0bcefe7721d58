"""Any query over the types that the store keeps is answered: all their fields, and all fields of what those lead to."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from adapters.shopify.sandbox import Bucket, Sandbox, Terms
from adapters.shopify.schema import schema
from tests.adapters.shopify.sandbox.conftest import NOON, Asking

ROOTS = {
    "Order": "orders(first: 2)",
    "Customer": "customers(first: 2)",
    "Product": "products(first: 2)",
    "ProductVariant": "productVariants(first: 2)",
    "Collection": "collections(first: 2)",
    "Location": "locations(first: 2)",
    "DiscountNode": "discountNodes(first: 2)",
    "GiftCard": "giftCards(first: 2)",
    "WebhookSubscription": "webhookSubscriptions(first: 2)",
    "BulkOperation": "bulkOperations(first: 2)",
}
ALONE = {"Shop": "shop", "AppInstallation": "currentAppInstallation"}
MEANT = ("The sandbox does not keep this sum.", "Access denied for ")


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    with Sandbox(terms=Terms(rates={"USD": Decimal("1.1")}), bucket=Bucket(1e9, 1e9), clock=lambda: NOON) as sandbox:
        asking = Asking(sandbox)
        ann = sandbox.add_customer("ann@example.test", first_name="Ann", phone="+49301234567", subscribed=True)
        asking(MAKE, who=f"gid://shopify/Customer/{ann.id}")
        variant = next(iter(sandbox.shop.books.variants))
        order = sandbox.buy({variant: 2}, customer=ann, codes=["TEN"], cards=["abcdefgh"], currency="USD")
        sandbox.refund(order, lines={order.lines[0].id: 1}, shipping=True)
        till = next(iter(sandbox.shop.books.locations))
        sandbox.cancel(sandbox.buy({variant: 1}, source_name="pos", location_id=till, shipping=None), refund_all=True)
        yield asking


MAKE = """mutation ($who: ID!) {
    discountCodeBasicCreate(basicCodeDiscount: {title: "Ten", code: "TEN", startsAt: "2026-01-01T00:00:00Z",
        context: {customers: {add: [$who]}}, customerGets: {value: {percentage: 0.1}, items: {all: true}}}) {
        userErrors { message } }
    giftCardCreate(input: {initialValue: "5", code: "abcdefgh", customerId: $who}) { userErrors { message } }
    storeCreditAccountCredit(id: $who, creditInput: {creditAmount: {amount: "5", currencyCode: EUR}}) {
        userErrors { message } }
    metafieldsSet(metafields: [{ownerId: $who, key: "k", type: "json", value: "1"}]) { userErrors { message } }
    webhookSubscriptionCreate(topic: ORDERS_PAID, webhookSubscription: {uri: "https://example.test/"}) {
        userErrors { message } }
    bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }") { userErrors { message } } }"""


def selections(kind: str, depth: int) -> list[str]:
    """All that can be asked of a type without arguments: its plain fields at once, then each field that leads on."""
    told = schema().type_map[kind]
    if not isinstance(told, GraphQLObjectType | GraphQLInterfaceType):
        return ["__typename"]
    plain, parts = ["__typename"], []
    for name, field in told.fields.items():
        if field.deprecation_reason or any(is_required_argument(argument) for argument in field.args.values()):
            continue
        leads_to = get_named_type(field.type)
        if is_leaf_type(leads_to):
            plain.append(name)
        elif depth:
            size = "(first: 1)" if leads_to.name.endswith("Connection") else ""
            below = " ".join(selections(leads_to.name, depth if size else depth - 1))
            parts.append(f"{name}{size} {{ {below} }}")
    return [" ".join(plain), *parts]


@pytest.mark.parametrize(("kind", "root"), [*ROOTS.items(), *ALONE.items()])
def test_all_fields_are_answered(ask, kind, root):
    """Each in a query of its own, for all at once would be too dear; what the app may not read is not meant."""
    found = []
    for selected in selections(kind, 1):
        below = f"nodes {{ {selected} }}" if kind in ROOTS else selected
        said = ask.post(f"{{ {root} {{ {below} }} }}")
        errors = said.json().get("errors", []) if said.status_code == 200 else [{"message": said.text}]
        found += [f"{selected[:60]}: {error['message']}" for error in errors if not error["message"].startswith(MEANT)]

    assert found == []
