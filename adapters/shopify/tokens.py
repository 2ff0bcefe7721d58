"""The token that opens a store's Admin API, and how it is got anew.

The rule kept here: a token is renewed before it ends, by one thread at a time, and once more when the store refuses it;
no message and no repr holds a token or a secret.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec
import requests
from requests.auth import AuthBase

from adapters.http import Answer, Http, refusal
from connector.adapter import Misconfigured, Rejected, StoreError

PATH = "/admin/oauth/access_token"
EARLY = 600.0  # seconds before its end a token is renewed
_LONG = 86_400.0

_REFUSED = {
    "invalid_client": "Shopify does not know the app's client id and secret. Copy both anew from the Dev Dashboard.",
    "invalid_request": "Shopify does not know the app's client id and secret. Copy both anew from the Dev Dashboard.",
    "application_cannot_be_found": "Shopify knows no app of this client id. Copy it anew from the Dev Dashboard.",
    "app_not_installed": "The app is not installed on the store. Install it, from the app's page in the Dev Dashboard.",
    "shop_not_permitted": (
        "The app may not get tokens for this store by itself: both must belong to the same organisation in the Dev "
        "Dashboard."
    ),
    "invalid_grant": "The app's permission for this store has ended. Connect the app to the store anew.",
}


class Tokens(Protocol):
    def current(self) -> str:
        """A token that is good now. Raises Retryable, Rejected or Misconfigured."""

    def renew(self, refused: str) -> str:
        """Another token than this one, which the store has refused. Raises as above."""


class Fixed:
    """A token of an app that was made in the store's own admin (before 2026): it never ends."""

    def __init__(self, token: str) -> None:
        self._token = token

    def current(self) -> str:
        return self._token

    def renew(self, refused: str) -> str:
        raise Misconfigured(
            "Shopify refuses the access token. Copy it anew from the app's page in the store's admin; if Shopify no "
            "longer takes such tokens, make an app in the Dev Dashboard and enter its client id and secret."
        )


class Granted(msgspec.Struct, frozen=True):
    """What Shopify answers to a grant. It is nothing but secrets, so none of it is shown."""

    access_token: str
    expires_in: float | None = None  # seconds
    refresh_token: str | None = None
    refresh_token_expires_in: float | None = None

    def __repr__(self) -> str:
        return "Granted(…)"


class Grants:
    """Shopify's counter for tokens. While the app's secret is being changed, the old one is tried after the new."""

    def __init__(self, home: str, client_id: str, secrets: Sequence[str], timeout: float) -> None:
        self._client_id = client_id
        self._secrets = tuple(secret for secret in secrets if secret)
        self._http = Http(home, auth=_Unsigned(), timeout=timeout, refusal=_refused)

    def close(self) -> None:
        self._http.close()

    def by_credentials(self) -> Granted:
        return self._ask({"grant_type": "client_credentials"})

    def by_refreshing(self, refresh_token: str) -> Granted:
        return self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def by_code(self, code: str) -> Granted:
        """For the code that Shopify's page of consent sends back; the token ends, and can be refreshed."""
        return self._ask({"code": code, "expiring": "1"})

    def _ask(self, question: dict[str, str]) -> Granted:
        for last, secret in enumerate(self._secrets, 1 - len(self._secrets)):
            try:
                body = {**question, "client_id": self._client_id, "client_secret": secret}
                answer = self._http.send("POST", PATH, json=body, reads=True)
                return msgspec.json.decode(answer.body, type=Granted)
            except _WrongSecret:
                if last == 0:
                    raise
            except msgspec.ValidationError:
                raise Rejected("Shopify granted a token in a way that we do not know.") from None
        raise Misconfigured("The app's client secret is missing.")


@dataclass(slots=True)
class Renewed:
    """A token that lasts some time. `ask` gets another one."""

    ask: Callable[[], Granted] = field(repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    _token: str | None = field(default=None, repr=False)
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def current(self) -> str:
        with self._lock:
            if self._token is None or self.clock() >= self._until:
                return self._ask_anew()
            return self._token

    def renew(self, refused: str) -> str:
        with self._lock:
            if self._token in (None, refused):
                return self._ask_anew()
            return self._token or self._ask_anew()

    def _ask_anew(self) -> str:
        granted = self.ask()
        lasts = granted.expires_in or _LONG
        self._token, self._until = granted.access_token, self.clock() + max(lasts - EARLY, lasts / 2)
        return self._token


class _WrongSecret(Misconfigured):
    pass


class _Unsigned(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Refusal(msgspec.Struct, frozen=True):
    error: str


def _refused(answer: Answer) -> StoreError:
    """Only Shopify's own names of errors are repeated: its sentences quote what was sent."""
    try:
        code = msgspec.json.decode(answer.body, type=_Refusal).error
    except msgspec.DecodeError:
        if answer.status == 404:
            return Misconfigured("There is no such Shopify store, or it is closed. Check the store's address.")
        return refusal(answer)
    if code in ("invalid_client", "invalid_request"):
        return _WrongSecret(_REFUSED[code])
    if code in _REFUSED:
        return Misconfigured(_REFUSED[code])
    return Misconfigured(f"Shopify grants no token (HTTP {answer.status}). Check the app's client id and secret.")
