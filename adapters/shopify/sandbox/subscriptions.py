"""Webhook subscriptions that an app makes through the API.

The rule kept here: a topic and an address are subscribed once; the version that payloads have is the app's, not the
request's.
"""

from typing import Any
from urllib.parse import urlsplit

from .installed import Subscription
from .paging import LISTED, Listed
from .resolving import Ask, answers, resolves
from .root_fields import VERSIONS, api_version, listing, look_up, single
from .user_errors import UserError, mutation

LONGEST_ADDRESS = 65_535


@mutation("webhookSubscriptionCreate")
def create(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told, shop = args["webhookSubscription"], ask.shop
    uri = _address(told)
    for known in shop.books.subscriptions.values():
        if (known.topic, known.uri, known.filter) == (args["topic"], uri, told.get("filter")):
            raise UserError(["webhookSubscription", "callbackUrl"], "Address for this topic has already been taken")
    now = shop.now()
    made = Subscription(shop.next_id("WebhookSubscription"), args["topic"], uri, now, now)
    _write(made, told)
    shop.books.subscriptions[made.id] = made
    return {"webhookSubscription": made}


@mutation("webhookSubscriptionUpdate")
def update(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found, told = _find(ask, args["id"]), args["webhookSubscription"]
    if told.get("uri") or told.get("callbackUrl"):
        found.uri = _address(told)
    _write(found, told)
    found.updated_at = ask.shop.now()
    return {"webhookSubscription": found}


@mutation("webhookSubscriptionDelete")
def delete(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found = _find(ask, args["id"])
    del ask.shop.books.subscriptions[found.id]
    return {"deletedWebhookSubscriptionId": args["id"]}


def _find(ask: Ask, text: str) -> Subscription:
    found = look_up(ask, text, "WebhookSubscription")
    if not isinstance(found, Subscription):
        raise UserError(["id"], "Webhook subscription does not exist")
    return found


def _address(told: dict[str, Any]) -> str:
    uri = str(told.get("uri") or told.get("callbackUrl") or "")
    where = ["webhookSubscription", "callbackUrl"]
    if not uri:
        raise UserError(where, "Address can't be blank")
    if len(uri.encode()) > LONGEST_ADDRESS:
        raise UserError(where, "Address is too big (maximum is 64 KB)")
    if urlsplit(uri).scheme not in ("https", "http", "pubsub", "arn"):
        raise UserError(where, "Address is invalid")
    return uri


def _write(found: Subscription, told: dict[str, Any]) -> None:
    for name, attribute in (("format", "format"), ("name", "name"), ("filter", "filter")):
        if told.get(name) is not None:
            setattr(found, attribute, told[name])
    if told.get("includeFields") is not None:
        found.include_fields = list(told["includeFields"])


def _kept(ask: Ask) -> list[Any]:
    return list(ask.shop.books.subscriptions.values())


listing("webhookSubscriptions", "WebhookSubscription", _kept)
single("webhookSubscription")


@resolves("QueryRoot", "webhookSubscriptions")
def webhook_subscriptions(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    topics, uri = args.get("topics"), args.get("uri") or args.get("callbackUrl")
    return [s for s in _kept(ask) if (not topics or s.topic in topics) and (not uri or s.uri == uri)]


answers(
    "WebhookSubscription",
    {
        "callbackUrl": lambda s: s.uri,
        "endpoint": lambda s: {"__typename": "WebhookHttpEndpoint", "callbackUrl": s.uri},
        "apiVersion": lambda s: api_version(VERSIONS[-1]),
    },
)
LISTED["WebhookSubscription"] = Listed(
    search={
        "id": lambda shop, s: s.id,
        "created_at": lambda shop, s: s.created_at,
        "updated_at": lambda shop, s: s.updated_at,
        "endpoint": lambda shop, s: s.uri,
    },
    sorts={"CREATED_AT": lambda shop, s: s.created_at},
)
