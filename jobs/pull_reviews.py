"""Ask the store for its reviews, where the programme gives something for them."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.pull_bonuses import pull_reviews
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> int | None:
    return pull_reviews(connector.database, store, bootstrap.now)
