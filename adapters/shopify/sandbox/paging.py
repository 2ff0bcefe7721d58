"""Lists a page at a time: what is found, in which order, and where a page begins.

The rule kept here: a cursor is a place in an order of rows (the last row's id and its sorting value), so that rows that
come and go meanwhile neither repeat nor hide others; a row that moves behind the cursor does come again.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from . import times
from .errors import bad_request
from .searching import Get, search
from .shop import Shop

MOST = 250
TOO_MANY = (
    "{0} cannot exceed 250. To query larger amounts of data with fewer limits, bulk operations should be used instead."
)


@dataclass(frozen=True)
class Listed:
    """What lists of one type can be searched and sorted by."""

    search: Mapping[str, Get] = field(default_factory=dict)
    sorts: Mapping[str, Get] = field(default_factory=dict)


LISTED: dict[str, Listed] = {}


def page(
    shop: Shop,
    rows: list[Any],
    args: Mapping[str, Any],
    *,
    kind: str,
    notices: list[dict[str, Any]],
    path: list[str | int],
) -> dict[str, Any]:
    first, last = _size(args, "first"), _size(args, "last")
    if first is None and last is None:
        raise bad_request("you must provide one of first or last")
    for cursor in (args.get("after"), args.get("before")):
        if cursor is not None:
            _read(cursor)
    listed = LISTED.get(kind, Listed())
    rows = found(shop, rows, args.get("query"), listed, notices, path)
    get = listed.sorts.get(args.get("sortKey") or "")
    ordered = sorted([(_Place(shop, row, number, get), row) for number, row in enumerate(rows)], key=lambda p: p[0].key)
    if args.get("reverse"):
        ordered.reverse()
    return _window(ordered, first, last, args)


def whole(
    shop: Shop,
    rows: list[Any],
    args: Mapping[str, Any],
    *,
    kind: str,
    notices: list[dict[str, Any]],
    path: list[str | int],
) -> dict[str, Any]:
    """All of it at once, as bulk operations read."""
    kept = found(shop, rows, args.get("query"), LISTED.get(kind, Listed()), notices, path)
    return {"edges": [{"node": row} for row in kept], "nodes": kept, "pageInfo": {}}


def found(
    shop: Shop, rows: list[Any], query: str | None, listed: Listed, notices: list[dict[str, Any]], path: list[str | int]
) -> list[Any]:
    if not query:
        return rows
    looked = search(query, listed.search)
    if looked.warnings:
        where = [key for key in path if isinstance(key, str)]
        notices.append({"path": where, "query": query, "parsed": looked.parsed, "warnings": looked.warnings})
    return [row for row in rows if not _too_fresh(shop, row) and looked.test(shop, row)]


def _too_fresh(shop: Shop, row: Any) -> bool:
    """Searching goes by an index, which may be behind."""
    changed = getattr(row, "updated_at", None)
    return bool(shop.index_lag) and changed is not None and changed > shop.now() - shop.index_lag


class _Place:
    """Where a row stands: by what the list is sorted by, then by its id, or where the list has no ids by its number."""

    def __init__(self, shop: Shop, row: Any, number: int, get: Get | None) -> None:
        record = getattr(row, "record", row)
        self.id: int = record["id"] if isinstance(record, dict) and "id" in record else getattr(record, "id", number)
        if not isinstance(self.id, int):
            self.id = number
        self.value = get(shop, row) if get else self.id
        self.key = _key(self.value, self.id)

    @property
    def cursor(self) -> str:
        value: Any = self.value if self.value is None else str(self.value)
        if isinstance(self.value, datetime):
            value = times.shown(self.value)
        told = json.dumps({"last_id": self.id, "last_value": value}, separators=(",", ":"))
        return base64.b64encode(told.encode()).decode()


def _window(
    ordered: list[tuple[_Place, Any]], first: int | None, last: int | None, args: Mapping[str, Any]
) -> dict[str, Any]:
    start, end = 0, len(ordered)
    backwards = bool(args.get("reverse"))
    if after := args.get("after"):
        start = sum(1 for place, _ in ordered if not _beyond(place, after, backwards, strictly=True))
    if before := args.get("before"):
        end = sum(1 for place, _ in ordered if not _beyond(place, before, backwards, strictly=False))
    if first is not None:
        end = min(end, start + first)
    if last is not None:
        start = max(start, end - last)
    shown = ordered[start:end]
    return {
        "edges": [{"cursor": place.cursor, "node": row} for place, row in shown],
        "nodes": [row for _, row in shown],
        "pageInfo": {
            "hasNextPage": end < len(ordered),
            "hasPreviousPage": start > 0,
            "startCursor": shown[0][0].cursor if shown else None,
            "endCursor": shown[-1][0].cursor if shown else None,
        },
    }


def _beyond(place: _Place, cursor: str, backwards: bool, *, strictly: bool) -> bool:
    there = _read(cursor, place.value)
    if place.key == there:
        return not strictly
    return bool(place.key < there) if backwards else bool(place.key > there)


def _key(value: Any, number: int) -> tuple[bool, Any, int]:
    """What has no value comes first."""
    return value is not None, 0 if value is None else value, number


def _read(cursor: str, like: Any = "") -> tuple[bool, Any, int]:
    try:
        told = json.loads(base64.b64decode(cursor, validate=True))
        value, number = told["last_value"], int(told["last_id"])
        readers: dict[type, Callable[[str], Any]] = {int: int, Decimal: Decimal, datetime: times.parse}
        return _key(None if value is None else readers.get(type(like), str)(str(value)), number)
    except (binascii.Error, ValueError, KeyError, TypeError, InvalidOperation):
        raise bad_request("Malformed cursor") from None


def _size(args: Mapping[str, Any], name: str) -> int | None:
    size: int | None = args.get(name)
    if size is not None and size > MOST:
        raise bad_request(TOO_MANY.format(name))
    if size is not None and size < 0:
        raise bad_request(f"{name} must be a non-negative integer")
    return size
