"""Seeing to it that a store sends us its events.

The rule kept here: what had to be mended may have been broken for a while, and no store says since when or sends again
what it did not deliver; so the recent orders are read again.
"""

from datetime import datetime

import structlog

from connector.db import stores
from connector.db.engine import Database
from connector.usecases.stores import Store

log = structlog.get_logger()


def keep_webhooks(database: Database, store: Store, url: str, now: datetime) -> list[str]:
    """Register and repair; what was done, in plain words. Raises StoreError."""
    done = store.adapter.webhooks.register(url) if store.adapter.webhooks else []
    if done:
        log.warning("webhooks mended", store=store.name, done=done)
        with database.write() as connection:
            stores.mark(connection, store.id, reread_wanted_at=now)
    return done
