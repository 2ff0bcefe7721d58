"""Hold the books against the store, and mend what is clear."""

import structlog

from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.reconciling import Difference
from connector.usecases.reconcile import Reconciled, reconcile_by_night
from connector.usecases.stores import Store

log = structlog.get_logger()


def run(connector: Connector, store: Store) -> Reconciled | None:
    def said(difference: Difference) -> None:
        say = log.info if difference.clear else log.warning
        say(str(difference.kind), store=store.name, about=difference.about, why=difference.cause, mend=difference.mend)

    return reconcile_by_night(connector.database, store, bootstrap.now, "reconcile", said)
