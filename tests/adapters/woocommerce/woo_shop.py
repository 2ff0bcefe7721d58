"""The sandbox store in the words of the conformance kit, and a door for its deliveries.

The rule kept here: the store's clock stands still until a test moves it, a few minutes behind ours, so nothing depends
on how fast the test runs.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.balances import PREFIX
from adapters.woocommerce.gift_cards import REFERENCE
from adapters.woocommerce.sandbox import RestError, Sandbox
from adapters.woocommerce.sandbox.gift_cards import EXTENSION, by_code
from adapters.woocommerce.sandbox.gift_cards import create as create_card
from adapters.woocommerce.sandbox.orders import add_note
from adapters.woocommerce.sandbox.seed import populate
from adapters.woocommerce.sandbox.shop import Shop
from connector.core.money import to_decimal, to_minor
from tests.conformance.kit import CodeRefused, Connect, Delivery, Fixtures

WEBHOOK_SECRET = "wh00kSecret"
BEHIND = 600  # seconds; within the quarter of an hour that signatures are good for


class Door:
    """Takes every delivery with 200 and keeps it."""

    def __init__(self) -> None:
        self.taken: list[Delivery] = []
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/shop"
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class WooShop:
    """Fulfils `tests.conformance.kit.Shop`."""

    currency = "EUR"
    price = 2490
    group = "wholesale_customer"

    def __init__(self, sandbox: Sandbox, door: Door) -> None:
        """Starting and stopping a server takes longer than most tests, so each only gets new shelves and books."""
        self.sandbox = sandbox
        self._door = door
        door.taken.clear()
        sandbox.faults.clear()
        new = Shop(url=sandbox.url, clock=lambda: self._time)
        self._time = int(time.time()) - BEHIND
        new.extensions.add(EXTENSION)
        populate(new, seed=0, orders=0, customers=0, products=1, days=1, now=self._time)
        (self.product,) = new.products
        self.product_id, self.sku = str(self.product), new.products[self.product].sku
        self.category = str(new.products[self.product].category_ids[0])
        with sandbox.shop.changing():
            vars(sandbox.shop).update({name: value for name, value in vars(new).items() if name != "lock"})

    def tick(self, seconds: int = 1) -> None:
        self._time += seconds

    def place_order(
        self,
        *,
        email: str = "ann@example.test",
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
    ) -> str:
        items = {self.product: pieces} | ({int(also): 1} if also else {})
        try:
            return str(self.sandbox.place_order(items, email=email, coupon=code, paid=paid)["id"])
        except RestError as error:
            raise CodeRefused(str(error)) from None

    def ships_free(self, code: str) -> bool:
        """The zone's free shipping asks for a coupon in the cart that has the flag."""
        (line,) = self.sandbox.order(int(self.place_order(code=code)))["coupon_lines"]
        return bool(line["free_shipping"])

    def edit(self, order_id: str) -> None:
        self.sandbox.update_order(int(order_id))

    def trash(self, order_id: str) -> None:
        self.sandbox.trash(int(order_id))

    def erase(self, order_id: str) -> None:
        self.sandbox.delete(int(order_id))

    def refund_piece(self, order_id: str) -> str:
        line_id: int = self.sandbox.order(int(order_id))["line_items"][0]["id"]
        self.sandbox.refund(int(order_id), lines={line_id: 1})
        return str(line_id)

    def refund_amount(self, order_id: str, amount: int) -> None:
        self.sandbox.refund(int(order_id), to_decimal(amount, self.currency))

    def spoil(self, order_id: str) -> None:
        self.set_order(order_id, total=Decimal(-1))

    def open_account(self, email: str, *, group: str | None = None) -> str:
        return str(self.sandbox.add_customer(email, username=email.replace("@", "."), role=group)["id"])

    def close_account(self, customer_id: str) -> None:
        with self.sandbox.shop.changing():
            del self.sandbox.shop.customers[int(customer_id)]

    def move_account(self, customer_id: str, email: str) -> None:
        with self.sandbox.shop.changing():
            self.sandbox.shop.customers[int(customer_id)].email = email

    def pays(self, customer_id: str, codes: Sequence[str] = ()) -> int:
        """Codes that the shop refuses are not entered."""
        account = {"customer_id": int(customer_id)}
        good = [code for code in codes if self._takes(code, **account)]
        lines = [{"code": code} for code in good]
        order = self.sandbox.place_order({self.product: 1}, coupon_lines=lines, **account)
        return to_minor(order["total"], self.currency)

    def _takes(self, code: str, **account: int) -> bool:
        try:
            self.sandbox.place_order({self.product: 1}, coupon=code, **account)
        except RestError:
            return False
        return True

    def shown_balance(self, customer_id: str) -> dict[str, str]:
        meta = self.sandbox.shop.customers[int(customer_id)].meta
        keys = [entry.key for entry in meta]
        assert len(keys) == len(set(keys)), "an entry is there twice"
        return {entry.key.removeprefix(PREFIX): entry.value for entry in meta if entry.key.startswith(PREFIX)}

    def account_without_balance(self, customer_id: str) -> object:
        account = deepcopy(self.sandbox.shop.customers[int(customer_id)])
        account.meta = [entry for entry in account.meta if not entry.key.startswith(PREFIX)]
        account.modified = None
        return account

    def notes(self, order_id: str, *, to_buyer: bool = False) -> list[str]:
        notes = self.sandbox.shop.notes.get(int(order_id), [])
        return [note.note for note in notes if note.customer_note or not to_buyer]

    def write_note(self, order_id: str, text: str) -> None:
        with self.sandbox.shop.changing():
            add_note(self.sandbox.shop, int(order_id), {"note": text, "added_by_user": True})

    def add_product(
        self, *, category: Sequence[str] = (), sku: str | None = None, reduced: bool = False, gift_card: bool = False
    ) -> str:
        price = to_decimal(self.price, self.currency)
        fields: dict[str, Any] = {"regular_price": str(2 * price if reduced else price), "sku": sku}
        if reduced:
            fields["sale_price"] = str(price)
        above = 0
        with self.sandbox.shop.changing():
            for name in category:
                above = self.sandbox.shop.category(name, above).id
        if above:
            fields["categories"] = [{"id": above}]
        if gift_card:
            fields["type"] = "pw-gift-card"
        return str(self.sandbox.add_product(**fields)["id"])

    def add_variation(self, product_id: str, *, reduced: bool = False) -> str:
        prices = {"regular_price": "10.00", "sale_price": "8.00" if reduced else None}
        return str(self.sandbox.add_variation(int(product_id), **prices)["id"])

    def remove_product(self, product_id: str) -> None:
        with self.sandbox.shop.changing():
            del self.sandbox.shop.products[int(product_id)]

    def category_id(self, name: str) -> str:
        return str(self.sandbox.shop.category(name).id)

    def write_review(self, product_id: str, email: str, *, approved: bool = True) -> str:
        status = "approved" if approved else "hold"
        return str(self.sandbox.add_review(int(product_id), email, status=status)["id"])

    def remove_review(self, review_id: str) -> None:
        with self.sandbox.shop.changing():
            del self.sandbox.shop.reviews[int(review_id)]

    def stumble(self) -> None:
        self.sandbox.fail("status", status=502, times=None)

    def recover(self) -> None:
        self.sandbox.faults.clear()

    def lose_next_answer(self) -> None:
        self.sandbox.fail("answer-lost", method="POST")

    def make_own_code(self, code: str) -> None:
        self.sandbox.add_coupon(code, amount="5.00", meta_data=[{"key": "campaign", "value": "summer"}])

    def change_code(self, code: str) -> None:
        coupon = self.sandbox.coupon(code)
        assert coupon is not None
        with self.sandbox.shop.changing():
            self.sandbox.shop.coupons[coupon["id"]].usage_limit = 10

    def card(self, code: str) -> dict[str, object] | None:
        card = by_code(self.sandbox.shop, code)
        if card is None:
            return None
        return {
            "amount": to_minor(card.balance, card.currency),
            "left": to_minor(card.remaining, card.currency),
            "currency": card.currency,
            "usable": card.active and (card.expires is None or card.expires > self._time),
            "expires_at": datetime.fromtimestamp(card.expires, UTC) if card.expires else None,
            "reference": next((entry.value for entry in card.meta if entry.key == REFERENCE), None),
        }

    def pay_by_card(self, code: str, amount: int) -> str:
        order_id = self.place_order(pieces=1 + amount // self.price, paid=False)
        paid = str(to_decimal(amount, self.currency))
        self.sandbox.update_order(int(order_id), gift_cards=[{"code": code, "amount": paid}])
        self.sandbox.update_order(int(order_id), set_paid=True)
        return order_id

    def make_own_card(self, code: str, amount: int) -> None:
        with self.sandbox.shop.changing():
            balance = str(to_decimal(amount, self.currency))
            body = {"code": code, "recipient": "bo@example.test", "sender": "The shop", "balance": balance}
            create_card(self.sandbox.shop, body)

    def let_card_expire(self, code: str) -> None:
        card = by_code(self.sandbox.shop, code)
        assert card is not None
        with self.sandbox.shop.changing():
            card.expires = self._time - 1

    def send_events(self) -> list[Delivery]:
        self.sandbox.run_cron()
        sent = list(self._door.taken)
        self._door.taken.clear()
        return sent

    def disable_webhooks(self) -> None:
        self._set_webhooks(status="disabled")

    def move_webhooks(self, url: str) -> None:
        self._set_webhooks(delivery_url=url)

    def double_webhooks(self) -> None:
        shop = self.sandbox.shop
        with shop.changing():
            for hook in list(shop.hooks.webhooks.values()):
                double = replace(hook, id=shop.next_id("webhook"))
                shop.hooks.webhooks[double.id] = double

    def state(self) -> object:
        shop = self.sandbox.shop
        with shop.lock:
            return deepcopy((shop.orders, shop.coupons, shop.refunds, shop.hooks.webhooks, shop.customers))

    @property
    def requests(self) -> int:
        return self.sandbox.requests

    def set_order(self, order_id: str, **values: Any) -> None:
        """Behind the back of the store's own rules."""
        with self.sandbox.shop.changing():
            for name, value in values.items():
                setattr(self.sandbox.shop.orders[int(order_id)], name, value)

    def set_product(self, product_id: str, **values: Any) -> None:
        with self.sandbox.shop.changing():
            vars(self.sandbox.shop.products[int(product_id)]).update(values)

    def set_category(self, name: str, **values: Any) -> None:
        with self.sandbox.shop.changing():
            vars(self.sandbox.shop.category(name)).update(values)

    def book_code(self, code: str) -> None:
        """A checkout books the use of a code without looking again."""
        with self.sandbox.shop.changing():
            for coupon in self.sandbox.shop.coupons.values():
                coupon.usage_count += coupon.code == code.lower()

    def takes_code(self, code: str) -> bool:
        try:
            self.place_order(code=code)
        except CodeRefused:
            return False
        return True

    def _set_webhooks(self, **values: Any) -> None:
        with self.sandbox.shop.changing():
            for hook in self.sandbox.shop.hooks.webhooks.values():
                for name, value in values.items():
                    setattr(hook, name, value)


class WooFixtures(Fixtures):
    @pytest.fixture(scope="class")
    @classmethod
    def door(cls) -> Iterator[Door]:
        door = Door()
        yield door
        door.close()

    @pytest.fixture(scope="class")
    @classmethod
    def sandbox(cls) -> Iterator[Sandbox]:
        with Sandbox(wp_cron=False, allow_loopback=True) as sandbox:
            yield sandbox

    @pytest.fixture
    def shop(self, sandbox: Sandbox, door: Door) -> WooShop:
        return WooShop(sandbox, door)

    @pytest.fixture
    def connect(self, shop: WooShop) -> Iterator[Connect]:
        made: list[WooCommerce] = []

        def connect(
            keys: str = "right", *, webhook_secret: str = WEBHOOK_SECRET, reachable: bool = True
        ) -> WooCommerce:
            sandbox = shop.sandbox
            key = {
                "right": sandbox.consumer_key,
                "read-only": sandbox.read_only_key,
                "narrow": sandbox.narrow_key,
                "wrong": "ck_nobody",
            }[keys]
            url = sandbox.url if reachable else "http://127.0.0.1:1"
            made.append(
                WooCommerce(
                    url=url,
                    consumer_key=key,
                    consumer_secret=sandbox.consumer_secret,
                    webhook_secret=webhook_secret,
                    timeout=5,
                )
            )
            return made[-1]

        yield connect
        for adapter in made:
            adapter.close()

    @pytest.fixture
    def webhook_url(self, door: Door) -> str:
        return door.url

    @pytest.fixture
    def secrets(self, shop: WooShop) -> list[str]:
        sandbox = shop.sandbox
        return [
            sandbox.consumer_key,
            sandbox.read_only_key,
            sandbox.narrow_key,
            sandbox.consumer_secret,
            WEBHOOK_SECRET,
            "ck_nobody",
            "oauth_",
        ]
