"""The page that ends letters to a shopper: the one page that we show.

The rule kept here: looking at it changes nothing, for programs follow the addresses in letters; only the button does,
or a mail program that presses it for its user (RFC 8058). It tells nothing of the member.
"""

import html

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.languages import LANGUAGES, speak
from connector.usecases.letters import member_of
from connector.usecases.remind import stop_reminders

log = structlog.get_logger()

PATH = "/letters/{language}/{token}"


class LetterEndpoints:
    """Answers /letters/…"""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def routes(self) -> list[Route]:
        return [Route(PATH, self._show, methods=["GET"]), Route(PATH, self._stop, methods=["POST"])]

    def _show(self, request: Request) -> Response:
        if self._member(request) is None:
            return PlainTextResponse("Not Found", 404)
        return _page(request.path_params["language"], "letters-ask", button="letters-stop")

    def _stop(self, request: Request) -> Response:
        member = self._member(request)
        try:
            if member is None or not stop_reminders(self._connector.database, member, bootstrap.now()):
                return PlainTextResponse("Not Found", 404)
        except DatabaseTrouble as trouble:
            log.error("letters could not be stopped", trouble=str(trouble))
            return PlainTextResponse("come again later", 503)
        return _page(request.path_params["language"], "letters-stopped")

    def _member(self, request: Request) -> int | None:
        if request.path_params["language"] not in LANGUAGES:
            return None
        return member_of(request.path_params["token"], self._connector.settings.letter_secret)


def _page(language: str, message: str, button: str | None = None) -> Response:
    voice = speak(language)
    pressed = f'<form method="post"><button>{html.escape(voice.say(button))}</button></form>' if button else ""
    direction = "rtl" if voice.right_to_left else "ltr"
    said = html.escape(voice.say(message))
    return HTMLResponse(
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{said}</title><p>{said}</p>{pressed}</html>'
    )
