"""How a field of the schema gets its value: from whoever registered for it, else from the record, else empty.

The rule kept here: any query over the schema is answered. What the store does not keep is null, an empty list or an
empty object, as a store answers that does not use a feature. A sum of money that is not kept is refused, never made up.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    get_named_type,
)

from adapters.shopify.schema import access, protected, schema

from . import money, times
from .errors import ApiError, access_denied, not_approved
from .grants import Grants
from .paging import page, whole
from .records import Order
from .shop import Shop, gid


@dataclass
class Ask:
    """One request: of which store, with which rights; and what the answer has to say beside the data."""

    shop: Shop
    grants: Grants
    app: str  # its client id
    idempotent: bool = False  # said with a key
    everything: bool = False  # lists are not paged
    notices: list[dict[str, Any]] = field(default_factory=list)

    def orders(self) -> list[Order]:
        """Those that may be seen."""
        return [order for order in self.shop.books.orders.values() if self.may_see(order)]

    def may_see(self, order: Order) -> bool:
        return self.grants.has("read_all_orders") or order.created_at >= self.shop.now() - WINDOW


@dataclass(frozen=True)
class Part:
    """A piece of an order, which only its order can price."""

    order: Order
    record: Any

    @property
    def KIND(self) -> str:  # noqa: N802 as the records have it
        return str(self.record.KIND)


Resolver = Callable[[Ask, Any, dict[str, Any]], Any]
WINDOW = timedelta(days=60)
FIELDS: dict[tuple[str, str], Resolver] = {}
MISSING = object()

_ZEROS: dict[str, Any] = {
    "Boolean": False,
    "Int": 0,
    "Float": 0.0,
    "UnsignedInt64": "0",
    "Decimal": "0.0",
    "JSON": {},
    "DateTime": "1970-01-01T00:00:00Z",
    "Date": "1970-01-01",
    "CurrencyCode": "XXX",
}


def resolves(kind: str, *names: str) -> Callable[[Resolver], Resolver]:
    """Registers for these fields of that type."""

    def register(resolver: Resolver) -> Resolver:
        for name in names:
            FIELDS[kind, name] = resolver
        return resolver

    return register


def answers(kind: str, told: Mapping[str, Callable[[Any], Any]]) -> None:
    """Registers what the record alone can answer."""
    for name, answer in told.items():
        FIELDS[kind, name] = partial(_by_record, answer)


def _by_record(answer: Callable[[Any], Any], ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return answer(source)


def resolve(source: Any, info: GraphQLResolveInfo[Ask], **args: Any) -> Any:
    ask: Ask = info.context
    kind, name = info.parent_type.name, info.field_name
    if needed := _needed(kind, name):
        scopes, said = needed
        if not ask.grants.any_of(scopes):
            raise access_denied(name, said)
    if not ask.grants.protected_data and f"{kind}.{name}" in protected():
        raise not_approved(name)
    resolver = FIELDS.get((kind, name))
    if kind == "Mutation" and resolver is None:
        raise ApiError(f"The sandbox cannot carry out {name}.", "SANDBOX_KEEPS_NOT")
    value = resolver(ask, source, args) if resolver else _plain(source, kind, name)
    if value is MISSING or (value is None and isinstance(info.return_type, GraphQLNonNull)):
        value = _empty(info.return_type)
    return _finished(ask, value, info, args)


def type_of(value: Any, *_: Any) -> str:
    """For interfaces and unions."""
    return str(value["__typename"] if isinstance(value, dict) else value.KIND)


@cache
def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _plain(source: Any, kind: str, name: str) -> Any:
    if isinstance(source, dict):
        return source.get(name, MISSING)
    record = source.record if isinstance(source, Part) else source
    if name == "id" and isinstance(getattr(record, "id", None), int):
        return gid(kind, record.id)
    if name == "legacyResourceId":
        return str(record.id)
    return getattr(record, snake(name), MISSING)


@cache
def _needed(kind: str, name: str) -> tuple[frozenset[str], str] | None:
    """By the field's own entry, else by the type that it leads to."""
    rules = access()
    found = rules.get(f"{kind}.{name}") or rules.get(_led_to(kind, name))
    return (frozenset(found["scopes"]), found["said"]) if found else None


def _led_to(kind: str, name: str) -> str:
    parent = schema().type_map[kind]
    if not isinstance(parent, GraphQLObjectType) or name.startswith("__"):
        return ""
    led_to = get_named_type(parent.fields[name].type)
    if isinstance(led_to, GraphQLObjectType) and led_to.name.endswith("Connection"):
        led_to = get_named_type(led_to.fields["nodes"].type) if "nodes" in led_to.fields else led_to
    return str(led_to.name)


def is_connection(kind: GraphQLOutputType) -> bool:
    named = get_named_type(kind)
    return isinstance(named, GraphQLObjectType) and named.name.endswith("Connection") and "pageInfo" in named.fields


def _empty(kind: GraphQLOutputType) -> Any:
    if not isinstance(kind, GraphQLNonNull):
        return [] if is_connection(kind) else None
    inner = kind.of_type
    if get_named_type(inner).name in ("Money", "MoneyV2", "MoneyBag"):
        raise ApiError("The sandbox does not keep this sum.", "SANDBOX_KEEPS_NOT")
    if isinstance(inner, GraphQLList) or is_connection(inner):
        return []
    if isinstance(inner, GraphQLScalarType):
        return _ZEROS.get(inner.name, "")
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    return {}


def _finished(ask: Ask, value: Any, info: GraphQLResolveInfo[Ask], args: dict[str, Any]) -> Any:
    if isinstance(value, datetime):
        return times.shown(value)
    if isinstance(value, Decimal):
        return money.shown(value)
    if isinstance(value, list):
        if is_connection(info.return_type):
            named = get_named_type(info.return_type)
            assert isinstance(named, GraphQLObjectType)  # noqa: S101 for the type checker
            node = get_named_type(named.fields["edges"].type).fields["node"].type
            found = get_named_type(node).name
            where = info.path.as_list()
            if ask.everything:
                return whole(ask.shop, value, args, kind=found, notices=ask.notices, path=where)
            return page(ask.shop, value, args, kind=found, notices=ask.notices, path=where)
        if (first := args.get("first")) is not None:
            return value[:first]
    return value
