"""Signatures of deliveries: exactly this body, exactly this secret, and never an empty one."""

import pytest

from adapters.signatures import sign, signed


def test_a_known_signature_is_reproduced() -> None:
    # The example everybody uses for HMAC-SHA256, in base64.
    signature = sign(b"The quick brown fox jumps over the lazy dog", "key")

    assert signature == "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg="


def test_what_was_signed_is_believed() -> None:
    assert signed(b"body", sign(b"body", "secret"), "secret")


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"body ", sign(b"body", "secret")),
        (b"body", sign(b"body", "other")),
        (b"body", ""),
        (b"body", "ünïcode"),
    ],
    ids=["other body", "other secret", "no signature", "not even ASCII"],
)
def test_anything_else_is_not(body: bytes, signature: str) -> None:
    assert not signed(body, signature, "secret")


def test_an_empty_secret_signs_nothing() -> None:
    assert not signed(b"body", sign(b"body", ""), "")
