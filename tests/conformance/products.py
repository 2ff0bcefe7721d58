"""What every `products` facet promises, one test a promise."""

from traceback import format_exception

import pytest

from connector.adapter import Adapter, Misconfigured, Products, Retryable, StoreError
from connector.core.commerce import Product
from tests.conformance.kit import Connect, Fixtures, Shop


def products(adapter: Adapter) -> Products:
    assert adapter.products is not None
    return adapter.products


def one(adapter: Adapter, product_id: str) -> Product:
    (product,) = products(adapter).get([product_id])
    return product


class ProductsPromises(Fixtures):
    def test_a_product_is_in_its_category_and_in_all_above_it(self, adapter: Adapter, shop: Shop) -> None:
        product = one(adapter, shop.add_product(category=("Clothes", "Shirts", "Linen")))

        assert {"clothes", "shirts", "linen"} <= set(product.categories)

    def test_categories_are_told_by_their_ids_too(self, adapter: Adapter, shop: Shop) -> None:
        product = one(adapter, shop.add_product(category=("Clothes", "Shirts")))

        assert {shop.category_id("Clothes"), shop.category_id("Shirts")} <= set(product.categories)

    def test_a_product_is_in_no_category_of_others(self, adapter: Adapter, shop: Shop) -> None:
        shop.add_product(category=("Clothes", "Shirts"))
        product = one(adapter, shop.add_product(category=("Clothes", "Hats")))

        assert "shirts" not in product.categories

    def test_a_variation_is_in_the_categories_of_its_product(self, adapter: Adapter, shop: Shop) -> None:
        product = one(adapter, shop.add_variation(shop.add_product(category=("Clothes", "Shirts"))))

        assert {"clothes", "shirts"} <= set(product.categories)

    def test_a_reduced_product_is_on_sale(self, adapter: Adapter, shop: Shop) -> None:
        assert one(adapter, shop.add_product(reduced=True)).on_sale

    def test_a_product_at_its_price_is_not_on_sale(self, adapter: Adapter, shop: Shop) -> None:
        assert not one(adapter, shop.add_product()).on_sale

    def test_a_reduced_variation_is_on_sale_and_its_sister_is_not(self, adapter: Adapter, shop: Shop) -> None:
        product = shop.add_product()
        reduced, full = shop.add_variation(product, reduced=True), shop.add_variation(product)

        assert (one(adapter, reduced).on_sale, one(adapter, full).on_sale) == (True, False)

    def test_the_number_on_the_shelf_is_told(self, adapter: Adapter, shop: Shop) -> None:
        assert one(adapter, shop.add_product(sku="LINEN-7")).sku == "LINEN-7"

    def test_a_gift_card_is_told(self, adapter: Adapter, shop: Shop) -> None:
        card, shirt = shop.add_product(gift_card=True), shop.add_product()

        assert (one(adapter, card).gift_card, one(adapter, shirt).gift_card) == (True, False)

    def test_a_product_that_is_gone_is_left_out(self, adapter: Adapter, shop: Shop) -> None:
        kept, gone = shop.add_product(), shop.add_product()
        shop.remove_product(gone)

        assert [product.id for product in products(adapter).get([kept, gone, "99999999"])] == [kept]

    def test_asking_for_nothing_gives_nothing(self, adapter: Adapter, shop: Shop) -> None:
        shop.add_product()

        assert list(products(adapter).get([])) == []

    def test_more_ids_than_a_page_all_get_an_answer(self, adapter: Adapter, shop: Shop) -> None:
        added = [shop.add_product() for _ in range(101)]

        assert sorted(product.id for product in products(adapter).get(added)) == sorted(added)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        added = shop.add_product()
        shop.stumble()

        with pytest.raises(Retryable):
            list(products(adapter).get([added]))

    def test_wrong_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        added = shop.add_product()

        with pytest.raises(Misconfigured):
            list(products(connect("wrong")).get([added]))

    def test_no_error_shows_a_secret(self, connect: Connect, shop: Shop, secrets: list[str]) -> None:
        added = shop.add_product()

        with pytest.raises(StoreError) as caught:
            list(products(connect("wrong")).get([added]))

        told = "".join(format_exception(caught.value))
        assert not any(secret in told for secret in secrets)
