"""The sandbox store as a thing to start and stop: `with Sandbox(seed=1, orders=20, customers=5) as shop: …`

The rule kept here: its address is taken before anything else happens, and once stopped it answers and sends no more.
"""

import socket
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.sandboxes.faults import Fault, Faults, Kind
from adapters.sandboxes.hangup import Connections
from adapters.sandboxes.saving import Saver
from adapters.sandboxes.serving import ServingThread

from . import coupons, customers, orders, products, refunds, reviews
from .app import Site
from .authorise import Authorisation
from .cron import Cron
from .delivery import Delivery
from .documents import Document, coupon_document, customer_document, product_document, review_document
from .gift_cards import EXTENSION, by_code
from .gift_cards import document as gift_card_document
from .oauth import ApiKey, Keyring
from .order_documents import order_document, refund_document
from .rest import Api
from .routes import all_routes
from .seed import populate
from .shop import Shop
from .snapshot import dump, restore
from .times import Clock

NARROW = frozenset({"customers", "products", "products/categories", "products/reviews"})  # not for the narrow key


class Sandbox:
    def __init__(
        self,
        *,
        seed: int = 0,
        orders: int = 0,
        customers: int = 0,
        products: int | None = None,
        days: int = 365,
        now: int | None = None,
        clock: Clock = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
        https: bool = False,
        consumer_key: str = "ck_sandbox",
        consumer_secret: str = "cs_sandbox",  # noqa: S107 it opens nothing but this sandbox
        read_only_key: str = "ck_sandbox_read",
        narrow_key: str = "ck_sandbox_narrow",
        cron_interval: float = 60.0,
        background_cron: bool = False,
        wp_cron: bool = True,
        allow_loopback: bool = False,
        control: bool = False,
        state: Path | None = None,
        gift_cards: bool = False,
    ) -> None:
        listening = socket.create_server((host, port))
        # Without it the second write of every answer waits 40 ms for the first to be acknowledged.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://{host}:{listening.getsockname()[1]}"
        self.consumer_key = consumer_key
        self.consumer_secret = consumer_secret
        self.read_only_key = read_only_key
        self.narrow_key = narrow_key
        self.shop = Shop(url=self.url, clock=clock, seed=seed)
        if state and state.exists():
            restore(self.shop, state.read_bytes())
        else:
            populate(
                self.shop,
                seed=seed,
                orders=orders,
                customers=customers,
                products=products,
                days=days,
                now=self.shop.now() if now is None else now,
            )
        self.has_gift_cards(gift_cards)
        self.faults = Faults()
        self._cron = Cron(
            self.shop,
            interval=cron_interval,
            background=background_cron,
            started_by_requests=wp_cron,
            allow_loopback=allow_loopback,
        )
        self.keyring = Keyring(
            [
                ApiKey(consumer_key, consumer_secret),
                ApiKey(read_only_key, consumer_secret, "read"),
                ApiKey(narrow_key, consumer_secret, closed=NARROW),
            ]
        )
        self._api = Api(self.shop, self.keyring, all_routes(self._cron), https=https)
        authorisation = Authorisation(self.shop, self.keyring, allow_loopback=allow_loopback)
        self._site = Site(self.shop, self._api, authorisation, self._cron, self.faults)
        connections = Connections()
        app = self._site.app(connections, control=control)
        self._serving = ServingThread(app, connections, listening)
        self._saver = Saver(self.shop, lambda: dump(self.shop), state) if state else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._serving.start()
        self._cron.start()
        if self._saver:
            self._saver.start()

    def stop(self) -> None:
        self._cron.stop()
        self._serving.stop()
        if self._saver:
            self._saver.stop()

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook sent, or tried, and how it was answered."""
        return list(self._cron.deliveries)

    @property
    def requests(self) -> int:
        return self._site.requests

    def run_cron(self) -> int:
        """Sends all queued webhooks now, and says how many."""
        return self._cron.run_now()

    def deactivate(self) -> None:
        """WooCommerce is switched off, and WordPress answers without it."""
        self._api.active = False

    def has_gift_cards(self, active: bool) -> None:
        """The extension WooCommerce Gift Cards is switched on or off."""
        with self.shop.lock:
            (self.shop.extensions.add if active else self.shop.extensions.discard)(EXTENSION)

    def gift_card(self, code: str) -> Document | None:
        with self.shop.lock:
            found = by_code(self.shop, code)
            return gift_card_document(self.shop, found) if found else None

    def fail(self, kind: Kind, path: str = "*", **details: Any) -> None:
        """See `Fault`: fail("status", "/wp-json/wc/v3/orders*", status=429, retry_after=1, times=2)."""
        self.faults.add(Fault(kind, path, **details))

    def add_product(self, **fields: Any) -> Document:
        """Fields are those of the REST API: name, sku, regular_price, sale_price, categories=[{"name": …}] …"""
        with self.shop.changing():
            return product_document(self.shop, products.create(self.shop, fields))

    def add_variation(self, product_id: int, **fields: Any) -> Document:
        """Fields are those of the REST API: sku, regular_price, sale_price …"""
        with self.shop.changing():
            return product_document(self.shop, products.create_variation(self.shop, product_id, fields))

    def add_review(self, product_id: int, email: str, **fields: Any) -> Document:
        body = {"product_id": product_id, "reviewer": email, "reviewer_email": email, "review": "Good.", **fields}
        with self.shop.changing():
            return review_document(self.shop, reviews.create(self.shop, body))

    def add_customer(self, email: str, **fields: Any) -> Document:
        with self.shop.changing():
            return customer_document(self.shop, customers.create(self.shop, {"email": email, **fields}))

    def add_coupon(self, code: str, **terms: Any) -> Document:
        with self.shop.changing():
            return coupon_document(self.shop, coupons.create(self.shop, {"code": code, **terms}))

    def place_order(
        self,
        items: Mapping[int, int],
        *,
        customer_id: int = 0,
        email: str = "",
        coupon: str | None = None,
        paid: bool = True,
        **fields: Any,
    ) -> Document:
        """`items` is product id to quantity; other fields are those of the REST API."""
        body: dict[str, Any] = {
            "customer_id": customer_id,
            "line_items": [{"product_id": product_id, "quantity": count} for product_id, count in items.items()],
            "set_paid": paid,
            **fields,
        }
        customer = self.shop.customers.get(customer_id)
        body.setdefault("billing", {"email": email or (customer.email if customer else "guest@example.test")})
        if coupon:
            body["coupon_lines"] = [{"code": coupon}]
        with self.shop.changing():
            return order_document(self.shop, orders.create(self.shop, body))

    def update_order(self, order_id: int, **fields: Any) -> Document:
        with self.shop.changing():
            return order_document(self.shop, orders.update(self.shop, order_id, fields))

    def complete(self, order_id: int) -> Document:
        return self.update_order(order_id, status="completed")

    def cancel(self, order_id: int) -> Document:
        return self.update_order(order_id, status="cancelled")

    def refund(
        self,
        order_id: int,
        amount: Decimal | str | None = None,
        *,
        lines: Mapping[int, int] | None = None,
        reason: str = "",
    ) -> Document:
        """By amount, or by pieces of lines (line id to quantity), or, without either, all that is left."""
        with self.shop.changing():
            order = self.shop.find_order(order_id)
            body: dict[str, Any] = {"reason": reason, "line_items": refunds.entries_for(order, lines or {})}
            if amount is not None or not lines:
                body["amount"] = str(orders.remaining(self.shop, order) if amount is None else amount)
            return refund_document(self.shop, refunds.create(self.shop, order_id, body))

    def delete_refund(self, order_id: int, refund_id: int) -> None:
        with self.shop.changing():
            refunds.delete(self.shop, order_id, refund_id)

    def trash(self, order_id: int) -> None:
        with self.shop.changing():
            orders.delete(self.shop, order_id, force=False)

    def delete(self, order_id: int) -> None:
        with self.shop.changing():
            orders.delete(self.shop, order_id, force=True)

    def order(self, order_id: int) -> Document:
        with self.shop.lock:
            return order_document(self.shop, self.shop.find_order(order_id))

    def coupon(self, code: str) -> Document | None:
        with self.shop.lock:
            found = coupons.by_code(self.shop, code)
            return coupon_document(self.shop, found) if found else None
