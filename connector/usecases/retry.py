"""Putting parked rows back in the queue: a person has mended what was wrong."""

from collections.abc import Collection
from datetime import datetime

from connector.db import queue
from connector.db.engine import Database
from connector.usecases.look import BOXES


def retry(database: Database, box: str, rows: Collection[int] | None, now: datetime) -> int:
    """These rows of the inbox or outbox (None: all that are parked) are due now. Returns how many."""
    with database.write() as connection:
        return queue.retry(connection, BOXES[box], rows, now)
