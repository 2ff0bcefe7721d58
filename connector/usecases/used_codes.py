"""Codes in a store that were used up long ago and only stand in its people's way.

The rule kept here: a code goes only if the store says that it is used and the books hold no points for it; what is
unused, unknown or still being decided stays. The books keep everything, and the order keeps the code's name.
"""

from datetime import datetime, timedelta

import structlog

from connector.db import redemptions
from connector.db.engine import Database
from connector.usecases.issued_codes import in_parts, named
from connector.usecases.stores import Store

log = structlog.get_logger()


def clear_used_codes(database: Database, store: Store, now: datetime, keep: timedelta) -> list[str]:
    """Take the codes out of the store whose points have not moved for so long. Returns them. Raises StoreError."""
    coupons = store.adapter.coupons
    if coupons is None:
        return []
    used = [one for one in coupons.ours() if one.used]
    codes: list[str] = []
    with database.read() as connection:
        for issued in in_parts(iter(used)):
            part = named(connection, issued)
            over = redemptions.settled(connection, [one.reference for one in part], now - keep)
            codes += [one.code for one in part if one.reference in over]
    for code in codes:
        coupons.discard(code)
    if codes:
        log.info("used codes are taken out of the store", store=store.name, codes=len(codes))
    return codes
