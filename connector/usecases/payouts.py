"""Payouts: points that become a gift card or store credit, ordered with the books and booked as the store answers.

The rule kept here: points are redeemed when the store has the money, and come back as it tells what is left; what it
makes after its points went back is taken back at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.adapter import Credit, GiftCard, GiftCards, Misconfigured, Rejected, StoreCredit
from connector.core.effects import CloseCard, Effect, Ending, GiveCredit, IssueCard, Paying, TakeCredit
from connector.core.foreseen import Refused
from connector.core.ledger import Account
from connector.core.payout import paid, pay_out, taken_back
from connector.core.programme import MoneyOnAccount, MoneyOnCard, Payout, Terms
from connector.core.redemption import Redeemed
from connector.db import members, outbox, redemptions
from connector.db.ledger import Books
from connector.db.members import Member
from connector.db.redemptions import RedemptionRow
from connector.usecases.debts import collect_debts
from connector.usecases.programmes import versions
from connector.usecases.stores import Store


class NoGiftCards(Refused):
    """The store's platform has no gift cards."""


class NoStoreCredit(Refused):
    """The store's platform has no credit on accounts."""


class NoAccount(Refused):
    """The member has no customer account in the store."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the store says was left of money that was taken back; None: it never had it."""

    amount: int | None


def code_of(store: Store, what: Payout, letters: str) -> str | None:
    """The code of a gift card as the store's shoppers write it; credit has none. Raises NoGiftCards, NoStoreCredit."""
    match what:
        case MoneyOnCard():
            if store.adapter.gift_cards is None:
                raise NoGiftCards(f"store {store.name} has no gift cards")
            return store.adapter.gift_cards.spelt(letters)
        case MoneyOnAccount():
            if store.adapter.store_credit is None:
                raise NoStoreCredit(f"store {store.name} has no store credit")
            return None


def account_in(connection: Connection, store: Store, person: Sequence[int]) -> str | None:
    """The first account in the store of members who are one person."""
    return next((one for member in person for one in members.customers_of(connection, [member], store.name)), None)


def require_account(connection: Connection, store: Store, person: Sequence[int]) -> str:
    """Raises NoAccount."""
    customer = account_in(connection, store, person)
    if customer is None:
        raise NoAccount(f"member {person[0]} has no customer account in store {store.name}")
    return customer


def payment(
    store: Store, redeemed: Redeemed, what: Payout, terms: Terms, member: Member, customer: str | None, now: datetime
) -> tuple[int, str, Effect]:
    """What the store is to be told of it."""
    ends_at = None if what.valid_days is None else now + timedelta(days=what.valid_days)
    effect = pay_out(redeemed, what, terms, member.email, customer, now, ends_at)
    return store.id, f"{'issue' if isinstance(effect, IssueCard) else 'grant'}:{redeemed.id}", effect


def ending(
    row: RedemptionRow, kind: str, customer: str | None, reason: str, author: str, now: datetime
) -> tuple[int, str, Effect]:
    """What the store is to be told where money of this kind is taken back."""
    effect: Ending = CloseCard(row.reference, row.code, reason, author)
    if kind == MoneyOnAccount.kind:
        effect = TakeCredit(row.reference, customer or "", row.worth, row.currency, row.created_at, now, reason, author)
    return row.store_id, f"close:{row.reference}", effect


def send(store: Store, effect: Paying | Ending) -> Left | None:
    """Raises StoreError."""
    match effect:
        case IssueCard(reference, code, amount, currency, email, customer, expires_at, description):
            card = GiftCard(code, reference, amount, currency, email, customer, expires_at, description)
            _cards(store).issue(card)
            return None
        case GiveCredit(reference, customer, amount, currency, ordered_at, expires_at, description):
            credit = Credit(reference, customer, amount, currency, ordered_at, expires_at, description)
            _credit(store).credit(credit)
            return None
        case CloseCard(code=code):
            return Left(_cards(store).close(code))
        case TakeCredit(reference, customer, amount, currency, given_at, ordered_at, reason):
            given = Credit(reference, customer, amount, currency, given_at)
            if not _credit(store).credited(given):
                return Left(None)
            back = Credit(f"{reference}-back", customer, amount, currency, ordered_at, description=reason)
            return Left(_credit(store).debit(back))


def book(connection: Connection, store: Store, effect: Paying | Ending, left: Left | None, now: datetime) -> None:
    """What the store's answer does to the points. Raises Rejected where it answered what cannot be."""
    row = redemptions.by_reference(connection, effect.redemption)
    if row is None:
        return
    terms = versions(connection, store.programme_id).latest
    books = Books.open(connection, [row.member_id], terms)
    wallet = books.wallet(row.member_id)
    redeemed = wallet.of_redemption(row.reference, Account.REDEEMED)
    if isinstance(effect, Paying):
        given = paid(effect, wallet, now)
        books.post([(row.member_id, given)] if given else [])
        if not given and not redeemed:
            outbox.add(connection, [_too_late(row, effect, now)], now)
    else:
        amount = left.amount if left else None
        if amount is None and redeemed:
            raise Rejected(
                f"{row.code}: the store does not know it any more, so nobody can tell what was left of it. Give back "
                "what is right with `loyalty member adjust`."
            )
        back = taken_back(row.reference, row.worth, amount, wallet, terms, now, effect.reason, effect.author)
        books.post((row.member_id, transaction) for transaction in back)
        collect_debts(connection, books, terms.debt, now)
    books.write(connection, now)


def _too_late(row: RedemptionRow, effect: Paying, now: datetime) -> tuple[int, str, Effect]:
    """The store made it while its points went back."""
    kind, customer = MoneyOnCard.kind, None
    if isinstance(effect, GiveCredit):
        kind, customer = MoneyOnAccount.kind, effect.customer
    store_id, key, end = ending(row, kind, customer, "made too late", "programme", now)
    return store_id, f"{key}:late", end


def _cards(store: Store) -> GiftCards:
    if store.adapter.gift_cards is None:
        raise Misconfigured("this store's platform has no gift cards")
    return store.adapter.gift_cards


def _credit(store: Store) -> StoreCredit:
    if store.adapter.store_credit is None:
        raise Misconfigured("this store's platform has no store credit")
    return store.adapter.store_credit
