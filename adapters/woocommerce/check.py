"""What is wrong with the connection to a WooCommerce store, in words for the shop's owner.

The rule kept here: a check changes nothing in the store, raises nothing, and names a mend for everything it finds.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec

from adapters.http import Redirected, Untrusted
from adapters.woocommerce.client import Blocked, Client, ClocksApart, NoInterface, Rows
from adapters.woocommerce.gift_cards import MISSING, PATH
from adapters.woocommerce.payloads import VersionPayload, WebhookPayload, decode
from adapters.woocommerce.webhooks import NAME, TOPICS
from connector.adapter import Misconfigured, Problem, Rejected, Retryable, Severity, StoreError
from connector.core.money import UnknownCurrency, exponent

OLDEST = (5, 8)  # the first WooCommerce that can be asked for what changed since a time
SKEW_WARNING = timedelta(minutes=5)  # at 15 the store refuses signatures
OPEN_PORTS = frozenset({80, 443, 8080})  # the only ones WordPress sends to, besides the store's own

_LISTS = {
    "customers": ("customers",),
    "products": ("products", "products/categories"),
    "reviews": ("products/reviews",),
    "gift_cards": (PATH,),
}
_ADDRESS = "Check the address in a browser from this machine, and that the store is up."
_KEYS = (
    "In the store, under WooCommerce → Settings → Advanced → REST API, add a key with Read/Write for an administrator "
    "or shop manager, and enter it here."
)
_RENEW = (
    "Renew the store's certificate; where that goes by itself, see why it failed. If it is valid in a browser, this "
    "machine's clock is wrong."
)
_AUTHORITY = (
    "Give the store a certificate of a public authority, such as Let's Encrypt. If your own authority signed it, name "
    "that authority's file in the environment variable REQUESTS_CA_BUNDLE."
)
_CHAIN = (
    "Let the store's web server send the whole chain (often fullchain.pem); browsers fill the gap, programs do not."
)
_HOST = "Enter the address that the certificate is for (with or without www), or get a certificate for this one."
_CERTIFICATE = {9: _RENEW, 10: _RENEW, 18: _AUTHORITY, 19: _AUTHORITY, 20: _CHAIN, 21: _CHAIN, 62: _HOST, 64: _HOST}
_TLS = "Repair the store's TLS, or correct http:// or https:// in the address."
_EXTENSION = (
    "Install and activate WooCommerce Gift Cards in the shop; or, in the programme, take into out of redeem, and those "
    "of kind gift_card out of rewards."
)
_REGISTER = "Let `loyalty run` run with web.public_url set: it registers the webhooks and repairs them."


def check(client: Client, webhook_url: str | None, needs: Collection[str], now: datetime) -> list[Problem]:
    """`webhook_url` is where deliveries should go (None leaves webhooks out), `needs` are facets that must be there."""
    try:
        newest = client.rows("orders", per_page=1)
    except StoreError as error:
        return [_no_way_in(client, error)]
    problems = [*_clock(newest, now), *_newest_order(newest), *_writing(client), *_reading(client, needs)]
    if webhook_url is not None:
        problems += [*_reachable(webhook_url, client.url), *_webhooks(client, webhook_url)]
    return problems


def _no_way_in(client: Client, error: StoreError) -> Problem:
    if isinstance(error, NoInterface):
        return _what_is_there(client)
    return Problem(Severity.ERROR, str(error), _mend(error))


def _mend(error: StoreError) -> str:
    match error:
        case Redirected():
            return "Enter that address here."
        case Untrusted(code=code):
            return _CERTIFICATE.get(code or 0, _TLS)
        case ClocksApart():
            return "Set both clocks by NTP."
        case Blocked():
            return "In that firewall or plugin, allow this machine's address, or the path /wp-json/wc/."
        case Misconfigured():
            return _KEYS
        case Retryable(after=timedelta()):
            return "Wait: the connector asks no sooner. If it stays so, have the host allow more requests."
        case _:
            return _ADDRESS


def _what_is_there(client: Client) -> Problem:
    """No WooCommerce answered: is it WordPress at all, and if so, what is off?"""
    namespaces = _namespaces(client, "/wp-json/")
    if namespaces is not None:
        mend = "Install or activate WooCommerce, or enter the address of the site that has it."
        return Problem(Severity.ERROR, f"{client.url} is a WordPress site without an active WooCommerce.", mend)
    if _namespaces(client, "/?rest_route=/") is not None:
        mend = "In WordPress, under Settings → Permalinks, choose anything but “Plain” and save."
        return Problem(
            Severity.ERROR, f"Permalinks are off at {client.url}, so its REST interface has no address.", mend
        )
    mend = "Enter the store's home address; a shop in a folder needs the folder (https://example.com/shop)."
    return Problem(Severity.ERROR, f"{client.url} is not a WordPress site, or hides its REST interface.", mend)


def _namespaces(client: Client, path: str) -> list[Any] | None:
    try:
        index = msgspec.json.decode(client.http.send("GET", path, unsigned=True).body)
    except StoreError:
        return None
    found = index.get("namespaces") if isinstance(index, dict) else None
    return found if isinstance(found, list) else None


def _clock(newest: Rows, now: datetime) -> Iterator[Problem]:
    skew = abs(newest.date - now) if newest.date else timedelta()
    if skew > SKEW_WARNING:
        minutes = round(skew.total_seconds() / 60)
        what = f"The store's clock and ours are {minutes} minutes apart; at 15 it refuses our signatures."
        yield Problem(Severity.WARNING, what, "Set both clocks by NTP.")


def _newest_order(newest: Rows) -> Iterator[Problem]:
    """Version and currency as the newest order shows them; asking the store itself needs more rights and much work."""
    for raw in newest.rows:
        try:
            order = decode(raw, VersionPayload, "The newest order")
        except Rejected as error:
            yield Problem(
                Severity.WARNING, str(error), "Look for a plugin that changes the orders of the REST interface."
            )
            return
        numbers = tuple(int(part) for part in order.version.split(".")[:2] if part.isdecimal())
        if numbers and numbers < OLDEST:
            what = f"The newest order was written by WooCommerce {order.version}, which is too old to be followed."
            yield Problem(Severity.ERROR, what, f"Update WooCommerce to {'.'.join(map(str, OLDEST))} or later.")
        try:
            exponent(order.currency)
        except UnknownCurrency:
            what = f"The store sells in {order.currency[:10]!r}, which is not an ISO 4217 currency."
            yield Problem(Severity.ERROR, what, "Choose a currency of ISO 4217 under WooCommerce → Settings → General.")


def _writing(client: Client) -> Iterator[Problem]:
    """An empty batch writes nothing, and the store looks at the key's rights before it looks at the batch."""
    try:
        client.post("coupons/batch", {}, msgspec.Raw, "An empty batch")
    except Misconfigured as error:
        yield Problem(Severity.ERROR, str(error), _mend(error))
    except StoreError as error:
        yield Problem(Severity.WARNING, f"Whether our keys may write could not be seen: {error}", _mend(error))


