"""Where a Shopify store is, and the names of the things in it.

The rule kept here: a token goes to a myshopify.com host over https and nowhere else; only this machine's own addresses
(the sandbox) are let through as they are.

Of `shopifyapi` only pure functions are used. Its sessions and its `GraphQL` class are not: they keep the active shop in
class attributes, so one shop's token can reach another's address.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from adapters.shopify.schema import VERSION
from connector.adapter import Misconfigured

GRAPHQL = f"/admin/api/{VERSION}/graphql.json"
_GID = re.compile(r"gid://shopify/\w+/(\d+)(\?.*)?")
_MYSHOPIFY = (
    "is not the address of a Shopify store. Enter the one that ends in .myshopify.com, such as "
    "https://my-shop.myshopify.com; Shopify's admin shows it under Settings → Domains."
)


def home(url: str) -> str:
    """The store's address without a slash at its end. Raises Misconfigured."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        raise Misconfigured(f"What is given as the store's address {_MYSHOPIFY}") from None
    if _is_here(host) and parts.scheme in ("http", "https") and not parts.username:
        return f"{parts.scheme}://{parts.netloc}"
    from shopify.utils.shop_url import sanitize_shop_domain  # takes a tenth of a second to import

    domain: str | None = sanitize_shop_domain(parts.netloc)
    if parts.scheme != "https" or domain is None:
        raise Misconfigured(f"{host[:100]!r} {_MYSHOPIFY}")
    return f"https://{domain}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def gid(kind: str, number: str) -> str:
    """Shopify's own name of a thing whose number we know."""
    return f"gid://shopify/{kind}/{number}"


def number(name: str) -> str:
    """The number in such a name, which is what we know things by."""
    found = _GID.fullmatch(name)
    return found[1] if found else name


def domain(url: str) -> str | None:
    """The store's own name, by which Shopify calls it; None for the sandbox, which is anybody's."""
    host = urlsplit(home(url)).hostname or ""
    return None if _is_here(host) else host
