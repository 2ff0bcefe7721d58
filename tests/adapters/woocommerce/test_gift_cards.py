"""Gift cards where WooCommerce's extension has its own ways; what every platform promises is in the conformance kit."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.client import NoInterface
from connector.adapter import GiftCard, Misconfigured, Rejected, Retryable
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop
from tests.conformance.kit import Connect

CODE = "a2b3-c4d5-e6f7-g8h9"
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def a_card(code: str = CODE, email: str | None = "ann@example.test", **more: str | None) -> GiftCard:
    return GiftCard(code, "r-1", 1_000, "EUR", email, more.get("customer"), None, "200 points of club")


class TestGiftCards(WooFixtures):
    @pytest.fixture
    def store(self, connect: Connect) -> WooCommerce:
        store = connect()
        assert isinstance(store, WooCommerce)
        return store

    def test_a_code_is_four_groups_of_four(self, store: WooCommerce) -> None:
        assert store.gift_cards.spelt("a2b3c4d5e6f7g8h9") == CODE

    def test_a_store_without_the_extension_says_what_is_missing(self, store: WooCommerce, shop: WooShop) -> None:
        shop.sandbox.has_gift_cards(False)

        for ask in (
            lambda: store.gift_cards.issue(a_card()),
            lambda: store.gift_cards.balance(CODE),
            lambda: store.gift_cards.close(CODE),
        ):
            with pytest.raises(Misconfigured, match=r"WooCommerce Gift Cards is not active in this store\. Install"):
                ask()

    def test_a_store_without_woocommerce_is_told_as_such(self, store: WooCommerce, shop: WooShop) -> None:
        shop.sandbox.fail("status", "/wp-json/wc/*", status=404, times=None)

        with pytest.raises(NoInterface):
            store.gift_cards.balance(CODE)

    @pytest.mark.parametrize("days", [30, 120, 210, 300])
    def test_a_card_ends_at_the_second_in_summer_and_in_winter(
        self, store: WooCommerce, shop: WooShop, days: int
    ) -> None:
        """The store takes times in its own zone."""
        end = NOON + timedelta(days=days, seconds=1)

        store.gift_cards.issue(GiftCard(CODE, "r-1", 1_000, "EUR", "ann@example.test", None, end, "points"))

        found = shop.card(CODE)
        assert found is not None
        assert found["expires_at"] == end

    def test_an_end_that_was_not_mended_before_the_line_broke_is_mended_the_next_time(
        self, store: WooCommerce, shop: WooShop
    ) -> None:
        card = GiftCard(CODE, "r-1", 1_000, "EUR", "ann@example.test", None, NOON + timedelta(days=30), "points")
        shop.sandbox.fail("answer-lost", method="POST")

        with pytest.raises(Retryable):
            store.gift_cards.issue(card)
        off = shop.card(CODE)
        store.gift_cards.issue(card)

        there = shop.card(CODE)
        assert off is not None
        assert there is not None
        assert off["expires_at"] != card.expires_at
        assert there["expires_at"] == card.expires_at

    def test_a_member_without_an_address_has_that_of_the_account(self, store: WooCommerce, shop: WooShop) -> None:
        account = shop.open_account("anna@example.test")

        store.gift_cards.issue(a_card(email=None, customer=account))

        made = shop.sandbox.gift_card(CODE)
        assert made is not None
        assert (made["recipient"], made["sender"]) == ("anna@example.test", "200 points of club")

    def test_without_any_address_there_is_no_card(self, store: WooCommerce, shop: WooShop) -> None:
        with pytest.raises(Rejected, match="a gift card needs an e-mail address, and the member has none"):
            store.gift_cards.issue(a_card(email=None))

        assert shop.card(CODE) is None

    def test_an_address_that_the_store_refuses_is_not_taken_for_a_code_that_is_there(
        self, store: WooCommerce, shop: WooShop
    ) -> None:
        with pytest.raises(Rejected, match="recipient"):
            store.gift_cards.issue(a_card(email="nobody"))

    def test_a_card_is_found_among_many_however_its_code_is_written(self, store: WooCommerce, shop: WooShop) -> None:
        store.gift_cards.issue(a_card())
        for number in range(205):
            shop.make_own_card(f"shop-{number:04d}-aaaa-bbbb", 500)
        shop.sandbox.shop.gift_cards[7].currency = None  # type: ignore[assignment]  # which is none of ours

        assert store.gift_cards.balance(CODE.upper()) == 1_000
        assert store.gift_cards.close(CODE) == 1_000

    def test_a_list_that_shrank_while_it_was_read_says_nothing_about_what_is_not_in_it(
        self, store: WooCommerce, shop: WooShop
    ) -> None:
        for number in range(150):
            shop.make_own_card(f"shop-{number:04d}-aaaa-bbbb", 500)
        rows = store._client.rows

        def meanwhile(path: str, **params: int | str) -> object:
            found = rows(path, **params)
            shop.sandbox.shop.gift_cards.popitem()
            return found

        store._client.rows = meanwhile  # type: ignore[method-assign, assignment]
        with pytest.raises(Retryable, match="were deleted in the store while they were read"):
            store.gift_cards.balance(CODE)

    def test_a_card_that_is_deleted_while_it_is_closed_is_gone(self, store: WooCommerce, shop: WooShop) -> None:
        store.gift_cards.issue(a_card())
        put = store._client.put

        def meanwhile(*args: object) -> object:
            shop.sandbox.shop.gift_cards.clear()
            return put(*args)  # type: ignore[arg-type]

        store._client.put = meanwhile  # type: ignore[method-assign, assignment]
        assert store.gift_cards.close(CODE) is None
