"""Webhooks: which events reach which of them, and the queue of what is to be delivered.

The rule kept here: a queued delivery is only a (webhook, resource id); what it says is decided when it is sent.
"""

import base64
import hashlib
import hmac
import html
import re
from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit

from .errors import RestError, invalid_id, trash_not_supported
from .records import Webhook

TOPIC_HOOKS: dict[str, list[str]] = {
    "coupon.created": ["woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon"],
    "coupon.updated": ["woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon"],
    "coupon.deleted": ["wp_trash_post"],
    "coupon.restored": ["untrashed_post"],
    "customer.created": ["user_register", "woocommerce_created_customer", "woocommerce_new_customer"],
    "customer.updated": ["profile_update", "woocommerce_update_customer"],
    "customer.deleted": ["delete_user"],
    "order.created": ["woocommerce_new_order"],
    "order.updated": ["woocommerce_update_order", "woocommerce_order_refunded"],
    "order.deleted": ["wp_trash_post", "woocommerce_trash_order"],
    "order.restored": ["untrashed_post", "woocommerce_untrash_order"],
    "product.created": [
        "woocommerce_process_product_meta",
        "woocommerce_new_product",
        "woocommerce_new_product_variation",
    ],
    "product.updated": [
        "woocommerce_process_product_meta",
        "woocommerce_update_product",
        "woocommerce_update_product_variation",
    ],
    "product.deleted": ["wp_trash_post"],
    "product.restored": ["untrashed_post"],
}
STATUSES = ("active", "paused", "disabled")
# The store compares before it counts, so the webhook that has failed six times is disabled by the seventh failure.
FAILURES_BEFORE_DISABLING = 5

Job = tuple[int, int]

# What wp_specialchars_decode(…, ENT_QUOTES) decodes: these entities and no others.
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|#0*(34|38|39|60|62)|#x0*(22|26|27|3c|3e));", re.IGNORECASE)


class Hooks:
    """Its owner holds the lock."""

    def __init__(self) -> None:
        self.webhooks: dict[int, Webhook] = {}
        # Keyed by the job, because a job that waits is not queued again; valued by its place in time.
        self.queue: OrderedDict[Job, int] = OrderedDict()
        self._queued = 0

    def fire(self, topic: str, resource_id: int) -> None:
        for webhook in self.webhooks.values():
            job = (webhook.id, resource_id)
            if webhook.topic == topic and webhook.status == "active" and job not in self.queue:
                self.requeue([job])

    def requeue(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._queued += 1
            self.queue[job] = self._queued

    def last_queued(self) -> int:
        return self._queued

    def take(self, until: int) -> tuple[Webhook, int] | None:
        """The next delivery that was queued no later than `until`."""
        while self.queue:
            job, queued = next(iter(self.queue.items()))
            if queued > until:
                return None
            del self.queue[job]
            if webhook := self.webhooks.get(job[0]):
                return webhook, job[1]
        return None

    def find(self, webhook_id: int) -> Webhook:
        if webhook := self.webhooks.get(webhook_id):
            return webhook
        raise invalid_id("shop_webhook")

    def subscribe(self, body: dict[str, Any], *, webhook_id: int, spare_secret: str, now: int) -> Webhook:
        topic = _valid_topic(body.get("topic"))
        webhook = Webhook(
            id=webhook_id,
            name=str(body.get("name") or f"Webhook created on {now}"),
            topic=topic,
            delivery_url=_valid_url(body.get("delivery_url")),
            secret=str(body.get("secret") or spare_secret),
            created=now,
        )
        self._set_status(webhook, body.get("status"))
        self.webhooks[webhook.id] = webhook
        return webhook

    def change(self, webhook_id: int, body: dict[str, Any], *, now: int) -> Webhook:
        """Making a disabled webhook active again does not forget its failures."""
        webhook = self.find(webhook_id)
        if "topic" in body:
            webhook.topic = _valid_topic(body["topic"])
        if "delivery_url" in body:
            webhook.delivery_url = _valid_url(body["delivery_url"])
        if body.get("secret"):
            webhook.secret = str(body["secret"])
        if body.get("name"):
            webhook.name = str(body["name"])
        self._set_status(webhook, body.get("status"))
        webhook.modified = now
        return webhook

    def unsubscribe(self, webhook_id: int, *, force: bool) -> Webhook:
        webhook = self.find(webhook_id)
        if not force:
            raise trash_not_supported("Webhooks")
        return self.webhooks.pop(webhook.id)

    def _set_status(self, webhook: Webhook, status: Any) -> None:
        if status is None:
            return
        if status not in STATUSES:
            raise RestError(400, "woocommerce_rest_shop_webhook_invalid_status", "Webhook status must be valid.")
        webhook.status = status


def succeeded(status: int) -> bool:
    """Redirects up to 302 count as delivered although nobody follows them."""
    return 200 <= status <= 302


def record_outcome(webhook: Webhook, *, delivered: bool) -> None:
    if delivered:
        webhook.failure_count = 0
    elif webhook.failure_count > FAILURES_BEFORE_DISABLING:
        webhook.status = "disabled"
    else:
        webhook.failure_count += 1


def signature(body: bytes, secret: str) -> str:
    """The store keeps secrets HTML-escaped or not, and decodes them before it signs."""
    key = _ENTITY.sub(lambda entity: html.unescape(entity[0].lower()), secret).encode()
    return base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()


def delivery_id(webhook_id: int, second: int) -> str:
    """Equal for all deliveries of one webhook within one second: not an identity."""
    return hmac.new(b"sandbox salt", f"{webhook_id}{second}".encode(), hashlib.md5).hexdigest()


def hooks_of(topic: str) -> list[str]:
    resource, _, event = topic.partition(".")
    return [event] if resource == "action" else TOPIC_HOOKS[topic]


def _valid_topic(topic: Any) -> str:
    name = str(topic or "").lower()
    if name in TOPIC_HOOKS or (name.startswith("action.") and len(name) > len("action.")):
        return name
    message = "Webhook topic is required and must be valid."
    raise RestError(400, "woocommerce_rest_shop_webhook_invalid_topic", message)


def _valid_url(url: Any) -> str:
    text = str(url or "")
    if text.startswith(("http://", "https://")) and urlsplit(text).hostname:
        return text
    message = "Webhook delivery URL must be a valid URL starting with http:// or https://."
    raise RestError(400, "woocommerce_rest_shop_webhook_invalid_delivery_url", message)
