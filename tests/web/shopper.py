"""A shop that asks for its shoppers, as the plugin does: it signs who they are and prints what it hears."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import requests

from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.commerce import Order
from connector.usecases.settle_orders import settle_orders
from connector.web.tokens import sign
from tests.building import a_line, an_order
from tests.running import main_store

ANNAS = "7"  # the id of her account in the shop


@dataclass
class Asker:
    """Somebody in the shop: `customer` is their account there, None a visitor."""

    url: str
    connector: Connector
    customer: str | None = ANNAS
    store: str = "main"
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def secret(self) -> str:
        return self.connector.settings.shopper_secret("main")

    def token(self) -> str:
        return sign(self.secret, "main", self.customer, int(time.time()))

    def ask(
        self, path: str, json: object = None, *, token: str | None = "", language: str | None = None, **more: Any
    ) -> requests.Response:
        signed = self.token() if token == "" else token
        return self.session.request(
            "GET" if json is None and "data" not in more else "POST",
            f"{self.url}/shop/{self.store}/{path}",
            json=json,
            params={"language": language} if language else {},
            headers={"Authorization": f"Bearer {signed}"} if signed is not None else {},
            timeout=20,
            **more,
        )

    def shown(self, path: str, json: object = None, **options: Any) -> dict[str, Any]:
        answer = self.ask(path, json, **options)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def refused(self, path: str, json: object = None, **options: Any) -> tuple[int, str]:
        answer = self.ask(path, json, **options)
        return answer.status_code, answer.json()["code"]

    def counted(self, reason: str, store: str = "main") -> bool:
        told = self.session.get(f"{self.url}/metrics", timeout=10).text
        return f'loyalty_shop_refused_total{{reason="{reason}",store="{store}"}} 1.0' in told

    def bought(self, *orders: Order) -> None:
        """The books hear of these orders."""
        with self.connector.database.write() as connection:
            settle_orders(connection, main_store(self.connector), orders, bootstrap.now())

    def has(self, points: int) -> None:
        """Anna has so many points from order 1, of yesterday."""
        self.bought(an_order(a_line(points * 100), placed_at=bootstrap.now() - timedelta(days=1)))
