"""Vendure keeps the promises of the adapter contract, over real HTTP against a real store.

What it cannot keep is named here with the reason.
"""

from tests.adapters.vendure.vendure_shop import VendureFixtures
from tests.conformance.balances import BalancesPromises
from tests.conformance.check import CheckPromises
from tests.conformance.coupons import CouponsPromises
from tests.conformance.customers import CustomersPromises
from tests.conformance.order_notes import OrderNotesPromises
from tests.conformance.orders import OrdersPromises
from tests.conformance.products import ProductsPromises
from tests.conformance.webhooks import WebhooksPromises


class TestVendureOrders(VendureFixtures, OrdersPromises):
    pass


class TestVendureWebhooks(VendureFixtures, WebhooksPromises):
    pass


class TestVendureCoupons(VendureFixtures, CouponsPromises):
    pass


class TestVendureCustomers(VendureFixtures, CustomersPromises):
    pass


class TestVendureProducts(VendureFixtures, ProductsPromises):
    pass


class TestVendureBalances(VendureFixtures, BalancesPromises):
    pass


class TestVendureOrderNotes(VendureFixtures, OrderNotesPromises):
    pass


class TestVendureCheck(VendureFixtures, CheckPromises):
    pass
