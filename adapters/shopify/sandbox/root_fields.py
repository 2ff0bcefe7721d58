"""Where queries begin: lists, records by id or by what else tells them apart, the shop, and the app's own installation.

The rule kept here: without `read_all_orders` orders older than 60 days are not there, and nothing says so.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import goods
from .errors import not_found
from .paging import LISTED, Listed, found
from .records import Order
from .resolving import Ask, Part, resolves
from .shop import Shop, gid, parsed

VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10")
COUNTED_TO = 10_000

LISTS: Mapping[str, tuple[str, Callable[[Ask], list[Any]]]] = {
    "orders": ("Order", lambda ask: ask.orders()),
    "customers": ("Customer", lambda ask: list(ask.shop.books.customers.values())),
    "products": ("Product", lambda ask: list(ask.shop.books.products.values())),
    "productVariants": ("ProductVariant", lambda ask: list(ask.shop.books.variants.values())),
    "collections": ("Collection", lambda ask: list(ask.shop.books.collections.values())),
    "locations": ("Location", lambda ask: list(ask.shop.books.locations.values())),
}
SINGLE = ("order", "customer", "product", "productVariant", "collection", "location", "refund")
PARTS: Mapping[str, Callable[[Order], list[Any]]] = {
    "Refund": lambda order: order.refunds,
    "LineItem": lambda order: order.lines,
    "OrderTransaction": lambda order: order.transactions,
}
UNFILTERED = frozenset({"productVariantsCount"})  # ignores its query, and only a warning says so


def listing(name: str, kind: str, rows: Callable[[Ask], list[Any]]) -> None:
    """Answers a list of the root and its count."""

    def count(ask: Ask, source: Any, args: dict[str, Any], *, name: str = f"{name}Count") -> Any:
        listed = Listed() if name in UNFILTERED else LISTED.get(kind, Listed())
        kept = len(found(ask.shop, rows(ask), args.get("query"), listed, ask.notices, [name]))
        limit = args.get("limit", COUNTED_TO)
        whole = limit is None or kept < limit
        return {"count": kept if whole else limit, "precision": "EXACT" if whole else "AT_LEAST"}

    resolves("QueryRoot", name)(lambda ask, source, args: rows(ask))
    resolves("QueryRoot", f"{name}Count")(count)


def single(name: str) -> None:
    kind = name[0].upper() + name[1:]
    resolves("QueryRoot", name)(lambda ask, source, args: look_up(ask, args.get("id"), kind))


for _name, (_kind, _rows) in LISTS.items():
    listing(_name, _kind, _rows)
for _name in SINGLE:
    single(_name)


def look_up(ask: Ask, text: str | None, kind: str | None = None) -> Any:
    """The record of that global id; None if it is gone, or is none of those that may be seen."""
    told = parsed(text or "")
    if told is None or (kind and told[0] != kind):
        raise not_found()
    if told[0] in PARTS:
        parts = (Part(order, part) for order in ask.orders() for part in PARTS[told[0]](order))
        return next((part for part in parts if part.record.id == told[1]), None)
    record = ask.shop.find(*told)
    return None if isinstance(record, Order) and not ask.may_see(record) else record


@resolves("QueryRoot", "node")
def node(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return look_up(ask, args["id"])


@resolves("QueryRoot", "nodes")
def nodes(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return [look_up(ask, one) for one in args["ids"]]


@resolves("QueryRoot", "customerByIdentifier")
def customer_by(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    told = args["identifier"]
    if "id" in told:
        return look_up(ask, told["id"], "Customer")
    if "emailAddress" in told:
        return goods.by_email(ask.shop, told["emailAddress"])
    return next((c for c in ask.shop.books.customers.values() if c.phone == told.get("phoneNumber")), None)


@resolves("QueryRoot", "orderByIdentifier")
def order_by(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return look_up(ask, args["identifier"].get("id"), "Order")


@resolves("QueryRoot", "productByIdentifier")
def product_by(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    told = args["identifier"]
    if "id" in told:
        return look_up(ask, told["id"], "Product")
    return next((p for p in ask.shop.books.products.values() if p.handle == told.get("handle")), None)


@resolves("QueryRoot", "collectionByIdentifier")
def collection_by(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    told = args["identifier"]
    if "id" in told:
        return look_up(ask, told["id"], "Collection")
    return next((c for c in ask.shop.books.collections.values() if c.handle == told.get("handle")), None)


@resolves("QueryRoot", "publicApiVersions")
def versions(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return [api_version(handle) for handle in VERSIONS]


def api_version(handle: str) -> dict[str, Any]:
    latest = " (Latest)" if handle == VERSIONS[-1] else ""
    return {"handle": handle, "displayName": f"{handle}{latest}", "supported": True}


@resolves("QueryRoot", "shop")
def the_shop(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return shop_document(ask.shop)


def shop_document(shop: Shop) -> dict[str, Any]:
    terms = shop.terms
    offset = datetime.now(ZoneInfo(terms.time_zone)).strftime("%z")
    return {
        "__typename": "Shop",
        "id": gid("Shop", 1),
        "name": terms.name,
        "email": f"owner@{terms.domain}",
        "contactEmail": f"owner@{terms.domain}",
        "myshopifyDomain": terms.domain,
        "url": f"https://{terms.domain}",
        "primaryDomain": {"host": terms.domain, "url": f"https://{terms.domain}", "sslEnabled": True},
        "currencyCode": terms.currency,
        "enabledPresentmentCurrencies": [terms.currency, *terms.rates],
        "ianaTimezone": terms.time_zone,
        "timezoneOffset": f"{offset[:3]}:{offset[3:]}",
        "taxesIncluded": terms.taxes_included,
        "taxShipping": False,
        "setupRequired": False,
        "customerAccounts": "OPTIONAL",
        "customerAccountsV2": {"customerAccountsVersion": "NEW_CUSTOMER_ACCOUNTS", "url": f"https://{terms.domain}"},
        "features": {"giftCards": terms.gift_cards, "storefront": True},
        "plan": {"publicDisplayName": "Basic", "displayName": "Basic", "partnerDevelopment": False},
        "unitSystem": "METRIC_SYSTEM",
        "weightUnit": "KILOGRAMS",
    }


def uninstalled_document(shop: Shop) -> dict[str, Any]:
    """The REST API's shape of a shop, as far as anybody reads it."""
    terms = shop.terms
    told = {"id": 1, "name": terms.name, "email": f"owner@{terms.domain}", "currency": terms.currency}
    return {**told, "domain": terms.domain, "myshopify_domain": terms.domain, "iana_timezone": terms.time_zone}


@resolves("QueryRoot", "currentAppInstallation")
def installation(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return {
        "__typename": "AppInstallation",
        "id": gid("AppInstallation", 1),
        "accessScopes": [{"handle": scope, "description": scope} for scope in sorted(ask.grants.scopes)],
        "app": {"__typename": "App", "id": gid("App", 1), "apiKey": ask.app, "title": "Loyalty", "handle": "loyalty"},
    }
