"""Notes on orders, for the shop's people: what an order earned and what was used on it.

The rule kept here: a note is written when the order's own figures change, and only on orders placed since notes were
wanted; the balance in it is that of the moment, and no reason to write it anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from connector.adapter import OrderNotes, StoreError
from connector.core.showing import texts_in
from connector.db import ledger, marks, notes, orders, stores
from connector.db.engine import Database
from connector.db.notes import DueNote, Told
from connector.languages import Voice, speak
from connector.usecases.programmes import versions
from connector.usecases.stores import Store
from connector.usecases.telling import LEASE, again_at, tell_each

REFERENCE = "loyalty:points"
_BATCH = 50


@dataclass(slots=True)
class Noted:
    """What came of it. `failed` maps order → why its note could not be written."""

    written: int = 0
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    more: bool = False

    def add(self, other: "Noted") -> None:
        self.written += other.written
        self.unchanged += other.unchanged
        self.failed.update(other.failed)


@dataclass(frozen=True, slots=True)
class _Note:
    due: DueNote
    told: Told | None
    text: str

    @property
    def changes(self) -> bool:
        return self.told != self.due.told


def note_orders(database: Database, store: Store, language: str, now: datetime) -> Noted:
    """Write the notes of a batch of orders whose figures have changed."""
    order_notes = store.adapter.order_notes
    if order_notes is None:
        return Noted()
    since = _since(database, store, now)
    with database.read() as connection:
        if not notes.due(connection, store.id, since, now, 1):
            return Noted()
    with database.write() as connection:
        stores.lock(connection, store.id)
        due = notes.due(connection, store.id, since, now, _BATCH)
        notes.claim(connection, [one.row_id for one in due], now + LEASE)
    with database.read() as connection:
        looked = _look(connection, store, due, language, now)
    return _write(database, order_notes, looked, now)


def _since(database: Database, store: Store, now: datetime) -> datetime:
    """From which day of placing on orders have notes: since they were first wanted, and within the return window."""
    name = f"notes {store.id}"
    with database.read() as connection:
        wanted_since = marks.get(connection, name)
    if wanted_since is None:
        with database.write() as connection:
            wanted_since = now.replace(microsecond=0)  # stores date orders by whole seconds
            marks.put(connection, name, wanted_since)
    return max(wanted_since, now - store.return_window)


def _look(connection: Connection, store: Store, due: Collection[DueNote], language: str, now: datetime) -> list[_Note]:
    terms = versions(connection, store.programme_id).latest
    own = texts_in(terms.texts, language)
    zone = ZoneInfo(terms.timezone)
    voice = speak(language, zone, own.forms if own else ())
    wallets = ledger.wallets(connection, {one.member_id for one in due}, terms)
    refs = {one.order_id: orders.reference(store.name, one.order_id) for one in due}
    histories = ledger.histories(connection, list(refs.values()))
    looked = []
    for one in due:
        earned, used = one.award.points, sum(histories[refs[one.order_id]].spent.values())
        told = None
        if earned or used or one.told:
            told = {"earned": earned, "usable_from": one.award.matures_at.isoformat(), "used": used}
        usable_from = one.award.matures_at.astimezone(zone).date() if one.award.matures_at > now else None
        text = _text(voice, earned, usable_from, used, wallets[one.member_id].spendable(now))
        looked.append(_Note(one, told, text))
    return looked


def _text(voice: Voice, earned: int, usable_from: date | None, used: int, available: int) -> str:
    """`usable_from` is the day that the points still wait for."""
    if earned and usable_from:
        said = [voice.say("note-pending", points=earned, when=usable_from)]
    else:
        said = [voice.say("note-earned", points=earned)]
    if used:
        said.append(voice.say("note-used", points=used))
    return "; ".join([*said, voice.say("note-balance", points=available)])


def _write(database: Database, order_notes: OrderNotes, looked: Collection[_Note], now: datetime) -> Noted:
    same = [note for note in looked if not note.changes]
    with database.write() as connection:
        notes.keep(connection, [(note.due, note.told) for note in same])
    result = Noted(unchanged=len(same))

    def tell(note: _Note) -> None:
        order_notes.write(note.due.order_id, note.text, REFERENCE)

    def told(note: _Note) -> None:
        with database.write() as connection:
            notes.keep(connection, [(note.due, note.told)])
        result.written += 1

    def failed(note: _Note, error: StoreError) -> None:
        result.failed[note.due.order_id] = str(error)
        with database.write() as connection:
            notes.put_off(connection, note.due.row_id, again_at(note.due.attempts + 1, error, now), str(error))

    untried = tell_each([note for note in looked if note.changes], tell, told, failed)
    with database.write() as connection:
        notes.release(connection, [note.due for note in untried])
    result.more = not untried
    return result
