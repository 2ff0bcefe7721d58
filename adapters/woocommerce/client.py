"""The way to one WooCommerce store's REST interface (wc/v3): signing, lists, and what its refusals mean.

The rule kept here: every try is signed anew, because the store takes each OAuth nonce once; and what the store says in
a refusal is passed on only after our keys are struck out of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth
from woocommerce.oauth import OAuth

from adapters.http import Answer, Http, refusal
from adapters.woocommerce.payloads import ErrorPayload, decode
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError

T = TypeVar("T")
Param = str | int | Sequence[str]

API = "/wp-json/wc/v3/"
PER_PAGE = 100  # the store's limit, of pages and of ids in one question


class Refused(Rejected):
    """A refusal in WooCommerce's own words; `code` is its machine-readable name, `status` the HTTP status."""

    def __init__(self, message: str, code: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class NotFound(Refused):
    """The store works and has no such thing."""


class NoInterface(Misconfigured):
    """Something answers at the address, and it is not WooCommerce's REST interface."""


class Blocked(Misconfigured):
    """Something that stands before the store turned us away."""


class ClocksApart(Retryable):
    """The store refuses our signatures for their time: until a clock is set right, which needs nobody of ours."""


class OneTimeSignature(AuthBase):
    """OAuth 1.0a, the only login WooCommerce takes over plain http.

    Of the `woocommerce` package only the signer is used: its API class opens a new connection for every request.
    The signer leaves "/" and "%" in values as they are, which the store does not; nothing we ask for has them.
    """

    def __init__(self, key: str, secret: str) -> None:
        self._key = key
        self._secret = secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        signer = OAuth(url=request.url, consumer_key=self._key, consumer_secret=self._secret, method=request.method)
        request.url = signer.get_oauth_url()
        return request


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a list, each row still as it came; `total` is that of the whole list, `date` the store's clock."""

    rows: list[msgspec.Raw]
    total: int
    pages: int
    date: datetime | None
    tries: int = 1


class Client:
    """REST calls to one store. Every call raises Retryable, Rejected (Refused, NotFound) or Misconfigured."""

    def __init__(self, url: str, key: str, secret: str, timeout: float) -> None:
        """`url` is the store's home, such as https://shop.example; `timeout` is seconds for one answer."""
        self.url = _home(url)
        self._secrets = [word for word in (key, secret) if word]
        secure = self.url.startswith("https://")
        auth = HTTPBasicAuth(key.encode(), secret.encode()) if secure else OneTimeSignature(key, secret)
        self.http = Http(self.url, auth=auth, timeout=timeout, refusal=self._refusal)

    def __repr__(self) -> str:
        return f"Client({self.url!r})"

    def get(self, path: str, kind: type[T], what: str, **params: Param) -> T:
        return decode(self._send("GET", path, params).body, kind, what)

    def rows(self, path: str, **params: Param) -> Rows:
        """One page of a list, of 100 unless told otherwise."""
        answer = self._send("GET", path, {"per_page": PER_PAGE, **params})
        rows = decode(answer.body, list[msgspec.Raw], f"The list {path}")
        total, pages = (_number(answer.headers, name) for name in ("X-WP-Total", "X-WP-TotalPages"))
        return Rows(rows, max(total, len(rows)), max(pages, 1), answer.date, answer.tries)

    def every(self, path: str, kind: type[T], what: str, **params: Param) -> Iterator[T]:
        """All rows of a short list that nobody is changing while it is read."""
        page = 1
        while True:
            found = self.rows(path, page=page, **params)
            yield from (decode(row, kind, what) for row in found.rows)
            if len(found.rows) < PER_PAGE and page >= found.pages:
                return
            page += 1

    def post(self, path: str, body: object, kind: type[T], what: str) -> T:
        return decode(self._send("POST", path, {}, body).body, kind, what)

    def put(self, path: str, body: object, kind: type[T], what: str) -> T:
        return decode(self._send("PUT", path, {}, body).body, kind, what)

    def delete(self, path: str, kind: type[T], what: str) -> T:
        """Deletes for good, past the trash; the answer shows the thing as it was at its end."""
        return decode(self._send("DELETE", path, {"force": "true"}).body, kind, what)

    def _send(self, method: str, path: str, params: Mapping[str, Param], body: object = None) -> Answer:
        # A repeated or bracketed parameter breaks the signature over http; WordPress reads a comma list as well.
        flat = {name: value if isinstance(value, str) else _joined(value) for name, value in params.items()}
        return self.http.send(method, API + path, params=flat, json=body)

    def _refusal(self, answer: Answer) -> StoreError:
        try:
            error = msgspec.json.decode(answer.body, type=ErrorPayload)
        except msgspec.DecodeError:
            if answer.status == 404:
                return _no_api(self.url)
            if answer.status in (401, 403):
                return _blocked(answer.status)
            return refusal(answer)
        said = self._struck(error.message)[:300]
        if answer.status == 404:
            if error.code == "rest_no_route":
                return _no_api(self.url)
            return NotFound(f"The store says: {said}", error.code, 404)
        if answer.status in (401, 403):
            return _login(said, answer.status)
        return Refused(f"The store refused it (HTTP {answer.status}, {error.code}): {said}", error.code, answer.status)

    def _struck(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def _home(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise Misconfigured("The store's address is not an address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured("The store's address must begin with https:// (or http://) and name a host.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Misconfigured("The store's address must be its home alone: no user, password, query or fragment.")
    return url.strip().rstrip("/")


def _joined(value: int | Sequence[str]) -> str:
    return str(value) if isinstance(value, int) else ",".join(value)


def _number(headers: Mapping[str, str], name: str) -> int:
    text = headers.get(name, "")
    return int(text) if text.isdecimal() else 0


def _no_api(url: str) -> NoInterface:
    return NoInterface(
        f"There is no WooCommerce REST interface at {url}: check the address, that WooCommerce is active, and that "
        "Settings → Permalinks is not “Plain”."
    )


def _blocked(status: int) -> Blocked:
    return Blocked(
        f"Something before the store turns us away (HTTP {status}), most likely a firewall or a security plugin: "
        f"let this machine's requests to {API} through."
    )


def _login(said: str, status: int) -> StoreError:
    lowered = said.lower()
    if "nonce" in lowered:
        return Retryable("The store has seen our one-time signature before; the next try brings a new one.")
    if "timestamp" in lowered:
        return ClocksApart(f"The clocks of the store and of this machine are over 15 minutes apart ({said}).")
    if "permission" in lowered or "not allowed to create" in lowered:
        return Misconfigured(f"The store's keys may not do this; give them Read/Write ({said}).")
    return Misconfigured(f"The store refuses our keys (HTTP {status}): {said}")
