"""The books read back whole: every transaction as it was written, with its link of the chain.

The rule kept here: nothing is summed and nothing is left out, so that the books can be replayed from this alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, select

from connector.core.chain import Entry
from connector.core.explain import Step
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction
from connector.db import joining, members
from connector.db.tables import lots, postings, transactions


@dataclass(frozen=True, slots=True)
class Written(Entry):
    """A transaction as it stands in the books, with its link of the chain and its place among all that was written.

    `group` is who may have moved one another's points: all who were ever bound together by joinings, by their lowest
    number.
    """

    chain: str
    place: int
    group: int


def entries(
    connection: Connection, ids: Collection[int], bound: Mapping[int, int] = MappingProxyType({})
) -> dict[int, list[Written]]:
    """All transactions of these members, in order, to be replayed. `bound` (member → group) names those who are not a
    group by themselves."""
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
        about = (row.member_id, row.seq, row.recorded_at, row.fingerprint, transaction)
        found[row.member_id].append(Written(*about, row.chain, row.id, bound.get(row.member_id, row.member_id)))
    return found


def by_group(connection: Connection) -> Iterator[dict[int, dict[int, list[Written]]]]:
    """The transactions of everybody, some groups at a time: group → member → what is theirs."""
    bound = joining.ever_joined(connection)
    fellows: dict[int, list[int]] = defaultdict(list)
    for member, lowest in sorted(bound.items()):
        fellows[lowest].append(member)
    for ids in members.batches(connection):
        groups = {member: fellows.get(member, [member]) for member in ids if bound.get(member, member) == member}
        found = entries(connection, [member for group in groups.values() for member in group], bound)
        yield {number: {member: found[member] for member in group} for number, group in groups.items()}


def in_order(chains: Iterable[list[Written]]) -> list[Written]:
    """What several members' transactions were when they were written."""
    return sorted((entry for chain in chains for entry in chain), key=lambda entry: entry.place)
