"""See that the store still sends us its events, and mend what is broken."""

from connector.bootstrap import Connector
from connector.usecases.stores import Store


def run(connector: Connector, store: Store) -> list[str]:
    url = connector.webhook_url(store.name)
    webhooks = store.adapter.webhooks
    return webhooks.register(url) if url and webhooks else []
