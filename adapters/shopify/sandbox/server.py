"""The sandbox store as a thing to start and stop: `with Sandbox(seed=1, orders=20, customers=5) as store: …`

The rule kept here: its address is taken before anything else happens, and once stopped it answers and sends no more.
What the shop's people and its buyers do is a method; what an app does goes through the API.
"""

import socket
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.sandboxes.faults import Fault, Faults, Kind
from adapters.sandboxes.hangup import Connections
from adapters.sandboxes.saving import Saver
from adapters.sandboxes.serving import ServingThread

from . import checkout, goods, merging, placing, proxy, root_fields, store_credit
from .app import Closed, Site
from .cost import Bucket
from .courier import Courier
from .execution import Engine
from .grants import ALL_SCOPES, Grants
from .records import Customer, Order, Product, Refund
from .seed import Past, populate
from .shop import Books, Shop, Terms
from .snapshot import dump, restore
from .times import Clock
from .tokens import Tokens
from .troubles import Trouble, Troubles


class Sandbox:
    def __init__(
        self,
        *,
        terms: Terms | None = None,
        past: Past | None = None,
        clock: Clock = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
        client_id: str = "sandbox-client",
        client_secret: str = "sandbox-secret",  # noqa: S107 it opens nothing but this sandbox
        access_token: str = "shpat_sandbox",  # noqa: S107
        scopes: Iterable[str] = ALL_SCOPES,
        bucket: Bucket | None = None,
        background_webhooks: bool = False,
        control: bool = False,
        state: Path | None = None,
    ) -> None:
        listening = socket.create_server((host, port))
        # Without it the second write of every answer waits 40 ms for the first to be acknowledged.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://{host}:{listening.getsockname()[1]}"
        self.access_token = access_token
        self.shop = Shop(terms or Terms(), clock=clock, url=self.url)
        if state and state.exists():
            restore(self.shop, state.read_bytes())
        else:
            with self.shop.changing():
                populate(self.shop, past or Past())
        self.tokens = Tokens(client_id, client_secret, Grants.of(scopes), lambda: self.shop.clock(), access_token)
        self.client_secret = client_secret
        self.faults = Faults()
        self.bucket = bucket or Bucket()
        self.troubles = Troubles()
        self.courier = Courier(self.shop, client_secret, background=background_webhooks)
        engine = Engine(self.bucket, self.troubles)
        self._site = Site(self.shop, self.tokens, engine, self.faults)
        connections = Connections()
        self._serving = ServingThread(self._site.app(connections, control=control), connections, listening)
        self._saver = Saver(self.shop, lambda: dump(self.shop), state) if state else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.shop.hears = self.courier.take
        self._serving.start()
        self.courier.start()
        if self._saver:
            self._saver.start()

    def stop(self) -> None:
        self.courier.stop()
        self._serving.stop()
        if self._saver:
            self._saver.stop()

    @property
    def requests(self) -> int:
        return self._site.requests

    def reset(self) -> None:
        """Empty shelves and books, nothing on its way, and all is well; much faster than another sandbox."""
        with self.shop.changing():
            self.shop.books = Books()
        self.courier.forget()
        self.tokens.reset()
        self.recover()

    def grant(self, scopes: Iterable[str], *, protected_data: bool = True) -> None:
        """The app may do this from now on, and nothing else."""
        self.tokens.grants = Grants.of(scopes, protected_data=protected_data)

    def fail(self, kind: Kind, asked: str = "*", **details: Any) -> None:
        """See `Fault`. `asked` is held against path and fields: fail("answer-lost", "*#giftCardCreate")."""
        self.faults.add(Fault(kind, asked, **details))

    def trouble(self, trouble: Trouble, field: str = "*", times: int | None = 1) -> None:
        """See `Troubles`: trouble("internal-after", "giftCardCreate")."""
        self.troubles.order(trouble, field, times)

    def close(self, status: Closed) -> None:
        """The store has not paid its bill (402), or is closed for good (403) or for now (423)."""
        self._site.closed = status

    def recover(self) -> None:
        self._site.closed = None
        self.shop.index_lag, self.shop.bulk_breaks = timedelta(0), False
        self.faults.clear()
        self.troubles.clear()

    def buy(self, items: Mapping[int, int], **details: Any) -> Order:
        """See `checkout.buy`: buy({variant: 2}, customer=ann, codes=["TEN"], cards=[…], with_credit=True)."""
        with self.shop.changing():
            return checkout.buy(self.shop, items, **details)

    def pay(self, order: Order) -> None:
        with self.shop.changing():
            placing.pay(self.shop, order)

    def refund(self, order: Order, **what: Any) -> Refund:
        """See `placing.refund`; without more, all that is left."""
        with self.shop.changing():
            return placing.refund(self.shop, order, **what)

    def refund_as_credit(self, order: Order, amount: Decimal) -> Refund:
        """Gives money back as store credit: the refund says so by its gateway."""
        with self.shop.changing():
            currency = self.shop.terms.currency
            account = store_credit.opened(self.shop, order.customer_id or 0, currency)
            store_credit.book(self.shop, account, amount, "ORDER_REFUND")
            return placing.refund(self.shop, order, amount=amount, gateway=checkout.CREDIT_GATEWAY)

    def edit(self, order: Order, **what: Any) -> None:
        """See `placing.edit`."""
        with self.shop.changing():
            placing.edit(self.shop, order, **what)

    def touch(self, order: Order) -> None:
        """A change of no consequence."""
        with self.shop.changing():
            placing.touch(self.shop, order)

    def cancel(self, order: Order, **how: Any) -> None:
        """See `placing.cancel`."""
        with self.shop.changing():
            placing.cancel(self.shop, order, **how)

    def delete_order(self, order: Order) -> None:
        with self.shop.changing():
            placing.delete(self.shop, order)

    def add_customer(self, email: str | None, **details: Any) -> Customer:
        """See `goods.add_customer`."""
        with self.shop.changing():
            return goods.add_customer(self.shop, email, **details)

    def add_product(self, title: str, price: Decimal, **details: Any) -> Product:
        """See `goods.add_product`."""
        with self.shop.changing():
            return goods.add_product(self.shop, title, price, **details)

    def consent(self, customer: Customer, state: str) -> None:
        with self.shop.changing():
            goods.consent(self.shop, customer, state)

    def close_account(self, customer: Customer) -> None:
        with self.shop.changing():
            goods.close_account(self.shop, customer)

    def merge(self, kept: Customer, gone: Customer) -> None:
        with self.shop.changing():
            merging.merged(self.shop, kept, gone)

    def uninstall(self) -> None:
        """The merchant removes the app: no token is good any more, and its subscriptions go after a last word."""
        with self.shop.changing():
            self.shop.tell("app/uninstalled", root_fields.uninstalled_document(self.shop))
        with self.shop.changing():
            self.shop.books.subscriptions.clear()
        self.tokens.installed = False
        self.tokens.revoke_all()

    def request_data(self, customer: Customer) -> None:
        self._comply("customers/data_request", customer, orders="orders_requested", data_request={"id": 9999})

    def redact_customer(self, customer: Customer) -> None:
        self._comply("customers/redact", customer, orders="orders_to_redact")

    def redact_shop(self) -> None:
        with self.shop.changing():
            self.courier.tell_compliance("shop/redact", self._whose())

    def proxied(self, customer: Customer | None = None, **parameters: str) -> str:
        """The query with which a shopper's request arrives through the app proxy."""
        told = {name: [value] for name, value in parameters.items()}
        return proxy.signed_query(self.shop, self.client_secret, customer=customer, parameters=told)

    def _comply(self, topic: str, customer: Customer, *, orders: str, **more: Any) -> None:
        with self.shop.changing():
            who = {"id": customer.id, "email": customer.email, "phone": customer.phone}
            placed = [order.id for order in self.shop.books.orders.values() if order.customer_id == customer.id]
            self.courier.tell_compliance(topic, {**self._whose(), "customer": who, orders: placed, **more})

    def _whose(self) -> dict[str, Any]:
        return {"shop_id": 1, "shop_domain": self.shop.terms.domain}
