"""What time alone brings: points ripen, points lapse, unused codes end, old done rows are forgotten.

The rule kept here: a sweep looks at what became due since the last one, not at everything; unless the last one was in
the future, the clock having been wrong.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.core.effects import RevokeCoupon
from connector.core.expiry import age, shares_expiry
from connector.core.programme import Terms
from connector.db import ledger, marks, outbox, programmes, queue, redemptions
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.db.marks import LOTS_AGED, OVERLAP
from connector.db.tables import inbox as inbox_table
from connector.db.tables import outbox as outbox_table
from connector.usecases.debts import collect_debts
from connector.usecases.programmes import versions

_BATCH = 200  # members in one commit
_LOOK = 10_000  # members found at once: finding them is dear, and no more of them than that are held
_CODE_GRACE = timedelta(days=1)  # for an order placed in the last minute of the code


def sweep_lots(database: Database, now: datetime) -> int:
    """Let lots ripen and lapse. Returns the number of transactions."""
    with database.read() as connection:
        mark = marks.get(connection, LOTS_AGED)
        known = programmes.all_ids(connection)
    after = mark - OVERLAP if mark and mark <= now else None
    written = sum(_sweep(database, programme_id, after, now) for programme_id in known)
    with database.write() as connection:
        marks.put(connection, LOTS_AGED, now)
    return written


def _sweep(database: Database, programme_id: int, after: datetime | None, now: datetime) -> int:
    written, beyond = 0, 0
    while due := _due(database, programme_id, after, now, beyond):
        for start in range(0, len(due), _BATCH):
            with database.write() as connection:
                terms = versions(connection, programme_id).latest
                written += _age(connection, due[start : start + _BATCH], terms, now)
        beyond = due[-1]
    return written


def _due(database: Database, programme_id: int, after: datetime | None, now: datetime, beyond: int) -> list[int]:
    """The next members with whose lots there may be something to do."""
    with database.read() as connection:
        if shares_expiry(versions(connection, programme_id).latest):
            # The day follows from everything that happened, so no lot has it written down.
            return ledger.members_with_lots(connection, programme_id, beyond, _LOOK)
        return ledger.members_with_due_lots(connection, programme_id, after, now, beyond, _LOOK)


def _age(connection: Connection, due: Collection[int], terms: Terms, now: datetime) -> int:
    books = Books.open(connection, due, terms)
    for member, wallet in books.wallets.items():
        books.post((member, transaction) for transaction in age(wallet, wallet.lots.values(), now))
    collect_debts(connection, books, terms.debt, now)
    return books.write(connection, now)


def sweep_codes(database: Database, now: datetime, limit: int = 500) -> int:
    """Order the end of codes that nobody used in time; their points come back once the store says so.

    Asked once a day for as long as points are held: a code that was used then may be free of its order by now.
    """
    with database.write() as connection:
        lapsed = redemptions.lapsed(connection, now - _CODE_GRACE, limit)
        outbox.add(
            connection,
            [
                (
                    row.store_id,
                    f"revoke:{row.reference}:{now:%Y-%m-%d}",
                    RevokeCoupon(row.reference, row.code, "expired"),
                )
                for row in lapsed
            ],
            now,
        )
        return len(lapsed)


def prune(database: Database, now: datetime, keep: timedelta) -> int:
    """Forget events and effects that have been done with for longer than that."""
    with database.write() as connection:
        return sum(queue.prune(connection, table, now - keep) for table in (inbox_table, outbox_table))
