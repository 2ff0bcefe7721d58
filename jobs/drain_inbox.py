"""Work on what the store has told us."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.intake import Drained, drain
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Drained:
    total = Drained()
    while (drained := drain(connector.database, store, bootstrap.now())).any:
        total.add(drained)
    return total
