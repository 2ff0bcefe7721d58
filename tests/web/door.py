"""The application at an address, seen from the outside and from its books."""

from dataclasses import dataclass, field
from typing import Any

import requests

from adapters.signatures import sign
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.intake import drain
from tests.running import main_store, rows

MEGABYTE = 1024 * 1024


@dataclass
class Door:
    """The application at an address, the store's secret, and what the books hold."""

    url: str
    connector: Connector
    session: requests.Session = field(default_factory=requests.Session)

    def post(
        self,
        body: bytes,
        *,
        path: str = "/webhooks/main",
        topic: str = "order.updated",
        signature: str | None = "right",
    ) -> requests.Response:
        headers = {"X-WC-Webhook-Topic": topic, "Content-Type": "application/json"}
        if signature is not None:
            secret = self.connector.settings.webhook_secret("main")
            headers["X-WC-Webhook-Signature"] = sign(body, secret) if signature == "right" else signature
        return self.session.post(self.url + path, data=body, headers=headers, timeout=60, allow_redirects=False)

    def inbox(self) -> list[dict[str, Any]]:
        return rows(self.connector.database, "inbox")

    def metrics(self) -> str:
        return self.session.get(f"{self.url}/metrics", timeout=10).text

    def refused(self, store: str, reason: str) -> bool:
        return f'loyalty_webhooks_refused_total{{reason="{reason}",store="{store}"}} 1.0' in self.metrics()

    def drain(self) -> None:
        drain(self.connector.database, main_store(self.connector), bootstrap.now())
