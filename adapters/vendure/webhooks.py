"""Deliveries from our plugin in the store, and telling it where to send them.

The rule kept here: a delivery is believed only for its signature over the raw bytes, and it names an order and says
nothing of it. Vendure itself sends none: without the plugin there is nothing to register.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from adapters.signatures import signed
from adapters.vendure.balances import has_fields
from adapters.vendure.client import Client
from adapters.vendure.payloads import Destination, decode
from connector.adapter import Event, Hint, Misconfigured, Rejected, Verdict

KEY = "loyaltyConnector.webhook"
TOPIC = "order"
INSTALL = "Install the connector's plugin in the store (docs/connect-vendure.md); until then orders are polled."


class _Named(msgspec.Struct, frozen=True):
    order: str


class VendureWebhooks:
    """The webhooks facet. `secret` is ours, told to the plugin at registering."""

    def __init__(self, client: Client, secret: str) -> None:
        self._client = client
        self._secret = secret

    def __repr__(self) -> str:
        return f"VendureWebhooks({self._client.url!r})"

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        signature = headers.get("x-loyalty-signature")
        if signature is None:
            return Verdict.NO_SIGNATURE
        return Verdict.SIGNED if signed(body, signature, self._secret) else Verdict.BAD_SIGNATURE

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Event:
        topic = headers.get("x-loyalty-topic", "")
        if topic != TOPIC:
            raise Rejected(f"x-loyalty-topic: {topic[:60]!r} is not a topic we know. Update the plugin in the store.")
        return Hint(decode(body, _Named, f"Webhook {topic}").order)

    def register(self, url: str) -> list[str]:
        if not self._secret:
            raise Misconfigured("Without a webhook secret nothing that the store sends could be believed.")
        now = destination(self._client)
        if now == Destination(url, self._secret):
            return []
        self._set({"url": url, "secret": self._secret})
        if now is None:
            return ["the plugin sends to our address"]
        return [
            "the plugin now sends to our address, it sent elsewhere" if now.url != url else "the plugin has our secret"
        ]

    def remove(self) -> list[str]:
        if destination(self._client) is None:
            return []
        self._set({})
        return ["the plugin sends nothing more"]

    def _set(self, value: Mapping[str, str]) -> None:
        given = {"key": KEY, "value": value}
        told = self._client.ask("SetWebhook", dict[str, dict[str, bool | str | None]], "The webhook", input=given)
        answer = told["setSettingsStoreValue"]
        if not answer["result"]:
            raise Misconfigured(f"The store does not let us say where the plugin sends to: {answer['error']}")


def destination(client: Client) -> Destination | None:
    """Where the plugin sends to now; None: nowhere. Raises Misconfigured where there is no plugin, which is told by its
    fields: to see which settings a store has takes the right to read its whole system."""
    if not has_fields(client.shop):
        raise NoPlugin(f"Vendure sends no webhooks by itself. {INSTALL}")
    told = client.ask("Webhook", dict[str, msgspec.Raw], "The webhook", key=KEY)
    try:
        return msgspec.json.decode(told["getSettingsStoreValue"], type=Destination)
    except msgspec.ValidationError:
        return None


class NoPlugin(Misconfigured):
    """The store lacks our plugin."""
