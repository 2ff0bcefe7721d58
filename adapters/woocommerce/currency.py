"""The one currency that a WooCommerce store sells in.

The rule kept here: what is a bare number in the store is never written in another currency: 500 yen would become 500
euro.
"""

from adapters.woocommerce.client import Client
from adapters.woocommerce.payloads import SettingPayload
from connector.adapter import Rejected


class StoreCurrency:
    """Asked of the store once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._currency: str | None = None

    def require(self, currency: str, what: str) -> None:
        """Raises Rejected where the store sells in another."""
        if self._currency is None:
            setting = self._client.get("settings/general/woocommerce_currency", SettingPayload, "The store's currency")
            self._currency = setting.value
        if currency != self._currency:
            raise Rejected(
                f"{what}: currency: it is in {currency} and the store sells in {self._currency}. "
                "Set the programme's currency to the store's."
            )
