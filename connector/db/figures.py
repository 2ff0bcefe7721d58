"""Sums over the books, for monitors."""

from sqlalchemy import Connection, func, select

from connector.core.ledger import Account
from connector.db.tables import members, postings, transactions


def points_by_programme(connection: Connection) -> dict[int, dict[Account, int]]:
    """Programme → points in each account; ISSUED is what was ever given and not taken back, negative."""
    found: dict[int, dict[Account, int]] = {}
    owned = postings.join(transactions, transactions.c.id == postings.c.transaction_id).join(
        members, members.c.id == transactions.c.member_id
    )
    for column, sign in ((postings.c.source, -1), (postings.c.destination, 1)):
        summed = select(members.c.programme_id, column, func.sum(postings.c.points)).select_from(owned)
        for programme, account, points in connection.execute(summed.group_by(members.c.programme_id, column)):
            accounts = found.setdefault(programme, dict.fromkeys(Account, 0))
            accounts[Account(account)] += sign * points
    return found
