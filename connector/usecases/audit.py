"""Proving the books: every transaction is replayed through the core and compared with what the database sums.

The rule kept here: the proof uses no figure that the books keep for themselves; it starts from nothing. Every
transaction must also be what its fingerprint says was written, and be bound to the one before it. What was taken from
the end of a chain leaves no gap: the seal, kept elsewhere, tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.core import chain
from connector.core.ledger import Account, Kind, LedgerError, Wallet
from connector.db import history, ledger, redemptions
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
        for groups in history.by_group(connection):
            ids = [member for group in groups.values() for member in group]
            kept = ledger.stored_wallets(connection, ids)
            promised = redemptions.promised(connection, ids)
            for group in groups.values():
                for member, entries in group.items():
                    _check_chain(member, entries, promised, proof)
                    if (end := awaited.get(member)) and end in ((entry.seq, entry.chain) for entry in entries):
                        del awaited[member]
                    if entries:
                        heads[member] = entries[-1].chain
                _check_wallets(group, kept, proof)
            for account in Account:
                proof.points[account] += sum(kept[member].total(account) for member in ids)
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


def _check_chain(member: int, entries: list[Written], promised: Mapping[str, int], proof: Proof) -> None:
    """Each transaction is what was written and the next of its member. Of broken links the first is named; those after
    it say nothing any more."""
    before, broken = chain.START, False
    for expected, entry in enumerate(entries, start=1):
        proof.transactions += 1
        key = entry.transaction.key
        if not broken and entry.chain != chain.link(before, chain.told(entry)):
            broken = True
            proof.faults.append(f"member {member}: the chain is broken at number {entry.seq}, transaction {key}")
        before = entry.chain
        if entry.seq != expected:
            proof.faults.append(f"member {member}: transaction {key} has number {entry.seq}, not {expected}")
        if not _as_written(entry, promised):
            proof.faults.append(f"member {member}: transaction {key} is not what was written")


def _check_wallets(group: Mapping[int, list[Written]], kept: Mapping[int, Wallet], proof: Proof) -> None:
    """Replayed in the order in which they were written, the transactions give what the postings sum to."""
    wallet = Wallet()
    for entry in history.in_order(group.values()):
        try:
            wallet = wallet.post(entry.transaction)
        except LedgerError as error:
            proof.faults.append(f"member {entry.member}: {error}")
            return
    for member in group:
        own = kept[member]
        replayed = {place: points for place, points in wallet.balances.items() if place.lot in own.lots}
        if replayed != own.balances or any(wallet.lots.get(key) != lot for key, lot in own.lots.items()):
            proof.faults.append(f"member {member}: the postings do not replay to what they sum to")
    if len(wallet.lots) != sum(len(kept[member].lots) for member in group):
        named = ", ".join(map(str, group))
        proof.faults.append(f"member {named}: the lots are not those that were opened")


def _as_written(entry: Written, promised: Mapping[str, int]) -> bool:
    transaction = entry.transaction
    if transaction.kind is Kind.HOLD and transaction.order is None:  # its fingerprint is of the wish; its points tell
        return transaction.points == promised.get(transaction.redemption or "")
    return transaction.fingerprint == entry.fingerprint
