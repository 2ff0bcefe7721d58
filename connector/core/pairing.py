"""Pairing a shop by one pasted code: what the code proves, and when it does not.

The rule kept here: a code works once, for a short time, for one store at one address. What travels in addresses is a
ticket made from it, with which nobody learns a secret; kept are only seals, from which neither can be made.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFETIME = timedelta(hours=1)
MOST_TRIES = 10  # handings-over of keys for one code, bad ones included
_TICKET = b"ticket"


class NotPaired(Exception):
    """The code, or what came with it, is not taken. The reason is a code; `detail` is for whoever has the code."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Pairing:
    """A code that was handed out, and what has become of it."""

    store: str
    platform: str
    url: str
    programme: str
    code_seal: str
    ticket_seal: str
    expires_at: datetime
    tries: int = 0
    trouble: str = ""
    connected_at: datetime | None = None
    ended_at: datetime | None = None


def ticket_of(code: str) -> str:
    """What the shop's platform carries about in place of the code."""
    made = hmac.digest(code.encode(), _TICKET, hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def seal(text: str) -> str:
    """What is kept of a code or a ticket: both are too long to be guessed from it."""
    return hashlib.sha256(text.encode()).hexdigest()


def offered(store: str, platform: str, url: str, programme: str, code: str, now: datetime) -> Pairing:
    return Pairing(store, platform, url, programme, seal(code), seal(ticket_of(code)), now + LIFETIME)


def may_hand_over(pairing: Pairing | None, ticket: str, now: datetime) -> Pairing:
    """The pairing that keys may be tried for. Raises NotPaired."""
    known = may_connect(pairing, ticket, now)
    if known.tries >= MOST_TRIES:
        raise NotPaired("tried_too_often")
    return known


def may_connect(pairing: Pairing | None, ticket: str, now: datetime) -> Pairing:
    """The pairing that keys, found good, connect. Raises NotPaired."""
    known = _open(pairing, pairing.ticket_seal if pairing else "", ticket, now)
    if known.connected_at is not None:
        raise NotPaired("used")
    return known


def may_learn(pairing: Pairing | None, code: str, now: datetime) -> Pairing:
    """The pairing whose shop may be told the secret that it signs with. Raises NotPaired."""
    known = _open(pairing, pairing.code_seal if pairing else "", code, now)
    if known.connected_at is None:
        raise NotPaired("no_keys_yet", known.trouble)
    return known


def _open(pairing: Pairing | None, expected: str, shown: str, now: datetime) -> Pairing:
    """Whether there is such a code is told to nobody who does not have it."""
    if not hmac.compare_digest(expected, seal(shown)) or pairing is None:
        raise NotPaired("bad_code")
    if pairing.ended_at is not None:
        raise NotPaired("used")
    if now >= pairing.expires_at:
        raise NotPaired("expired")
    return pairing
