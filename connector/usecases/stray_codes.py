"""Codes in a store that stand for no points: their points went back, they were copied, or the books do not know them.

The rule kept here: the store is asked first and the books after it, so a code that is just being made is never taken
for a stray; a code that an order holds is the order's affair. Books that know hardly any of the store's codes are more
likely the wrong books than the codes are strays, and then nothing is taken away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog

from connector.adapter import IssuedCode, Misconfigured
from connector.core.effects import RevokeCoupon
from connector.core.reconciling import Code, Difference, Standing, code_difference, doubted, whose_end
from connector.db import outbox, reconciling
from connector.db.engine import Database
from connector.usecases.issued_codes import in_parts, named
from connector.usecases.stores import Store

log = structlog.get_logger()


def sweep_stray_codes(database: Database, store: Store, now: datetime) -> dict[str, str]:
    """Order the end of the store's stray codes, at most once a day each. Returns code → why. Raises StoreError."""
    coupons = store.adapter.coupons
    if coupons is None:
        return {}
    live, standings = _standings(database, [one for one in coupons.ours() if not one.used])
    unknown = sum(one.reference not in standings for one in live)
    if doubted(unknown, len(live) - unknown):
        raise Misconfigured(
            f"of {len(live)} unused codes of ours in the store these books do not know {unknown}: they are other "
            "books, or come from an old backup. None is taken away; delete what is not wanted in the store."
        )
    strays = [(one, found) for one in live if (found := code_difference(one, standings.get(one.reference)))]
    told = {one.code: found.cause for one, found in strays}
    if strays:
        log.warning("stray codes are taken away", store=store.name, codes=told)
        _order_the_end(database, store, strays, now)
    return told


def _order_the_end(database: Database, store: Store, strays: Iterable[tuple[Code, Difference]], now: datetime) -> None:
    effects = [RevokeCoupon(whose_end(one, found), one.code, found.cause) for one, found in strays]
    with database.write() as connection:
        outbox.add(
            connection,
            [(store.id, f"revoke:{effect.redemption[:120]}:{now:%Y-%m-%d}", effect) for effect in effects],
            now,
        )


def _standings(database: Database, issued: Sequence[IssuedCode]) -> tuple[list[Code], dict[str, Standing]]:
    live: list[Code] = []
    found: dict[str, Standing] = {}
    with database.read() as connection:
        for codes in in_parts(iter(issued)):
            part = named(connection, codes)
            live += part
            found |= reconciling.standings(connection, {one.reference for one in part})
    return live, found
