"""Reminding members of points that will soon be gone.

The rule kept here: a letter is written down with the days that it tells of, then sent, then marked as sent; no call
inside a transaction. Before it is sent it is asked again whether its points are still there and its reader still wants
it. A letter that is sent twice, because a process died, is the same letter.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection, Row

from connector.adapter import Rejected, StoreError
from connector.core.expiry import shares_expiry
from connector.core.participation import rates
from connector.core.programme import Terms
from connector.core.quote import worth
from connector.core.reminding import lapsing, to_tell
from connector.core.showing import texts_in
from connector.db import joining, ledger, members, queue, reminders, stores
from connector.db.engine import Database
from connector.db.queue import PutOff
from connector.db.tables import reminders as table
from connector.languages import Voice, speak
from connector.mailing import Deliver, Mail, Post
from connector.usecases.intake import Drained
from connector.usecases.programmes import versions
from connector.usecases.stores import Store
from connector.usecases.telling import LEASE, again_at, tell_each

log = structlog.get_logger()

_AT_ONCE = 200  # members
_LETTERS = 20
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a store reminds: so many days before points are gone, not again within `pause`, those only who take its
    newsletter or everybody. `stop_url` makes the address by which a member ends it."""

    before: timedelta
    pause: timedelta
    subscribers_only: bool
    language: str
    shop_url: str
    stop_url: Callable[[int], str | None]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter to a member, and what it tells: when points are gone, the first moment first, and how many."""

    member: int
    root: int
    points: int
    lapses: dict[datetime, int]


def foresee(database: Database, store: Store, manner: Manner, now: datetime) -> list[Foreseen]:
    """The letters that would be written now. Whether their readers take the newsletter is asked when they are sent."""
    with database.read() as connection:
        return list(_to_write(connection, store, manner, now))


def write_letters(database: Database, store: Store, manner: Manner, now: datetime) -> int:
    """Write down whom to remind of what. Returns the number of letters."""
    if not foresee(database, store, manner, now):  # nearly always, and nobody waits for a writer only to look
        return 0
    with database.write() as connection:
        for row in stores.listed(connection):
            if row.programme_id == store.programme_id:
                stores.lock(connection, row.id)  # one person may be a customer of several
        letters = list(_to_write(connection, store, manner, now))
        for one in letters:
            reminders.add(connection, store.id, one.member, one.root, one.lapses, now)
        return len(letters)


def _to_write(connection: Connection, store: Store, manner: Manner, now: datetime) -> Iterator[Foreseen]:
    terms = versions(connection, store.programme_id).latest
    until = now + manner.before
    beyond, written = 0, set[int]()
    while some := reminders.candidates(
        connection, store.id, now, None if shares_expiry(terms) else until, beyond, _AT_ONCE
    ):
        beyond = some[-1]
        groups = joining.groups(connection, some)
        told, last = reminders.told(connection, groups.roots), reminders.last(connection, groups.roots)
        unwilling = reminders.unwilling(connection, groups.roots)
        wallets = ledger.wallets(connection, some, terms)
        for member in some:
            root, fellows = groups.root(member), groups.fellows(member)
            if root in written or unwilling.intersection(fellows):
                continue
            known = set[datetime]().union(*(told.get(one, set()) for one in fellows))
            newest = max((last[one] for one in fellows if one in last), default=None)
            if lapses := to_tell(lapsing(wallets[member], now, until), known, newest, now, manner.pause):
                written.add(root)
                yield Foreseen(member, root, sum(lapses.values()), lapses)


def send_letters(database: Database, store: Store, post: Post, manner: Manner, now: datetime) -> Drained:
    """Send some letters that wait. What fails is tried again later; an address that is refused is not."""
    with database.write() as connection:
        rows = queue.due(connection, table, store.id, now, _LETTERS)
        queue.claim(connection, table, {row.id: now + LEASE for row in rows})
    result = Drained()

    def failed(row: Row[Any], error: StoreError) -> None:
        with database.write() as connection:
            if isinstance(error, Rejected):
                queue.park(connection, table, {row.id: str(error)})
                result.parked += 1
            else:
                again = PutOff(row.id, again_at(row.attempts, error, now), str(error))
                queue.put_off(connection, table, [again])
                result.put_off += 1
        log.warning("letter could not be sent", store=store.name, row=row.id, reason=str(error))

    def told(row: Row[Any]) -> None:
        result.done += 1

    try:
        with post.sending() if rows else nullcontext(_nobody) as deliver:
            untried = tell_each(rows, lambda row: _tell(database, store, row, deliver, manner, now), told, failed)
    except StoreError as error:
        for row in rows:
            failed(row, error)
        return result
    with database.write() as connection:
        queue.put_off(connection, table, [PutOff(row.id, now, row.reason) for row in untried])
    return result


def _nobody(mail: Mail) -> None:
    """Takes the letters where there are none."""


def _tell(database: Database, store: Store, row: Row[Any], deliver: Deliver, manner: Manner, now: datetime) -> None:
    mail = _mail(database, store, row, manner, now)
    if isinstance(mail, Mail) and manner.subscribers_only and not _subscribed(database, store, row.member_id):
        mail = "the store does not say that they take the newsletter"
    if isinstance(mail, Mail):
        deliver(mail)
    with database.write() as connection:
        reminders.done(connection, row.id, now, None if isinstance(mail, Mail) else mail)


def _mail(database: Database, store: Store, row: Row[Any], manner: Manner, now: datetime) -> Mail | str:
    """The letter as it reads now, or why it is not sent."""
    with database.read() as connection:
        member = members.get(connection, row.member_id)
        if member is None or member.email is None:
            return "there is no address any more"
        groups = joining.groups(connection, [member.id])
        if reminders.unwilling(connection, groups.roots):
            return "they want no reminders"
        terms = versions(connection, store.programme_id).latest
        wallet = ledger.wallets(connection, [member.id], terms)[member.id]
        moments = reminders.moments(connection, row.id)
    lapses = {at: points for at, points in lapsing(wallet, now, max(moments, default=now)).items() if at in moments}
    if not lapses:
        return "none of its points is left"
    own = texts_in(terms.texts, manner.language)
    voice = speak(manner.language, ZoneInfo(terms.timezone), own.forms if own else ())
    stop_url = manner.stop_url(member.id)
    money = worth(sum(lapses.values()), rates(terms, store.name, ()).redemption)
    subject, text = _said(voice, member.name, lapses, money, terms, manner.shop_url, stop_url)
    return Mail(member.email, member.name, subject, text, manner.language, f"remind-{store.name}-{row.id}", stop_url)


def _said(
    voice: Voice,
    name: str,
    lapses: Mapping[datetime, int],
    money: int | None,
    terms: Terms,
    shop_url: str,
    stop_url: str | None,
) -> tuple[str, str]:
    """Subject and text."""
    shop, zone = urlsplit(shop_url).hostname or shop_url, ZoneInfo(terms.timezone)
    days = {(at - _INSTANT).astimezone(zone).date(): points for at, points in lapses.items()}  # the last on which
    first, points = next(iter(days.items()))
    lines = [
        voice.say("remind-hello", name=name) if name else voice.say("remind-hello_nameless"),
        "",
        voice.say("remind-soon", shop=shop),
        *(voice.say("remind-line", points=points, day=day) for day, points in days.items()),
        *([voice.say("remind-worth", terms.currency, worth=money)] if money else []),
        "",
        shop_url,
        "",
        voice.say("remind-stop", url=stop_url) if stop_url else voice.say("remind-stop_by_answer"),
    ]
    return voice.say("remind-subject", points=points, day=first), "\n".join(lines) + "\n"


def _subscribed(database: Database, store: Store, member: int) -> bool:
    """Does one of their accounts in the store take the newsletter?"""
    if store.adapter.customers is None:
        return False
    with database.read() as connection:
        accounts = members.customers_of(connection, [member], store.name)
    return any(customer.newsletter for customer in store.adapter.customers.get(accounts))


def hasten_letters(database: Database, store: Store, now: datetime) -> None:
    """What waits to be tried again may be tried at once."""
    with database.write() as connection:
        reminders.hasten(connection, store.id, now)


def stop_reminders(database: Database, member_id: int, now: datetime) -> bool:
    """Write no more to this member. False: there is none."""
    with database.write() as connection:
        members.lock(connection, [member_id])
        if members.get(connection, member_id) is None or members.erased(connection, [member_id]):
            return False
        reminders.refuse(connection, member_id, now)
        return True


def resume_reminders(database: Database, member_id: int) -> None:
    """Write to this member again."""
    with database.write() as connection:
        reminders.resume(connection, member_id)


def prune_letters(database: Database, now: datetime, keep: timedelta) -> int:
    """Forget letters that have been done with for longer than that, and whose points are gone by now."""
    with database.write() as connection:
        return reminders.prune(connection, now - keep)
