"""Who is calling: OAuth 1.0a over plain http, Basic over https, as WooCommerce does both.

The rule kept here: a signed URL works once, and within fifteen minutes of the store's clock.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from .errors import RestError
from .phpquery import Tree

WINDOW_SECONDS = 15 * 60
REQUIRED = ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method")
HASHES = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA1": hashlib.sha1}


@dataclass
class ApiKey:
    consumer_key: str
    consumer_secret: str
    permissions: str = "read_write"
    closed: frozenset[str] = frozenset()
    """Collections that the rights of the key's user do not reach."""
    nonces: dict[str, int] = field(default_factory=dict)


class Keyring:
    def __init__(self, keys: list[ApiKey]) -> None:
        self._keys = {key.consumer_key: key for key in keys}
        self._made = len(keys)

    def add(self, key: ApiKey) -> int:
        """Returns the key's id."""
        self._keys[key.consumer_key] = key
        self._made += 1
        return self._made

    def remove(self, key: ApiKey) -> None:
        del self._keys[key.consumer_key]

    def __len__(self) -> int:
        return len(self._keys)

    def caller(
        self, method: str, url: str, query: Tree, authorization: str | None, *, https: bool, now: float
    ) -> ApiKey | None:
        """None when the request does not even try; RestError when it tries and fails."""
        if https and (key := self._basic(query, authorization)):
            return key
        missing = [name for name in REQUIRED if not query.get(name)]
        if len(missing) == len(REQUIRED):
            return None
        if missing:
            plural = "s" if len(missing) > 1 else ""
            message = f"Missing OAuth parameter{plural} {', '.join(missing)}"
            raise RestError(401, "woocommerce_rest_authentication_missing_parameter", message)
        key = self._keys.get(str(query["oauth_consumer_key"]))
        if key is None:
            raise _refused("Consumer key is invalid.")
        _check_signature(key, method, url, query)
        _check_freshness(key, str(query["oauth_timestamp"]), str(query["oauth_nonce"]), now)
        return key

    def _basic(self, query: Tree, authorization: str | None) -> ApiKey | None:
        name, secret = query.get("consumer_key"), query.get("consumer_secret")
        if not (name and secret):
            name, secret = _basic_credentials(authorization)
        key = self._keys.get(str(name))
        if key is None or not secret:
            return None
        if not hmac.compare_digest(key.consumer_secret.encode(), str(secret).encode()):
            raise _refused("Consumer secret is invalid.")
        return key


def check_permission(key: ApiKey, method: str, path: str) -> None:
    if path in key.closed:
        raise RestError(403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
    kind = "read" if method in ("GET", "HEAD") else "write"
    if key.permissions not in (kind, "read_write"):
        raise _refused(f"The API key provided does not have {kind} permissions.")


def base_string(method: str, url: str, parameters: Mapping[str, "str | Tree"]) -> str:
    pairs: list[str] = []
    for key in sorted(parameters, key=lambda name: name.encode()):
        _flatten(_encode(key), parameters[key], pairs)
    return f"{method}&{_encode(url)}&{'%26'.join(_encode(pair) for pair in pairs)}"


def _flatten(name: str, value: "str | Tree", pairs: list[str]) -> None:
    if isinstance(value, str):
        pairs.append(f"{name}={_encode(value)}")
        return
    for key, inner in value.items():
        _flatten(f"{name}%5B{key}%5D", inner, pairs)


def _encode(text: str) -> str:
    return quote(text, safe="~")


def _check_signature(key: ApiKey, method: str, url: str, query: Tree) -> None:
    digest = HASHES.get(str(query["oauth_signature_method"]))
    if digest is None:
        raise _refused("Invalid signature - signature method is invalid.")
    signed = {name: value for name, value in query.items() if name != "oauth_signature"}
    secret = f"{key.consumer_secret}&".encode()
    expected = base64.b64encode(hmac.new(secret, base_string(method, url, signed).encode(), digest).digest())
    given = unquote(str(query["oauth_signature"]).replace(" ", "+"))
    if not hmac.compare_digest(expected, given.encode()):
        raise _refused("Invalid signature - provided signature does not match.")


def _check_freshness(key: ApiKey, timestamp: str, nonce: str, now: float) -> None:
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > WINDOW_SECONDS:
        raise _refused("Invalid timestamp.")
    if nonce in key.nonces:
        raise _refused("Invalid nonce - nonce has already been used.")
    while key.nonces and next(iter(key.nonces.values())) < now - 2 * WINDOW_SECONDS:
        key.nonces.pop(next(iter(key.nonces)))
    key.nonces[nonce] = int(timestamp)


def _basic_credentials(authorization: str | None) -> tuple[str, str]:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret


def _refused(message: str) -> RestError:
    return RestError(401, "woocommerce_rest_authentication_error", message)
