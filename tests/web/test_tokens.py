"""Tokens of shoppers: what is believed, and the reason for what is not."""

import base64
import json
import time
from typing import Any

import jwt
import pytest

from connector.web.tokens import BadToken, customer_of, sign

SECRET = "s" * 64


def made(secret: str = SECRET, algorithm: str = "HS256", without: str = "", **claims: Any) -> str:
    """A token of a moment ago; `iat` and `exp` are told in seconds from now."""
    now = int(time.time())
    told: dict[str, Any] = {"iss": "main", "aud": "loyalty", "sub": "7", "iat": 0, "exp": 300, **claims}
    told |= {name: now + told[name] for name in ("iat", "exp") if isinstance(told[name], int)}
    return jwt.encode({name: value for name, value in told.items() if name != without}, secret, algorithm)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def reason(token: str, secret: str = SECRET) -> str:
    with pytest.raises(BadToken) as refused:
        customer_of(token, secret, "main")
    return str(refused.value)


def test_the_store_vouches_for_its_customer_and_a_visitor_has_no_name() -> None:
    assert customer_of(sign(SECRET, "main", "7", int(time.time())), SECRET, "main") == "7"
    assert customer_of(sign(SECRET, "main", None, int(time.time())), SECRET, "main") is None


@pytest.mark.parametrize("claims", [{"iat": 20, "exp": 320}, {"iat": -320, "exp": -20}])
def test_two_clocks_may_differ_a_little(claims: dict[str, int]) -> None:
    assert customer_of(made(**claims), SECRET, "main") == "7"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"secret": "another secret that is as long as it must be"}, "bad_signature"),
        ({"iat": -300, "exp": -60}, "expired"),
        ({"iat": 120}, "from_the_future"),
        ({"iss": "other"}, "other_store"),
        ({"aud": "somebody else"}, "bad_token"),
        ({"exp": 601}, "lives_too_long"),
        ({"exp": 10**30}, "lives_too_long"),
        ({"exp": str(10**10)}, "lives_too_long"),
        ({"exp": float("inf")}, "bad_token"),
        ({"iat": "soon"}, "bad_token"),
        ({"algorithm": "HS512"}, "bad_token"),
        *(({"without": name}, "bad_token") for name in ("iss", "aud", "iat", "exp")),
        ({"sub": ""}, "bad_token"),
        ({"sub": 7}, "bad_token"),
        ({"sub": "7" * 121}, "bad_token"),
    ],
)
def test_a_token_that_is_not_believed_has_a_reason_that_tells_no_secret(claims: dict[str, Any], why: str) -> None:
    assert reason(made(**claims)) == why


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "...", "é.é.é"])
def test_what_is_no_token_is_not_believed(token: str) -> None:
    assert reason(token) == "bad_token"


def test_nobody_is_believed_without_a_signature() -> None:
    _, claims, signature = made().split(".")
    unsigned = part({"alg": "none", "typ": "JWT"})

    assert reason(f"{unsigned}.{claims}.") == "bad_token"
    assert reason(f"{unsigned}.{claims}.{signature}") == "bad_token"


def test_a_changed_customer_is_not_believed() -> None:
    head, claims, signature = made().split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))

    assert reason(f"{head}.{part({**told, 'sub': '8'})}.{signature}") == "bad_signature"


def test_an_empty_secret_believes_nobody() -> None:
    assert reason(made(), "") == "no_secret"
