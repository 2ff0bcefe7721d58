"""The app proxy: how the store signs what it hands on from a shopper's browser to the app.

The rule kept here: names sorted, a name's several values joined by commas, nothing between the pairs, hex.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

from .records import Customer
from .shop import Shop


def signature(parameters: Mapping[str, list[str]], secret: str) -> str:
    told = "".join(sorted(f"{name}={','.join(values)}" for name, values in parameters.items()))
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()


def signed_query(
    shop: Shop,
    secret: str,
    *,
    customer: Customer | None = None,
    path_prefix: str = "/apps/loyalty",
    parameters: Mapping[str, list[str]] | None = None,
) -> str:
    """The query string with which the request arrives at the app."""
    told = {
        **(parameters or {}),
        "shop": [shop.terms.domain],
        "logged_in_customer_id": [str(customer.id) if customer else ""],
        "path_prefix": [path_prefix],
        "timestamp": [str(int(shop.clock()))],
    }
    return urlencode({**told, "signature": [signature(told, secret)]}, doseq=True)
