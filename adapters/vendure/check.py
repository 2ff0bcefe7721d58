"""What is wrong with the connection to a Vendure store, in words for the shop's owner.

The rule kept here: a check changes nothing in the store, raises nothing, and names a mend for everything it finds.
"""

from collections.abc import Collection, Iterator, Mapping

import msgspec

from adapters.vendure.balances import has_fields
from adapters.vendure.client import Client, Forbidden
from adapters.vendure.payloads import Destination, ShopPayload
from adapters.vendure.promotions import counts_tax, taxes
from adapters.vendure.webhooks import INSTALL, NoPlugin, destination
from connector.adapter import Misconfigured, Problem, Rejected, Retryable, Severity, StoreError
from connector.core.money import UnknownCurrency, exponent

_NOTHING = "0"  # no store has a thing of this number, and rights are looked at first
_EMPTY: Mapping[str, object] = {"enabled": False, "conditions": [], "actions": [], "translations": []}  # is refused
_ONE = {"options": {"take": 1}}
_PROBES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "ReadOrder": ("Orders", _ONE),
    "ReadCustomer": ("Customers", _ONE),
    "ReadPromotion": ("Promotions", _ONE),
    "ReadCustomerGroup": ("CustomerGroups", _ONE),
    "UpdateOrder": ("AddNote", {"input": {"id": _NOTHING, "note": "-", "isPublic": False}}),
    "CreatePromotion": ("CreatePromotion", {"input": _EMPTY}),
    "UpdatePromotion": ("DisablePromotion", {"id": _NOTHING}),
    "DeletePromotion": ("DeletePromotion", {"id": _NOTHING}),
    "UpdateCustomerGroup": ("AddToGroup", {"group": _NOTHING, "customers": []}),
    "ReadCatalog": ("Products", _ONE),
    "UpdateCustomer": ("UpdateCustomer", {"input": {"id": _NOTHING}}),
}
_ONLY_FOR = {"ReadCatalog": "products", "UpdateCustomer": "balances"}
_ADDRESS = "Check the address in a browser from this machine, and that the store is up."
_KEYS = (
    "In the store's dashboard, under Settings → API keys (or Administrators), make one with a role that has "
    "the rights named in docs/connect-vendure.md, and enter it here."
)
_REGISTER = "Let `loyalty run` run with web.public_url set: it tells the plugin, and repairs it."


def check(client: Client, webhook_url: str | None, secret: str, needs: Collection[str]) -> list[Problem]:
    """`webhook_url` is where deliveries should go (None leaves webhooks out), `needs` are facets that must be there."""
    try:
        shop = client.look()
        return [*_rights(client, needs), *_prices(client, shop), *_shown(shop), *_webhook(client, webhook_url, secret)]
    except StoreError as error:
        return [Problem(Severity.ERROR, str(error), _mend(error))]


def _mend(error: StoreError) -> str:
    match error:
        case Forbidden():
            return _KEYS
        case Retryable() | Misconfigured():
            return _ADDRESS
        case _:
            return "Look into the store's log for what it refused."


def _rights(client: Client, needs: Collection[str]) -> Iterator[Problem]:
    """Each right is tried on nothing: only that it is refused is told."""
    missing = []
    for right, (operation, variables) in _PROBES.items():
        if right in _ONLY_FOR and _ONLY_FOR[right] not in needs:
            continue
        try:
            client.ask(operation, msgspec.Raw, right, **variables)
        except Forbidden:
            missing.append(right)
        except Rejected:
            continue
    if missing:
        yield Problem(Severity.ERROR, f"Our keys lack rights in the store: {', '.join(missing)}.", _KEYS)


def _prices(client: Client, shop: ShopPayload) -> Iterator[Problem]:
    currency = shop.active_channel.default_currency_code
    try:
        exponent(currency)
    except UnknownCurrency:
        what = f"The store sells in {currency[:10]!r}, which is not an ISO 4217 currency."
        yield Problem(Severity.ERROR, what, "Choose a currency of ISO 4217 for the channel.")
    if not shop.active_channel.prices_include_tax and taxes(client) and not counts_tax(client):
        what = (
            "The channel keeps its prices without tax, so a coupon of an amount would take tax off too: it is refused."
        )
        mend = "Install the connector's plugin in the store (docs/connect-vendure.md), or give only per cent."
        yield Problem(Severity.WARNING, what, mend)


def _shown(shop: ShopPayload) -> Iterator[Problem]:
    if not has_fields(shop):
        yield Problem(Severity.WARNING, "Accounts have no fields for balances, so none are shown there.", INSTALL)


def _webhook(client: Client, url: str | None, secret: str) -> Iterator[Problem]:
    if url is None:
        return
    try:
        now = destination(client)
    except NoPlugin as error:
        yield Problem(Severity.WARNING, str(error), INSTALL)
        return
    if now is None:
        yield Problem(Severity.ERROR, "The plugin was not told where to send its events.", _REGISTER)
    elif now != Destination(url, secret):
        what = "another address" if now.url != url else "our address with another secret"
        yield Problem(Severity.ERROR, f"The plugin sends its events to {what}.", _REGISTER)
