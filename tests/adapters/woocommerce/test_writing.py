"""What is told of balances and notes, in WooCommerce's own words."""

import pytest

from adapters.woocommerce.balances import PREFIX
from adapters.woocommerce.sandbox.records import Meta
from connector.adapter import Adapter, Rejected
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop
from tests.conformance.balances import balance, facet
from tests.conformance.order_notes import facet as notes_facet


class TestWriting(WooFixtures):
    def test_entries_that_a_plugin_doubled_are_one_again(self, adapter: Adapter, shop: WooShop) -> None:
        account = shop.open_account("ann@example.test")
        meta = shop.sandbox.shop.customers[int(account)].meta
        meta += [Meta(number, f"{PREFIX}available", "7") for number in (9001, 9002)]

        facet(adapter).publish(balance(account))

        assert [entry.value for entry in meta if entry.key == f"{PREFIX}available"] == ["340"]

    def test_a_balance_is_one_request(self, adapter: Adapter, shop: WooShop) -> None:
        account = shop.open_account("ann@example.test")
        before = shop.requests

        facet(adapter).publish(balance(account))

        assert shop.requests == before + 1

    def test_a_refusal_of_an_account_that_is_there_is_no_success(self, adapter: Adapter, shop: WooShop) -> None:
        account = shop.open_account("ann@example.test")
        shop.sandbox.fail("status", status=400, method="PUT")

        with pytest.raises(Rejected):
            facet(adapter).publish(balance(account))

    def test_what_is_no_number_of_an_account_is_not_asked_for(self, adapter: Adapter, shop: WooShop) -> None:
        before = shop.requests

        facet(adapter).withdraw("erased-7")

        assert shop.requests == before

    def test_two_notes_of_ours_become_one(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order()
        shop.write_note(order_id, "60 points earned [loyalty:points]")
        shop.write_note(order_id, "120 points  earned &amp; used [loyalty:points]\n")

        notes_facet(adapter).write(order_id, "120 points earned & used", "loyalty:points")

        assert len(shop.notes(order_id)) == 1

    def test_a_note_that_somebody_deleted_is_written_again(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order()
        notes_facet(adapter).write(order_id, "120 points earned", "loyalty:points")
        shop.sandbox.shop.notes[int(order_id)].clear()

        notes_facet(adapter).write(order_id, "120 points earned", "loyalty:points")

        assert shop.notes(order_id) == ["120 points earned [loyalty:points]"]
