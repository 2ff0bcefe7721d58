"""Reconciling: the books against the shop, through the contract of adapters alone, and the clear differences mended.

The rule kept here: the shop is asked outside any transaction, and the books are asked once more after it, so that what
is just under way is never taken for a difference. Mending is done by the use cases that are there: orders are settled,
what the shop must be told goes through the outbox; what no rule decides is listed and left to a person.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from connector.adapter import Credit
from connector.core.effects import Effect, RevokeCoupon
from connector.core.programme import MoneyOnAccount, MoneyOnCard
from connector.core.reconciling import (
    Code,
    Difference,
    Kind,
    Standing,
    captured_by,
    card_difference,
    code_difference,
    credit_difference,
    doubted,
    gone_code,
    gone_discount,
    whose_end,
)
from connector.db import outbox, reconciling, rewards, stores
from connector.db.engine import Database
from connector.db.rewards import TakenReward
from connector.usecases.follow_accounts import follow_accounts
from connector.usecases.issued_codes import in_parts, named
from connector.usecases.pull import Clock
from connector.usecases.reconcile_orders import reconcile_orders
from connector.usecases.stores import Store

log = structlog.get_logger()

_AT_ONCE = 500
_BACK = timedelta(days=90)  # so far back orders are looked at, where nobody says how far
NO_PATIENCE = timedelta(0)
_UNDER_WAY = timedelta(minutes=15)  # events and polls are given so long before an order counts as missed
Found = Callable[[Difference], None]
Watch = Callable[[str, int, int | None], None]  # what is looked at, how many so far, of how many


@dataclass(slots=True)
class Reconciled:
    """How much was looked at, what differs by kind, how much of it was mended and how much is left."""

    orders: int = 0
    codes: int = 0
    money: int = 0
    discounts: int = 0
    differences: dict[str, int] = field(default_factory=dict)
    mended: int = 0
    left: int = 0


@dataclass(slots=True)
class _Codes:
    """What a first look at the codes leaves to be looked at again, once the orders have been."""

    doubtful: list[Code] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)  # reference → code
    known: int = 0
    unknown: int = 0


def reconcile(
    database: Database,
    store: Store,
    clock: Clock,
    *,
    since: datetime | None = None,
    mend: str | None = None,
    patience: timedelta = NO_PATIENCE,
    found: Found = lambda _: None,
    watch: Watch = lambda *_: None,
) -> Reconciled:
    """Compare the store with the books: orders placed since then, all codes, cards and credit. With the name of who
    mends, mend what is clear. `found` is told of each difference as it is met. Raises StoreError."""
    result = Reconciled()

    def tell(differences: Collection[Difference]) -> None:
        for one in differences:
            result.differences[one.kind] = result.differences.get(one.kind, 0) + 1
            mended = mend is not None and one.clear
            result.mended += mended
            result.left += not mended
            found(one)

    codes = _look_at_codes(database, store, result, watch)
    start = since or clock() - max(_BACK, store.return_window)
    settled: dict[str, str] = {}
    pages = reconcile_orders(database, store, clock, start, mend=mend is not None, patience=patience)
    for looked, total, differences in pages:
        result.orders, settled = looked.seen, looked.codes
        tell(differences)
        watch("orders", looked.seen, total)
    strays, effects = _codes_again(database, store, codes, settled, clock(), mend)
    if effects:
        with database.write() as connection:
            outbox.add(connection, [(store.id, key, effect) for key, effect in effects], clock())
    tell(strays)
    for differences in _money(database, store, clock(), result, watch):
        tell(differences)
    tell(gone := _gone_discounts(database, store, clock(), result, watch))
    if gone and mend is not None:
        follow_accounts(database, store, clock())
    if result.differences:
        log.warning("store and books differ", store=store.name, **result.differences, left=result.left)
    return result


def reconcile_by_night(database: Database, store: Store, clock: Clock, author: str, found: Found) -> Reconciled | None:
    """The same, mending, once the store's history has been read: before that nothing can be missed."""
    with database.read() as connection:
        row = stores.find(connection, store.name)
    if row is None or row.backfilled_at is None:
        return None
    return reconcile(database, store, clock, mend=author, patience=_UNDER_WAY, found=found)


def _look_at_codes(database: Database, store: Store, result: Reconciled, watch: Watch) -> _Codes:
    coupons = store.adapter.coupons
    if coupons is None:
        return _Codes()
    with database.read() as connection:
        gone = reconciling.held_codes(connection, store.id)
        for reference in reconciling.on_their_way(connection, store.id):
            gone.pop(reference, None)
    looked = _Codes(gone=gone)
    for issued in in_parts(coupons.ours()):
        with database.read() as connection:
            part = named(connection, issued)
            standings = reconciling.standings(connection, {one.reference for one in part})
        for one in part:
            standing = standings.get(one.reference)
            looked.known += standing is not None
            looked.unknown += standing is None and not one.used
            if standing is not None and standing.code == one.code.lower():
                looked.gone.pop(one.reference, None)
            if code_difference(one, standing):
                looked.doubtful.append(one)
        result.codes += len(part)
        watch("codes", result.codes, None)
    return looked


