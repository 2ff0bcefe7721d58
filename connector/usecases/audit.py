"""Proving the books: every transaction is replayed through the core and compared with what the database sums.

The rule kept here: the proof uses no figure that the books keep for themselves; it starts from nothing. Every
transaction must also be what its fingerprint says was written, and be bound to the one before it. What was taken from
the end of a chain leaves no gap: the seal, kept elsewhere, tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.core import chain
from connector.core.ledger import Account, Kind, LedgerError, Wallet
from connector.db import history, ledger, members, redemptions
from connector.db.engine import Database
from connector.db.history import Written
from connector.usecases.export import Ends


@dataclass(slots=True)
class Proof:
    """What was checked and what is wrong (an empty list: the books are proved). `seal` stands for all of it."""

    members: int = 0
    transactions: int = 0
    points: dict[Account, int] = field(default_factory=dict)
    seal: str = ""
    faults: list[str] = field(default_factory=list)


def verify(database: Database, before: Ends | None = None) -> Proof:
    """Replay all books. Where an export ended that was kept from before, they must still come by."""
    proof = Proof(points=dict.fromkeys(Account, 0))
    heads: dict[int, str] = {}
    awaited = dict(before or {})
    with database.read() as connection:
        for ids in members.batches(connection):
            kept = ledger.stored_wallets(connection, ids)
            promised = redemptions.promised(connection, ids)
            for member, entries in history.entries(connection, ids).items():
                _check_chain(entries, proof)
                if (end := awaited.get(member)) and end in ((entry.seq, entry.chain) for entry in entries):
                    del awaited[member]
                if entries:
                    heads[member] = entries[-1].chain
                wallet = _replay(member, entries, promised, proof)
                if wallet is not None and wallet != kept[member]:
                    proof.faults.append(f"member {member}: the postings do not replay to what they sum to")
                for account in Account:
                    proof.points[account] += kept[member].total(account)
            proof.members += len(ids)
        totals = ledger.totals(connection)
    proof.seal = chain.seal(heads)
    for member, (number, _) in awaited.items():
        proof.faults.append(f"member {member}: number {number} is not what was exported")
    if totals != proof.points:
        proof.faults.append("postings exist that belong to no member")
    if sum(totals.values()):
        proof.faults.append(f"the accounts sum to {sum(totals.values())}, not to zero")
    return proof


def _check_chain(entries: list[Written], proof: Proof) -> None:
    """Name the first link that is broken; those after it say nothing any more."""
    before = chain.START
    for entry in entries:
        if entry.chain != chain.link(before, chain.told(entry)):
            key = entry.transaction.key
            proof.faults.append(f"member {entry.member}: the chain is broken at number {entry.seq}, transaction {key}")
            return
        before = entry.chain


def _replay(member: int, entries: list[Written], promised: Mapping[str, int], proof: Proof) -> Wallet | None:
    wallet = Wallet()
    for expected, entry in enumerate(entries, start=1):
        proof.transactions += 1
        key = entry.transaction.key
        if entry.seq != expected:
            proof.faults.append(f"member {member}: transaction {key} has number {entry.seq}, not {expected}")
        if not _as_written(entry, promised):
            proof.faults.append(f"member {member}: transaction {key} is not what was written")
        try:
            wallet = wallet.post(entry.transaction)
        except LedgerError as error:
            proof.faults.append(f"member {member}: {error}")
            return None
    return wallet


def _as_written(entry: Written, promised: Mapping[str, int]) -> bool:
    transaction = entry.transaction
    if transaction.kind is Kind.HOLD and transaction.order is None:  # its fingerprint is of the wish; its points tell
        return transaction.points == promised.get(transaction.redemption or "")
    return transaction.fingerprint == entry.fingerprint
