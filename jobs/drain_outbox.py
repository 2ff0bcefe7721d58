"""Tell the store what was decided."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import Drained
from connector.usecases.look import stores_with_due
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Drained:
    total = Drained()
    while (drained := dispatch(connector.database, store, bootstrap.now())).any:
        total.add(drained)
    return total


def waiting(connector: Connector) -> set[int]:
    """The stores (ids) for which there is something to do; in the shadow of another system there is nothing."""
    shadowed = {connector.stores[name].id for name in connector.shadowed}
    return stores_with_due(connector.database, "outbox", bootstrap.now()) - shadowed
