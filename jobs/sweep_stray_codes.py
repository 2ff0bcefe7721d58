"""Take codes out of the store that stand for no points."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import stray_codes
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> dict[str, str]:
    return stray_codes.sweep_stray_codes(connector.database, store, bootstrap.now())
