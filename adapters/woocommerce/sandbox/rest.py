"""The REST API: from a request to an answer, by way of who asks and what for.

The rule kept here: each request is answered under the store's lock, wholly before or wholly after any other.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import RestError
from .oauth import Keyring, check_permission
from .phpjson import encode
from .phpquery import Tree, parse
from .shop import Shop

PREFIX = "/wp-json/wc/v3/"


@dataclass(frozen=True)
class Call:
    shop: Shop
    url: str
    query: Tree
    body: dict[str, Any]
    ids: tuple[str, ...]

    @property
    def id(self) -> int:
        return int(self.ids[-1])


@dataclass
class Answer:
    document: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    """The document in bytes: made while nobody can change what it shows."""
    afterwards: Callable[[], None] | None = None
    """What the store does before it answers, but without holding up others."""


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """`{}` in the path stands for an id or a name."""

    path: str
    handlers: dict[str, Handler]
    extension: str | None = None  # that must be active

    def match(self, path: str) -> tuple[str, ...] | None:
        pattern = re.escape(self.path).replace(r"\{\}", r"([\w-]+)")
        found = re.fullmatch(pattern, path)
        return found.groups() if found else None


@dataclass(frozen=True)
class Asked:
    """A request as it came over the wire."""

    method: str
    path: str
    query_string: str
    authorization: str | None
    body: bytes


class Api:
    def __init__(self, shop: Shop, keyring: Keyring, routes: list[Route], *, https: bool) -> None:
        self._shop = shop
        self._keyring = keyring
        self._routes = routes
        self._https = https
        self.active = True  # or WordPress goes on without WooCommerce

    def answer(self, asked: Asked) -> Answer:
        with self._shop.lock:
            try:
                answer = self._answer(asked)
            except RestError as error:
                answer = Answer(error.document(), error.status)
            answer.content = encode(answer.document)
        if answer.afterwards:
            answer.afterwards()
        return answer

    def _answer(self, asked: Asked) -> Answer:
        if asked.path.rstrip("/") == "/wp-json" and asked.method == "GET":
            return Answer(_index(self._shop, active=self.active))
        if not self.active:
            raise _no_route()
        query = parse(asked.query_string)
        url = self._shop.url + asked.path
        # Signatures are made over the address as https sees it, whatever stands in front of the store.
        signed_url = url.replace("http://", "https://", 1) if self._https else url
        key = self._keyring.caller(
            asked.method, signed_url, query, asked.authorization, https=self._https, now=self._shop.clock()
        )
        route, ids = self._find(asked.path, asked.method)
        if key is None:
            raise _unauthorized(asked.method, route)
        check_permission(key, asked.method, route.path)
        call = Call(self._shop, url, query, _body(asked), ids)
        if asked.method == "GET":
            return route.handlers["GET"](call)
        with self._shop.changing():
            return route.handlers[asked.method](call)

    def _find(self, path: str, method: str) -> tuple[Route, tuple[str, ...]]:
        for route in self._routes:
            if route.extension and route.extension not in self._shop.extensions:
                continue
            ids = route.match(path.removeprefix(PREFIX).rstrip("/")) if path.startswith(PREFIX) else None
            if ids is not None and method in route.handlers:
                return route, ids
        raise _no_route()


def _body(asked: Asked) -> dict[str, Any]:
    if not asked.body.strip() or asked.method in ("GET", "DELETE"):
        return {}
    try:
        body = json.loads(asked.body)
    except ValueError:
        data = {"status": 400, "json_error_code": 4, "json_error_message": "Syntax error"}
        raise RestError(400, "rest_invalid_json", "Invalid JSON body passed.", data) from None
    return body if isinstance(body, dict) else {}


def _no_route() -> RestError:
    return RestError(404, "rest_no_route", "No route was found matching the URL and request method.")


def _unauthorized(method: str, route: Route) -> RestError:
    if method == "GET" and route.path.endswith("{}"):
        return RestError(401, "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.")
    code, message = {
        "GET": ("view", "Sorry, you cannot list resources."),
        "POST": ("create", "Sorry, you are not allowed to create resources."),
        "PUT": ("edit", "Sorry, you are not allowed to edit this resource."),
        "PATCH": ("edit", "Sorry, you are not allowed to edit this resource."),
        "DELETE": ("delete", "Sorry, you are not allowed to delete this resource."),
    }[method]
    return RestError(401, f"woocommerce_rest_cannot_{code}", message)


def _index(shop: Shop, *, active: bool) -> dict[str, Any]:
    """What anybody may know: this is how a client finds out that there is a WooCommerce."""
    woocommerce = ["wc/v1", "wc/v2", "wc/v3"] if active else []
    return {
        "name": "Sandbox store",
        "description": "",
        "url": shop.url,
        "home": shop.url,
        "gmt_offset": "1",
        "timezone_string": "Europe/Berlin",
        "namespaces": ["oembed/1.0", *woocommerce, "wp/v2"],
        "authentication": {},
        "routes": {f"/{name}": {"namespace": name} for name in (*woocommerce[-1:], "wp/v2")},
        "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
    }
