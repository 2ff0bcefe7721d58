"""Codes in a store that stand for no points: their points went back, they were copied, or the books do not know them.

The rule kept here: the store is asked first and the books after it, so a code that is just being made is never taken
for a stray; a code that an order holds is the order's affair. Books that know hardly any of the store's codes are more
likely the wrong books than the codes are strays, and then nothing is taken away.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog

from connector.adapter import IssuedCode, Misconfigured
from connector.core.effects import RevokeCoupon
from connector.db import outbox, redemptions
from connector.db.engine import Database
from connector.usecases.stores import Store

log = structlog.get_logger()

_AT_ONCE = 500
_DOUBTED = 10  # so many codes that nobody knows are strays, if they are not more than those that are known
GONE_BACK, COPIED, UNKNOWN = "its points went back", "it is a copy of another code", "the books do not know it"

Standing = Mapping[str, tuple[str, int]]  # reference → its code, and the points in it


def sweep_stray_codes(database: Database, store: Store, now: datetime) -> dict[str, str]:
    """Order the end of the store's stray codes, at most once a day each. Returns code → why. Raises StoreError."""
    coupons = store.adapter.coupons
    if coupons is None:
        return {}
    issued = [one for one in coupons.ours() if not one.used]
    standing = _standing(database, issued)
    unknown = sum(one.reference not in standing for one in issued)
    if unknown > max(_DOUBTED, len(issued) - unknown):
        raise Misconfigured(
            f"of {len(issued)} unused codes of ours in the store these books do not know {unknown}: they are other "
            "books, or come from an old backup. None is taken away; delete what is not wanted in the store."
        )
    strays = {one: why for one in issued if (why := _stray(one, standing))}
    if strays:
        told = {one.code: why for one, why in strays.items()}
        log.warning("stray codes are taken away", store=store.name, codes=told)
        effects = [RevokeCoupon(_whose(one, why), one.code, why) for one, why in strays.items()]
        with database.write() as connection:
            outbox.add(
                connection,
                [(store.id, f"revoke:{effect.redemption[:120]}:{now:%Y-%m-%d}", effect) for effect in effects],
                now,
            )
    return {one.code: why for one, why in strays.items()}


def _stray(one: IssuedCode, standing: Standing) -> str | None:
    if one.reference not in standing:
        return UNKNOWN
    code, points = standing[one.reference]
    if code != one.code.lower():
        return COPIED
    return None if points else GONE_BACK


def _whose(one: IssuedCode, why: str) -> str:
    """A copy's end must not give back the points of what it was copied from."""
    return f"copy:{one.code}" if why == COPIED else one.reference


def _standing(database: Database, issued: Sequence[IssuedCode]) -> Standing:
    found: dict[str, tuple[str, int]] = {}
    with database.read() as connection:
        for start in range(0, len(issued), _AT_ONCE):
            part = issued[start : start + _AT_ONCE]
            found |= redemptions.standing(connection, [one.reference for one in part])
    return found
