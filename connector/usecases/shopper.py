"""What the shop shows to whoever stands in it: points, what a cart gives and takes, what an order gave; and redeeming.

The rule kept here: who is asking was made sure of before, and hears of nobody else. Somebody who is no member yet has
nothing, which is no error; a visitor who is not signed in has nothing either, and is told what a purchase would give.
Where the shop does not tell a customer's groups, those count in which they last ordered; redeeming asks for them anew.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from connector.core.commerce import Buyer, Cart, Charge, ChargeKind, Order, Stage
from connector.core.earning import Award, Facts, evaluate
from connector.core.ledger import Account, Wallet
from connector.core.participation import rates
from connector.core.prices import price_of
from connector.core.product_terms import names, product_terms
from connector.core.programme import Into, Redemption, Terms, Tier
from connector.core.quote import Quote, Refusal, worth
from connector.core.rewards import Fulfilment
from connector.db import attachments, joining, ledger, members, orders, outbox, redemptions, rewards, statements
from connector.db import product_terms as rows
from connector.db.engine import Database
from connector.db.joining import Groups
from connector.db.redemptions import RedemptionCard
from connector.db.rewards import TakenReward
from connector.db.statements import EntryRow
from connector.usecases.buying import buy
from connector.usecases.climbing import TierCard, tier_card
from connector.usecases.debts import owed_by
from connector.usecases.evaluate import quote_cart
from connector.usecases.look import NoSuchThing
from connector.usecases.payouts import NoGiftCards, NoStoreCredit
from connector.usecases.product_terms import table_for
from connector.usecases.programmes import Versions, versions
from connector.usecases.redeem import NoCoupons, Redeeming, redeem
from connector.usecases.stores import Store

_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that can still be used, and whether the shop has it yet."""

    card: RedemptionCard
    in_store: bool


@dataclass(frozen=True, slots=True)
class StandingCode:
    """A discount on the account, and whether the shop has it yet."""

    taken: TakenReward
    in_store: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """The most that may be redeemed, the least, the steps between, and what it becomes."""

    quoted: Quote
    least: int
    step: int
    into: Into


@dataclass(frozen=True, slots=True)
class ShopAccount:
    """A customer's points. `earned` is what was given and not taken back; `entries` are the latest that changed what
    is available, newest first."""

    store: str
    terms: Terms
    available: int
    worth: int | None
    pending: int
    held: int
    owed: int
    earned: int
    redeemed: int
    tier: TierCard | None
    entries: tuple[EntryRow, ...]
    codes: tuple[OpenCode, ...]
    standing: tuple[StandingCode, ...]
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a purchase would give, and what points would buy on it: an offer, or why not."""

    terms: Terms
    available: int
    earns: int
    offer: Offer | None
    refusal: Refusal | None
    price: int | None  # of one piece in points, where there is nothing else in the cart


@dataclass(frozen=True, slots=True)
class OrderPoints:
    """What an order gives or will give, and what was redeemed on it."""

    terms: Terms
    number: str
    award: Award
    redeemed: int


@dataclass(frozen=True, slots=True)
class Handed:
    """A redemption of a shopper's, and whether the shop has its code yet."""

    terms: Terms
    made: Redeeming
    in_store: bool


@dataclass(frozen=True, slots=True)
class KnownShopper:
    """Whoever is asking, as the books know them: without a member, nobody with nothing."""

    versions: Versions
    member: int | None
    groups: Groups
    wallet: Wallet
    customer_groups: tuple[str, ...] = ()

    @property
    def fellows(self) -> list[int]:
        return [] if self.member is None else self.groups.fellows(self.member)

    @property
    def terms(self) -> Terms:
        return self.versions.latest


def shop_account(database: Database, store: Store, customer: str | None, now: datetime) -> ShopAccount:
    """All that the shop shows to a customer of their points."""
    with database.read() as connection:
        known = known_shopper(connection, store, customer)
        terms, wallet = known.terms, known.wallet
        available = wallet.spendable(now)
        offer = _offer(available, terms, None, store, known.customer_groups)
        entries = [entry for entry in statements.of(connection, known.fellows) if entry.change]
        return ShopAccount(
            store.name,
            terms,
            available,
            worth(available, rates(terms, store.name, known.customer_groups).redemption),
            wallet.total(Account.PENDING),
            wallet.total(Account.HELD),
            owed_by(connection, known.fellows),
            -wallet.total(Account.ISSUED),
            wallet.total(Account.REDEEMED),
            _tier_card(connection, store, known, now),
            tuple(reversed(entries[-_ENTRIES:])),
            _open_codes(connection, store, known.fellows, now),
            _standing(connection, store, known.fellows, now),
            offer if isinstance(offer, Offer) else None,
        )


