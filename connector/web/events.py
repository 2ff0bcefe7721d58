"""What a shop tells of its own accord: that somebody opened an account, or confirmed the newsletter.

The rule kept here: nothing is believed whose every byte the store did not sign a moment ago, and the shop hears 200
only when it is in the books.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Annotated

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.commerce import Customer
from connector.db.engine import DatabaseTrouble
from connector.usecases.stores import Store
from connector.usecases.tell import Told, settle_told
from connector.web.answering import TurnedAway, as_json, at_a_desk, bearer, read_in_time, turned_away
from connector.web.asked import NotAsked, asked
from connector.web.metrics import Metrics
from connector.web.tokens import BadToken, believe_letter

LIMIT = 8 * 1024  # bytes of an event

log = structlog.get_logger()

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
_Text = Annotated[str, msgspec.Meta(max_length=320)]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, when, and to which account as it is now."""

    event: Told
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    customer: _Id
    email: _Text | None = None
    name: _Text = ""
    groups: Annotated[tuple[_Text, ...], msgspec.Meta(max_length=50)] = ()
    verified: bool = False

    def account(self, now: datetime) -> Customer:
        """What a clock that is ahead says of the future happened now."""
        subscribed = True if self.event is Told.SUBSCRIBED else None
        opened = min(self.at, now) if self.event is Told.REGISTERED else None
        return Customer(self.customer, self.email, self.name, self.groups, opened, self.verified, subscribed)


class EventEndpoint:
    """Answers POST /shop/{store}/events."""

    def __init__(self, connector: Connector, metrics: Metrics) -> None:
        self._connector = connector
        self._metrics = metrics
        self._desk = ThreadPoolExecutor(1, "events")  # a crowd of new accounts never keeps a shopper waiting

    def route(self) -> Route:
        return Route("/shop/{store}/events", self._answer, methods=["POST"])

    async def _answer(self, request: Request) -> Response:
        store = self._connector.stores.get(request.path_params["store"])
        name = store.name if store else ""
        try:
            if store is None:
                raise TurnedAway(404, "unknown_store")
            body = await self._believed(request, store)
            await at_a_desk(self._desk, self._settle, store, body)
        except TurnedAway as away:
            self._metrics.turned_away.labels(name, away.reason).inc()
            return turned_away(away)
        self._metrics.answered.labels(name, "events").inc()
        return as_json({"code": "taken"})

    async def _believed(self, request: Request, store: Store) -> bytes:
        token = bearer(request)
        body = await read_in_time(request, LIMIT)
        try:
            believe_letter(token, self._connector.settings.shopper_secret(store.name), store.name, body)
        except BadToken as bad:
            raise TurnedAway(401, str(bad)) from None
        return body

    def _settle(self, store: Store, body: bytes) -> None:
        now = bootstrap.now()
        try:
            event = asked(body, Event)
            settle_told(self._connector.database, store, event.event, event.account(now), now)
        except NotAsked as error:
            raise TurnedAway(400, "bad_question", str(error)) from None
        except DatabaseTrouble as trouble:
            log.error("what a shop told could not be settled", store=store.name, trouble=str(trouble))
            raise TurnedAway(503, "unavailable") from None
