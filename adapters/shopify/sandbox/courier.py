"""Webhooks on their way: what is waiting, what was sent, and what the receivers answered.

The rule kept here: a delivery is signed over its exact body and keeps body and id when it is tried again; whoever fails
eight times in a row is no longer told, if the API made the subscription. Nothing is promised of order or of number.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import requests

from .installed import Subscription
from .payloads import payload
from .root_fields import VERSIONS
from .shop import Shop

MOST_FAILURES = 8
RETRIES = (60, 120, 300, 600, 1200, 2400, 4200, 5400)  # seconds after the one before: four hours in all
CONNECT_TIMEOUT, TIMEOUT = 1.0, 5.0
NO_ANSWER = 0
BACKGROUND = 0.2


@dataclass(frozen=True)
class Delivery:
    """One attempt. The status is 0 when there was no answer, or none was waited for yet."""

    topic: str
    url: str
    headers: dict[str, str]
    body: bytes
    due: datetime
    subscription_id: int | None = None  # None: made in the app's own configuration
    attempt: int = 0
    status: int = NO_ANSWER


class Courier:
    def __init__(self, shop: Shop, secret: str, *, background: bool = False) -> None:
        self._shop = shop
        self._secret = secret
        self._made = 0
        self._events = 0
        self.waiting: list[Delivery] = []
        self.sent: list[Delivery] = []
        self.compliance_url: str | None = None
        self.twice = False  # everything is sent again
        self.backwards = False  # the last first
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="sandbox courier", daemon=True) if background else None

    def forget(self) -> None:
        self.waiting, self.sent = [], []
        self.compliance_url = None
        self.twice = self.backwards = False

    def start(self) -> None:
        if self._thread:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread:
            self._thread.join(BACKGROUND)

    def take(self, events: Iterable[tuple[str, Any]]) -> None:
        """What one change of the store brought about; its caller holds the lock."""
        self._events += 1
        for topic, subject in events:
            wanted = topic.replace("/", "_").replace(".", "_").upper()
            for subscription in self._shop.books.subscriptions.values():
                if subscription.topic == wanted and subscription.uri.startswith("http"):
                    said = payload(self._shop, topic, subject)
                    if subscription.include_fields:
                        said = {key: value for key, value in said.items() if key in subscription.include_fields}
                    self._wait(topic, subscription.uri, said, subscription)

    def tell_compliance(self, topic: str, said: dict[str, Any]) -> None:
        """Topics that are no subscription, but are set with the app."""
        if self.compliance_url:
            self._wait(topic, self.compliance_url, said)

    def deliver(self) -> int:
        """Sends what is due, before it returns; says how many."""
        with self._one_at_a_time:
            with self._shop.lock:
                now = self._shop.now()
                due = [one for one in self.waiting if one.due <= now]
                self.waiting = [one for one in self.waiting if one.due > now]
            if self.backwards:
                due.reverse()
            for one in due:
                for _ in range(2 if self.twice else 1):
                    self._send(one)
            return len(due)

    def _wait(self, topic: str, url: str, said: dict[str, Any], subscription: Subscription | None = None) -> None:
        body = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
        self._made += 1
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Shopify-Captain-Hook",
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": signature(body, self._secret),
            "X-Shopify-Shop-Domain": self._shop.terms.domain,
            "X-Shopify-API-Version": VERSIONS[-1],
            "X-Shopify-Webhook-Id": _uuid(f"delivery {self._made}"),
            "X-Shopify-Event-Id": _uuid(f"event {self._events}"),
            "X-Shopify-Triggered-At": self._shop.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        if subscription and subscription.name:
            headers["X-Shopify-Name"] = subscription.name
        known = subscription.id if subscription else None
        self.waiting.append(Delivery(topic, url, headers, body, self._shop.now(), known))

    def _send(self, delivery: Delivery) -> None:
        try:
            status = requests.post(
                delivery.url,
                data=delivery.body,
                headers=delivery.headers,
                timeout=(CONNECT_TIMEOUT, TIMEOUT),
                allow_redirects=False,
            ).status_code
        except requests.RequestException:
            status = NO_ANSWER
        with self._shop.changing():
            self.sent.append(replace(delivery, status=status))
            self._outcome(delivery, delivered=200 <= status < 300)

    def _outcome(self, delivery: Delivery, *, delivered: bool) -> None:
        subscription = self._shop.books.subscriptions.get(delivery.subscription_id or 0)
        if subscription:
            subscription.failures = 0 if delivered else subscription.failures + 1
            if subscription.failures >= MOST_FAILURES:
                del self._shop.books.subscriptions[subscription.id]
        if not delivered and delivery.attempt < len(RETRIES):
            later = datetime.fromtimestamp(
                self._shop.now().timestamp() + RETRIES[delivery.attempt], delivery.due.tzinfo
            )
            self.waiting.append(replace(delivery, attempt=delivery.attempt + 1, due=later))

    def _work(self) -> None:
        while not self._stopping.wait(BACKGROUND):
            self.deliver()


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _uuid(text: str) -> str:
    told = hashlib.sha256(text.encode()).hexdigest()
    return f"{told[:8]}-{told[8:12]}-4{told[13:16]}-a{told[17:20]}-{told[20:32]}"
