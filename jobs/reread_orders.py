"""Read the recent orders again, when it is time or an event asked for it."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.pull import reread_if_due
from connector.usecases.settle_orders import Settled
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Settled | None:
    every = timedelta(seconds=connector.settings.jobs.reread)
    return reread_if_due(connector.database, store, bootstrap.now, every)
