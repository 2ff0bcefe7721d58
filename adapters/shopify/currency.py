"""The one currency that a Shopify store reckons in.

The rule kept here: what is a bare number in the store is never written in another currency: 500 yen would become 500
euro.
"""

from adapters.shopify.access import Access
from connector.adapter import Rejected


class StoreCurrency:
    """Asked of the store once."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._currency: str | None = None

    def require(self, currency: str, what: str) -> None:
        """Raises Rejected where the store sells in another."""
        if self._currency is None:
            self._currency = self._access.installation().shop.currency_code
        if currency != self._currency:
            raise Rejected(
                f"{what}: currency: it is in {currency} and the store sells in {self._currency}. "
                "Set the programme's currency to the store's."
            )
