"""The contract that platforms fulfil: a capability is a facet that is there or is None.

The rule kept here: an adapter translates and carries; it decides nothing about points. Whatever goes wrong is one of
three families, each with its own fate: `Retryable` is tried again later, `Rejected` and `Misconfigured` are parked with
their reason for a person to mend. No message ever carries a secret.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from connector.core.commerce import Customer, Gone, Order, Product, Review


class StoreError(Exception):
    """Something between us and the store. The message is for a person and is safe to show."""


class Retryable(StoreError):
    """It may well work later: time-out, 429, 5xx, a broken answer. `after` is the store's own wish, if it gave one."""

    def __init__(self, message: str, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


class Rejected(StoreError):
    """The store (or we) understood the request and refused it; the same again would be refused again."""


class Misconfigured(StoreError):
    """A person must mend the connection: wrong keys, missing scope, wrong address."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An order the store sent that cannot be understood. It is kept for a person and never blocks its neighbours."""

    id: str
    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of changed orders, oldest change first. Everything changed before `until` has been seen."""

    orders: tuple[Order | Unreadable, ...]
    until: datetime
    total: int | None = None  # how many changed orders there are in all, where the store says so


class Orders(Protocol):
    def get(self, ids: Sequence[str]) -> Iterator[Order | Gone | Unreadable]:
        """Each of these orders as it is now, whatever its status. One answer an id, in any order.

        Raises Retryable, Rejected or Misconfigured.
        """

    def changed_since(self, since: datetime | None) -> Iterator[Page]:
        """Orders changed at or after `since` (None: all there ever were), oldest change first, as a stream.

        May show an order twice; never leaves one out because the list moved while it was read.
        """

    def placed_since(self, since: datetime) -> Iterator[Page]:
        """Orders placed at or after `since`, whatever their date of change says; `until` is a time of placing."""


class Customers(Protocol):
    def get(self, ids: Sequence[str]) -> Iterator[Customer]:
        """These accounts, whatever their role; what is gone is left out."""

    def registered_since(self, since: datetime | None) -> Iterator[Sequence[Customer]]:
        """Accounts opened at or after `since` (None: all), oldest first, page by page."""


class Products(Protocol):
    def get(self, ids: Sequence[str]) -> Iterator[Product]:
        """These products as they are now; what is gone is left out."""


class Reviews(Protocol):
    def written_since(self, since: datetime | None) -> Iterator[Sequence[Review]]:
        """Reviews written at or after `since` (None: all), approved or not, page by page."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The event carried the whole order."""

    order: Order


@dataclass(frozen=True, slots=True)
class Hint:
    """Something happened to this order: read it again."""

    order_id: str


@dataclass(frozen=True, slots=True)
class RereadRecent:
    """Something happened to an order that the event does not name: read the recent ones again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Understood, and of no interest to us (a ping, a topic we did not ask for but know)."""

    reason: str


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """A customer wants to be told what is held of them; `request` is the platform's name of the wish."""

    request: str
    customer: str
    email: str | None


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A customer must be forgotten, with or without an account with us."""

    customer: str
    email: str | None


@dataclass(frozen=True, slots=True)
class CustomersMerged:
    """Two accounts are one from now on: that of `kept`."""

    kept: str
    gone: str


@dataclass(frozen=True, slots=True)
class StoreClosed:
    """The shop took our access away at that moment; with `erase` all of its people must be forgotten, too."""

    at: datetime
    erase: bool = False


Wish = PersonAsked | PersonErased | CustomersMerged | StoreClosed
Event = Snapshot | Hint | RereadRecent | Nothing | Wish


class Verdict(StrEnum):
    """What a look at headers and raw bytes says about a delivery, before anything is parsed."""

    SIGNED = "signed"
    HARMLESS = "harmless"  # unsigned by the platform's own habit and without effect (a ping): answer, store nothing
    BAD_SIGNATURE = "bad_signature"
    NO_SIGNATURE = "no_signature"


class Webhooks(Protocol):
    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        """Is this really the store speaking? Constant time, over the raw bytes. Header names are lower case."""

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Event:
        """What a verified delivery says. Raises Rejected with what is wrong, where, and how to mend it."""

    def register(self, url: str) -> list[str]:
        """Make the store send us what we need, and only once: creates, repairs and re-enables.

        Returns what was done, in plain words; an empty list means that all was well.
        """

    def remove(self) -> list[str]:
        """Make the store send us nothing more: takes away what `register` made, and nothing of others.

        Returns what was done, in plain words; an empty list means that there was nothing of ours.
        """


@dataclass(frozen=True, slots=True)
class ShopperRequest:
    """A question of a shopper's as it came, before anything of it is believed. Header names are lower case."""

    query: str  # as it stands in the address, not decoded
    headers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who is asking, by the store's own word: the customer's id, or None for somebody who is not signed in. The word
    may say nothing of the question's body (`body_signed` False), which then anybody could have written."""

    customer: str | None
    body_signed: bool = True


class NotVouched(Exception):
    """The store does not stand for this question; the message is the reason, as a code that tells no secret."""


class Shoppers(Protocol):
    def who(self, request: ShopperRequest) -> Vouched:
        """Who is asking? Constant time, asks nobody. Raises NotVouched."""


@dataclass(frozen=True, slots=True)
class Coupon:
    """A single-use discount for one buyer. Money is minor units of `currency`, with tax, as the shopper sees it.

    It takes off an amount or per cent: of everything, or of the chosen products (id or SKU) or categories (id or slug,
    with all below them). An amount on chosen goods is taken off each of at most so many `pieces` of them, and never
    more than the piece costs. An amount off a whole cart may be refused for a cart that holds what is shut out. The
    minimum spend is of the whole cart.
    """

    code: str
    reference: str  # our redemption, kept on the coupon so that its origin can be told
    amount: int
    currency: str
    minimum_spend: int
    email: str | None
    expires_at: datetime | None
    description: str = ""
    percent: int = 0
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    pieces: int | None = None
    sale_items: bool = True  # False: nothing off goods that are reduced already
    free_shipping: bool = False
    shipping_methods: tuple[str, ...] = ()  # those that it makes free; without any, what the store offers so
    not_products: tuple[str, ...] = ()  # never off these, named as those that are chosen
    not_categories: tuple[str, ...] = ()
    alone: bool = False  # not together with other codes
    maximum_spend: int | None = None  # of the whole cart


class Revoked(StrEnum):
    """What revoking found."""

    UNUSED = "unused"  # nobody used it, and from now on nobody can
    USED = "used"  # an order holds it: the order decides what becomes of the points


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A coupon of ours as it is in the store."""

    code: str
    reference: str | None  # the redemption that is kept on it; None: the store keeps nothing but the code
    used: bool


class Coupons(Protocol):
    def issue(self, coupon: Coupon) -> None:
        """Idempotent by code: a coupon that exists with our terms is success, with others is Rejected.

        What the platform's coupons cannot say is Rejected, and never left out.
        """

    def revoke(self, code: str) -> Revoked:
        """Make the code unusable. A code the store does not know is UNUSED."""

    def ours(self) -> Iterator[IssuedCode]:
        """All coupons in the store that `issue` made, told by their reference or by their code; none of others."""

    def discard(self, code: str) -> None:
        """Take a code that is used up out of the store; the orders it was used on keep its name. One that the store
        does not know is out already."""


class OrderDiscounts(Protocol):
    def apply(self, order_id: str, code: str) -> None:
        """Put a code that the store knows on an order that is placed and not paid. Idempotent: an order that holds the
        code is success. An order that is paid, or can no longer be changed, is Rejected."""


@dataclass(frozen=True, slots=True)
class Discount:
    """A standing discount on a customer's account: an amount in minor units of `currency`, or per cent."""

    reference: str  # our redemption
    customer: str
    amount: int
    percent: int
    currency: str
    ends_at: datetime | None
    description: str = ""
    code: str = ""  # by which the shopper names it, where the platform has it as a code


class StandingDiscounts(Protocol):
    def grant(self, discount: Discount) -> None:
        """Idempotent by reference: granting again is granting once, to the account as it is now. Where the store knows
        no end, `withdraw` is called when it has come. An account that is not there is Rejected."""

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        """Take it off the account. What the store does not know is withdrawn already."""

    def granted(self, reference: str, customer: str, code: str) -> bool:
        """Has the store it still?"""


@dataclass(frozen=True, slots=True)
class ShownBalance:
    """What a person has, to be shown on one of their accounts. Points are integers, `worth` is minor units of
    `currency` (None: the programme does not redeem points)."""

    customer: str
    available: int
    pending: int
    redeemed: int
    worth: int | None
    currency: str
    tier: str | None
    as_of: datetime

    def texts(self) -> dict[str, str | None]:
        """What it says, field by field, for stores whose fields are text; None: there is nothing to show."""
        return {
            "available": str(self.available),
            "pending": str(self.pending),
            "redeemed": str(self.redeemed),
            "worth": None if self.worth is None else str(self.worth),
            "currency": None if self.worth is None else self.currency,
            "tier": self.tier,
            "as_of": self.as_of.isoformat(timespec="seconds"),
        }


class Balances(Protocol):
    def publish(self, balance: ShownBalance) -> None:
        """Write it to the account, in place of what we wrote before; all else there stays. An account that is gone is
        success."""

    def withdraw(self, customer: str) -> None:
        """Take what we wrote off the account. An account that is gone, or never had anything of ours, is success."""


class OrderNotes(Protocol):
    def write(self, order_id: str, text: str, reference: str) -> None:
        """A note on the order for the shop's people; its buyer is told nothing. An order has one note a reference:
        another text takes the place of the former, the same text changes nothing. An order that is gone is success."""


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A card with money on it: whoever has its code pays with it, in parts if they like.

    Money is minor units of `currency`. The code is what `GiftCards.spelt` made of it.
    """

    code: str
    reference: str  # our redemption, kept on the card so that its origin can be told
    amount: int
    currency: str
    email: str | None  # whose it is
    customer: str | None  # and their account, where they have one
    expires_at: datetime | None
    description: str = ""


class GiftCards(Protocol):
    def spelt(self, code: str) -> str:
        """How this store's shoppers write such a code, which is 16 small letters and digits; small it stays. Asks
        nobody."""

    def issue(self, card: GiftCard) -> None:
        """Idempotent by code: a card that exists with our terms is success, whatever has been paid with it since or if
        it is closed; with others it is Rejected. The store's people tell its origin by the reference."""

    def balance(self, code: str) -> int | None:
        """What is left on the card, be it usable or not; None for a card the store does not know."""

    def close(self, code: str) -> int | None:
        """Make the card unusable for good, and tell what was left on it: nobody can pay with that any more.

        Idempotent: a card that is closed, or whose time is over, tells the same again. None for a card the store does
        not know.
        """


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that goes onto a customer's account in the store, or comes off it: minor units of `currency`."""

    reference: str  # ours, another one for each movement
    customer: str
    amount: int
    currency: str
    ordered_at: datetime  # no movement of the account that is older can be this one
    expires_at: datetime | None = None  # of what goes onto it
    description: str = ""


class StoreCredit(Protocol):
    """Idempotent by reference. A platform that keeps no reference looks for the movement among the account's own before
    it sends one again; where it cannot tell, that is Rejected, for a person to look at, and never sent twice."""

    def credit(self, credit: Credit) -> None:
        """Put it onto the account. The same reference with another amount is Rejected, and so is an account that is
        gone or holds another currency only."""

    def credited(self, credit: Credit) -> bool:
        """Has it come onto the account, whatever became of it since?"""

    def debit(self, credit: Credit) -> int:
        """Take it off the account, or as much of it as is there, and tell how much that was: again the same. An account
        that is gone has nothing."""

    def balance(self, customer: str, currency: str) -> int:
        """What is on the account now."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Keys that a store made for us and sent: the ticket of the pairing that they are for, and the credentials."""

    ticket: str
    credentials: Mapping[str, str] = field(repr=False)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the connection, in plain words, with the mend."""

    severity: Severity
    what: str
    mend: str


class Vault(Protocol):
    """Where a store's secret is kept that the platform changes as we go: durable, unreadable in the database alone, and
    shared by all processes."""

    def read(self) -> str | None: ...
    def claim(self, seconds: float) -> bool:
        """From now on, for so long or until `release`, it is ours to change; False: somebody is changing it."""

    def write(self, secret: str) -> None: ...
    def release(self) -> None: ...


class Adapter(Protocol):
    """One connected store. Facets that a platform lacks are None, and mypy makes every user ask."""

    @property
    def orders(self) -> Orders: ...
    @property
    def webhooks(self) -> Webhooks | None: ...
    @property
    def coupons(self) -> Coupons | None: ...
    @property
    def order_discounts(self) -> OrderDiscounts | None: ...
    @property
    def standing_discounts(self) -> StandingDiscounts | None: ...
    @property
    def customers(self) -> Customers | None: ...
    @property
    def products(self) -> Products | None: ...
    @property
    def reviews(self) -> Reviews | None: ...
    @property
    def balances(self) -> Balances | None: ...
    @property
    def order_notes(self) -> OrderNotes | None: ...
    @property
    def gift_cards(self) -> GiftCards | None: ...
    @property
    def store_credit(self) -> StoreCredit | None: ...
    @property
    def shoppers(self) -> Shoppers | None:
        """None: its shoppers come with a token of ours, which its plugin signs."""

    def check(self, webhook_url: str | None, needs: Collection[str] = ()) -> list[Problem]:
        """What is wrong with the connection; an empty list means it works. Never raises for what the store does.

        `needs` are facets that the store's programme needs: each is tried.
        """

    def close(self) -> None:
        """Give back kept-alive connections."""
