"""Deliveries from the store, and seeing to it that they come.

The rule kept here: a delivery is believed only for its signature over the raw bytes, and even then it is a hint that
something changed. Nothing is told apart by the delivery id: every delivery of one webhook in one second shares it.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import msgspec

from adapters.signatures import signed
from adapters.woocommerce.client import Client, NotFound
from adapters.woocommerce.mapping import to_order
from adapters.woocommerce.payloads import OrderPayload, WebhookPayload, decode
from connector.adapter import Event, Hint, Misconfigured, Nothing, Rejected, RereadRecent, Snapshot, Verdict

# There is no topic for refunds: they come as order.updated.
TOPICS = ("order.created", "order.updated", "order.deleted", "order.restored")
NAME = "Loyalty connector"
_OTHER_RESOURCES = frozenset({"coupon", "customer", "product"})
_PING = re.compile(rb"webhook_id=\d+")


class WooWebhooks:
    """The webhooks facet. `secret` is ours, sent to the store at registering; the store never shows it again."""

    def __init__(self, client: Client, secret: str) -> None:
        self._client = client
        self._secret = secret

    def __repr__(self) -> str:
        return f"WooWebhooks({self._client.url!r})"

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        signature = headers.get("x-wc-webhook-signature")
        if signature is not None:
            return Verdict.SIGNED if signed(body, signature, self._secret) else Verdict.BAD_SIGNATURE
        if self._secret and _PING.fullmatch(body) and not any(name.startswith("x-wc-") for name in headers):
            return Verdict.HARMLESS
        return Verdict.NO_SIGNATURE

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Event:
        topic = headers.get("x-wc-webhook-topic", "")
        resource = topic.partition(".")[0]
        if resource in _OTHER_RESOURCES:
            return Nothing(f"{topic} says nothing about orders")
        if topic not in TOPICS:
            raise Rejected(
                f"x-wc-webhook-topic: {topic[:60]!r} is not a topic we know. In the store, under WooCommerce → "
                "Settings → Advanced → Webhooks, remove the webhook that sends it here."
            )
        fields = decode(body, dict[str, msgspec.Raw], f"Webhook {topic}")
        if "id" not in fields:
            return RereadRecent(f"{topic} came without an order: it was gone when the store wrote the message")
        if topic == "order.deleted":
            return Hint(str(msgspec.convert(decode(fields["id"], int, f"Webhook {topic}: id"), int)))
        payload = decode(body, OrderPayload, f"Webhook {topic}")
        order = to_order(payload, (), received_at)
        # The body names refunds without their lines.
        return Hint(order.id) if payload.refunds else Snapshot(order)

    def register(self, url: str) -> list[str]:
        if not re.fullmatch(r"[A-Za-z0-9]+", self._secret):
            raise Misconfigured(
                "The webhook secret must be letters and digits only (WooCommerce rewrites others), and not empty."
            )
        present = [hook for hook in self._hooks() if hook.name.startswith(NAME) or hook.delivery_url == url]
        done: list[str] = []
        for topic in TOPICS:
            mine = sorted((hook for hook in present if hook.topic == topic), key=lambda hook: hook.id)
            done += self._ensure(topic, url, mine)
        return done

    def remove(self) -> list[str]:
        done: list[str] = []
        for hook in sorted(self._hooks(), key=lambda hook: hook.id):
            if hook.name.startswith(NAME):
                with suppress(NotFound):  # somebody else removed it in between
                    self._client.delete(f"webhooks/{hook.id}", WebhookPayload, f"The webhook for {hook.topic}")
                done.append(f"{hook.topic}: removed")
        return done

    def _hooks(self) -> list[WebhookPayload]:
        return list(self._client.every("webhooks", WebhookPayload, "A webhook"))

    def _ensure(self, topic: str, url: str, mine: list[WebhookPayload]) -> list[str]:
        body = {"name": f"{NAME} {topic}", "topic": topic, "delivery_url": url, "secret": self._secret}
        body["status"] = "active"
        # One disabled for its failures keeps counting them: back on, a single failure would silence it again.
        kept = next((hook for hook in mine if hook.status != "disabled"), None)
        done: list[str] = []
        if kept is None:
            self._client.post("webhooks", body, WebhookPayload, f"The webhook for {topic}")
            done.append(f"{topic}: {'replaced, the store had disabled it' if mine else 'created'}")
        else:
            # The secret cannot be read back, so it is sent each time: only then is it surely ours.
            self._client.put(f"webhooks/{kept.id}", body, WebhookPayload, f"The webhook for {topic}")
            if kept.status != "active":
                done.append(f"{topic}: switched on, it was {kept.status}")
            if kept.delivery_url != url:
                done.append(f"{topic}: now delivers to our address, it delivered elsewhere")
        for extra in mine:
            if extra is not kept:
                self._client.delete(f"webhooks/{extra.id}", WebhookPayload, f"The webhook for {topic}")
                if kept is not None:
                    done.append(f"{topic}: removed a double")
        return done
