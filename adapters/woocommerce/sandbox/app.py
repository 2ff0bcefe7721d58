"""The store as a web application: its REST API, the page where keys are asked for, its home page, its cron address, and
the sandbox's own controls.

The rule kept here: every request to the store may start its cron, and nothing under `/sandbox` counts as one.
"""

import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.sandboxes.faults import Fault, FaultMiddleware, Faults
from adapters.sandboxes.hangup import Connections

from .authorise import Authorisation
from .cron import Cron
from .rest import Api, Asked
from .shop import Shop

CONTROL = "/sandbox/"
ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
REST_HEADERS = {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
    "Content-Type": "application/json; charset=UTF-8",
}


class Site:
    def __init__(self, shop: Shop, api: Api, authorisation: Authorisation, cron: Cron, faults: Faults) -> None:
        self._shop = shop
        self._authorisation = authorisation
        self._api = api
        self._cron = cron
        self._faults = faults
        self.requests = 0

    def app(self, connections: Connections, *, control: bool) -> ASGIApp:
        routes = [
            Route("/wp-json", self._rest, methods=ALL_METHODS),
            Route("/wp-json/{path:path}", self._rest, methods=ALL_METHODS),
            *self._authorisation.routes(),
            Route("/wp-cron.php", self._wp_cron),
            Route("/", self._home),
        ]
        if control:
            routes += [
                Route(f"{CONTROL}faults", self._control_faults, methods=["POST", "DELETE"]),
                Route(f"{CONTROL}cron", self._control_cron, methods=["POST"]),
                Route(f"{CONTROL}state", self._control_state),
            ]
        return FaultMiddleware(Starlette(routes=routes), self._faults, connections, CONTROL)

    def state(self) -> dict[str, int]:
        with self._shop.lock:
            return {
                "requests": self.requests,
                "faults": self._faults.struck,
                "queued": len(self._shop.hooks.queue),
                "deliveries": len(self._cron.deliveries),
                "delivered": self._cron.delivered,
                "orders": len(self._shop.orders),
                "customers": len(self._shop.customers),
                "products": len(self._shop.products),
                "coupons": len(self._shop.coupons),
                "webhooks": len(self._shop.hooks.webhooks),
            }

    def _seen(self) -> None:
        self.requests += 1
        self._cron.request_seen()

    async def _rest(self, request: Request) -> Response:
        self._seen()
        asked = Asked(
            method=request.method,
            # As it came: a signature is made over the path before anybody decodes it.
            path=request.scope["raw_path"].decode("ascii"),
            query_string=request.url.query,
            authorization=request.headers.get("authorization"),
            body=await request.body(),
        )
        answer = await run_in_threadpool(self._api.answer, asked)
        return Response(answer.content, answer.status, {**REST_HEADERS, **answer.headers})

    async def _wp_cron(self, request: Request) -> Response:
        """Even asked for by name, it keeps to its interval."""
        self._cron.run_if_due()
        return PlainTextResponse("")

    async def _home(self, request: Request) -> Response:
        self._seen()
        if request.query_params.get("rest_route") == "/":  # the way in that is there without permalinks
            asked = Asked("GET", "/wp-json/", "", None, b"")
            return Response((await run_in_threadpool(self._api.answer, asked)).content, headers=REST_HEADERS)
        link = f'<{self._shop.url}/wp-json/>; rel="https://api.w.org/"'
        return Response("<!DOCTYPE html><title>Sandbox store</title>", headers={"Link": link}, media_type="text/html")

    async def _control_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._faults.clear()
            return Response(status_code=204)
        return await _told(request, lambda given: self._faults.add(Fault(**given)))

    async def _control_cron(self, request: Request) -> Response:
        return JSONResponse({"sent": await run_in_threadpool(self._cron.run_now)})

    async def _control_state(self, request: Request) -> Response:
        return JSONResponse(self.state())


async def _told(request: Request, verb: Callable[[dict[str, Any]], None]) -> Response:
    try:
        verb(json.loads(await request.body()))
    except (TypeError, ValueError) as problem:
        return JSONResponse({"problem": str(problem)}, 400)
    return Response(status_code=204)
