"""The schema at hand is the one we say it is."""

from adapters.shopify import schema
from adapters.shopify.schema import fetch


def test_the_files_are_of_the_version_that_is_asked_for():
    assert fetch.VERSION == schema.VERSION
    assert (
        "FULFILLMENT_NOT_REQUIRED" in schema.schema().type_map["OrderDisplayFulfillmentStatus"].values
    )  # new in 2026-10


def test_it_is_whole():
    whole = schema.schema()
    assert (len(whole.query_type.fields), len(whole.mutation_type.fields)) == (288, 524)


def test_it_says_which_scopes_are_needed():
    assert schema.access()["Mutation.giftCardCreate"] == {
        "scopes": ["write_gift_cards"],
        "said": "`write_gift_cards` access scope.",
    }
    assert "read_orders" in schema.access()["Order"]["scopes"]


def test_its_licence_is_kept():
    assert "Shopify Inc." in (fetch.HERE / "LICENSE").read_text()
