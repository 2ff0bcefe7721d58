"""Who the shopper is, by Shopify's word: a question through the app proxy is signed as it passes, one from a page of
the customer's account carries a token.

The rule kept here: nothing of a question is believed before its signature is, and then only what Shopify itself put
there, once. The proxy's signature covers the address and not the body.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

import jwt

from adapters.shopify.address import number
from connector.adapter import NotVouched, ShopperRequest, Vouched

FRESH = timedelta(seconds=90)  # of a signed address, before and after
LEEWAY = timedelta(seconds=10)  # between two clocks
MOST = 200  # parameters
_OWN = ("shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature")
_CLAIMS = ["exp", "nbf", "aud", "dest"]
_CUSTOMER = "gid://shopify/Customer/"


class ShopifyShoppers:
    """The shoppers facet. `domain` is the store's, None for any."""

    def __init__(self, client_id: str, secrets: tuple[str, ...], domain: str | None) -> None:
        self._client_id = client_id
        self._secrets = tuple(secret for secret in secrets if secret)
        self._domain = domain

    def __repr__(self) -> str:
        return f"ShopifyShoppers({self._domain!r})"

    def who(self, request: ShopperRequest) -> Vouched:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        told = _parameters(request.query)
        if "signature" in told:
            return Vouched(self._of_proxy(told, request.at), body_signed=False)
        if scheme.lower() == "bearer" and token:
            return Vouched(self._of_token(token.strip(), request.at))
        raise NotVouched("no_token")

    def _of_proxy(self, told: Mapping[str, list[str]], at: datetime) -> str | None:
        if any(len(told.get(name, [""])) != 1 for name in _OWN):
            raise NotVouched("doubled_parameter")
        signature = told["signature"][0].encode(errors="replace")
        text = "".join(sorted(f"{name}={','.join(values)}" for name, values in told.items() if name != "signature"))
        made = [
            hmac.new(secret.encode(), text.encode(errors="replace"), hashlib.sha256).hexdigest()
            for secret in self._secrets
        ]
        if not any([hmac.compare_digest(one.encode(), signature) for one in made]):  # noqa: C419 each in its time
            raise NotVouched("bad_signature")
        if any(name not in told for name in ("shop", "timestamp", "logged_in_customer_id")):
            raise NotVouched("bad_token")
        if not self._is_ours(told["shop"][0]):
            raise NotVouched("other_store")
        _fresh(told["timestamp"][0], at)
        return _customer(told["logged_in_customer_id"][0])

    def _of_token(self, token: str, at: datetime) -> str | None:
        claims = self._claims(token)
        moment = at.timestamp()
        if moment >= _time(claims, "exp") + LEEWAY.total_seconds():
            raise NotVouched("expired")
        if moment < _time(claims, "nbf") - LEEWAY.total_seconds():
            raise NotVouched("from_the_future")
        dest = str(claims["dest"])
        if not self._is_ours(urlsplit(dest).hostname or "" if "//" in dest else dest):
            raise NotVouched("other_store")
        subject = claims.get("sub")
        if subject is None:
            return None
        if not isinstance(subject, str) or not subject.startswith(_CUSTOMER):
            raise NotVouched("bad_token")
        return _customer(number(subject)) or _refuse()

    def _claims(self, token: str) -> dict[str, Any]:
        """What a token of this app says; its times are looked at by the caller's clock."""
        reason = "no_secret"
        for secret in self._secrets if self._client_id else ():
            try:
                found: dict[str, Any] = jwt.decode(
                    token,
                    secret,
                    algorithms=["HS256"],
                    audience=self._client_id,
                    options={"require": _CLAIMS, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
                )
            except jwt.InvalidSignatureError:
                reason = "bad_signature"
            except (jwt.InvalidTokenError, ValueError):
                raise NotVouched("bad_token") from None
            else:
                return found
        raise NotVouched(reason)

    def _is_ours(self, domain: str) -> bool:
        return self._domain is None or domain.lower() == self._domain


def _parameters(query: str) -> dict[str, list[str]]:
    """Name → values, decoded once."""
    told: dict[str, list[str]] = defaultdict(list)
    try:
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=MOST):
            told[name].append(value)
    except ValueError:
        raise NotVouched("bad_token") from None
    return dict(told)


def _fresh(timestamp: str, at: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise NotVouched("bad_token")
    age = at.timestamp() - int(timestamp)
    if age > FRESH.total_seconds():
        raise NotVouched("expired")
    if age < -FRESH.total_seconds():
        raise NotVouched("from_the_future")


def _time(claims: Mapping[str, Any], name: str) -> int:
    value = claims[name]
    return value if isinstance(value, int) and not isinstance(value, bool) else _refuse()


def _customer(told: str) -> str | None:
    """The customer's number; nothing is said of a visitor."""
    if not told:
        return None
    return told if told.isascii() and told.isdecimal() and len(told) <= 20 else _refuse()


def _refuse() -> NoReturn:
    raise NotVouched("bad_token")
