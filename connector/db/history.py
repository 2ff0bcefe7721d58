"""The books read back whole: every transaction as it was written, with its link of the chain.

The rule kept here: nothing is summed and nothing is left out, so that the books can be replayed from this alone.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from connector.core.chain import Entry
from connector.core.explain import Step
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction
from connector.db.tables import lots, postings, transactions


@dataclass(frozen=True, slots=True)
class Written(Entry):
    """A transaction as it stands in the books, with its link of the chain."""

    chain: str


def entries(connection: Connection, ids: Collection[int]) -> dict[int, list[Written]]:
    """All transactions of these members, in order, to be replayed."""
    opened: dict[int, list[Lot]] = defaultdict(list)
    for row in connection.execute(select(lots).where(lots.c.member_id.in_(ids)).order_by(lots.c.id)):
        opened[row.transaction_id].append(Lot(row.key, row.earned_at, row.matures_at, row.expires_at, row.order_ref))
    moved: dict[int, list[Posting]] = defaultdict(list)
    for row in connection.execute(
        select(postings, lots.c.key)
        .join(lots, lots.c.id == postings.c.lot_id)
        .join(transactions, transactions.c.id == postings.c.transaction_id)
        .where(transactions.c.member_id.in_(ids))
        .order_by(postings.c.id)
    ):
        posting = Posting(row.key, Account(row.source), Account(row.destination), row.points)
        moved[row.transaction_id].append(posting)
    found: dict[int, list[Written]] = {member: [] for member in ids}
    of_members = select(transactions).where(transactions.c.member_id.in_(ids))
    for row in connection.execute(of_members.order_by(transactions.c.member_id, transactions.c.seq)):
        transaction = Transaction(
            Kind(row.kind),
            row.key,
            row.happened_at,
            tuple(moved[row.id]),
            row.reason,
            row.author,
            tuple(opened[row.id]),
            row.order_ref,
            row.redemption_ref,
            row.resolves,
            trace=tuple(Step(step["code"], step["facts"]) for step in row.trace),
        )
        written = Written(row.member_id, row.seq, row.recorded_at, row.fingerprint, transaction, row.chain)
        found[row.member_id].append(written)
    return found
