"""When queued webhooks are sent: at most once an interval, and only because somebody asked the store for something.

The rule kept here: one after the other and never twice; a run that a request starts sends what was queued before it.
"""

import threading
from collections import deque

from .delivery import DELIVERY_TIMEOUT, NO_ANSWER, PING_TIMEOUT, Delivery, is_refused, ping, post, prepare
from .hooks import record_outcome, succeeded
from .records import Webhook
from .shop import Shop

REMEMBERED_DELIVERIES = 10_000


class Cron:
    def __init__(
        self,
        shop: Shop,
        *,
        interval: float,
        background: bool,
        started_by_requests: bool,
        allow_loopback: bool,
    ) -> None:
        self._shop = shop
        self._interval = interval
        self._background = background
        self._started_by_requests = started_by_requests
        self._allow_loopback = allow_loopback
        self.deliveries: deque[Delivery] = deque(maxlen=REMEMBERED_DELIVERIES)
        self.delivered = 0
        self._last_run = float("-inf")
        self._until = 0
        self._woken = threading.Event()
        self._stopping = False
        self._one_at_a_time = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="sandbox cron", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Sends nothing more, and does not wait for a receiver that takes its time."""
        self._stopping = True
        self._woken.set()
        self._thread.join(timeout=0.2)

    def request_seen(self) -> None:
        if self._started_by_requests:
            self.run_if_due()

    def run_if_due(self) -> None:
        """Starts a run in the background, unless there was one within the interval."""
        now = self._shop.clock()
        with self._shop.lock:
            if now - self._last_run < self._interval:
                return
            self._last_run = now
            self._until = self._shop.hooks.last_queued()
        self._woken.set()

    def run_now(self) -> int:
        """Sends all that is queued, before it returns; says how many."""
        with self._shop.lock:
            until = self._shop.hooks.last_queued()
        return self._run(until)

    def send_ping(self, webhook: Webhook) -> None:
        headers, body = ping(webhook)
        self._post(webhook.delivery_url, headers, body, PING_TIMEOUT)

    def _work(self) -> None:
        while not self._stopping:
            woken = self._woken.wait(self._interval if self._background else None)
            self._woken.clear()
            if self._stopping:
                return
            if woken:
                self._run(self._until)
            else:
                self.run_now()

    def _run(self, until: int) -> int:
        sent = 0
        with self._one_at_a_time:
            while not self._stopping and self._send_next(until):
                sent += 1
        return sent

    def _send_next(self, until: int) -> bool:
        with self._shop.changing():
            job = self._shop.hooks.take(until)
            if job is None:
                return False
            webhook, resource_id = job
            url = webhook.delivery_url
            headers, body = prepare(self._shop, webhook, resource_id)
        status = self._post(url, headers, body, DELIVERY_TIMEOUT)
        with self._shop.changing():
            record_outcome(webhook, delivered=succeeded(status))
            self.delivered += succeeded(status)
            self.deliveries.append(Delivery(webhook.id, webhook.topic, resource_id, url, headers, body, status))
        return True

    def _post(self, url: str, headers: list[tuple[str, str]], body: bytes, timeout: float) -> int:
        if not self._allow_loopback and is_refused(url, self._shop.url):
            return NO_ANSWER
        return post(url, headers, body, timeout)
