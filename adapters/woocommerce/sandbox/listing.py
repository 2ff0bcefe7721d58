"""Lists of resources: the parameters that choose, order and page them.

The rule kept here: only the rows of the page asked for are rendered, and a page beyond the end says there are none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from .errors import invalid_param
from .phpquery import Tree
from .times import is_date_time, parse

Row = TypeVar("Row")

MAX_PER_PAGE = 100


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    total: int
    pages: int
    number: int


def page_of(
    query: Tree, rows: list[Row], keys: Mapping[str, Callable[[Row], Any]], default: str, default_order: str = "desc"
) -> Page[Row]:
    """Sorts by `orderby` and cuts out the page."""
    number = integer(query, "page", 1, least=1)
    size = integer(query, "per_page", 10, least=1, most=MAX_PER_PAGE)
    key = keys[choice(query, "orderby", default, tuple(keys))]
    order = choice(query, "order", default_order, ("asc", "desc"))
    rows.sort(key=key, reverse=order == "desc")
    start = integer(query, "offset", (number - 1) * size, least=0)
    chosen = rows[start : start + size]
    if not chosen:
        return Page([], 0, 0, number)
    return Page(chosen, len(rows), ceil(len(rows) / size), number)


def integer(query: Tree, name: str, default: int, *, least: int, most: int | None = None) -> int:
    given = query.get(name)
    if given is None:
        return default
    if not isinstance(given, str) or not given.strip().lstrip("-").isdecimal():
        raise invalid_param(name, "rest_invalid_type", f"{name} is not of type integer.")
    value = int(given)
    if most is not None and not least <= value <= most:
        message = f"{name} must be between {least} (inclusive) and {most} (inclusive)"
        raise invalid_param(name, "rest_out_of_bounds", message)
    if value < least:
        raise invalid_param(name, "rest_out_of_bounds", f"{name} must be greater than or equal to {least}")
    return value


def choice(query: Tree, name: str, default: str, allowed: tuple[str, ...]) -> str:
    given = query.get(name, default)
    if given not in allowed:
        raise invalid_param(name, "rest_not_in_enum", f"{name} is not one of {', '.join(allowed)}.")
    return str(given)


def flag(query: Mapping[str, Any], name: str) -> bool:
    return str(query.get(name, "")).lower() in ("1", "true")


def words(query: Tree, name: str) -> list[str] | None:
    """A list parameter: comma-separated, or as PHP arrays."""
    given = query.get(name)
    if given is None or given == "":
        return None
    values: Iterable[Any] = given.values() if isinstance(given, dict) else given.split(",")
    return [str(value).strip() for value in values]


def ids(query: Tree, name: str) -> set[int] | None:
    given = words(query, name)
    if given is None:
        return None
    if not all(word.isdecimal() for word in given):
        raise invalid_param(name, "rest_invalid_type", f"{name}[0] is not of type integer.")
    return {int(word) for word in given}


def moment(query: Tree, name: str, *, dates_are_gmt: bool) -> int | None:
    given = query.get(name)
    if given is None:
        return None
    if not isinstance(given, str) or not is_date_time(given):
        raise invalid_param(name, "rest_invalid_date", "Invalid date.")
    try:
        return parse(given, naive_is_gmt=dates_are_gmt)
    except ValueError:
        raise invalid_param(name, "rest_invalid_date", "Invalid date.") from None


def headers(page: Page[Any], url: str, query: Tree) -> dict[str, str]:
    headers = {"X-WP-Total": str(page.total), "X-WP-TotalPages": str(page.pages)}
    links = []
    if page.number > 1 and page.pages:
        links.append(_link(url, query, page.number - 1, "prev"))
    if page.number < page.pages:
        links.append(_link(url, query, page.number + 1, "next"))
    if links:
        headers["Link"] = ", ".join(links)
    return headers


def select_fields(document: dict[str, Any], fields: list[str] | None) -> dict[str, Any]:
    """`_fields`, with `a.b` for the b within a."""
    if fields is None:
        return document
    chosen: dict[str, Any] = {}
    for key, value in document.items():
        inner = [field.partition(".")[2] for field in fields if field.startswith(f"{key}.")]
        if key in fields:
            chosen[key] = value
        elif inner and isinstance(value, dict):
            chosen[key] = select_fields(value, inner)
        elif inner and isinstance(value, list):
            chosen[key] = [select_fields(row, inner) for row in value if isinstance(row, dict)]
    return chosen


def _link(url: str, query: Tree, page: int, rel: str) -> str:
    kept = {name: value for name, value in query.items() if isinstance(value, str) and name != "page"}
    kept = {name: value for name, value in kept.items() if not name.startswith("oauth_")}
    return f'<{url}?{urlencode({**kept, "page": page})}>; rel="{rel}"'
