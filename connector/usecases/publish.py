"""Telling a store what members have: each account of a person shows that person's balance.

The rule kept here: a balance is a state, so it is not queued. What an account should show is read when it is told, and
compared with what it was told last; only a difference is sent. So many changes are one message, nothing has to hook
into whatever moves points, and coupons never wait behind balances.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from connector.adapter import Balances, ShownBalance, StoreError
from connector.core.ledger import Account
from connector.core.participation import rates
from connector.core.quote import worth
from connector.db import joining, ledger, notes, shown, stores
from connector.db.engine import Database
from connector.db.shown import Due, Ended, Looked, Told
from connector.usecases.climbing import tier_cards
from connector.usecases.programmes import versions
from connector.usecases.stores import Store
from connector.usecases.telling import LEASE, again_at, tell_each

_BATCH = 50


@dataclass(slots=True)
class Published:
    """What came of it. `failed` maps account → why it could not be told."""

    told: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    more: bool = False  # there may be more to tell, and the store takes it

    def add(self, other: "Published") -> None:
        self.told += other.told
        self.unchanged += other.unchanged
        self.withdrawn += other.withdrawn
        self.failed.update(other.failed)


def publish(database: Database, store: Store, now: datetime, *, wanted: bool = True) -> Published:
    """Tell a batch of the store's accounts what has changed. Not `wanted`: take away what was ever told."""
    balances = store.adapter.balances
    if balances is None:
        return Published()
    with database.read() as connection:  # nearly always there is nothing, and nobody waits for a writer only to look
        if not any(_due(connection, store, now, wanted)):
            return Published()
    with database.write() as connection:
        stores.lock(connection, store.id)
        changed, ended = _due(connection, store, now, wanted)
        customers = [*(one.customer for one in changed), *(one.customer for one in ended)]
        shown.claim(connection, store.id, dict.fromkeys(customers, now + LEASE))
    with database.read() as connection:
        looked = _look(connection, store, changed, now)
    return _send(database, store, balances, looked, ended, now)


def hasten(database: Database, store: Store, *, again: bool = False) -> None:
    """What failed may be tried at once. `again`: every account is to be told anew, whatever it was told before (the
    store was restored from a backup, say)."""
    with database.write() as connection:
        stores.lock(connection, store.id)
        if again:
            shown.mistrust(connection, store.id)
        else:
            shown.hasten(connection, store.id)
        notes.hasten(connection, store.id)


def count_waiting(database: Database, store: Store, now: datetime, *, wanted: bool = True) -> int:
    """How many accounts do not show what they should, or may not."""
    if store.adapter.balances is None:
        return 0
    with database.read() as connection:
        if not wanted:
            return shown.count_everybody(connection, store.id)
        version_id = versions(connection, store.programme_id).known[-1].id
        return shown.count_waiting(connection, store.id, version_id)


def _due(connection: Connection, store: Store, now: datetime, wanted: bool) -> tuple[list[Due], list[Ended]]:
    """Accounts to look at, and accounts to take the balance from."""
    if not wanted:
        return [], shown.everybody(connection, store.id, now, _BATCH)
    version_id = versions(connection, store.programme_id).known[-1].id
    changed = shown.due(connection, store.id, version_id, now, _BATCH)
    return changed, shown.orphans(connection, store.id, now, _BATCH)


def _look(connection: Connection, store: Store, changed: Collection[Due], now: datetime) -> list[Looked]:
    """What these accounts are to show at this moment."""
    known = versions(connection, store.programme_id)
    terms = known.latest
    ids = {one.member_id for one in changed}
    wallets = ledger.wallets(connection, ids, terms)
    groups = joining.groups(connection, ids)
    tiers = tier_cards(connection, store.programme_id, groups, known, now)
    looked = []
    for one in changed:
        wallet = wallets[one.member_id]
        available = wallet.spendable(now)
        tier = tiers.get(groups.root(one.member_id))
        balance = ShownBalance(
            one.customer,
            available,
            wallet.total(Account.PENDING),
            wallet.total(Account.REDEEMED),
            worth(available, rates(terms, store.name, ()).redemption),
            terms.currency,
            tier.name if tier else None,
            now,
        )
        looked.append(Looked(one, _figures(balance), balance.tier, known.known[-1].id))
    return looked


def _figures(balance: ShownBalance) -> Told:
    """All that it says but for the time."""
    return {name: value for name, value in asdict(balance).items() if name not in ("customer", "as_of")}


def _send(
    database: Database,
    store: Store,
    balances: Balances,
    looked: Collection[Looked],
    ended: Collection[Ended],
    now: datetime,
) -> Published:
    same = [one for one in looked if one.told == one.due.told]
    with database.write() as connection:
        shown.keep(connection, store.id, same, now)
    result = Published(unchanged=len(same))

    def tell(one: Looked | Ended) -> None:
        if isinstance(one, Looked):
            balances.publish(ShownBalance(customer=one.customer, as_of=now, **one.told))
        else:
            balances.withdraw(one.customer)

    def told(one: Looked | Ended) -> None:
        with database.write() as connection:
            if isinstance(one, Looked):
                shown.keep(connection, store.id, [one], now)
                result.told += 1
            else:
                shown.forget(connection, store.id, one.customer)
                result.withdrawn += 1

    def failed(one: Looked | Ended, error: StoreError) -> None:
        result.failed[one.customer] = str(error)
        with database.write() as connection:
            due_at = again_at(one.attempts + 1, error, now)
            shown.put_off(connection, store.id, one.customer, due_at, str(error))

    changed: list[Looked | Ended] = [*(one for one in looked if one.told != one.due.told), *ended]
    untried = tell_each(changed, tell, told, failed)
    with database.write() as connection:
        shown.release(connection, store.id, untried)
    result.more = not untried
    return result
