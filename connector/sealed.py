"""Credentials as they may lie in a file: sealed, so that a copy of the file opens no store.

The rule kept here: the first key seals, and every key opens what it sealed. What is not sealed is as it is.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

PREFIX = "sealed:"


class NotOpened(ValueError):
    """No key opens it."""


def lock(keys: Sequence[bytes]) -> MultiFernet:
    """The first key encrypts, all decrypt."""
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str, keys: Sequence[bytes]) -> str:
    """Sealed with the first key, whatever sealed it before. Raises NotOpened."""
    return PREFIX + lock(keys).encrypt(opened(text, keys).encode()).decode()


def opened(text: str, keys: Sequence[bytes]) -> str:
    """What was sealed. Raises NotOpened."""
    if not text.startswith(PREFIX):
        return text
    try:
        return lock(keys).decrypt(text.removeprefix(PREFIX)).decode()
    except InvalidToken:
        raise NotOpened from None
