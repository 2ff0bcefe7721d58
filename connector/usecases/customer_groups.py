"""The customer groups that a member is in, asked of the store. Over the net, so outside any transaction."""

from connector.db import joining, members
from connector.db.engine import Database
from connector.usecases.programmes import versions
from connector.usecases.stores import Store


def groups_of(database: Database, store: Store, member_id: int) -> frozenset[str]:
    """The groups of all the member's accounts in the store; none where the programme does not look at groups. Raises
    StoreError."""
    with database.read() as connection:
        looked_at = "customers" in versions(connection, store.programme_id).needs
        person = joining.groups(connection, [member_id]).fellows(member_id)
        mine = members.customers_of(connection, person, store.name)
    if store.adapter.customers is None or not mine or not looked_at:
        return frozenset()
    return frozenset(group for customer in store.adapter.customers.get(mine) for group in customer.groups)
