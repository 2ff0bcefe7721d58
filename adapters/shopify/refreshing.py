"""The token of an app that a store's owner has agreed to on Shopify's page: it lasts an hour and is refreshed.

The rule kept here: every refreshing changes the refresh token too, so what came last is kept before it is used, and one
process refreshes at a time; the others use what it got.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from typing import TypeGuard

import msgspec

from adapters.shopify.tokens import EARLY, Granted, Grants
from connector.adapter import Retryable, Vault

CLAIM = 60.0  # seconds that a refreshing may take before another process may try
WAITS, WAIT = 20, 0.5


class _Kept(msgspec.Struct, frozen=True):
    """`seed` tells which connecting it comes from: a store that is connected anew begins anew."""

    seed: str
    access_token: str
    until: float  # seconds of the epoch: renewed from then on
    refresh_token: str


class Refreshed:
    """`refresh_token` is that of the connecting; it serves once."""

    def __init__(
        self,
        grants: Grants,
        vault: Vault,
        refresh_token: str,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._grants = grants
        self._vault = vault
        self._first = refresh_token
        self._seed = hashlib.sha256(refresh_token.encode()).hexdigest()
        self._clock = clock
        self._sleep = sleep
        self._kept: _Kept | None = None
        self._lock = threading.Lock()

    def current(self) -> str:
        with self._lock:
            return self._got(None).access_token

    def renew(self, refused: str) -> str:
        with self._lock:
            return self._got(refused).access_token

    def _got(self, refused: str | None) -> _Kept:
        now = self._clock()
        if self._is_good(self._kept, refused, now):
            return self._kept
        for _ in range(WAITS):
            kept = self._read()
            if self._is_good(kept, refused, now):
                break
            if self._vault.claim(CLAIM):
                try:
                    kept = self._read()  # what was written before the claim counts
                    if not self._is_good(kept, refused, now):
                        kept = self._refresh(kept)
                        self._vault.write(msgspec.json.encode(kept).decode())
                finally:
                    self._vault.release()
                break
            self._sleep(WAIT)
        else:
            raise Retryable("Another process has been refreshing the store's token for long; the next try will tell.")
        self._kept = kept
        return kept

    def _is_good(self, kept: _Kept | None, refused: str | None, now: float) -> TypeGuard[_Kept]:
        return kept is not None and kept.access_token != refused and now < kept.until

    def _read(self) -> _Kept | None:
        secret = self._vault.read()
        try:
            kept = msgspec.json.decode(secret, type=_Kept) if secret else None
        except msgspec.DecodeError:
            return None
        return kept if kept and kept.seed == self._seed else None

    def _refresh(self, kept: _Kept | None) -> _Kept:
        granted: Granted = self._grants.by_refreshing(kept.refresh_token if kept else self._first)
        lasts = granted.expires_in or EARLY
        until = self._clock() + max(lasts - EARLY, lasts / 2)
        refresh_token = granted.refresh_token or (kept.refresh_token if kept else self._first)
        return _Kept(self._seed, granted.access_token, until, refresh_token)
