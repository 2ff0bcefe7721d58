"""Ask the store what changed."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.pull import pull_if_due
from connector.usecases.settle_orders import Settled
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Settled | None:
    return pull_if_due(connector.database, store, bootstrap.now)
