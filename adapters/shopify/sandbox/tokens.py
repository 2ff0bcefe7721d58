"""Who may ask: the app's secret, the tokens that it is worth, and how long.

The rule kept here: a client-credentials token lives a day, an expiring one an hour with a refresh token of 90 days; a
refresh token that was used stays good until what it was exchanged for has been used.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .grants import Grants
from .times import Clock

DAY, HOUR = 86_400, 3_600
REFRESHABLE = 90 * DAY
REFUSED = "[API] Invalid API key or access token (unrecognized login or wrong password)"


@dataclass
class Token:
    text: str
    expires: float | None
    replaces: str | None = None  # the refresh token that it came from


class OAuthError(Exception):
    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class Tokens:
    def __init__(self, client_id: str, client_secret: str, scopes: Grants, clock: Clock, lasting: str) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.grants = scopes
        self._clock = clock
        self._lasting = lasting
        self._made = 0
        self.reset()

    def reset(self) -> None:
        """As on the first day."""
        self.installed = True
        self._access: dict[str, Token] = {self._lasting: Token(self._lasting, None)}
        self._refresh: dict[str, float] = {}
        self._codes: set[str] = set()

    def accepted(self, text: str | None) -> bool:
        token = self._access.get(text or "")
        if not self.installed or token is None or (token.expires is not None and token.expires <= self._clock()):
            return False
        if token.replaces:
            self._refresh.pop(token.replaces, None)
            token.replaces = None
        return True

    def revoke_all(self) -> None:
        """Every token ends now; the app may ask for new ones."""
        self._access.clear()

    def authorise(self) -> str:
        """The merchant agrees; the code with which the browser comes back."""
        code = self._text("code")
        self._codes.add(code)
        return code

    def exchange(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked.get("client_id") != self.client_id or asked.get("client_secret") != self.client_secret:
            raise OAuthError("invalid_client", "The client credentials are invalid")
        if not self.installed:
            raise OAuthError("shop_not_permitted", "Client credentials cannot be performed on this shop.")
        if asked.get("grant_type") == "client_credentials":
            return {"access_token": self._new(DAY).text, "scope": self._scope(), "expires_in": DAY - 1}
        if asked.get("grant_type") == "refresh_token":
            old = str(asked.get("refresh_token"))
            if self._refresh.get(old, 0.0) <= self._clock():
                raise OAuthError("invalid_request", "The refresh token is invalid or has expired")
            return self._expiring(replaces=old)
        if asked.get("code") not in self._codes:
            raise OAuthError("invalid_request", "The authorization code was not found or was already used")
        self._codes.discard(str(asked["code"]))
        if str(asked.get("expiring")) == "1":
            return self._expiring()
        return {"access_token": self._new(None).text, "scope": self._scope()}

    def _expiring(self, replaces: str | None = None) -> dict[str, Any]:
        refresh = self._text("shprt")
        self._refresh[refresh] = self._clock() + REFRESHABLE
        return {
            "access_token": self._new(HOUR, replaces).text,
            "scope": self._scope(),
            "expires_in": HOUR - 1,
            "refresh_token": refresh,
            "refresh_token_expires_in": REFRESHABLE - 1,
        }

    def _new(self, seconds: int | None, replaces: str | None = None) -> Token:
        token = Token(self._text("shpat"), self._clock() + seconds if seconds else None, replaces)
        self._access[token.text] = token
        return token

    def _text(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_{hashlib.sha256(f'{self.client_secret}{self._made}'.encode()).hexdigest()[:32]}"

    def _scope(self) -> str:
        return ",".join(sorted(self.grants.scopes))
