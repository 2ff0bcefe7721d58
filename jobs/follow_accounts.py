"""Keep standing discounts on the accounts that they were granted to."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import follow_accounts
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> int:
    return follow_accounts.follow_accounts(connector.database, store, bootstrap.now())
