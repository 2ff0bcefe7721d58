"""The load: signed events posted as a store posts them, and members who redeem in the shop.

The rule kept here: whoever hears no answer says the same again, as stores and shoppers do; what was answered is
remembered, and what was sent, too.
"""

import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import requests

from adapters.signatures import sign
from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.delivery import payload
from adapters.woocommerce.sandbox.phpjson import encode
from connector.settings import Settings
from connector.web.tokens import sign as vouch
from tests.life import Life

_PATIENCE = 20  # seconds for an answer


@dataclass(frozen=True)
class Front:
    """The public side of the connector: where a store's events and questions go, and its secrets."""

    url: str
    settings: Settings
    store: str

    @property
    def _door(self) -> str:
        return f"{self.url}/webhooks/{self.store}"

    def tell(self, body: bytes, delivery: str) -> bool:
        """Post a signed event once. True: it is acknowledged."""
        headers = {
            "Content-Type": "application/json",
            "X-WC-Webhook-Topic": "order.updated",
            "X-WC-Webhook-Signature": sign(body, self.settings.webhook_secret(self.store)),
            "X-WC-Webhook-Delivery-ID": delivery,
            "Connection": "close",
        }
        with suppress(requests.RequestException):
            answer = requests.post(self._door, data=body, headers=headers, timeout=_PATIENCE, allow_redirects=False)
            return answer.status_code == 200
        return False

    def ask(self, customer: int, path: str, json: object = None) -> requests.Response | None:
        """What the shop hears for its customer; None: nothing."""
        token = vouch(self.settings.shopper_secret(self.store), self.store, str(customer), int(time.time()))
        with suppress(requests.RequestException):
            return requests.request(
                "GET" if json is None else "POST",
                f"{self.url}/shop/{self.store}/{path}",
                json=json,
                headers={"Authorization": f"Bearer {token}", "Connection": "close"},
                timeout=_PATIENCE,
            )
        return None


class Teller(threading.Thread):
    """Tells of the life in the shop, event after event, each until it is acknowledged."""

    def __init__(self, name: str, front: Front, shop: Sandbox, life: Life, seed: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.acknowledged: Counter[tuple[str, bytes]] = Counter()
        self.sent: Counter[tuple[str, bytes]] = Counter()
        self._called, self._front, self._shop, self._life = name, front, shop, life
        self._chance, self._pause, self._count = random.Random(seed), pause, 0
        self._lock = threading.Lock()

    def run(self) -> None:
        while not self.ended.wait(self._pause):
            if self._life.orders:
                self.tell(self.ended)

    def end(self) -> None:
        self.ended.set()
        self.join(2 * _PATIENCE)

    def tell(self, ended: threading.Event) -> str | None:
        """Tell how an order of the last hundred stands. The delivery's id, or None if nobody acknowledged it."""
        with self._lock:
            self._count += 1
            delivery = f"{self._called}-{self._count}"
            order = self._chance.choice(self._life.orders[-100:])
        with self._shop.shop.lock:
            body = encode(payload(self._shop.shop, "order.updated", order))
        while not ended.is_set():
            with self._lock:
                self.sent[delivery, body] += 1
            if self._front.tell(body, delivery):
                with self._lock:
                    self.acknowledged[delivery, body] += 1
                return delivery
            time.sleep(0.1)
        return None


class Redeemer(threading.Thread):
    """Members who want 100 points as a code; who hears nothing sends the same form again."""

    def __init__(self, front: Front, life: Life, seed: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.codes: dict[str, set[str]] = {}  # the form → the codes that it was answered with
        self.asked_again = 0
        self._front, self._life = front, life
        self._chance, self._pause, self._count = random.Random(seed), pause, 0

    def run(self) -> None:
        while not self.ended.wait(self._pause):
            customer = int(self._chance.choice(self._life.customers)["id"])
            self._count += 1
            self._redeem(customer, f"{self._front.store}-form-{self._count:06}")

    def end(self) -> None:
        self.ended.set()
        self.join(2 * _PATIENCE)

    def _redeem(self, customer: int, form: str) -> None:
        twice = self._chance.random() < 0.2  # a double click, or a shop that lost the answer
        while not self.ended.is_set():
            answer = self._front.ask(customer, "redeem", {"points": 100, "key": form})
            if answer is not None and answer.status_code == 200:
                code = answer.json()["code"]
                self.codes.setdefault(form, set()).add(code)
                self._life.codes.append((code, customer))
                if not twice:
                    return
                twice = False
            elif answer is not None and answer.status_code < 500:
                return  # too few points, or the clock stands wrong: nobody gets anything for it
            self.asked_again += 1
            time.sleep(0.2)
