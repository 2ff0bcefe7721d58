"""Proving the books: every transaction is replayed through the core and compared with what the database sums.

The rule kept here: the proof uses no figure that the books keep for themselves; it starts from nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from connector.core.ledger import Account, LedgerError, Transaction, Wallet
from connector.db import ledger, members
from connector.db.engine import Database

_BATCH = 200


@dataclass(slots=True)
class Proof:
    """What was checked and what is wrong (an empty list: the books are proved)."""

    members: int = 0
    transactions: int = 0
    points: dict[Account, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def verify(database: Database) -> Proof:
    """Replay all books."""
    proof = Proof(points=dict.fromkeys(Account, 0))
    with database.read() as connection:
        for ids in _batches(members.all_ids(connection)):
            kept = ledger.wallets(connection, ids)
            for member, entries in ledger.entries(connection, ids).items():
                wallet = _replay(member, entries, proof)
                if wallet is not None and wallet != kept[member]:
                    proof.faults.append(f"member {member}: the postings do not replay to what they sum to")
                for account in Account:
                    proof.points[account] += kept[member].total(account)
            proof.members += len(ids)
        totals = ledger.totals(connection)
    if totals != proof.points:
        proof.faults.append("postings exist that belong to no member")
    if sum(totals.values()):
        proof.faults.append(f"the accounts sum to {sum(totals.values())}, not to zero")
    return proof


def _replay(member: int, entries: list[tuple[int, Transaction]], proof: Proof) -> Wallet | None:
    wallet = Wallet()
    for expected, (seq, transaction) in enumerate(entries, start=1):
        proof.transactions += 1
        if seq != expected:
            proof.faults.append(f"member {member}: transaction {transaction.key} has number {seq}, not {expected}")
        try:
            wallet = wallet.post(transaction)
        except LedgerError as error:
            proof.faults.append(f"member {member}: {error}")
            return None
    return wallet


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
