"""A shop in memory: an adapter of the plainest kind, whose troubles a test can order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.adapter import (
    Balances,
    Coupon,
    Customers,
    Discount,
    Event,
    GiftCards,
    Hint,
    IssuedCode,
    Nothing,
    OrderNotes,
    Page,
    PersonErased,
    Problem,
    Products,
    Rejected,
    RereadRecent,
    Retryable,
    Reviews,
    Revoked,
    Shoppers,
    Snapshot,
    StandingDiscounts,
    StoreCredit,
    Unreadable,
    Verdict,
)
from connector.core.commerce import Gone, Order, Stage
from connector.core.ledger import Account
from connector.db import ledger, members
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases import settle_orders
from connector.usecases.dispatch import dispatch
from connector.usecases.redeem import redeem
from connector.usecases.settle_orders import Settled
from connector.usecases.stores import Store, enlist
from tests.building import BERT, NOW, a_line, a_refund, an_order, at, with_code
from tests.usecases.shelves import Accounts, Shelves

LATER = NOW + timedelta(days=10)  # than all that happens in a test that does not say when it is
CLUB = """
programme: club
currency: EUR
timezone: Europe/Berlin
earn: [{points: 1, per: 1.00}]
redeem: {points: 100, worth: 5.00}
"""


class Shop:
    """What it holds is what it tells. `troubles` are raised, one a call, by whatever is called next over the net;
    `puzzles` by parsing."""

    def __init__(self) -> None:
        self.held: dict[str, Order | Unreadable] = {}
        self.troubles: list[BaseException] = []
        self.puzzles: list[BaseException] = []
        self.mends: list[list[str]] = []  # what registering webhooks finds to do, one list a call
        self.issued: dict[str, Coupon] = {}
        self.used: set[str] = set()
        self.keeps_references = True
        self.asked: list[list[str]] = []
        self.since: list[datetime | None] = []
        self.page_size = 2
        self.breaks_at_page: int | None = None
        self.chokes_on: set[str] = set()  # fails whenever these are among what is asked for
        self.silent_about: set[str] = set()  # neither given nor called gone: a broken answer
        self.without_coupons = False
        self.without_order_discounts = False
        self.applied: list[tuple[str, str]] = []
        self.standing_discounts: StandingDiscounts | None = None
        self.accounts: Accounts | None = None
        self.shelves: Shelves | None = None
        self.reviews: Reviews | None = None
        self.balances: Balances | None = None
        self.order_notes: OrderNotes | None = None
        self.gift_cards: GiftCards | None = None
        self.store_credit: StoreCredit | None = None
        self.shoppers: Shoppers | None = None

    @property
    def orders(self) -> "Shop":
        return self

    @property
    def webhooks(self) -> "Shop":
        return self

    @property
    def customers(self) -> Customers | None:
        return self.accounts

    @property
    def products(self) -> Products | None:
        return self.shelves

    @property
    def coupons(self) -> "Shop | None":
        return None if self.without_coupons else self

    @property
    def order_discounts(self) -> "Shop | None":
        return None if self.without_order_discounts else self

    def has(self, *orders: Order | Unreadable) -> None:
        self.held |= {order.id: order for order in orders}

    def get(self, ids: Sequence[str]) -> Iterator[Order | Gone | Unreadable]:
        self.asked.append(sorted(ids))
        self._stumble()
        for one in ids:
            if one in self.chokes_on:
                raise Retryable("the store answered HTTP 500")
            if one not in self.silent_about:
                yield self.held.get(one) or Gone(one, NOW + timedelta(days=1))

    def changed_since(self, since: datetime | None) -> Iterator[Page]:
        self.since.append(since)
        changed = sorted(self._readable(), key=lambda order: order.modified_at)
        changed = [order for order in changed if since is None or order.modified_at >= since]
        unreadable = [one for one in self.held.values() if isinstance(one, Unreadable)]
        for number, start in enumerate(range(0, len(changed), self.page_size)):
            if number == self.breaks_at_page:
                self._stumble()
            page = changed[start : start + self.page_size]
            yield Page((*page, *unreadable), page[-1].modified_at)

    def placed_since(self, since: datetime) -> Iterator[Page]:
        self._stumble()
        listed = [order for order in self._readable() if order.placed_at >= since]
        yield Page(tuple(listed), max((order.placed_at for order in listed), default=since))

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        return Verdict.SIGNED

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Event:
        if self.puzzles:
            raise self.puzzles.pop(0)
        match body.decode().split():
            case ["snapshot", order_id, *_]:
                order = self.held[order_id]
                assert isinstance(order, Order)
                return Snapshot(order)
            case ["hint", order_id, *_]:
                return Hint(order_id)
            case ["erase", customer, email]:
                return PersonErased(customer, email)
            case ["reread"]:
                return RereadRecent("a refund was deleted")
            case ["ping"]:
                return Nothing("a ping")
        raise Rejected(f"body: {body!r} is no event")

    def register(self, url: str) -> list[str]:
        self._stumble()
        return self.mends.pop(0) if self.mends else []

    def remove(self) -> list[str]:
        return []

    def issue(self, coupon: Coupon) -> None:
        self._stumble()
        self.issued[coupon.code] = coupon

    def revoke(self, code: str) -> Revoked:
        self._stumble()
        if code in self.used:
            return Revoked.USED
        self.issued.pop(code, None)
        return Revoked.UNUSED

    def discard(self, code: str) -> None:
        self._stumble()
        self.issued.pop(code, None)

    def ours(self) -> Iterator[IssuedCode]:
        self._stumble()
        for coupon in self.issued.values():
            reference = coupon.reference if self.keeps_references else None
            yield IssuedCode(coupon.code, reference, used=coupon.code in self.used)

    def apply(self, order_id: str, code: str) -> None:
        self._stumble()
        self.applied.append((order_id, code))

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        return []

    def close(self) -> None:
        pass

    def _readable(self) -> list[Order]:
        return [order for order in self.held.values() if isinstance(order, Order)]

    def _stumble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)


class Discounts:
    """The standing discounts on customer accounts, by our reference."""

    def __init__(self) -> None:
        self.held: dict[str, Discount] = {}

    def grant(self, discount: Discount) -> None:
        self.held[discount.reference] = discount

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        self.held.pop(reference, None)

    def granted(self, reference: str, customer: str, code: str) -> bool:
        return reference in self.held


def a_store(
    database: Database, shop: Shop | None = None, programme: str = CLUB, name: str = "shop", now: datetime = NOW
) -> Store:
    """A connected store with its programme in force for ever."""
    row = enlist(database, name, parse_programme(programme, "test"), "test", now)
    return Store(row.id, name, row.programme_id, shop or Shop(), timedelta(days=30))


def settle(database: Database, store: Store, *seen: Order | Gone, now: datetime = LATER) -> Settled:
    """One batch, one commit."""
    with database.write() as connection:
        return settle_orders.settle_orders(connection, store, seen, now)


def member_of(connection: Connection, customer: str = "7", store: str = "shop") -> int:
    member = members.by_customer(connection, store, customer)
    assert member is not None
    return member.id


def enrol(database: Database, store: Store, points: int = 0, order: str = "first") -> int:
    """Anna, who has these points from an order of her own."""
    settle(database, store, an_order(a_line(points * 100), id=order))
    with database.read() as connection:
        return member_of(connection, store=store.name)


def redeemed_code(database: Database, store: Store) -> str:
    """The code of Anna's redemption of all her points, in the store."""
    made = redeem(database, store, enrol(database, store, 100), 100, key="k", author="shopper", now=NOW).row
    dispatch(database, store, NOW)
    return made.code


def points(database: Database, customer: str = "7", store: str = "shop") -> dict[str, int]:
    """Account → points of a customer; accounts without points are left out, and so is what was issued."""
    with database.read() as connection:
        wallet = ledger.stored_wallets(connection, [member := member_of(connection, customer, store)])[member]
    totals = {account.value: wallet.total(account) for account in Account if account is not Account.ISSUED}
    return {account: points for account, points in totals.items() if points}


def some_history(database: Database) -> None:
    """Earning, holding, capturing, a partial refund of both orders, and another member."""
    store = a_store(database)
    anna = enrol(database, store, 300)
    code = redeem(database, store, anna, 100, key="k", author="shopper", now=NOW).row.code
    settle(database, store, with_code(an_order(id="2", stage=Stage.PAID), code))
    settle(database, store, with_code(an_order(id="2", modified_at=at(1), refunds=(a_refund(5_000),)), code))
    settle(database, store, an_order(id="3", buyer=BERT))
    settle(database, store, an_order(id="3", buyer=BERT, modified_at=at(1), refunds=(a_refund(1_000),)))
