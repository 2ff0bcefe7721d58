"""Joining members whom their stores know by the same address (C50).

The rule kept here: nobody spends another's points for having typed an address or a number. Members are joined by the
merchant, or by an address that two stores have each made sure of.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.core.programme import Terms, WalletScope
from connector.db import joining, members
from connector.db.joining import Sure
from connector.db.ledger import locked

_BY_ADDRESS = "the same address, of which each store is sure"
_STALE = timedelta(days=365)  # an address nobody was heard of for so long may be somebody else's by now


def join_the_sure(
    connection: Connection, programme_id: int, terms: Terms, said: Collection[tuple[str, int, datetime]], now: datetime
) -> None:
    """Join whom their stores have made sure of (address in lower case, member, when they were heard of) to the member
    who has the same address, where the store of both has, it is that member's address still, and somebody was heard
    of under it within a year.
    """
    if terms.wallet_scope is WalletScope.PER_STORE or not said:
        return
    known = joining.sure_of(connection, programme_id, {address for address, _, _ in said})
    present = {one.id: one.email for one in members.of_emails(connection, known)} if known else {}
    found = dict(known)
    pairs: list[tuple[int, int]] = []
    for address, member, at in sorted(said):
        before = found.get(address)
        found[address] = Sure(member, at) if before is None else Sure(before.member_id, max(at, before.seen_at))
        if before is None or before.member_id == member:
            continue
        moved = address in known and present.get(before.member_id) != address
        if moved or abs(at - before.seen_at) > _STALE:
            found[address] = Sure(member, at)  # from now on it is theirs
        else:
            pairs.append((member, before.member_id))
    joining.keep_sure(connection, programme_id, known, {a: one for a, one in found.items() if known.get(a) != one})
    if pairs:
        ids = {member for pair in pairs for member in pair}
        groups = locked(connection, ids)
        parted = [{one.member_id, one.into_id} for one in joining.log(connection, ids)]  # by hand, so it is not undone
        free = [
            (one, other)
            for one, other in dict.fromkeys(pairs)
            if groups.root(one) == one != groups.root(other) and {one, other} not in parted
        ]
        joining.join(connection, free, _BY_ADDRESS, "programme", now)
