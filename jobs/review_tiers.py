"""Look whose tier time alone has ended; the balances job then tells their accounts."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import review_tiers
from connector.usecases.review_tiers import Reviewed
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> Reviewed:
    return review_tiers.review_tiers(connector.database, store, bootstrap.now())
