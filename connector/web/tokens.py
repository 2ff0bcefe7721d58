"""Who is asking: the token that a store signs for its shopper, or for what it tells us itself, as JWT.

The rule kept here: the store vouches for its customer for ten minutes at most, with its own secret and by one
algorithm. Whatever else is wrong, the answer is a reason that tells nothing of the secret.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import jwt

from connector.adapter import NotVouched, ShopperRequest, Vouched

AUDIENCE = "loyalty"
LETTERS = "loyalty:events"  # of tokens that a shopper's token can never be taken for
ALGORITHM = "HS256"
LONGEST = timedelta(minutes=10)
_LEEWAY = timedelta(seconds=30)  # between two clocks
_CLAIMS = ["iss", "aud", "iat", "exp"]
_CUSTOMER = 120  # characters of a customer's id, as the tables have it


class BadToken(NotVouched):
    """The token is not believed; the message is the reason, as a code."""


class PluginTokens:
    """Fulfils `connector.adapter.Shoppers` where a plugin of ours signs for the store."""

    def __init__(self, secret: str, store: str) -> None:
        self._secret = secret
        self._store = store

    def who(self, request: ShopperRequest) -> Vouched:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotVouched("no_token")
        return Vouched(customer_of(token, self._secret, self._store))


def sign(secret: str, store: str, customer: str | None, issued_at: int, seconds: int = 300) -> str:
    """A token as a store makes it."""
    claims: dict[str, str | int] = {"iss": store, "aud": AUDIENCE, "iat": issued_at, "exp": issued_at + seconds}
    return jwt.encode(claims if customer is None else {**claims, "sub": customer}, secret, ALGORITHM)


def sign_letter(secret: str, store: str, letter: bytes, issued_at: int, seconds: int = 300) -> str:
    """A token for what the store tells us of its own accord: it covers every byte of it."""
    claims: dict[str, str | int] = {"iss": store, "aud": LETTERS, "iat": issued_at, "exp": issued_at + seconds}
    return jwt.encode({**claims, "sha256": hashlib.sha256(letter).hexdigest()}, secret, ALGORITHM)


def customer_of(token: str, secret: str, store: str) -> str | None:
    """The store's id of the customer who is asking; None for a visitor who is not signed in. Raises BadToken."""
    customer = _claims(token, secret, store, AUDIENCE, _CLAIMS).get("sub")
    if customer is not None and not 0 < len(customer) <= _CUSTOMER:
        raise BadToken("bad_token")
    return customer if customer is None else str(customer)


def believe_letter(token: str, secret: str, store: str, letter: bytes) -> None:
    """Raises BadToken if it is not the store that wrote this letter, now."""
    claims = _claims(token, secret, store, LETTERS, [*_CLAIMS, "sha256"])
    if not hmac.compare_digest(str(claims["sha256"]).encode(), hashlib.sha256(letter).hexdigest().encode()):
        raise BadToken("other_letter")


def _claims(token: str, secret: str, store: str, audience: str, required: list[str]) -> dict[str, Any]:
    if not secret:
        raise BadToken("no_secret")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=store,
            leeway=_LEEWAY,
            options={"require": required},
        )
    except jwt.InvalidSignatureError:
        raise BadToken("bad_signature") from None
    except jwt.ExpiredSignatureError:
        raise BadToken("expired") from None
    except jwt.ImmatureSignatureError:
        raise BadToken("from_the_future") from None
    except jwt.InvalidIssuerError:
        raise BadToken("other_store") from None
    except jwt.InvalidTokenError:
        raise BadToken("bad_token") from None
    if int(claims["exp"]) - int(claims["iat"]) > LONGEST.total_seconds():
        raise BadToken("lives_too_long")
    return claims
