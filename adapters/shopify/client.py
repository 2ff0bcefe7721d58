"""The way to one store's Admin API: asking, pacing, and what its refusals mean.

The rule kept here: an answer is whole or it is an error. Shopify says most of what goes wrong with HTTP 200, sometimes
beside half of the data, and of a filter that it did not understand only in a footnote; none of that passes.
"""

import re
import time
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import Any, NoReturn, TypeVar

import msgspec
import requests
from requests.auth import AuthBase

from adapters.http import Answer, Http, refusal
from adapters.shopify.address import GRAPHQL, home
from adapters.shopify.operations import Operation, operation
from adapters.shopify.payloads import decode
from adapters.shopify.throttle import Allowance, Cost
from adapters.shopify.tokens import Tokens
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError

T = TypeVar("T")

TRIES = 5  # of a question that others keep pushing out of the bucket
LONGEST = 30.0  # seconds that we wait here; what takes longer is the queue's


class Refused(Rejected):
    """A refusal in Shopify's own words; `code` is its machine-readable name."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class TooDear(Refused):
    """The question costs more than any single one may: it must be asked in smaller parts."""


class AccessDenied(Misconfigured):
    """The app lacks a scope. `access` is Shopify's own word for what is missing."""

    def __init__(self, message: str, access: str) -> None:
        super().__init__(message)
        self.access = access


class Unauthorised(Misconfigured):
    """Shopify does not take the token."""


class GraphQLError(msgspec.Struct, frozen=True):
    message: str = ""
    path: list[str | int] | None = None
    extensions: dict[str, Any] = {}

    @property
    def code(self) -> str:
        return str(self.extensions.get("code") or "")


class Extensions(msgspec.Struct, frozen=True):
    cost: Cost | None = None
    search: Any = None


class Envelope(msgspec.Struct, frozen=True):
    data: msgspec.Raw = msgspec.Raw(b"null")
    errors: msgspec.Raw = msgspec.Raw(b"null")
    extensions: Extensions = Extensions()


class _Signature(AuthBase):
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["X-Shopify-Access-Token"] = self._tokens.current()
        return request


