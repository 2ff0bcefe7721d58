"""The chain: each transaction of a member is bound to the one before it, and a seal binds the ends of all chains.

The rule kept here: a link is the SHA-256 of canonical JSON (sorted keys, no spaces, ASCII) of the link before it and of
everything that is told of the transaction, so that anybody can reckon it again. One chain a member: writers of
different members never wait for one another.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connector.core.ledger import Lot, Transaction

START = ""  # what the first transaction of a member is bound to

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction with its place in the books: whose it is, its number, when it was written down."""

    member: int
    seq: int
    recorded_at: datetime
    fingerprint: str
    transaction: Transaction


def told(entry: Entry) -> Document:
    """Everything of a transaction as plain data: what the chain binds and what an export tells."""
    transaction = entry.transaction
    return {
        "member": entry.member,
        "seq": entry.seq,
        "kind": transaction.kind.value,
        "key": transaction.key,
        "fingerprint": entry.fingerprint,
        "happened_at": _time(transaction.happened_at),
        "recorded_at": _time(entry.recorded_at),
        "reason": transaction.reason,
        "author": transaction.author,
        "order": transaction.order,
        "redemption": transaction.redemption,
        "resolves": transaction.resolves,
        "lots": [_lot(lot) for lot in transaction.lots],
        "postings": [
            {"lot": p.lot, "source": p.source.value, "destination": p.destination.value, "points": p.points}
            for p in transaction.postings
        ],
        "trace": [{"code": step.code, "facts": dict(step.facts)} for step in transaction.trace],
    }


def link(before: str, document: Document) -> str:
    """The chain's value after this transaction."""
    return _digest([before, document])


def seal(heads: Mapping[int, str]) -> str:
    """One value over the last link of every member: kept elsewhere, it shows that nothing was taken from the end."""
    return _digest([[member, heads[member]] for member in sorted(heads)])


def _lot(lot: Lot) -> Document:
    return {
        "key": lot.key,
        "earned_at": _time(lot.earned_at),
        "matures_at": _time(lot.matures_at),
        "expires_at": _time(lot.expires_at) if lot.expires_at else None,
        "order": lot.order,
    }


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
