"""Write on the store's orders what they earned and what was used on them, where the merchant wants it."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.note_orders import Noted, note_orders
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Noted:
    settings = connector.settings.stores[store.name]
    total = Noted()
    more = settings.write.notes
    while more:
        done = note_orders(connector.database, store, settings.language, bootstrap.now())
        total.add(done)
        more = done.more
    return total
