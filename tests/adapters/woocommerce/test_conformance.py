"""WooCommerce keeps every promise of the adapter contract, over real HTTP against the sandbox store."""

from tests.adapters.woocommerce.woo_shop import WooFixtures
from tests.conformance.balances import BalancesPromises
from tests.conformance.check import CheckPromises
from tests.conformance.coupons import CouponsPromises
from tests.conformance.customers import CustomersPromises
from tests.conformance.gift_cards import GiftCardsPromises
from tests.conformance.order_discounts import OrderDiscountsPromises
from tests.conformance.order_notes import OrderNotesPromises
from tests.conformance.orders import OrdersPromises
from tests.conformance.products import ProductsPromises
from tests.conformance.reviews import ReviewsPromises
from tests.conformance.standing_discounts import StandingDiscountsPromises
from tests.conformance.webhooks import WebhooksPromises


class TestWooOrders(WooFixtures, OrdersPromises):
    pass


class TestWooWebhooks(WooFixtures, WebhooksPromises):
    pass


class TestWooCoupons(WooFixtures, CouponsPromises):
    pass


class TestWooOrderDiscounts(WooFixtures, OrderDiscountsPromises):
    pass


class TestWooStandingDiscounts(WooFixtures, StandingDiscountsPromises):
    pass


class TestWooCustomers(WooFixtures, CustomersPromises):
    pass


class TestWooProducts(WooFixtures, ProductsPromises):
    pass


class TestWooReviews(WooFixtures, ReviewsPromises):
    pass


class TestWooBalances(WooFixtures, BalancesPromises):
    pass


class TestWooGiftCards(WooFixtures, GiftCardsPromises):
    pass


class TestWooOrderNotes(WooFixtures, OrderNotesPromises):
    pass


class TestWooCheck(WooFixtures, CheckPromises):
    pass
