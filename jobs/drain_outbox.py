"""Tell the store what was decided."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import Drained
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Drained:
    total = Drained()
    while (drained := dispatch(connector.database, store, bootstrap.now())).any:
        total.add(drained)
    return total
