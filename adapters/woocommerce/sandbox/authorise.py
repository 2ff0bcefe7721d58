"""/wc-auth/v1: how a program asks a person of the shop for REST keys, and is handed them.

The rule kept here: checks, their order and their words are those of WooCommerce's class WC_Auth. Keys go to a callback
over https that answers 200, or they are taken back.
"""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from .delivery import NO_ANSWER, Headers, is_refused, post
from .oauth import ApiKey, Keyring
from .shop import Shop

PARAMETERS = ("app_name", "user_id", "return_url", "callback_url", "scope")
SCOPES = {"read": "Read", "write": "Write", "read_write": "Read/Write"}
COOKIE = "wordpress_logged_in_sandbox"
ADMINISTRATOR, SHOPPER, PASSWORD = "admin", "shopper", "sandbox"  # one may manage the shop and one may not
CALLBACK_TIMEOUT = 60.0
_NOT_SENT = "An error occurred in the request and at the time were unable to send the consumer data"
_NO_PERMISSION = "You do not have permission to access this page"


class Denied(Exception):
    """What WordPress dies with."""


@dataclass(frozen=True)
class Session:
    """Somebody who is logged in."""

    user: str
    nonce: str = field(default_factory=lambda: secrets.token_hex(5))


class Authorisation:
    def __init__(self, shop: Shop, keyring: Keyring, *, allow_loopback: bool) -> None:
        self._shop = shop
        self._keyring = keyring
        self._allow_loopback = allow_loopback
        self._sessions: dict[str, Session] = {}

    def routes(self) -> list[Route]:
        return [Route(f"/wc-auth/v1/{{route}}{end}", self._answer, methods=["GET", "POST"]) for end in ("", "/")]

    async def _answer(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        login: dict[str, str] = {name: form.pop(name) for name in ("username", "password") if name in form}
        asked = {**request.query_params, **form}
        cookie = request.cookies.get(COOKIE, "")
        try:
            return await run_in_threadpool(self._routed, request.path_params["route"].lower(), asked, login, cookie)
        except Denied as denied:
            return HTMLResponse(f"<title>Access denied</title><p>Error: {escape(str(denied))}.</p>", 401)

    def _routed(self, route: str, asked: dict[str, str], login: dict[str, str], cookie: str) -> Response:
        _validate(asked)
        session = self._sessions.get(cookie)
        may_manage = session is not None and session.user == ADMINISTRATOR
        match route:
            case "login" if session is None:
                return self._log_in(asked, login)
            case "login":
                return RedirectResponse(self._url("authorize", asked), 302)
            case "authorize" if session is None:
                return RedirectResponse(self._url("login", asked), 302)
            case "authorize" if session and may_manage:
                return self._ask(asked, session)
            case "access_granted" if session and may_manage:
                if not hmac.compare_digest(asked.get("wc_auth_nonce", "").encode(), session.nonce.encode()):
                    raise Denied("Invalid nonce verification")
                return self._grant(asked)
        raise Denied(_NO_PERMISSION)

    def _log_in(self, asked: dict[str, str], login: dict[str, str]) -> Response:
        if login.get("username") in (ADMINISTRATOR, SHOPPER) and login.get("password") == PASSWORD:
            cookie = secrets.token_hex(16)
            self._sessions[cookie] = Session(login["username"])
            answer = RedirectResponse(self._url("authorize", asked), 302)
            answer.set_cookie(COOKIE, cookie, httponly=True)
            return answer
        fields = "".join(f'<input name="{name}">' for name in ("username", "password"))
        return HTMLResponse(f'<title>Login</title><form method="post" class="wc-auth-login">{fields}</form>')

    def _ask(self, asked: dict[str, str], session: Session) -> Response:
        granted = f"{self._url('access_granted', asked)}&wc_auth_nonce={session.nonce}"
        denied = _with(_url(asked["return_url"]), success=0, user_id=asked["user_id"])
        return HTMLResponse(
            f"<title>{escape(asked['app_name'])}</title><p>{SCOPES[asked['scope']]}</p>"
            f'<a href="{escape(granted)}" class="button wc-auth-approve">Approve</a>'
            f'<a href="{escape(denied)}" class="button wc-auth-deny">Deny</a>'
        )

    def _grant(self, asked: dict[str, str]) -> Response:
        key = ApiKey(f"ck_{secrets.token_hex(20)}", f"cs_{secrets.token_hex(20)}", asked["scope"])
        told = {
            "key_id": self._keyring.add(key),
            "user_id": asked["user_id"],
            "consumer_key": key.consumer_key,
            "consumer_secret": key.consumer_secret,
            "key_permissions": key.permissions,
        }
        try:
            self._send(_url(asked["callback_url"]), json.dumps(told).encode())
        except Denied:
            self._keyring.remove(key)
            raise
        return RedirectResponse(_with(_url(asked["return_url"]), success=1, user_id=asked["user_id"]), 302)

    def _send(self, url: str, body: bytes) -> None:
        """Without the store's lock: whoever is told may well ask it something before answering."""
        if not self._allow_loopback and is_refused(url, self._shop.url):
            raise Denied("A valid URL was not provided.")
        headers: Headers = [
            ("Host", urlsplit(url).netloc),
            ("User-Agent", f"WordPress/7.1; {self._shop.url}"),
            ("Accept", "*/*"),
            ("Content-Type", "application/json;charset=UTF-8"),
            ("Connection", "close"),
            ("Content-Length", str(len(body))),
        ]
        status = post(url, headers, body, CALLBACK_TIMEOUT)
        if status == NO_ANSWER:
            raise Denied("cURL error 7: Failed to connect")
        if status != 200:
            raise Denied(_NOT_SENT)

    def _url(self, route: str, asked: dict[str, str]) -> str:
        told = {name: _url(asked[name]) if name.endswith("_url") else asked[name] for name in PARAMETERS}
        return f"{self._shop.url}/wc-auth/v1/{route}/?{urlencode(told, quote_via=quote)}"


def _validate(asked: dict[str, str]) -> None:
    for name in PARAMETERS:
        if asked.get(name, "") in ("", "0"):  # what PHP takes for empty
            raise Denied(f"Missing parameter {name}")
    if asked["scope"] not in SCOPES:
        raise Denied(f"Invalid scope {asked['scope']}")
    for name in ("return_url", "callback_url"):
        parts = urlsplit(_url(asked[name]))
        if not parts.hostname or any(blank.isspace() for blank in _url(asked[name])):
            raise Denied(f"The {_url(asked[name])} is not a valid URL")
    if not _url(asked["callback_url"]).lower().startswith("https://"):
        raise Denied("The callback_url needs to be over SSL")


def _url(given: str) -> str:
    return given if "://" in given else f"https://{given}"


def _with(url: str, **more: object) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"
