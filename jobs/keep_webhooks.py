"""See that the store still sends us its events, and mend what is broken."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.stores import Store
from connector.usecases.webhooks import keep_webhooks


def run(connector: Connector, store: Store) -> list[str]:
    url = connector.webhook_url(store.name)
    return keep_webhooks(connector.database, store, url, bootstrap.now()) if url else []
