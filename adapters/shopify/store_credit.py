"""Store credit, which Shopify books without any word of whose movement it is.

The rule kept here: before money moves, what is to move is written into a journal on the customer, and after it, which
movement it became. Whoever finds it written and not done looks among the movements since; of one that may be ours or
may not, a person decides, and nothing is ever sent twice.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from adapters.shopify.address import gid
from adapters.shopify.client import Client, Refused
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.metafields import CustomerFields
from adapters.shopify.payloads import Nodes, Thing
from adapters.shopify.refusals import UserError, require
from adapters.shopify.store_money import Amount
from connector.adapter import Credit, Rejected, Retryable
from connector.core.money import to_decimal, to_minor

KEY = "store_credit"
PAGE = 50
SLACK = timedelta(minutes=15)  # between our clock and the store's
_OURS = "ADJUSTMENT"  # what apps and the shop's people book, and no buyer


class _Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A movement that was meant: minor units, less than nothing for what comes off. `done` is what it became; `known`
    are movements that were there before it."""

    amount: int
    known: tuple[str, ...] = ()
    expires_at: datetime | None = None
    done: str | None = None


class _Field(Thing, frozen=True):
    value: str
    compare_digest: str


class _Account(Thing, frozen=True):
    id: str
    balance: Amount


class _Customer(Thing, frozen=True):
    store_credit_accounts: Nodes[_Account]
    journal: _Field | None = None


class _Found(Thing, frozen=True):
    customer: _Customer | None


class _Movement(Thing, frozen=True):
    id: str
    created_at: datetime
    event: str
    amount: Amount
    expires_at: datetime | None = None


class _Movements(Thing, frozen=True):
    transactions: Nodes[_Movement]


class _OfAccount(Thing, frozen=True):
    store_credit_account: _Movements | None


class _Made(Thing, frozen=True):
    id: str


