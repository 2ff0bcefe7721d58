"""One connected WooCommerce store: the facets it has, and nothing else.

The rule kept here: what is shown of a store is its address; keys and secrets stay inside.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from adapters.woocommerce.balances import WooBalances
from adapters.woocommerce.check import check
from adapters.woocommerce.client import Client
from adapters.woocommerce.coupons import WooCoupons
from adapters.woocommerce.customers import WooCustomers
from adapters.woocommerce.gift_cards import WooGiftCards
from adapters.woocommerce.order_discounts import WooOrderDiscounts
from adapters.woocommerce.order_notes import WooOrderNotes
from adapters.woocommerce.orders import WooOrders
from adapters.woocommerce.products import WooProducts
from adapters.woocommerce.reviews import WooReviews
from adapters.woocommerce.standing_discounts import WooStandingDiscounts
from adapters.woocommerce.webhooks import WooWebhooks
from connector.adapter import Problem, Shoppers, StoreCredit

CREDENTIALS = ("consumer_key", "consumer_secret")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class WooCommerce:
    """Fulfils `connector.adapter.Adapter`."""

    def __init__(
        self,
        *,
        url: str,
        consumer_key: str,
        consumer_secret: str,
        webhook_secret: str = "",
        timeout: float = 30.0,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """`url` is the store's home; `timeout` is seconds for one answer. Raises Misconfigured for a bad address.

        Without a webhook secret no delivery is believed and none can be registered.
        """
        self._client = Client(url, consumer_key, consumer_secret, timeout)
        self._now = now
        self.orders = WooOrders(self._client, now)
        self.webhooks = WooWebhooks(self._client, webhook_secret)
        self.coupons = WooCoupons(self._client)
        self.order_discounts = WooOrderDiscounts(self._client)
        self.customers = WooCustomers(self._client)
        self.standing_discounts = WooStandingDiscounts(self._client, self.customers)
        self.products = WooProducts(self._client)
        self.reviews = WooReviews(self._client)
        self.balances = WooBalances(self._client)
        self.order_notes = WooOrderNotes(self._client)
        self.gift_cards = WooGiftCards(self._client, now)
        self.store_credit: StoreCredit | None = None
        self.shoppers: Shoppers | None = None

    def __repr__(self) -> str:
        return f"WooCommerce({self._client.url!r})"

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        return check(self._client, webhook_url, needs, self._now())

    def close(self) -> None:
        self._client.http.close()
