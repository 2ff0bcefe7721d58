"""Tell the store's accounts what their owners have, where that has changed."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.publish import Published, count_waiting, publish
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Published:
    wanted = connector.settings.stores[store.name].write.balances
    total = Published()
    more = True
    while more:
        done = publish(connector.database, store, bootstrap.now(), wanted=wanted)
        total.add(done)
        more = done.more
    return total


def waiting(connector: Connector, store: Store) -> int:
    """How many accounts do not show yet what they should."""
    wanted = connector.settings.stores[store.name].write.balances
    return count_waiting(connector.database, store, bootstrap.now(), wanted=wanted)
