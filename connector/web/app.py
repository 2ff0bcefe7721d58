"""The web application: which address is answered by what."""

from collections.abc import Callable

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.db.migrate import WrongRevision, require_current
from connector.usecases.intake import receive
from connector.usecases.look import health
from connector.web.crowds import Crowds
from connector.web.door import Door
from connector.web.events import EventEndpoint
from connector.web.letters import LetterEndpoints
from connector.web.merchant import MerchantEndpoints
from connector.web.metrics import Metrics
from connector.web.outside import Outside
from connector.web.pairing import PairingEndpoints
from connector.web.shopper import ShopperEndpoints
from connector.web.webhooks import WebhookEndpoint

log = structlog.get_logger()


def _stay() -> None:
    """Settings that have changed count from the next start on."""


def create_app(connector: Connector, begin_anew: Callable[[], None] = _stay) -> Starlette:
    """The application over connected stores; it starts no jobs. `begin_anew` is told of settings that have changed."""
    metrics = Metrics(connector)
    door = Door(lambda letters: receive(connector.database, letters, bootstrap.now()))

    async def healthz(request: Request) -> Response:
        return JSONResponse({"ok": True})  # whoever hears it knows that we live; a restart would mend nothing else

    def readyz(request: Request) -> Response:
        try:
            require_current(connector.database)
            state = health(connector.database, bootstrap.now(), connector.shadowed)
        except WrongRevision:
            return JSONResponse({"ok": False, "trouble": "the database is of another version"}, 503)
        except DatabaseTrouble as trouble:
            log.error("no look at the books", trouble=str(trouble))  # it may name hosts: not for whoever asks
            return JSONResponse({"ok": False, "trouble": "the database cannot be used"}, 503)
        return JSONResponse({**state, "ok": True})  # what waits is no reason to turn stores away

    def show_metrics(request: Request) -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    app = Starlette(
        routes=[
            Route("/webhooks/{store}", WebhookEndpoint(connector, door, metrics).answer, methods=["POST"]),
            *ShopperEndpoints(connector, metrics).routes(),
            EventEndpoint(connector, metrics).route(),
            *LetterEndpoints(connector).routes(),
            *MerchantEndpoints(connector, metrics).routes(),
            *PairingEndpoints(connector, metrics, begin_anew).routes(),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", show_metrics),
        ],
        middleware=[
            Middleware(Outside),
            Middleware(Crowds, questions_per_minute=connector.settings.web.questions_per_minute),
        ],
    )
    app.router.redirect_slashes = False  # a store may take a redirect for success
    return app
