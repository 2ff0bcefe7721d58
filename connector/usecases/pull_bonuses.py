"""Reading a store's accounts and reviews, where its programme gives something for them.

The rule kept here: approval moves no date, so reviews of the return window are read again and compared by content; and
nobody is told when somebody subscribes, so accounts that have not had the newsletter's bonus are asked after again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from connector.adapter import Customers
from connector.core.bonuses import Bonus
from connector.core.commerce import Customer, Review
from connector.db import deeds, marks, members
from connector.db.engine import Database
from connector.usecases.bonuses import (
    account_ids,
    settle_newsletter,
    settle_registrations,
    settle_reviews,
    withdraw_reviews,
)
from connector.usecases.programmes import Versions, versions
from connector.usecases.pull import OVERLAP, Clock
from connector.usecases.stores import Store

_BATCH = 100


def pull_customers(database: Database, store: Store, clock: Clock, every: timedelta = timedelta(0)) -> int | None:
    """Read the accounts opened since the last time, the first time all; ask after the newsletter of the others when
    the last time is `every` ago.

    Returns the number of transactions; None where store or programme have nothing of the kind. Raises StoreError.
    """
    facet = store.adapter.customers
    known, cursor = _known(database, store, f"accounts {store.id}")
    if facet is None or not any(one.bonuses.registration or one.bonuses.newsletter for one in known.all_terms):
        return None
    written = 0
    for page in facet.registered_since(cursor and cursor - OVERLAP):
        now = clock()
        opened = [one.registered_at for one in page if one.registered_at is not None]
        cursor = max([*opened, cursor] if cursor else opened, default=None)
        with database.write() as connection:
            written += settle_registrations(connection, store, page, now)
            written += settle_newsletter(connection, store, page, now)
            if cursor is not None:
                marks.put(connection, f"accounts {store.id}", cursor)
    if known.latest.bonuses.newsletter:
        written += _ask_after_newsletter(database, store, facet, clock, every)
    return written


def _ask_after_newsletter(database: Database, store: Store, facet: Customers, clock: Clock, every: timedelta) -> int:
    mark = f"newsletter {store.id}"
    with database.read() as connection:
        last = marks.get(connection, mark)
    if last is not None and last <= clock() < last + every:
        return 0
    with database.write() as connection:
        ids = account_ids(connection, store, members.customers(connection, store.id))
        done = deeds.done(connection, store.id, Bonus.NEWSLETTER)
    waiting = [customer for customer, id in ids.items() if id not in done]
    written, started = 0, clock()
    for start in range(0, len(waiting), _BATCH):
        page = list(facet.get(waiting[start : start + _BATCH]))
        with database.write() as connection:
            written += settle_newsletter(connection, store, page, clock())
        if page and all(one.newsletter is None for one in page):
            break  # a store that does not say it of a whole page says it of nobody
    with database.write() as connection:
        marks.put(connection, mark, started)
    return written


def pull_reviews(database: Database, store: Store, clock: Clock) -> int | None:
    """Read the reviews of the return window, the first time all; those that are no longer listed are withdrawn.

    Returns the number of transactions; None where store or programme have nothing of the kind. Raises StoreError.
    """
    facet, mark = store.adapter.reviews, f"reviews {store.id}"
    known, before = _known(database, store, mark)
    if facet is None or not any(one.bonuses.review.points for one in known.all_terms):
        return None
    started = clock()  # what is seen from here on may be older than we think, never newer
    since = started - store.return_window if before else None
    written, listed = 0, set[str]()
    for page in facet.written_since(since and since - OVERLAP):
        listed.update(one.id for one in page)
        groups = _groups(database, store, known, page)
        with database.write() as connection:
            written += settle_reviews(connection, store, page, started, groups)
    with database.write() as connection:
        standing = deeds.standing(connection, store.id, Bonus.REVIEW, since) if since else []
        written += withdraw_reviews(connection, store, [one for one in standing if one not in listed], started)
        marks.put(connection, mark, started)
    return written


def _known(database: Database, store: Store, mark: str) -> tuple[Versions, datetime | None]:
    with database.read() as connection:
        return versions(connection, store.programme_id), marks.get(connection, mark)


def _groups(database: Database, store: Store, known: Versions, page: Sequence[Review]) -> Mapping[str, Collection[str]]:
    """Review → the customer groups of its author, asked for where groups keep anybody out."""
    facet = store.adapter.customers
    if facet is None or not any(one.participation.only or one.participation.never for one in known.all_terms):
        return {}
    signed = {one.email.lower() for one in page if one.email and not one.customer_id}
    with database.read() as connection:
        of_addresses = members.of_addresses(connection, store.id, signed)
    authors = {one.id: one.customer_id or _customer(of_addresses, one) for one in page}
    found = {one.id: one.groups for one in _asked(facet, {author for author in authors.values() if author})}
    return {review: found[author] for review, author in authors.items() if author in found}


def _customer(of_addresses: Mapping[str, tuple[int, str]], review: Review) -> str | None:
    known = of_addresses.get((review.email or "").lower())
    return known[1] if known else None


def _asked(facet: Customers, ids: Collection[str]) -> Iterable[Customer]:
    return facet.get(sorted(ids)) if ids else ()
