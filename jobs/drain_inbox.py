"""Work on what the store has told us."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.intake import Drained, drain
from connector.usecases.look import stores_with_due
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Drained:
    total = Drained()
    while (drained := drain(connector.database, store, bootstrap.now())).any:
        total.add(drained)
    return total


def waiting(connector: Connector) -> set[int]:
    """The stores (ids) for which there is something to do."""
    return stores_with_due(connector.database, "inbox", bootstrap.now())
