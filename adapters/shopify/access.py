"""What the app may do on the store, and what it costs if it may not.

The rule kept here: what Shopify hides for want of a scope is never taken for what is not there.
"""

from adapters.shopify.client import Client
from adapters.shopify.payloads import Thing

ALL_ORDERS = "read_all_orders"


class _Scope(Thing, frozen=True):
    handle: str


class _App(Thing, frozen=True):
    access_scopes: list[_Scope]


class ShopPayload(Thing, frozen=True):
    currency_code: str


class Installation(Thing, frozen=True):
    """The app as it is installed on the store."""

    current_app_installation: _App
    shop: ShopPayload

    @property
    def scopes(self) -> frozenset[str]:
        """A right to write is one to read, too."""
        told = {scope.handle for scope in self.current_app_installation.access_scopes}
        return frozenset(told | {f"read_{one.removeprefix('write_')}" for one in told if one.startswith("write_")})


class Access:
    """The scopes of one store's app, asked for once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._scopes: frozenset[str] | None = None

    def installation(self) -> Installation:
        """As it is now."""
        found = self._client.run("Installation", Installation)
        self._scopes = found.scopes
        return found

    def __contains__(self, scope: str) -> bool:
        if self._scopes is None:
            self.installation()
        return scope in (self._scopes or ())
