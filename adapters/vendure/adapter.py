"""One connected Vendure store: the facets it has, and nothing else.

The rule kept here: what is shown of a store is its address; keys and secrets stay inside.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from adapters.vendure.balances import VendureBalances
from adapters.vendure.check import check
from adapters.vendure.client import Client
from adapters.vendure.coupons import VendureCoupons
from adapters.vendure.customers import VendureCustomers
from adapters.vendure.order_notes import VendureOrderNotes
from adapters.vendure.orders import VendureOrders
from adapters.vendure.products import VendureProducts
from adapters.vendure.standing_discounts import VendureStandingDiscounts
from adapters.vendure.webhooks import VendureWebhooks
from connector.adapter import GiftCards, OrderDiscounts, Problem, Reviews, Shoppers, StoreCredit

# A channel's token is needed only where it is not the default channel.
WAYS = (("api_key",), ("api_key", "channel"), ("username", "password"), ("username", "password", "channel"))


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Vendure:
    """Fulfils `connector.adapter.Adapter`."""

    def __init__(
        self,
        *,
        url: str,
        api_key: str = "",
        username: str = "",
        password: str = "",
        channel: str = "",
        webhook_secret: str = "",
        timeout: float = 30.0,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """`url` is the store's server; `timeout` is seconds for one answer. Raises Misconfigured for a bad address."""
        self._client = Client(url, api_key, username, password, channel, timeout)
        self._secret = webhook_secret
        self.orders = VendureOrders(self._client, now)
        self.webhooks = VendureWebhooks(self._client, webhook_secret)
        self.coupons = VendureCoupons(self._client)
        self.order_discounts: OrderDiscounts | None = None
        self.customers = VendureCustomers(self._client)
        self.standing_discounts = VendureStandingDiscounts(self._client, self.customers)
        self.products = VendureProducts(self._client)
        self.reviews: Reviews | None = None
        self.balances = VendureBalances(self._client)
        self.order_notes = VendureOrderNotes(self._client)
        self.gift_cards: GiftCards | None = None
        self.store_credit: StoreCredit | None = None
        self.shoppers: Shoppers | None = None

    def __repr__(self) -> str:
        return f"Vendure({self._client.url!r})"

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        return check(self._client, webhook_url, self._secret, needs)

    def close(self) -> None:
        self._client.http.close()
