"""Sending one webhook: what its request looks like, and where the store refuses to send it.

The rule kept here: bytes and headers are those recorded from a real WooCommerce 11.0.1; no redirect is followed.
"""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from . import coupons, customers, products
from .documents import Document, coupon_document, customer_document, product_document
from .errors import RestError
from .hooks import delivery_id, signature
from .order_documents import order_document
from .phpjson import encode
from .records import Webhook
from .shop import Shop

USER_AGENT = "WooCommerce/11.0.1 Hookshot (WordPress/7.1)"
ACCEPT = (("Accept", "*/*"), ("Accept-Encoding", "deflate, gzip, br, zstd"))
DELIVERY_TIMEOUT = 60.0
PING_TIMEOUT = 5.0
SAFE_PORTS = (80, 443, 8080)
NO_ANSWER = 0

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Delivery:
    """One attempt, as the store remembers it. The status is 0 when there was no answer."""

    webhook_id: int
    topic: str
    resource_id: int
    url: str
    headers: Headers
    body: bytes
    status: int


def payload(shop: Shop, topic: str, resource_id: int) -> Document:
    resource, _, event = topic.partition(".")
    if resource == "action":
        return {"action": event, "arg": resource_id}
    if event == "deleted":
        return {"id": resource_id}
    try:
        return _current(shop, resource, resource_id)
    except RestError as gone:
        return gone.document()


def headers_for(webhook: Webhook, body: bytes, *, source: str, now: int) -> Headers:
    resource, _, event = webhook.topic.partition(".")
    return [
        ("Host", _host(webhook.delivery_url)),
        ("User-Agent", USER_AGENT),
        *ACCEPT,
        ("Content-Type", "application/json"),
        ("X-WC-Webhook-Source", f"{source}/"),
        ("X-WC-Webhook-Topic", webhook.topic),
        ("X-WC-Webhook-Resource", resource),
        ("X-WC-Webhook-Event", event),
        ("X-WC-Webhook-Signature", signature(body, webhook.secret)),
        ("X-WC-Webhook-ID", str(webhook.id)),
        ("X-WC-Webhook-Delivery-ID", delivery_id(webhook.id, now)),
        ("Connection", "close"),
        ("Content-Length", str(len(body))),
    ]


def prepare(shop: Shop, webhook: Webhook, resource_id: int) -> tuple[Headers, bytes]:
    body = encode(payload(shop, webhook.topic, resource_id))
    return headers_for(webhook, body, source=shop.url, now=shop.now()), body


def ping(webhook: Webhook) -> tuple[Headers, bytes]:
    """The form post that a store sends once when a webhook is made: unsigned, and nobody reads the answer."""
    body = f"webhook_id={webhook.id}".encode()
    headers = [
        ("Host", _host(webhook.delivery_url)),
        ("User-Agent", USER_AGENT),
        *ACCEPT,
        ("Connection", "close"),
        ("Content-Length", str(len(body))),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    return headers, body


def post(url: str, headers: Headers, body: bytes, timeout: float) -> int:
    """The status of the answer, or NO_ANSWER."""
    target = urlsplit(url)
    connect = HTTPSConnection if target.scheme == "https" else HTTPConnection
    connection = connect(target.hostname or "", target.port, timeout=timeout)
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return NO_ANSWER
    finally:
        connection.close()


def is_refused(url: str, store_url: str) -> bool:
    """WordPress sends to no private address and to no unusual port, but for the store's own."""
    target, store = urlsplit(url), urlsplit(store_url)
    same_host = target.hostname == store.hostname
    if not same_host and _is_private(target.hostname or ""):
        return True
    port = target.port
    return port is not None and port not in SAFE_PORTS and not (same_host and port == store.port)


def _current(shop: Shop, resource: str, resource_id: int) -> Document:
    if resource == "order":
        return order_document(shop, shop.find_order(resource_id))
    if resource == "coupon":
        return coupon_document(shop, coupons.find(shop, resource_id))
    if resource == "customer":
        return customer_document(shop, customers.find(shop, resource_id))
    return product_document(shop, products.find(shop, resource_id))


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _is_private(host: str) -> bool:
    try:
        address = ip_address(socket.gethostbyname(host))
    except OSError:
        return True
    return address.is_private or address.is_loopback
