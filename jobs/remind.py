"""Remind the store's members of points that will soon be gone, where its settings want it."""

from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.intake import Drained
from connector.usecases.letters import token_of
from connector.usecases.remind import Manner, send_letters, write_letters
from connector.usecases.stores import Store


def manner(connector: Connector, store: Store) -> Manner | None:
    """How the store reminds; None where it does not, or another system still keeps its points."""
    settings, public = connector.settings.stores[store.name], connector.settings.web.public_url
    if settings.remind.days is None or store.shadow:
        return None

    def stop_url(member: int) -> str | None:
        token = token_of(member, connector.settings.letter_secret)
        return f"{public}/letters/{settings.language}/{token}" if public else None

    return Manner(
        timedelta(days=settings.remind.days),
        timedelta(days=settings.remind.pause_days),
        settings.remind.whom == "subscribers",
        settings.language,
        settings.url,
        stop_url,
    )


def run(connector: Connector, store: Store) -> Drained:
    how, post = manner(connector, store), bootstrap.post(connector.settings)
    total = Drained()
    if how is None or post is None:
        return total
    write_letters(connector.database, store, how, bootstrap.now())
    more = True
    while more:
        done = send_letters(connector.database, store, post, how, bootstrap.now())
        total.add(done)
        more = bool(done.done or done.parked)
    return total
