"""Forget what stores delivered and were told, and letters to members, once done with and their time is over."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases import sweep
from connector.usecases.remind import prune_letters


def run(connector: Connector) -> int:
    keep = timedelta(days=connector.settings.keep.deliveries)
    now = bootstrap.now()
    return sweep.prune(connector.database, now, keep) + prune_letters(connector.database, now, keep)
