"""Forget what stores delivered and were told, once it is done with and its time is over."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import sweep


def run(connector: Connector) -> int:
    keep = timedelta(days=connector.settings.keep.deliveries)
    return sweep.prune(connector.database, bootstrap.now(), keep)
