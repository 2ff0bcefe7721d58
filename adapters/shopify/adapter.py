"""One connected Shopify store: the facets it has, and nothing else.

The rule kept here: what is shown of a store is its address; tokens and secrets stay inside.
"""

import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from adapters.shopify.access import Access
from adapters.shopify.address import domain, home
from adapters.shopify.balances import ShopifyBalances
from adapters.shopify.bulk import Bulk
from adapters.shopify.check import check
from adapters.shopify.client import Client
from adapters.shopify.coupons import ShopifyCoupons
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.customers import ShopifyCustomers
from adapters.shopify.discounts import KINDS
from adapters.shopify.gift_cards import ShopifyGiftCards
from adapters.shopify.order_notes import ShopifyOrderNotes
from adapters.shopify.orders import ShopifyOrders
from adapters.shopify.pools import Pools
from adapters.shopify.products import ShopifyProducts
from adapters.shopify.refreshing import Refreshed
from adapters.shopify.shoppers import ShopifyShoppers
from adapters.shopify.standing_discounts import ShopifyStandingDiscounts
from adapters.shopify.store_credit import ShopifyStoreCredit
from adapters.shopify.subscriptions import Subscriptions
from adapters.shopify.tagged_discounts import TaggedDiscounts
from adapters.shopify.tokens import Fixed, Grants, Renewed, Tokens
from adapters.shopify.webhooks import ShopifyWebhooks
from connector.adapter import (
    Misconfigured,
    OrderDiscounts,
    Problem,
    Reviews,
    StandingDiscounts,
    Vault,
)

WAYS = (
    ("client_id", "client_secret"),
    ("access_token",),
    ("client_id", "client_secret", "client_secret_old"),
    ("access_token", "client_secret"),
    ("client_id", "client_secret", "refresh_token"),
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Shopify:
    """Fulfils `connector.adapter.Adapter`."""

    def __init__(
        self,
        *,
        url: str,
        client_id: str = "",
        client_secret: str = "",
        client_secret_old: str = "",
        access_token: str = "",
        refresh_token: str = "",
        vault: Vault | None = None,
        webhook_secret: str = "",
        together: Collection[str] = KINDS,
        standing: str = "code",
        pool: bool = False,
        timeout: float = 30.0,
        bulk_from: int = 5_000,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url` is the store's address, https://….myshopify.com; `timeout` is seconds for one answer. Raises
        Misconfigured. `webhook_secret` is not used: Shopify signs with the app's own secret. `together` are the kinds
        of discounts that codes go with; `standing` says whether a standing discount is a "code" or a "tag"; with `pool`
        codes of equal worth are one discount."""
        secrets = (client_secret, client_secret_old, access_token, refresh_token)
        self._grants = Grants(home(url), client_id, (client_secret, client_secret_old), timeout)
        tokens: Tokens
        if access_token:
            tokens = Fixed(access_token)
        elif not (client_id and client_secret):
            raise Misconfigured("The store needs the app's client id and client secret, or an access token.")
        elif refresh_token and vault:
            tokens = Refreshed(self._grants, vault, refresh_token)
        else:
            tokens = Renewed(self._grants.by_credentials)
        self._client = Client(url, tokens, timeout, secrets, sleep, clock)
        self._access = Access(self._client)
        self.orders = ShopifyOrders(self._client, self._access, Bulk(self._client, now, sleep), now, bulk_from)
        currency = StoreCurrency(self._access)
        self._subscriptions = Subscriptions(self._client, self._access)
        signing = (client_secret, client_secret_old)
        self.webhooks = ShopifyWebhooks(self._subscriptions, signing, domain(url))
        self.coupons = ShopifyCoupons(self._client, currency, together, Pools(self._client, sleep), pool=pool)
        self.order_discounts: OrderDiscounts | None = None
        self.customers = ShopifyCustomers(self._client)
        self._by_tag = standing == "tag"
        self.standing_discounts: StandingDiscounts = (
            TaggedDiscounts(self._client, currency)
            if self._by_tag
            else ShopifyStandingDiscounts(self._client, self.customers, currency, together)
        )
        self.products = ShopifyProducts(self._client)
        self.reviews: Reviews | None = None  # Shopify has none of its own
        self.balances = ShopifyBalances(self._client)
        self.order_notes = ShopifyOrderNotes(self._client)
        self.gift_cards = ShopifyGiftCards(self._client, currency)
        self.store_credit = ShopifyStoreCredit(self._client, currency)
        self.shoppers = ShopifyShoppers(client_id, signing, domain(url))

    def __repr__(self) -> str:
        return f"Shopify({self._client.url!r})"

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        tagging = "customer_tags" if self._by_tag else "standing_discounts"
        wanted = {tagging if facet == "standing_discounts" else facet for facet in needs}
        return check(self._client, self._access, self._subscriptions, webhook_url, wanted)

    def close(self) -> None:
        self._client.close()
        self._grants.close()
