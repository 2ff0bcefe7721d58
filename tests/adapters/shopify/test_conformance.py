"""Shopify keeps the promises of the adapter contract that are about reading, over real HTTP against the sandbox store.

What its stores do not have is left out by name: orders in a trash, categories above others, and keys that may not
subscribe to what they may read.
"""

from tests.adapters.shopify.shopify_shop import ShopifyFixtures, ShopifyShop
from tests.conformance.check import errors
from tests.conformance.customers import CustomersPromises
from tests.conformance.kit import Connect
from tests.conformance.orders import OrdersPromises
from tests.conformance.products import ProductsPromises
from tests.conformance.webhooks import WebhooksPromises


class TestShopifyOrders(ShopifyFixtures, OrdersPromises):
    test_a_trashed_order_is_deleted = None
    test_a_trashed_order_shows_as_a_change = None

    def test_each_id_gets_one_answer(self, connect: Connect, shop: ShopifyShop) -> None:
        kept, erased = shop.place_order(), shop.place_order()
        shop.erase(erased)

        answers = list(connect().orders.get([kept, erased, kept, "99999999"]))

        assert sorted(answer.id for answer in answers) == sorted([kept, erased, "99999999"])


class TestShopifyCustomers(ShopifyFixtures, CustomersPromises):
    pass


class TestShopifyProducts(ShopifyFixtures, ProductsPromises):
    pass


class TestShopifyWebhooks(ShopifyFixtures, WebhooksPromises):
    test_a_trashed_order_is_told = None
    test_registering_with_read_only_keys_is_for_a_person_to_mend = None
    test_removing_with_read_only_keys_is_for_a_person_to_mend = None


class TestShopifyCheck(ShopifyFixtures):
    def test_a_good_connection_has_no_problems(self, connect: Connect, shop: ShopifyShop) -> None:
        shop.place_order()

        assert connect().check(None) == []

    def test_wrong_keys_are_told(self, connect: Connect, shop: ShopifyShop) -> None:
        assert errors(connect(keys="wrong").check(None))

    def test_an_address_nobody_answers_at_is_told(self, connect: Connect, shop: ShopifyShop) -> None:
        assert errors(connect(reachable=False).check(None))

    def test_a_store_that_stumbles_is_told(self, connect: Connect, shop: ShopifyShop) -> None:
        shop.stumble()

        assert errors(connect().check(None))

    def test_looking_changes_nothing(self, connect: Connect, shop: ShopifyShop) -> None:
        shop.place_order()
        before = shop.state()

        connect().check(None)

        assert shop.state() == before

    def test_no_problem_shows_a_secret_and_each_has_a_mend(
        self, connect: Connect, shop: ShopifyShop, secrets: list[str]
    ) -> None:
        shop.sandbox.grant(["read_orders"])
        problems = [
            problem
            for adapter in (connect(), connect(keys="wrong"), connect(reachable=False))
            for problem in adapter.check(None)
        ]

        assert len(problems) > 2
        assert all(problem.what and problem.mend for problem in problems)
        assert not [secret for secret in secrets if secret in str(problems)]
