"""A gift card of ours is known on the orders that it pays for."""

import json
from decimal import Decimal

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.check import SCOPES
from adapters.shopify.own_cards import card_of
from adapters.shopify.payloads import Bag, Money, Transaction
from connector.adapter import GiftCard
from connector.core.commerce import Order, Tender, TenderKind
from tests.adapters.shopify.writing_shop import WritingFixtures, WritingShop

OURS, THEIRS = "a2b3c4d5e6f7g8h9", "x2b3c4d5e6f7g8h9"
RECEIPT = {"gift_card_id": 12, "gift_card_last_characters": "g8h9"}


def paid_with(receipt: object, gateway: str = "gift_card") -> Transaction:
    amount = Bag(Money(Decimal(1)))
    return Transaction("gid://shopify/OrderTransaction/1", "SALE", "SUCCESS", amount, gateway, receipt_json=receipt)


@pytest.mark.parametrize("receipt", [json.dumps(RECEIPT), RECEIPT, {"gift_card_id": "12"}])
def test_a_receipt_names_its_card_as_text_or_as_an_object(receipt: object) -> None:
    assert card_of(paid_with(receipt)) == "gid://shopify/GiftCard/12"


@pytest.mark.parametrize("receipt", [None, "", "{}", "<html>", [], {"gift_card_id": None}, {"gift_card_id": "1/2"}])
def test_a_receipt_that_says_nothing_of_a_card_names_none(receipt: object) -> None:
    assert card_of(paid_with(receipt)) is None


def test_what_was_not_paid_with_a_card_names_none() -> None:
    assert card_of(paid_with(RECEIPT, "bogus")) is None


class TestOwnCards(WritingFixtures):
    def bought(self, adapter: Shopify, shop: WritingShop) -> Order:
        """An order that is paid with a card of ours and one of the merchant's."""
        adapter.gift_cards.issue(GiftCard(OURS, "r-1", 400, "EUR", None, None, None))
        shop.make_own_card(THEIRS, 300)
        made = shop.sandbox.buy({shop.variant: 1}, email="ann@example.test", cards=[OURS, THEIRS], shipping=None)
        (order,) = adapter.orders.get([str(made.id)])
        assert isinstance(order, Order)
        return order

    def test_of_two_cards_that_paid_ours_is_told(self, adapter: Shopify, shop: WritingShop) -> None:
        order = self.bought(adapter, shop)

        assert order.tenders == (
            Tender(TenderKind.GIFT_CARD, 400, reference="r-1"),
            Tender(TenderKind.GIFT_CARD, 300),
        )

    def test_the_list_tells_it_like_the_order_by_its_number(self, adapter: Shopify, shop: WritingShop) -> None:
        order = self.bought(adapter, shop)

        listed = [one for page in adapter.orders.changed_since(None) for one in page.orders]

        assert order in listed

    def test_without_the_right_to_look_at_cards_the_order_is_read_all_the_same(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        self.bought(adapter, shop)
        shop.sandbox.grant([one for one in SCOPES if not one.endswith("gift_cards")])

        adapter.check(None)  # a change of scopes is seen when they are looked at
        (order,) = (one for page in adapter.orders.changed_since(None) for one in page.orders)

        assert isinstance(order, Order)
        assert order.tenders == (Tender(TenderKind.GIFT_CARD, 700),)