def _codes_again(
    database: Database, store: Store, codes: _Codes, settled: Mapping[str, str], now: datetime, mend: str | None
) -> tuple[list[Difference], list[tuple[str, Effect]]]:
    """What of the first look still differs, and what ends it where somebody mends."""
    with database.read() as connection:
        references = [*{one.reference for one in codes.doubtful}, *codes.gone]
        standings: dict[str, Standing] = {}
        for start in range(0, len(references), _AT_ONCE):
            standings |= reconciling.standings(connection, references[start : start + _AT_ONCE])
        on_their_way = reconciling.on_their_way(connection, store.id)
    effects: list[tuple[str, Effect]] = []
    found: list[Difference] = []

    def add(difference: Difference, redemption: str, code: str, reason: str) -> None:
        if mend is not None and difference.clear and difference.kind is not Kind.CODE_NOT_CAPTURED:
            effects.append((f"revoke:{redemption[:120]}:{now:%Y-%m-%d}", RevokeCoupon(redemption, code, reason, mend)))
        found.append(difference)

    strangers = doubted(codes.unknown, codes.known)
    for one in codes.doubtful:
        difference = code_difference(one, standings.get(one.reference))
        if difference is None or one.reference in on_their_way:
            continue
        if difference.kind is Kind.CODE_NOT_CAPTURED:
            difference = captured_by(difference, settled)
        elif difference.kind is Kind.CODE_UNKNOWN and strangers:
            difference = _doubtful(difference)
        add(difference, whose_end(one, difference), one.code, difference.cause)
    gone = {
        reference: code
        for reference, code in codes.gone.items()
        if reference not in on_their_way and standings[reference].held and code.lower() not in settled
    }
    deleted = doubted(len(gone), codes.known)
    for reference, code in gone.items():
        difference = gone_code(code)
        add(_doubtful(difference) if deleted else difference, reference, code, "its coupon was deleted in the shop")
    return found, effects


def _doubtful(difference: Difference) -> Difference:
    mend = "find out whether these are the books of this shop, or come from an old backup; so many are not mended"
    return replace(difference, mend=mend, clear=False)


def _money(
    database: Database, store: Store, now: datetime, result: Reconciled, watch: Watch
) -> Iterator[list[Difference]]:
    """Gift cards and credit, one by one."""
    after = 0
    while True:
        with database.read() as connection:
            part = reconciling.given(connection, store.id, now, after, _AT_ONCE)
            on_their_way = reconciling.on_their_way(connection, store.id)
        if not part:
            return
        after = part[-1].row_id
        for one in part:
            if one.worth.reference not in on_their_way and (difference := _of_money(store, one)):
                yield [difference]
            result.money += 1
            watch("gift cards and credit", result.money, None)


def _of_money(store: Store, one: reconciling.Given) -> Difference | None:
    cards, credit = store.adapter.gift_cards, store.adapter.store_credit
    if one.kind == MoneyOnCard.kind and cards is not None:
        return card_difference(one.worth, cards.balance(one.worth.code))
    if one.kind == MoneyOnAccount.kind and credit is not None and one.customer is not None:
        given = Credit(one.worth.reference, one.customer, one.worth.amount, one.worth.currency, one.created_at)
        return credit_difference(one.worth, there=credit.credited(given))
    return None


def _gone_discounts(
    database: Database, store: Store, now: datetime, result: Reconciled, watch: Watch
) -> list[Difference]:
    """Standing discounts that accounts should have and the store does not know."""
    discounts = store.adapter.standing_discounts
    if discounts is None:
        return []
    missing = []
    for one in _granted(database, store, now).values():
        if not discounts.granted(one.reference, one.customer or "", one.code):
            missing.append(one.reference)
        result.discounts += 1
        watch("standing discounts", result.discounts, None)
    still = _granted(database, store, now) if missing else {}  # one may have been taken back meanwhile
    return [gone_discount(still[reference].code) for reference in missing if reference in still]


def _granted(database: Database, store: Store, now: datetime) -> dict[str, TakenReward]:
    with database.read() as connection:
        on_their_way = reconciling.on_their_way(connection, store.id)
        granted = rewards.granted(connection, store.id, now)
    return {one.reference: one for one in granted if one.reference not in on_their_way}