def _reading(client: Client, needs: Collection[str]) -> Iterator[Problem]:
    """A key reads what its user may see, and not every user who sees orders sees accounts, products and reviews."""
    for facet in sorted(_LISTS.keys() & needs):
        for path in _LISTS[facet]:
            try:
                client.rows(path, per_page=1)
            except NoInterface:
                yield Problem(Severity.ERROR, f"The programme needs gift cards: {MISSING}.", _EXTENSION)
                break
            except Misconfigured as error:
                what = f"The programme needs the store's {facet}, and our keys may not read them: {error}"
                yield Problem(Severity.ERROR, what, _mend(error))
                break
            except StoreError as error:
                what = f"The programme needs the store's {facet}, which do not answer: {error}"
                yield Problem(Severity.ERROR, what, _mend(error))
                break


def _reachable(webhook_url: str, store_url: str) -> Iterator[Problem]:
    """Addresses that WordPress silently never sends to, though it says 201 and “active”."""
    ours, store = urlsplit(webhook_url), urlsplit(store_url)
    mend = "Give the connector a public address on port 443, 80 or 8080."
    if _internal(ours.hostname or "") and ours.hostname != store.hostname:
        what = f"WordPress silently refuses to send webhooks to {ours.hostname}: it is an internal address."
        yield Problem(Severity.WARNING, what, mend)
    port = ours.port or (443 if ours.scheme == "https" else 80)
    if port not in OPEN_PORTS and port != store.port:
        what = f"WordPress silently refuses to send webhooks to port {port}."
        yield Problem(Severity.WARNING, what, mend)


def _internal(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return address.is_private or address.is_loopback


def _webhooks(client: Client, url: str) -> Iterator[Problem]:
    try:
        present = list(client.every("webhooks", WebhookPayload, "A webhook"))
    except StoreError as error:
        yield Problem(Severity.ERROR, f"The store's webhooks cannot be listed: {error}", _mend(error))
        return
    for topic in TOPICS:
        mine = [
            hook for hook in present if hook.topic == topic and (hook.name.startswith(NAME) or hook.delivery_url == url)
        ]
        here = [hook for hook in mine if hook.delivery_url == url]
        if not mine:
            yield Problem(Severity.ERROR, f"The webhook for {topic} is missing.", _REGISTER)
        elif not here:
            yield Problem(Severity.ERROR, f"The webhook for {topic} delivers to another address.", _REGISTER)
        elif not any(hook.status == "active" for hook in here):
            why = "The store disables a webhook after seven failed deliveries in a row."
            yield Problem(Severity.ERROR, f"The webhook for {topic} is {here[0].status}. {why}", _REGISTER)
