"""The sandbox store in the words of the conformance kit.

The rule kept here: the store's clock stands still until a test moves it, a few minutes behind ours, so nothing depends
on how fast the test runs; and its bucket of points is deep, for what a test asks is not what a day asks.
"""

import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.sandbox import Sandbox, goods, placing
from adapters.shopify.sandbox.cost import Bucket
from adapters.shopify.sandbox.shop import Books
from connector.core.money import to_decimal
from tests.adapters.woocommerce.woo_shop import Door
from tests.conformance.kit import Connect, Delivery, Fixtures

BEHIND = 600  # seconds
CLIENT_SECRET = "shpss_5ecretOfTheApp"
READING = ("read_orders", "read_all_orders", "read_customers", "read_products")


class ShopifyShop:
    """Fulfils as much of `tests.conformance.kit.Shop` as reading needs."""

    currency = "EUR"
    price = 2490
    group = "wholesale"

    def __init__(self, sandbox: Sandbox, door: Door) -> None:
        self.sandbox = sandbox
        self._door = door
        door.taken.clear()
        sandbox.courier.forget()
        self.shop = sandbox.shop
        sandbox.recover()
        sandbox.grant(READING)
        self.time = float(int(time.time()) - BEHIND)
        self.shop.clock = lambda: self.time
        with self.shop.changing():
            self.shop.books = Books()
            made = goods.add_product(self.shop, "Espresso", Decimal("24.90"), sku="SKU-0001", collections=("Coffee",))
        self.variant, self.product_id, self.sku = made.variant_ids[0], str(made.id), "SKU-0001"
        self.category = self.category_id("Coffee")

    def tick(self, seconds: int = 1) -> None:
        self.time += seconds

    def place_order(
        self,
        *,
        email: str = "ann@example.test",
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
    ) -> str:
        items = {self.variant: pieces}
        if also:
            items[self.shop.books.products[int(also)].variant_ids[0]] = 1
        with self.shop.changing():
            return str(placing.place_order(self.shop, items, email=email, paid=paid).id)

    def edit(self, order_id: str) -> None:
        with self.shop.changing():
            placing.touch(self.shop, self.shop.books.orders[int(order_id)])

    def erase(self, order_id: str) -> None:
        with self.shop.changing():
            placing.delete(self.shop, self.shop.books.orders[int(order_id)])

    def refund_piece(self, order_id: str) -> str:
        order = self.shop.books.orders[int(order_id)]
        with self.shop.changing():
            placing.refund(self.shop, order, lines={order.lines[0].id: 1})
        return str(order.lines[0].id)

    def refund_amount(self, order_id: str, amount: int) -> None:
        with self.shop.changing():
            order = self.shop.books.orders[int(order_id)]
            placing.refund(self.shop, order, amount=to_decimal(amount, self.currency))

    def spoil(self, order_id: str) -> None:
        with self.shop.changing():
            order = self.shop.books.orders[int(order_id)]
            order.lines[0] = replace(order.lines[0], unit_price=Decimal(-1))

    def open_account(self, email: str, *, group: str | None = None) -> str:
        with self.shop.changing():
            return str(goods.add_customer(self.shop, email, tags=(group,) if group else ()).id)

    def close_account(self, customer_id: str) -> None:
        with self.shop.changing():
            del self.shop.books.customers[int(customer_id)]

    def add_product(
        self, *, category: Sequence[str] = (), sku: str | None = None, reduced: bool = False, gift_card: bool = False
    ) -> str:
        was = Decimal("29.90") if reduced else None
        with self.shop.changing():
            add = partial(goods.add_product, self.shop, f"Product {self.shop.changes}", Decimal("24.90"))
            made = add(sku=sku, compare_at_price=was, collections=tuple(category), gift_card=gift_card)
        return str(made.id)

    def add_variation(self, product_id: str, *, reduced: bool = False) -> str:
        was = Decimal("29.90") if reduced else None
        with self.shop.changing():
            product = self.shop.books.products[int(product_id)]
            made = goods.add_variant(self.shop, product, "Large", Decimal("24.90"), compare_at_price=was)
        return str(made.id)

    def remove_product(self, product_id: str) -> None:
        with self.shop.changing():
            product = self.shop.books.products.pop(int(product_id))
            for variant in product.variant_ids:
                del self.shop.books.variants[variant]

    def category_id(self, name: str) -> str:
        return str(goods.collection(self.shop, name).id)

    def stumble(self) -> None:
        self.sandbox.fail("status", status=503, times=None)

    def recover(self) -> None:
        self.sandbox.recover()

    def send_events(self) -> list[Delivery]:
        self.sandbox.courier.deliver()
        sent = list(self._door.taken)
        self._door.taken.clear()
        return sent

    def disable_webhooks(self) -> None:
        """Shopify takes them away, without a word."""
        with self.shop.changing():
            self.shop.books.subscriptions.clear()

    def move_webhooks(self, url: str) -> None:
        with self.shop.changing():
            for one in self.shop.books.subscriptions.values():
                one.uri = url

    def double_webhooks(self) -> None:
        with self.shop.changing():
            for one in list(self.shop.books.subscriptions.values()):
                double = replace(one, id=self.shop.next_id("WebhookSubscription"))
                self.shop.books.subscriptions[double.id] = double

    def state(self) -> object:
        return deepcopy(self.shop.books)


class ShopifyFixtures(Fixtures):
    @pytest.fixture(scope="class")
    @classmethod
    def sandbox(cls) -> Iterator[Sandbox]:
        with Sandbox(client_secret=CLIENT_SECRET, bucket=Bucket(size=10**9, rate=10**9)) as sandbox:
            yield sandbox

    @pytest.fixture(scope="class")
    @classmethod
    def door(cls) -> Iterator[Door]:
        door = Door()
        yield door
        door.close()

    @pytest.fixture
    def shop(self, sandbox: Sandbox, door: Door) -> ShopifyShop:
        return ShopifyShop(sandbox, door)

    @pytest.fixture
    def connect(self, shop: ShopifyShop) -> Iterator[Connect]:
        made: list[Shopify] = []

        def connect(keys: str = "right", *, webhook_secret: str = CLIENT_SECRET, reachable: bool = True) -> Shopify:
            """Shopify signs with the app's secret; whoever has only a token has none."""
            url = shop.sandbox.url if reachable else "http://127.0.0.1:1"
            secret = "shpss_wr0ngSecret" if keys == "wrong" else webhook_secret
            token = "" if secret else shop.sandbox.access_token
            adapter = Shopify(url=url, client_id="sandbox-client", client_secret=secret, access_token=token)
            made.append(adapter)
            return adapter

        yield connect
        for adapter in made:
            adapter.close()

    @pytest.fixture
    def webhook_url(self, door: Door) -> str:
        return door.url

    @pytest.fixture
    def secrets(self) -> list[str]:
        return [CLIENT_SECRET, "shpss_wr0ngSecret", "shpat_"]
