"""Points put into the books, beside the same postings made with django-hordak, one by one as its users make them.

Both are handed what is to be posted, and members or accounts that are there; ours checks every posting, and binds each
transaction to the one before it. Beside it, what settling the orders takes altogether. One PostgreSQL server, each
commit durable.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import django
from django.conf import settings
from django.core.management import call_command
from sqlalchemy import insert, make_url

from benchmarks import places
from benchmarks.engines import Postgresql, postgresql
from benchmarks.harness import Measured, at_least, in_turn
from benchmarks.settling import NOW, PAGE, settle, settled
from connector.db import history
from connector.db.history import Written
from connector.db.ledger import Books
from connector.db.tables import members
from connector.usecases.programmes import versions

TAKEN = 400  # postings a round that django-hordak makes: enough to tell how long one takes


def measure(quick: bool) -> Iterator[Measured]:
    orders, rounds = (1_000, 3) if quick else (5_000, 7)
    told = places.history(orders)
    with postgresql() as engine:
        entries = _entries(engine, told)
        count = sum(len(one.transaction.postings) for one in entries)
        with closing(Hordak(engine, entries)) as hordak:
            posted = in_turn(rounds, lambda: count / _posted(engine, entries), hordak.per_second)
            whole = in_turn(rounds, lambda: count / settled(engine, told), hordak.per_second)
    peer = "the same by django-hordak, one by one"
    yield Measured(f"postings into the books, {PAGE} transactions a commit", peer, "postings/s", posted, at_least(10))
    yield Measured("the same with all that settling their orders takes", peer, "postings/s", whole)


def _entries(engine: Postgresql, told: Sequence[places.Told]) -> list[Written]:
    """What the books say when these orders are settled, in the order in which it was written."""
    with places.books(engine.new()) as database:
        store = places.connected(database)
        for start in range(0, len(told), PAGE):
            settle(database, store, told[start : start + PAGE])
        with database.read() as connection:
            found = [
                one for groups in history.by_group(connection) for group in groups.values() for one in group.items()
            ]
    return sorted((one for _, entries in found for one in entries), key=lambda one: one.place)


def _posted(engine: Postgresql, entries: Sequence[Written]) -> float:
    """Seconds that it takes to post them into books where their members are."""
    with places.books(engine.new()) as database:
        store = places.connected(database)
        with database.write() as connection:
            terms = versions(connection, store.programme_id).latest
            last = max(one.member for one in entries)
            row = {"programme_id": store.programme_id, "enrolled_at": NOW}
            connection.execute(insert(members), [row for _ in range(last)])
        started = time.perf_counter()
        for start in range(0, len(entries), PAGE):
            some = entries[start : start + PAGE]
            with database.write() as connection:
                books = Books.open(connection, {one.member for one in some}, terms)
                books.post((one.member, one.transaction) for one in some)
                books.write(connection, NOW)
        return time.perf_counter() - started


class Hordak:
    """Its own database on the same server, with an account for each place that points go from or to."""

    def __init__(self, engine: Postgresql, entries: Sequence[Written]) -> None:
        url = make_url(engine.empty())
        database = {"NAME": url.database, "USER": url.username, "HOST": url.query["host"]}
        settings.configure(
            DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **database}},
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
            DEFAULT_AUTO_FIELD="django.db.models.AutoField",
            USE_TZ=True,
        )
        django.setup()
        call_command("migrate", verbosity=0)
        from djmoney.money import Money  # only now: these ask for the settings as they are imported
        from hordak.models import Account, AccountType

        moved = [(one.member, posting) for one in entries for posting in one.transaction.postings]
        self._moves = [
            ((member, posting.source), (member, posting.destination), Money(posting.points, "EUR"))
            for member, posting in moved[:TAKEN]
        ]
        kind = AccountType.liability
        self._accounts = {
            place: Account.objects.create(name=" ".join(map(str, place)), type=kind, currencies=["EUR"])
            for place in sorted({place for source, destination, _ in self._moves for place in (source, destination)})
        }

    def per_second(self) -> float:
        """Postings."""
        started = time.perf_counter()
        for source, destination, money in self._moves:
            self._accounts[source].transfer_to(self._accounts[destination], money)
        return len(self._moves) / (time.perf_counter() - started)

    def close(self) -> None:
        from django.db import connections

        connections.close_all()
