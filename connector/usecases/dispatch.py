"""The outbox: telling stores what was decided.

The rule kept here: claim and commit, then call the store, then commit what came of it; never a call inside a
transaction. An effect can be sent twice without harm, so a crash in between costs nothing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row

from connector import logs
from connector.adapter import Coupon, Coupons, Discount, Misconfigured, Rejected, Revoked, StandingDiscounts, StoreError
from connector.core.effects import (
    Effect,
    Ending,
    GrantDiscount,
    IssueCoupon,
    Paying,
    RevokeCoupon,
    WithdrawDiscount,
)
from connector.core.ledger import Account, Transaction, Wallet
from connector.core.programme import Terms
from connector.core.redemption import fulfil, void
from connector.db import ledger, outbox, queue, redemptions
from connector.db.engine import Database, DatabaseTrouble
from connector.db.ledger import Books
from connector.db.queue import PutOff
from connector.db.tables import outbox as outbox_table
from connector.usecases.debts import collect_debts
from connector.usecases.intake import Drained
from connector.usecases.payouts import Left, book, send
from connector.usecases.programmes import versions
from connector.usecases.queueing import next_try, retry_or_park
from connector.usecases.stores import Store

log = structlog.get_logger()


def dispatch(database: Database, store: Store, now: datetime, limit: int = 20) -> Drained:
    """Send what is due to one store. A row that fails is tried again later, or parked with its reason.

    A store in the shadow of another system is sent nothing: what is due to it waits.
    """
    if store.shadow:
        return Drained()
    with database.write() as connection:
        rows = queue.due(connection, outbox_table, store.id, now, limit)
        queue.claim(connection, outbox_table, {row.id: next_try(row.attempts, now) for row in rows})
    result = Drained()
    for row in rows:
        with logs.tracing(row.trace):
            _dispatch_one(database, store, row, now, result)
    return result


def _dispatch_one(database: Database, store: Store, row: Row[Any], now: datetime, result: Drained) -> None:
    try:
        effect = outbox.effect(row.kind, row.payload)
        answer = _send(store, effect) if (wanted := _wanted(database, store, effect)) else None
        _sent(database, store, row, effect if wanted else None, answer, now)
    except StoreError as error:
        _failed(database, store, row, error, now, result)
    except DatabaseTrouble:
        raise  # nothing can be written down now; the row comes round again
    except Exception as error:  # ours to mend, and no reason to hold up the next effect
        log.exception("effect cannot be sent, or not booked", store=store.name, row=row.id)
        _failed(database, store, row, Rejected(f"cannot be sent: {type(error).__name__}: {error}"), now, result)
    else:
        result.done += 1
        log.info("effect sent", store=store.name, row=row.id, kind=row.kind, wanted=wanted)


def _wanted(database: Database, store: Store, effect: Effect) -> bool:
    """What a redemption gives must not come into the world if its points went back while it waited to be sent."""
    if not isinstance(effect, IssueCoupon | GrantDiscount | Paying):
        return True
    with database.read() as connection:
        redemption = redemptions.by_reference(connection, effect.redemption)
        if redemption is None:
            return False
        terms = versions(connection, store.programme_id).latest
        wallet = ledger.wallets(connection, [redemption.member_id], terms)[redemption.member_id]
    return any(wallet.of_redemption(effect.redemption, where) for where in (Account.HELD, Account.REDEEMED))


def _send(store: Store, effect: Effect) -> Revoked | Left | None:
    match effect:
        case IssueCoupon():
            _coupons(store).issue(_coupon(effect))
            if effect.order is not None:
                _put_on(store, effect.order, effect.code)
            return None
        case RevokeCoupon():
            return _coupons(store).revoke(effect.code)
        case GrantDiscount():
            _discounts(store).grant(as_discount(effect))
            return None
        case WithdrawDiscount():
            _discounts(store).withdraw(effect.redemption, effect.customer, effect.code or effect.redemption)
            return None
        case _:
            return send(store, effect)


def _coupons(store: Store) -> Coupons:
    if store.adapter.coupons is None:
        raise Misconfigured("this store's platform has no coupons")
    return store.adapter.coupons


def _discounts(store: Store) -> StandingDiscounts:
    if store.adapter.standing_discounts is None:
        raise Misconfigured("this store's platform has no standing discounts")
    return store.adapter.standing_discounts


def as_discount(effect: GrantDiscount) -> Discount:
    """What the store is to have on the account."""
    return Discount(
        effect.redemption,
        effect.customer,
        effect.amount,
        effect.percent,
        effect.currency,
        effect.ends_at,
        effect.description,
        effect.code or effect.redemption,
    )


def _coupon(effect: IssueCoupon) -> Coupon:
    return Coupon(
        effect.code,
        effect.redemption,
        effect.amount,
        effect.currency,
        effect.minimum_spend,
        effect.email,
        effect.expires_at,
        effect.description,
        effect.percent,
        effect.products,
        effect.categories,
        effect.pieces,
        effect.sale_items,
        effect.free_shipping,
        effect.shipping_methods,
        effect.not_products,
        effect.not_categories,
        effect.alone,
        effect.maximum_spend,
    )


def _put_on(store: Store, order: str, code: str) -> None:
    if store.adapter.order_discounts is None:
        raise Misconfigured("this store's platform cannot lower an order that is placed already")
    store.adapter.order_discounts.apply(order, code)


def _sent(
    database: Database,
    store: Store,
    row: Row[Any],
    effect: Effect | None,
    answer: Revoked | Left | None,
    now: datetime,
) -> None:
    """Book what came of it; of an effect that nobody wanted any more (None), nothing did."""
    with database.write() as connection:
        if isinstance(effect, Paying | Ending):
            book(connection, store, effect, answer if isinstance(answer, Left) else None, now)
        elif effect and (answer is Revoked.UNUSED or isinstance(effect, GrantDiscount)):
            redemption = redemptions.by_reference(connection, effect.redemption)
            if redemption is not None:
                terms = versions(connection, store.programme_id).latest
                books = Books.open(connection, [redemption.member_id], terms)
                outcome = _outcome(effect, books.wallet(redemption.member_id), terms, now)
                if outcome is not None:
                    books.post([(redemption.member_id, outcome)])
                    collect_debts(connection, books, terms.debt, now)
                    books.write(connection, now)
        queue.done(connection, outbox_table, [row.id], now)


def _outcome(effect: Effect, wallet: Wallet, terms: Terms, now: datetime) -> Transaction | None:
    """What the store's answer does to the points that are held."""
    if isinstance(effect, GrantDiscount):
        return fulfil(effect.redemption, wallet, now, "discount granted", "programme")
    back = void(effect.redemption, wallet, terms, now, "code revoked unused")
    if back is not None and isinstance(effect, RevokeCoupon) and effect.author is not None:
        return replace(back, reason=effect.reason, author=effect.author)
    return back


def _failed(database: Database, store: Store, row: Row[Any], error: StoreError, now: datetime, result: Drained) -> None:
    fate = retry_or_park(row.attempts + 1, error, now)
    said = "put off" if isinstance(fate, datetime) else "parked"
    log.info("effect not sent", store=store.name, row=row.id, kind=row.kind, fate=said, family=type(error).__name__)
    with database.write() as connection:
        if isinstance(fate, datetime):
            queue.put_off(connection, outbox_table, [PutOff(row.id, fate, str(error))])
            result.put_off += 1
        else:
            queue.park(connection, outbox_table, {row.id: fate})
            if row.payload.get("order") is not None:  # made for this order alone: its points go back
                reference, code = row.payload["redemption"], row.payload["code"]
                revoke = RevokeCoupon(reference, code, "it could not be put on its order")
                outbox.add(connection, [(store.id, f"revoke:{reference}:unattached", revoke)], now)
            result.parked += 1