def prospect(database: Database, store: Store, customer: str | None, cart: Cart, now: datetime) -> Prospect:
    """What buying this would give them, and what they may redeem on it."""
    with database.read() as connection:
        known = known_shopper(connection, store, customer)
        _, terms = known.versions.at(now)
        cart = replace(cart, groups=cart.groups or known.customer_groups)
        order = _as_order(cart, customer, now)
        card = _tier_card(connection, store, known, now)
        facts = Facts(
            store.name,
            redemptions.ours(connection, {coupon.code.lower() for coupon in cart.coupons}),
            _tier(terms, card),
            table_for(connection, store.programme_id, known.versions, [order]),
        )
        earns = evaluate(order, terms, facts).promise
        price = _price(connection, store, known.terms, cart, now)
        available = known.wallet.spendable(now)
        offer = _offer(available, known.terms, cart, store, cart.groups)
    if isinstance(offer, Refusal):
        return Prospect(terms, available, earns, None, offer, price)
    return Prospect(terms, available, earns, offer, None, price)


def order_points(database: Database, store: Store, customer: str | None, order_id: str) -> OrderPoints:
    """What an order of theirs gives. Raises NoSuchThing, also for an order of somebody else."""
    with database.read() as connection:
        card = orders.card_of_id(connection, store.name, order_id)
        if card is None or customer is None or card.order.buyer.customer_id != customer:
            raise NoSuchThing(f"store {store.name!r} has told of no such order of this customer")
        _, terms = versions(connection, store.programme_id).at(card.order.placed_at)
        redeemed = redemptions.redeemed_on(connection, orders.reference(store.name, order_id))
        return OrderPoints(terms, card.order.number, card.award, redeemed)


def redeem_points(database: Database, store: Store, customer: str, points: int, *, key: str, now: datetime) -> Handed:
    """Turn a customer's points into a code. The key is theirs alone: another's is never met by it.

    Raises Refusal, KeyReused or StoreError, and then nothing has changed.
    """
    return _handed(
        database,
        store,
        customer,
        key,
        lambda member, own_key, author: redeem(database, store, member, points, key=own_key, author=author, now=now),
    )


def buy_product(database: Database, store: Store, customer: str, product: Cart, *, key: str, now: datetime) -> Handed:
    """Turn a customer's points into a code for one piece of this product. Raises as redeeming does."""
    return _handed(
        database,
        store,
        customer,
        key,
        lambda member, own_key, author: buy(database, store, member, product, key=own_key, author=author, now=now),
    )


def _handed(
    database: Database, store: Store, customer: str, key: str, make: Callable[[int, str, str], Redeeming]
) -> Handed:
    with database.read() as connection:
        member = members.by_customer(connection, store.name, customer)
    if member is None:
        raise Refusal("balance", 0, 0)
    try:
        made = make(member.id, own_key(store, customer, key), author(store))
    except (NoCoupons, NoGiftCards, NoStoreCredit):
        raise Refusal("no_redemption", 0, 0) from None
    with database.read() as connection:
        unsent = outbox.unsent(connection, [made.row.reference])
        return Handed(versions(connection, store.programme_id).latest, made, not unsent)


def own_key(store: Store, customer: str, key: str) -> str:
    """The customer's own: another's is never met by it."""
    return f"shop:{hashlib.sha256(chr(0).join((store.name, customer, key)).encode()).hexdigest()}"


def author(store: Store) -> str:
    return f"shop:{store.name}"


