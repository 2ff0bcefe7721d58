"""Seeing to it that the store's deliveries come.

The rule kept here: Shopify takes a subscription away after eight failures in a row, without a word, so what is there is
looked at each time and mended. Ours are told by their name; others of the app stay as they are.
"""

from collections.abc import Iterator

from adapters.shopify.access import Access
from adapters.shopify.client import Client
from adapters.shopify.payloads import Named, Nodes, Thing
from connector.adapter import Rejected

_ORDER = ("id", "updated_at")  # with the date, or a second change that looks the same is not sent
SUBSCRIBED: dict[str, tuple[str, ...]] = {
    "orders/create": _ORDER,
    "orders/updated": _ORDER,
    "orders/paid": _ORDER,
    "orders/cancelled": _ORDER,
    "orders/edited": (),
    "orders/delete": (),
    "refunds/create": ("id", "order_id", "created_at", "processed_at"),
    "customers/merge": (),
    "app/uninstalled": ("id", "myshopify_domain", "updated_at"),
}
NEEDS = {"customers/merge": "read_customer_merge"}  # without the scope, merging shows in the orders alone
_NAME = "loyalty-connector-"
_PAGE = 250


class _Subscription(Named, frozen=True):
    topic: str
    uri: str
    name: str | None = None
    format: str = "JSON"
    include_fields: tuple[str, ...] = ()


class _Listed(Thing, frozen=True):
    webhook_subscriptions: Nodes[_Subscription]


class _UserError(Thing, frozen=True):
    message: str


class _Outcome(Thing, frozen=True):
    user_errors: list[_UserError]


class Subscriptions:
    """The subscriptions of ours in one store."""

    def __init__(self, client: Client, access: Access) -> None:
        self._client = client
        self._access = access

    def ensure(self, url: str) -> list[str]:
        """One for each topic, and right. Returns what was done, in plain words."""
        present = [one for one in self._all() if _ours(one) or one.uri == url]
        done: list[str] = []
        for topic, fields in SUBSCRIBED.items():
            scope = NEEDS.get(topic)
            if scope is None or scope in self._access:
                mine = [one for one in present if one.topic == enum(topic)]
                done += self._ensure(topic, fields, url, mine)
        return done

    def missing(self, url: str) -> list[str]:
        """The topics of which nothing comes to that address."""
        there = {one.topic for one in self._all() if one.uri == url}
        return [topic for topic in SUBSCRIBED if topic not in NEEDS and enum(topic) not in there]

    def remove(self) -> list[str]:
        done = []
        for one in self._all():
            if _ours(one):
                self._delete(one)
                done.append(f"{spoken(one.topic)}: removed")
        return done

    def _ensure(self, topic: str, fields: tuple[str, ...], url: str, mine: list[_Subscription]) -> list[str]:
        wanted = {"name": _named(topic), "uri": url, "format": "JSON", "includeFields": list(fields)}
        kept = next((one for one in mine if one.uri == url), mine[0] if mine else None)
        done = []
        for extra in mine:  # first, for two that lead to one address cannot both be
            if extra is not kept:
                self._delete(extra)
                done.append(f"{topic}: removed a double")
        if kept is None:
            self._change("Subscribe", f"webhook for {topic}", topic=enum(topic), webhook=wanted)
            return [f"{topic}: created"]
        if kept.uri != url:
            done.append(f"{topic}: now delivers to our address, it delivered elsewhere")
        elif (kept.name, kept.format, set(kept.include_fields)) != (wanted["name"], "JSON", set(fields)):
            done.append(f"{topic}: tells again what we asked for")
        else:
            return done
        self._change("Resubscribe", f"webhook for {topic}", id=kept.id, webhook=wanted)
        return done

    def _delete(self, one: _Subscription) -> None:
        self._change("Unsubscribe", f"webhook for {spoken(one.topic)}", gone="does not exist", id=one.id)

    def _change(self, operation: str, what: str, *, gone: str | None = None, **variables: object) -> None:
        """`gone` is how Shopify says that what was to be taken away is not there."""
        (outcome,) = self._client.run(operation, dict[str, _Outcome], **variables).values()
        told = [error.message for error in outcome.user_errors if gone is None or gone not in error.message]
        if told:
            raise Rejected(f"Shopify refused the {what}: {'; '.join(told)[:300]}")

    def _all(self) -> Iterator[_Subscription]:
        after: str | None = None
        while True:
            listed = self._client.run("WebhookSubscriptions", _Listed, first=_PAGE, after=after).webhook_subscriptions
            yield from list(listed.nodes)
            after = listed.page_info.next
            if after is None:
                return


def enum(topic: str) -> str:
    return topic.replace("/", "_").upper()


def spoken(enum: str) -> str:
    return enum.lower().replace("_", "/", 1)


def _named(topic: str) -> str:
    return _NAME + topic.replace("/", "-")


def _ours(one: _Subscription) -> bool:
    return (one.name or "").startswith(_NAME)
