"""Ask the store for new accounts and subscriptions, where the programme gives something for them."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.pull_bonuses import pull_customers
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> int | None:
    every = timedelta(seconds=connector.settings.jobs.reread)
    return pull_customers(connector.database, store, bootstrap.now, every)
