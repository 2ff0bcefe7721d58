"""The way to one Vendure store's Admin API: operations by name, a login that renews itself, and what refusals mean.

The rule kept here: an operation is a file in `operations/`, and all that changes in it are its variables. What the
store says in a refusal is passed on only after our keys are struck out of it.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from requests import PreparedRequest
from requests.auth import AuthBase

from adapters.http import Answer, Http, refusal
from adapters.vendure.payloads import Answered, Errors, LoginPayload, ShopPayload, decode
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError

T = TypeVar("T")

API = "/admin-api"
TAKE = 100  # rows of a page; stores allow 1000 unless told otherwise
_OPERATIONS = Path(__file__).parent / "operations"
_FORBIDDEN = frozenset({"FORBIDDEN", "UNAUTHENTICATED"})


class Refused(Rejected):
    """A refusal in Vendure's own words; `code` is its machine-readable name."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class NotFound(Refused):
    """The store works and has no such thing."""


class Forbidden(Misconfigured):
    """The store does not know our keys, or they may not do this."""


class Keys(AuthBase):
    """An API key, or the token of a session; and the channel, where it is not the store's default."""

    def __init__(self, api_key: str, channel: str) -> None:
        self._api_key = api_key
        self._channel = channel
        self.session = ""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._api_key:
            request.headers["vendure-api-key"] = self._api_key
        elif self.session:
            request.headers["Authorization"] = f"Bearer {self.session}"
        if self._channel:
            request.headers["vendure-token"] = self._channel
        return request


class Client:
    """GraphQL with one store. Every call raises Retryable, Rejected (Refused, NotFound) or Misconfigured
    (Forbidden).
    """

    def __init__(self, url: str, api_key: str, username: str, password: str, channel: str, timeout: float) -> None:
        """`url` is the store's server, such as https://shop.example; `timeout` is seconds for one answer."""
        self.url = _home(url)
        self._username, self._password = username, password
        self._secrets = [word for word in (api_key, password, channel) if word]
        self._keys = Keys(api_key, channel)
        self.http = Http(self.url, auth=self._keys, timeout=timeout, refusal=self._refusal)

    def __repr__(self) -> str:
        return f"Client({self.url!r})"

    def ask(self, operation: str, kind: type[T], what: str, **variables: object) -> T:
        """The data that an operation answers. `what` names it to a person."""
        if self._username and not self._keys.session:
            self._login()
        try:
            return decode(self._data(self._send(operation, variables)), kind, what)
        except Forbidden:
            if not self._username:
                raise
        self._login()  # a session ends without a word; what is still forbidden then is not ours to do
        return decode(self._data(self._send(operation, variables)), kind, what)

    @cached_property
    def shop(self) -> ShopPayload:
        """What the store is, which does not change while we are connected."""
        return self.look()

    def look(self) -> ShopPayload:
        return self.ask("Shop", ShopPayload, "The store")

    def _login(self) -> None:
        given = {"username": self._username, "password": self._password}
        self._keys.session = ""
        answer = self._send("Login", given)
        told = decode(self._data(answer), LoginPayload, "The login").login
        if told.error_code is not None:
            raise Forbidden(f"The store refuses our username and password: {self._struck(told.message or '')}")
        token = answer.headers.get("vendure-auth-token", "")
        if not token:
            raise Misconfigured(
                "The store logs us in and hands out no session token: add 'bearer' to authOptions.tokenMethod in its "
                "vendure-config."
            )
        self._keys.session = token
        self._secrets.append(token)

    def _send(self, operation: str, variables: Mapping[str, object]) -> Answer:
        body = {"operationName": operation, "query": text(operation), "variables": variables}
        return self.http.send("POST", API, json=body, reads=text(operation).startswith("query"))

    def _data(self, answer: Answer) -> msgspec.Raw:
        try:
            told = msgspec.json.decode(answer.body, type=Answered)
        except msgspec.ValidationError:
            raise _no_api(self.url) from None
        if told.errors:
            raise self._error(told.errors)
        if bytes(told.data) == b"null":
            raise _no_api(self.url)
        return told.data

    def _refusal(self, answer: Answer) -> StoreError:
        """Of a 4xx: a document that the store's schema does not know comes so."""
        try:
            told = msgspec.json.decode(answer.body, type=Answered)
        except msgspec.DecodeError:
            return _no_api(self.url) if answer.status == 404 else refusal(answer)
        return (
            self._error(told.errors) if told.errors else _no_api(self.url) if answer.status == 404 else refusal(answer)
        )

    def _error(self, errors: Sequence[Errors]) -> StoreError:
        code = errors[0].extensions.code
        said = self._struck(errors[0].message)[:300]
        if code in _FORBIDDEN:
            return Forbidden(f"The store does not know our keys, or they may not do this: {said}")
        if code == "CHANNEL_NOT_FOUND":
            return Misconfigured("The store knows no channel with the token that we were given.")
        if code == "ENTITY_NOT_FOUND":
            return NotFound(f"The store says: {said}", code)
        if code == "INTERNAL_SERVER_ERROR":
            return Retryable(f"The store stumbled: {said}")
        return Refused(f"The store refused it ({code}): {said}", code)

    def _struck(self, said: str) -> str:
        for secret in self._secrets:
            said = said.replace(secret, "…")
        return said


@cache
def text(operation: str) -> str:
    return (_OPERATIONS / f"{operation}.graphql").read_text(encoding="utf-8")


def operations() -> list[str]:
    return sorted(file.stem for file in _OPERATIONS.glob("*.graphql"))


def equals(**fields: object) -> dict[str, Any]:
    """A filter of a list: all of these fields are so."""
    return {name: {"eq": value} for name, value in fields.items()}


def _no_api(url: str) -> Misconfigured:
    return Misconfigured(
        f"No Vendure Admin API answers at {url}{API}: enter the address of the store's server, without /admin-api."
    )


def _home(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise Misconfigured("The store's address is not an address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured("The store's address must begin with https:// (or http://) and name a host.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Misconfigured("The store's address must be its server alone: no user, password, query or fragment.")
    return url.strip().rstrip("/").removesuffix(API)