class Client:
    """GraphQL with one store. Every call raises Retryable, Rejected (Refused) or Misconfigured."""

    def __init__(
        self,
        url: str,
        tokens: Tokens,
        timeout: float,
        secrets: Collection[str] = (),
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`secrets` are struck out of whatever the store says."""
        self.url = home(url)
        self.served: str | None = None  # the version of the API that answered last, by its own word
        self._tokens = tokens
        self._secrets = tuple(secret for secret in secrets if secret)
        self._used = ""  # the token that was sent last
        self._sleep = sleep
        self._allowance = Allowance(clock, sleep)
        self._http = Http(self.url, auth=_Signature(tokens), timeout=timeout, refusal=self._refusal)

    def __repr__(self) -> str:
        return f"Client({self.url!r})"

    def close(self) -> None:
        self._http.close()

    def run(self, name: str, kind: type[T], **variables: Any) -> T:
        """The data of one of our operations. What only reads may be sent again; what changes something is sent once."""
        envelope = self._envelope(operation(name), variables)
        self._refuse(envelope)
        return decode(envelope.data, kind, f"The answer to {name}")

    def lines(self, url: str) -> Iterator[bytes]:
        """The lines of a file that Shopify has made for us."""
        return self._http.lines(url)

    def _envelope(self, asked: Operation, variables: dict[str, Any]) -> Envelope:
        question = f"{asked.name}/{_size(variables)}"
        for _ in range(TRIES):
            price, cost = self._allowance.set_aside(question), None
            try:
                answer = self._send(asked, variables)
                envelope = decode(answer.body, Envelope, f"The answer to {asked.name}")
                cost = envelope.extensions.cost
            finally:
                self._allowance.give_back(price, question, cost)
            if not any(error.code == "THROTTLED" for error in _errors(envelope)):
                return envelope
            wait = _wait(cost)
            if wait > LONGEST:
                break
            if cost is None:
                self._sleep(wait)
        after = timedelta(seconds=_wait(cost))
        raise Retryable("The store is asked too much just now, by us or by other apps of the same name.", after)

    def _send(self, asked: Operation, variables: dict[str, Any]) -> Answer:
        body = {"query": asked.text, "variables": variables}
        self._used = token = self._tokens.current()
        try:
            answer = self._http.send("POST", GRAPHQL, json=body, reads=asked.reads)
        except Unauthorised:
            self._used = self._tokens.renew(token)
            answer = self._http.send("POST", GRAPHQL, json=body, reads=asked.reads)
        self.served = answer.headers.get("X-Shopify-API-Version") or self.served
        return answer

    def _refuse(self, envelope: Envelope) -> None:
        errors = _errors(envelope)
        for error in errors:  # the one that a person can mend says more than those that follow from it
            if error.code == "ACCESS_DENIED":
                self._deny(error)
        if errors:
            raise self._error(errors[0])
        for warning in _warnings(envelope.extensions.search):
            raise Rejected(f"Shopify did not understand a filter of ours: {self._struck(warning)}")
        if bytes(envelope.data) == b"null":
            raise Retryable(f"{self.url} answered with neither data nor an error.")

    def _deny(self, error: GraphQLError) -> NoReturn:
        said = self._struck(error.message)
        access = str(error.extensions.get("requiredAccess") or said.partition("Required access: ")[2] or said)
        raise AccessDenied(
            f"The app may not do this on the store; it needs {access.rstrip('.')}. Add it to the app's scopes in the "
            "Dev Dashboard, release a version of the app, and let the store approve it.",
            access,
        )

    def _error(self, error: GraphQLError) -> StoreError:
        said = self._struck(error.message)
        if error.code == "MAX_COST_EXCEEDED":
            return TooDear(f"A question of ours is too dear for Shopify, which is a fault of ours: {said}", error.code)
        if error.code in ("INTERNAL_SERVER_ERROR", "TIMEOUT"):
            return Retryable(f"Something went wrong at Shopify: {said}")
        return Refused(f"Shopify refused it ({error.code or 'no code'}): {said}", error.code)

    def _refusal(self, answer: Answer) -> StoreError:
        said = self._struck("; ".join(_texts(answer.body)))
        match answer.status:
            case 401:
                return Unauthorised(f"Shopify does not take our token: {said or 'no reason given'}.")
            case 402:
                return Misconfigured(
                    "The store is frozen: its owner owes Shopify money. It works again once that is paid."
                )
            case 403 | 423:
                return Misconfigured(
                    f"The store is not to be had now (HTTP {answer.status}): {said or 'no reason given'}."
                )
            case 404:
                return Misconfigured(
                    f"There is no Shopify store at {self.url}, or it is closed, or it no longer has this version "
                    "of the API. Check the store's address."
                )
        return Rejected(f"Shopify refused the request (HTTP {answer.status}): {said}") if said else refusal(answer)

    def _struck(self, text: str) -> str:
        for secret in filter(None, (*self._secrets, self._used)):
            text = text.replace(secret, "…")
        return _TOKEN.sub("…", text)[:300]


_TOKEN = re.compile(r"shp(at|ca|pa|ss|ua|rt)_\w+")


def _errors(envelope: Envelope) -> list[GraphQLError]:
    """Shopify's errors, which are a list, an object or a mere text."""
    told = msgspec.json.decode(envelope.errors)
    if not told:
        return []
    if isinstance(told, list):
        return [msgspec.convert(one, GraphQLError) if isinstance(one, dict) else GraphQLError(str(one)) for one in told]
    return [GraphQLError("; ".join(_flat(told)))]


def _texts(body: bytes) -> list[str]:
    try:
        told = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return []
    return list(_flat(told.get("errors"))) if isinstance(told, dict) else []


def _flat(told: Any) -> list[str]:
    match told:
        case None:
            return []
        case dict():
            return [f"{name}: {text}" for name, inner in told.items() for text in _flat(inner)]
        case list():
            return [text for inner in told for text in _flat(inner)]
    return [str(told)]


def _warnings(search: Any) -> list[str]:
    found = search if isinstance(search, list) else []
    warnings = [one for entry in found if isinstance(entry, dict) for one in entry.get("warnings") or []]
    return [str(one.get("message") or one.get("code")) if isinstance(one, dict) else str(one) for one in warnings]


def _wait(cost: Cost | None) -> float:
    """Seconds until the bucket holds what was asked."""
    if cost is None or cost.throttle_status.restore_rate <= 0:
        return 1.0
    status = cost.throttle_status
    return max(0.0, ((cost.requested_query_cost or 0.0) - status.currently_available) / status.restore_rate)


def _size(variables: dict[str, Any]) -> int:
    """Questions of one name cost alike if they ask for as much."""
    sizes = (len(value) if isinstance(value, list) else value for value in variables.values())
    return sum(size for size in sizes if isinstance(size, int))
