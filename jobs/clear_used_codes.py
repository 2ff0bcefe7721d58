"""Take codes out of the store that were used so long ago as its settings say."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import used_codes
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> list[str]:
    days = connector.settings.stores[store.name].codes.keep_used_days
    if days is None:
        return []
    return used_codes.clear_used_codes(connector.database, store, bootstrap.now(), timedelta(days=days))