def known_shopper(connection: Connection, store: Store, customer: str | None) -> KnownShopper:
    known = versions(connection, store.programme_id)
    member = members.by_customer(connection, store.name, customer) if customer is not None else None
    if member is None:
        return KnownShopper(known, None, Groups({}), Wallet())
    groups = joining.groups(connection, [member.id])
    wallet = ledger.wallets(connection, [member.id], known.latest)[member.id]
    in_groups = (
        orders.last_groups(connection, store.id, groups.fellows(member.id)) if "customers" in known.needs else ()
    )
    return KnownShopper(known, member.id, groups, wallet, in_groups)


def _tier_card(connection: Connection, store: Store, known: KnownShopper, now: datetime) -> TierCard | None:
    if known.member is None:
        return None
    return tier_card(connection, store.programme_id, known.groups, known.member, known.versions, now)


def _price(connection: Connection, store: Store, terms: Terms, cart: Cart, now: datetime) -> int | None:
    if terms.prices is None or len(cart.lines) != 1 or cart.currency != terms.currency:
        return None
    table = product_terms(rows.meaning(connection, store.programme_id, names(cart.lines)))
    (line,) = table.on(cart.lines, now)
    return price_of(line, terms.prices)


def _tier(terms: Terms, card: TierCard | None) -> Tier | None:
    levels = terms.tiers.levels if terms.tiers and card else ()
    return next((level for level in levels if card and level.name == card.name), None)


def _open_codes(connection: Connection, store: Store, ids: list[int], now: datetime) -> tuple[OpenCode, ...]:
    """Codes that this shop takes, and that are not made for an order which is placed already; and its gift cards."""
    here = [one for one in redemptions.cards(connection, ids) if one.store == store.name]
    open_ = [one for one in here if _is_open(one, now)]
    placed = attachments.made_for_orders(connection, [one.reference for one in open_])
    free = [one for one in open_ if one.reference not in placed]
    unsent = outbox.unsent(connection, [one.reference for one in free])
    return tuple(OpenCode(one, one.reference not in unsent) for one in free)


def _standing(connection: Connection, store: Store, ids: list[int], now: datetime) -> tuple[StandingCode, ...]:
    """The discounts that this shop has on their accounts, or is about to have."""
    here = [one for one in rewards.standing(connection, ids) if one.store == store.name and (one.held or one.redeemed)]
    lasting = [one for one in here if one.ends_at is None or one.ends_at > now]
    unsent = outbox.unsent(connection, [one.reference for one in lasting])
    return tuple(StandingCode(one, one.reference not in unsent) for one in lasting)


def _is_open(card: RedemptionCard, now: datetime) -> bool:
    if card.fulfilment == Fulfilment.MONEY and card.reward is not None and card.reward["kind"] == Into.GIFT_CARD:
        there = bool(card.held or card.redeemed) and card.decided_at is None
        return there and (card.until is None or card.until > now)
    return bool(card.held) and card.expires_at > now and card.fulfilment in (None, Fulfilment.ORDER)


def _offer(available: int, terms: Terms, cart: Cart | None, store: Store, groups: Collection[str]) -> Offer | Refusal:
    redemption = rates(terms, store.name, groups).redemption
    if redemption is None:
        return Refusal("no_redemption", 0, 0)
    try:
        quoted = quote_cart(None, available, terms, cart, store.name, groups)
    except Refusal as refusal:
        return refusal
    return Offer(quoted, min(_least(redemption), quoted.points), redemption.block, redemption.into)


def _least(redemption: Redemption) -> int:
    """The fewest points that the minimum and the steps allow."""
    return max(-(-redemption.minimum_points // redemption.block), 1) * redemption.block


def _as_order(cart: Cart, customer: str | None, now: datetime) -> Order:
    """The order that the cart would become."""
    tax = cart.shipping_tax
    shipping = Charge("shipping", ChargeKind.SHIPPING, "shipping", cart.shipping - tax, tax)
    return Order(
        id="cart",
        number="cart",
        status=Stage.OPEN.value,
        stage=Stage.OPEN,
        placed_at=now,
        modified_at=now,
        observed_at=now,
        currency=cart.currency,
        buyer=Buyer(customer, None, groups=cart.groups),
        total=cart.goods + cart.shipping,
        total_tax=sum(line.total_tax for line in cart.lines) + tax,
        lines=cart.lines,
        charges=(shipping,) if cart.shipping else (),
        coupons=cart.coupons,
    )
