"""Connecting a shop by one pasted code: the shop hands its keys over, and its plugin is told what to sign with.

The rule kept here: keys are ours only if they open the very shop that the code was made for; they go into the settings
and nowhere else, and no answer and no line of the log has any of them.
"""

import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import msgspec
import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connector import bootstrap
from connector.adapter import HandedOver, Rejected, Severity
from connector.bootstrap import Connector
from connector.core.foreseen import Unusable
from connector.core.pairing import NotPaired, Pairing
from connector.db.engine import DatabaseTrouble
from connector.settings import Settings
from connector.settings_files import NewStore, add_store, secret_variable, settings_with
from connector.usecases import pairing as usecase
from connector.web.answering import TurnedAway, as_json, at_a_desk, read_in_time, turned_away
from connector.web.metrics import Metrics

LIMIT = 4096  # bytes of a body; keys and codes are far below

log = structlog.get_logger()

STATUS = {
    "bad_code": 401,
    "expired": 410,
    "used": 410,
    "tried_too_often": 429,
    "no_keys_yet": 409,
    "not_opened": 422,
    "not_written": 500,
}


class _CodeShown(msgspec.Struct, frozen=True):
    proof: str


class PairingEndpoints:
    """Answers /shop/{store}/pair/…"""

    def __init__(self, connector: Connector, metrics: Metrics, begin_anew: Callable[[], None]) -> None:
        self._connector = connector
        self._database = connector.database
        self._metrics = metrics
        self._begin_anew = begin_anew
        self._desk = ThreadPoolExecutor(1, "pairing")  # one at a time: two would write one settings file

    def routes(self) -> list[Route]:
        return [
            Route("/shop/{store}/pair/keys", self._endpoint(self._take_keys), methods=["POST"]),
            Route("/shop/{store}/pair/secret", self._endpoint(self._tell_secret), methods=["POST"]),
        ]

    def _endpoint(self, answer: Callable[[str, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            store = request.path_params["store"]
            try:
                body = await read_in_time(request, LIMIT)
                answered: Response = await at_a_desk(self._desk, answer, store, body)
                return answered
            except NotPaired as refused:
                away = TurnedAway(STATUS[refused.reason], refused.reason, refused.detail)
            except TurnedAway as turned:
                away = turned
            if away.reason != "no_keys_yet":  # the plugin asks so whenever its page is looked at
                self._metrics.unpaired.labels(away.reason).inc()
                log.warning("a shop was not connected", store=store, reason=away.reason, detail=away.detail)
            return turned_away(away)

        return endpoint

    def _take_keys(self, store: str, body: bytes) -> Response:
        try:
            sent = self._read(store, body)
            pairing = usecase.admit(self._database, store, sent.ticket, bootstrap.now())
            try:
                self._connect(pairing, sent)
            except NotPaired as refused:
                usecase.note(self._database, pairing, refused.detail)
                raise
        except DatabaseTrouble as trouble:
            log.error("a shop could not be connected", store=store, trouble=str(trouble))
            raise TurnedAway(503, "unavailable") from None
        log.info("a shop is connected", store=store, url=pairing.url)
        answer = as_json({"connected": store})
        answer.background = BackgroundTask(self._begin_anew)
        return answer

    def _read(self, store: str, body: bytes) -> HandedOver:
        platform = usecase.platform_of(self._database, store)
        registered = bootstrap.PLATFORMS.get(platform or "")
        if registered is None or registered.handed_over is None:
            raise NotPaired("bad_code")
        try:
            return registered.handed_over(body)
        except Rejected as wrong:
            raise TurnedAway(400, "bad_question", str(wrong)) from None

    def _connect(self, pairing: Pairing, sent: HandedOver) -> None:
        """Try the keys on the shop that the code is for, and write them down. Raises NotPaired."""
        file = self._connector.settings.file
        secrets = {secret_variable(pairing.store, field): value for field, value in sent.credentials.items()}
        fields = tuple(sent.credentials)
        store = NewStore(pairing.store, pairing.platform, pairing.url, pairing.programme, fields, secrets)
        try:
            settings = bootstrap.startable(settings_with(file, store, os.environ)[1])
            wrong = _wrong_with(settings, pairing.store)
        except (Unusable, OSError) as unwritable:
            raise NotPaired("not_written", str(unwritable)) from None
        if wrong:
            raise NotPaired("not_opened", wrong)
        usecase.connected(self._database, pairing.store, sent.ticket, bootstrap.now())
        try:
            add_store(file, store, os.environ)
        except (Unusable, ValueError, OSError) as unwritable:
            usecase.not_connected(self._database, pairing)
            raise NotPaired("not_written", str(unwritable)) from None

    def _tell_secret(self, store: str, body: bytes) -> Response:
        try:
            proof = msgspec.json.decode(body, type=_CodeShown).proof
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise TurnedAway(400, "bad_question") from None
        try:
            usecase.learn(self._database, store, proof, bootstrap.now())
        except DatabaseTrouble as trouble:
            log.error("a shop could not be told its secret", store=store, trouble=str(trouble))
            raise TurnedAway(503, "unavailable") from None
        return as_json({"secret": self._connector.settings.shopper_secret(store)})


def _wrong_with(settings: Settings, store: str) -> str:
    """What keeps these keys from opening the shop, or from doing there what its programme needs; empty: nothing."""
    with closing(bootstrap.adapter(settings, store)) as adapter:
        problems = adapter.check(None, settings.programme(store).needs)
    return " ".join(problem.what for problem in problems if problem.severity is Severity.ERROR)