class _Change(Thing, frozen=True):
    store_credit_account_transaction: _Made | None = None
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class ShopifyStoreCredit:
    """The store_credit facet."""

    def __init__(self, client: Client, currency: StoreCurrency) -> None:
        self._client = client
        self._currency = currency
        self._fields = CustomerFields(client)

    def credit(self, credit: Credit) -> None:
        what = f"Store credit {credit.reference}"
        self._currency.require(credit.currency, what)
        journal = self._journal(credit, what)
        if journal is None:
            raise Rejected(f"{what}: the store has no account {credit.customer}.")
        entry = journal.entries.get(credit.reference)
        if entry and entry.amount != credit.amount:
            raise Rejected(
                f"{what}: it was given already, with another amount: {entry.amount}, ours is {credit.amount}."
            )
        if entry and self._done(journal, credit, entry):
            return
        expires_at = credit.expires_at.astimezone(UTC).replace(microsecond=0) if credit.expires_at else None
        self._move(journal, credit, credit.amount, expires_at)

    def credited(self, credit: Credit) -> bool:
        journal = self._journal(credit, f"Store credit {credit.reference}")
        entry = journal.entries.get(credit.reference) if journal else None
        return bool(journal and entry and self._done(journal, credit, entry))

    def debit(self, credit: Credit) -> int:
        journal = self._journal(credit, f"Store credit {credit.reference}")
        if journal is None:
            return 0
        entry = journal.entries.get(credit.reference)
        if entry and (not entry.amount or self._done(journal, credit, entry)):
            return -entry.amount
        taken = min(credit.amount, journal.balance)
        self._move(journal, credit, -taken, None)
        return taken

    def balance(self, customer: str, currency: str) -> int:
        found = self._found(customer)
        account = _account(found, currency) if found else None
        return to_minor(account.balance.amount, currency) if account else 0

    def _move(self, journal: "_Journal", credit: Credit, amount: int, expires_at: datetime | None) -> None:
        known = tuple(one.id for one in self._since(journal, credit.ordered_at))
        journal = self._write(journal, credit, _Entry(amount, known, expires_at))
        if not amount:
            return
        what = f"Store credit {credit.reference}"
        sum_of_money = {
            "amount": str(to_decimal(abs(amount), credit.currency)),
            "currencyCode": credit.currency,
        }
        told: dict[str, Any]
        if amount > 0:
            told = {"creditAmount": sum_of_money, "expiresAt": _written(expires_at)}
            change = self._client.run("Credit", _Changed, id=gid("Customer", credit.customer), input=told).made
        else:
            told = {"debitAmount": sum_of_money}
            change = self._client.run("Debit", _Changed, id=journal.account, input=told).made
        if any(error.code == "INSUFFICIENT_FUNDS" for error in change.user_errors):
            self._write(journal, credit, None)
            raise Retryable(f"{what}: its customer was paying with it just now.")
        if change.user_errors:
            self._write(journal, credit, None)
        require(change.user_errors, what)
        if change.store_credit_account_transaction:
            done = change.store_credit_account_transaction.id
            self._write(journal, credit, _Entry(amount, known, expires_at, done))

    def _done(self, journal: "_Journal", credit: Credit, entry: _Entry) -> bool:
        """Has what was meant become a movement? Raises Rejected where nobody can tell."""
        if entry.done:
            return True
        taken = {one.done for one in journal.entries.values()} | set(entry.known)
        like = [
            one
            for one in self._since(journal, credit.ordered_at)
            if one.id not in taken
            and one.event == _OURS
            and to_minor(one.amount.amount, credit.currency) == entry.amount
            and _seconds(one.expires_at) == entry.expires_at
        ]
        if len(like) > 1:
            raise Rejected(
                f"Store credit {credit.reference}: the answer was lost, and {len(like)} movements of the customer's "
                "account could be it. Look at them in the store, and correct the account there or the points with "
                "`loyalty member adjust`."
            )
        if like:
            self._write(journal, credit, _Entry(entry.amount, entry.known, entry.expires_at, like[0].id))
        return bool(like)

    def _since(self, journal: "_Journal", moment: datetime) -> Iterator[_Movement]:
        """Movements of the account, newest first, of which any may be younger than that."""
        after: str | None = None
        while journal.account:
            answer = self._client.run("CreditMovements", _OfAccount, id=journal.account, first=PAGE, after=after)
            if answer.store_credit_account is None:
                return
            page = answer.store_credit_account.transactions
            for one in page.nodes:
                if one.created_at < moment - SLACK:
                    return
                yield one
            after = page.page_info.next
            if after is None:
                return

    def _journal(self, credit: Credit, what: str) -> "_Journal | None":
        found = self._found(credit.customer)
        if found is None:
            return None
        account = _account(found, credit.currency)
        entries: dict[str, _Entry] = {}
        if found.journal:
            try:
                entries = msgspec.json.decode(found.journal.value, type=dict[str, _Entry])
            except msgspec.DecodeError:
                raise Rejected(f"{what}: somebody changed the journal of store credit on the customer.") from None
        left = to_minor(account.balance.amount, credit.currency) if account else 0
        digest = found.journal.compare_digest if found.journal else None
        return _Journal(entries, digest, account.id if account else None, left)

    def _write(self, journal: "_Journal", credit: Credit, entry: _Entry | None) -> "_Journal":
        """Raises Retryable where somebody wrote into it meanwhile."""
        entries = {**journal.entries, credit.reference: entry}
        kept = {reference: one for reference, one in entries.items() if one is not None}
        try:
            self._fields.write(credit.customer, KEY, kept, compareDigest=journal.digest)
        except Refused as error:
            if error.code != "STALE_OBJECT":
                raise
            raise Retryable(f"Store credit {credit.reference}: another movement came in between.") from None
        again = self._journal(credit, f"Store credit {credit.reference}")
        if again is None:
            raise Rejected(f"Store credit {credit.reference}: the store has no account {credit.customer} any more.")
        return again

    def _found(self, customer: str) -> _Customer | None:
        if not (customer.isascii() and customer.isdecimal()):
            return None
        try:
            return self._client.run("CreditOf", _Found, id=gid("Customer", customer)).customer
        except Refused as error:
            if error.code == "RESOURCE_NOT_FOUND":
                return None
            raise


class _Journal(msgspec.Struct, frozen=True):
    entries: dict[str, _Entry]
    digest: str | None
    account: str | None
    balance: int


def _account(found: _Customer, currency: str) -> _Account | None:
    accounts = found.store_credit_accounts.nodes
    return next((one for one in accounts if one.balance.currency_code == currency), None)


def _seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def _written(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
