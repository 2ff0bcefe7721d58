"""What is WooCommerce's own about products; what every platform promises is in the conformance kit."""

from connector.adapter import Adapter
from connector.core.commerce import Product
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop


def told(adapter: Adapter, *ids: str) -> dict[str, Product]:
    assert adapter.products is not None
    return {product.id: product for product in adapter.products.get(ids)}


class TestProducts(WooFixtures):
    def test_a_product_in_the_trash_or_a_draft_is_told_all_the_same(self, adapter: Adapter, shop: WooShop) -> None:
        trashed, draft = shop.add_product(category=("Clothes",)), shop.add_product(category=("Clothes",))
        shop.set_product(trashed, status="trash")
        shop.set_product(draft, status="draft")

        assert [product.categories[-1] for product in told(adapter, trashed, draft).values()] == ["clothes"] * 2

    def test_a_variation_whose_product_is_gone_is_in_no_category(self, adapter: Adapter, shop: WooShop) -> None:
        product = shop.add_product(category=("Clothes",))
        variation = shop.add_variation(product)
        shop.remove_product(product)

        assert told(adapter, variation)[variation].categories == ()

    def test_a_product_in_several_categories_names_each_once(self, adapter: Adapter, shop: WooShop) -> None:
        shirts = shop.add_product(category=("Clothes", "Shirts"))
        hats = int(shop.category_id("Hats"))
        shop.set_category("Hats", parent=int(shop.category_id("Clothes")))
        shop.set_product(shirts, category_ids=[int(shop.category_id("Shirts")), hats])

        assert sorted(told(adapter, shirts)[shirts].categories[1::2]) == ["clothes", "hats", "shirts"]

    def test_a_ring_of_categories_comes_to_an_end(self, adapter: Adapter, shop: WooShop) -> None:
        product = shop.add_product(category=("Clothes", "Shirts"))
        shop.set_category("Clothes", parent=int(shop.category_id("Shirts")))

        assert told(adapter, product)[product].categories[1::2] == ("shirts", "clothes")

    def test_a_slug_in_another_script_is_told_as_people_write_it(self, adapter: Adapter, shop: WooShop) -> None:
        product = shop.add_product(category=("Tea",))
        shop.set_category("Tea", slug="%d7%aa%d7%94")

        assert told(adapter, product)[product].categories[1] == "תה"

    def test_a_gift_card_may_be_marked_instead_of_being_of_a_type(self, adapter: Adapter, shop: WooShop) -> None:
        product = str(shop.sandbox.add_product(meta_data=[{"key": "_gift_card", "value": "yes"}])["id"])
        variation = shop.add_variation(product)

        assert [one.gift_card for one in told(adapter, product, variation).values()] == [True, True]

    def test_what_is_no_number_is_no_product(self, adapter: Adapter, shop: WooShop) -> None:
        before = shop.requests

        assert told(adapter, "teapot", "", "٣") == {}
        assert shop.requests == before

    def test_a_hundred_simple_products_are_two_questions(self, adapter: Adapter, shop: WooShop) -> None:
        ids = [shop.add_product(category=("Tea",)) for _ in range(100)]
        before = shop.requests

        assert len(told(adapter, *ids)) == 100
        assert shop.requests - before == 2
