"""A store's owner agrees on Shopify's page that the app may read the store; what comes back is worth a refresh token.

The rule kept here: an address that a browser came back to is believed only if Shopify signed it with the app's secret,
for this store, in answer to the page that we have just shown.
"""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from adapters.shopify.address import home
from adapters.shopify.check import SCOPES
from adapters.shopify.tokens import Grants
from connector.adapter import Rejected


class Consent:
    """For one store and one app."""

    def __init__(self, *, url: str, client_id: str, client_secret: str, timeout: float = 30.0, **_: str) -> None:
        """Raises Misconfigured."""
        self._home = home(url)
        self._client_id = client_id
        self._secret = client_secret
        self._timeout = timeout

    def page(self, redirect: str, state: str) -> str:
        """Where the owner is asked. `redirect` is one of the app's redirect addresses, `state` nobody can guess."""
        asked = {
            "client_id": self._client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": redirect,
            "state": state,
        }
        return f"{self._home}/admin/oauth/authorize?{urlencode(asked)}"

    def refresh_token(self, came_back: str, state: str) -> str:
        """For the whole address that the browser came back to. Raises Rejected, Retryable or Misconfigured."""
        pairs = parse_qsl(urlsplit(came_back.strip()).query, keep_blank_values=True)
        told = dict(pairs)
        if len(told) != len(pairs) or not told.get("code"):
            raise Rejected("That is not the address that Shopify's page leads back to; copy all of it.")
        if not hmac.compare_digest(told.get("state", "").encode(), state.encode()):
            raise Rejected("That address answers another page than the one just shown. Begin anew.")
        if not self._signed(told):
            raise Rejected("That address is not signed with the app's client secret. Check the secret, and begin anew.")
        if home(f"https://{told.get('shop', '')}") != self._home and not self._home.startswith("http://"):
            raise Rejected("That address is about another store.")
        grants = Grants(self._home, self._client_id, [self._secret], self._timeout)
        try:
            granted = grants.by_code(told["code"])
        finally:
            grants.close()
        if not granted.refresh_token:
            raise Rejected("Shopify granted a token that cannot be refreshed; the app must take expiring tokens.")
        return granted.refresh_token

    def _signed(self, told: Mapping[str, str]) -> bool:
        from shopify.session import Session

        # A class of its own: the secret is kept in the class, and Session's would be every shop's.
        validator: Any = type("_OfThisApp", (Session,), {"secret": self._secret})
        return bool(self._secret) and told.get("hmac", "").isascii() and validator.validate_hmac(dict(told))
