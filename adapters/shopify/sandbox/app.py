"""The store as a web application: its GraphQL API, its token endpoint, and the sandbox's own controls.

The rule kept here: one token header is accepted; a version that is no longer supported falls forward to the oldest that
is, and the answer's header says which it was.
"""

import json
import re
from typing import Any, Literal
from urllib.parse import parse_qsl

from graphql import GraphQLError, OperationDefinitionNode, parse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandboxes.faults import Fault, FaultMiddleware, Faults
from adapters.sandboxes.hangup import Connections

from . import bulk
from .execution import Engine, root_fields_of
from .resolving import Ask
from .root_fields import VERSIONS
from .shop import Shop
from .tokens import REFUSED, OAuthError, Tokens

CONTROL = "/sandbox/"
Closed = Literal[402, 403, 423]
CLOSED: dict[Closed, str] = {402: "Unavailable Shop", 403: "Unavailable Shop", 423: "This shop is unavailable"}
GRAPHQL = re.compile(r"/admin/api/[^/]+/graphql\.json")


class Site:
    def __init__(self, shop: Shop, tokens: Tokens, engine: Engine, faults: Faults) -> None:
        self._shop = shop
        self._tokens = tokens
        self._engine = engine
        self._faults = faults
        self.requests = 0
        self.closed: Closed | None = None

    def app(self, connections: Connections, *, control: bool) -> ASGIApp:
        routes = [
            Route("/admin/api/{version}/graphql.json", self._graphql, methods=["POST"]),
            Route("/admin/oauth/access_token", self._token, methods=["POST"]),
            Route("/admin/oauth/access_scopes.json", self._scopes),
            Route("/bulk/{number:int}.jsonl", self._bulk_file),
        ]
        if control:
            routes += [Route(f"{CONTROL}faults", self._control_faults, methods=["POST", "DELETE"])]
        return Named(FaultMiddleware(Starlette(routes=routes), self._faults, connections, CONTROL))

    async def _graphql(self, request: Request) -> Response:
        self.requests += 1
        version = falls_forward(request.path_params["version"])
        if version is None:
            return JSONResponse({"errors": "Not Found"}, 404)
        headers = {"X-Shopify-API-Version": version, "X-Request-Id": f"sandbox-{self.requests}"}
        if self.closed is not None:
            return JSONResponse({"errors": CLOSED[self.closed]}, self.closed, headers)
        if not self._tokens.accepted(request.headers.get("x-shopify-access-token")):
            return JSONResponse({"errors": REFUSED}, 401, headers)
        try:
            asked = json.loads(await request.body())
            query = asked["query"].strip()
        except (ValueError, TypeError, KeyError, AttributeError):
            return JSONResponse({"errors": {"query": "Required parameter missing or invalid"}}, 400, headers)
        ask = Ask(self._shop, self._tokens.grants, self._tokens.client_id)
        said = await run_in_threadpool(
            self._engine.answer, ask, query, asked.get("variables") or {}, asked.get("operationName")
        )
        return JSONResponse(said, 200, headers)

    async def _token(self, request: Request) -> Response:
        self.requests += 1
        try:
            return JSONResponse(self._tokens.exchange(await _posted(request)))
        except OAuthError as refused:
            return JSONResponse({"error": refused.error, "error_description": refused.description}, 400)

    async def _scopes(self, request: Request) -> Response:
        self.requests += 1
        if not self._tokens.accepted(request.headers.get("x-shopify-access-token")):
            return JSONResponse({"errors": REFUSED}, 401)
        return JSONResponse({"access_scopes": [{"handle": name} for name in sorted(self._tokens.grants.scopes)]})

    async def _bulk_file(self, request: Request) -> Response:
        with self._shop.lock:
            found = bulk.file(self._shop, request.path_params["number"])
        return Response(status_code=404) if found is None else Response(found, media_type="application/jsonl")

    async def _control_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._faults.clear()
            return Response(status_code=204)
        try:
            self._faults.add(Fault(**json.loads(await request.body())))
        except (TypeError, ValueError) as problem:
            return JSONResponse({"problem": str(problem)}, 400)
        return Response(status_code=204)


class Named:
    """Says before any fault strikes which fields of the root a request asks for, since all are asked of one path:
    `/admin/api/2026-10/graphql.json#giftCardCreate`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not GRAPHQL.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        read = False

        async def again() -> Message:
            nonlocal read
            if read:
                return await receive()
            read = True
            return {"type": "http.request", "body": body, "more_body": False}

        scope["asked"] = f"{scope['path']}#{','.join(fields_asked(body))}"
        await self._app(scope, again, send)


def fields_asked(body: bytes) -> list[str]:
    try:
        document = parse(json.loads(body)["query"])
    except (ValueError, TypeError, KeyError, GraphQLError):
        return []
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return [name for operation in operations for name in root_fields_of(operation)]


def falls_forward(version: str) -> str | None:
    """The version that answers, or None when there is none of that name."""
    if version in VERSIONS or version == "unstable":
        return version
    if not re.fullmatch(r"\d{4}-(01|04|07|10)", version) or version > VERSIONS[-1]:
        return None
    return VERSIONS[0]


async def _posted(request: Request) -> dict[str, Any]:
    body = await request.body()
    if "json" in request.headers.get("content-type", ""):
        told = json.loads(body)
        return told if isinstance(told, dict) else {}
    return dict(parse_qsl(body.decode()))
