"""Looking: what people and monitors ask of the books. Nothing here writes.

The rule kept here: every answer is plain data that can be printed or sent as JSON.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table

from connector.core.balance import Balance, balance
from connector.core.bonuses import Bonus
from connector.core.foreseen import Unknown
from connector.core.ledger import Account
from connector.core.participation import rates
from connector.core.programme import Display, Redemption, Terms, Texts
from connector.core.quote import worth
from connector.db import (
    cards,
    deeds,
    joining,
    ledger,
    members,
    orders,
    programmes,
    queue,
    redemptions,
    statements,
    stores,
)
from connector.db import outbox as outbox_rows
from connector.db.cards import Card
from connector.db.deeds import Deed, DeedCard
from connector.db.engine import Database
from connector.db.members import Identity, Member
from connector.db.orders import OrderCard
from connector.db.outbox import Unsent
from connector.db.queue import State
from connector.db.redemptions import RedemptionCard
from connector.db.roster import RosterRow, Sort, roster
from connector.db.statements import EntryRow
from connector.db.stores import StoreRow
from connector.db.tables import inbox, outbox
from connector.usecases.climbing import TierCard, tier_card
from connector.usecases.contacts import with_phone
from connector.usecases.debts import owed_by
from connector.usecases.programmes import versions

BOXES: dict[str, Table] = {"inbox": inbox, "outbox": outbox}
_LATE = timedelta(minutes=15)


class NoSuchThing(Unknown):
    """What was asked for is not in the books; the message says how to find it."""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as people ask about them. Points are integers; `worth` is minor units of `currency`."""

    member: Member
    joined: list[int]  # the numbers of all who are one person with them
    identities: list[Identity]
    cards: list[Card]
    programme: str
    currency: str
    display: Display
    texts: tuple[Texts, ...]
    available: int
    worth: int | None
    pending: int
    held: int
    owed: int
    tier: TierCard | None
    statement: list[EntryRow]
    redemptions: list[RedemptionCard]


def find_member(database: Database, who: str, country: str | None = None) -> Member:
    """By number, by e-mail address, by card:NUMBER, by phone:NUMBER (of `country`, unless it names one), or by
    store:customer. Raises NoSuchThing."""
    with database.read() as connection:
        matches = _matches(connection, who, country)
    if not matches:
        raise NoSuchThing(
            f"no member {who!r}; give a member's number, an e-mail address, card:NUMBER, phone:NUMBER or store:customer"
        )
    if len(matches) > 1:
        numbers = ", ".join(str(member.id) for member in matches)
        raise NoSuchThing(f"{who!r} is several members; give one of their numbers: {numbers}")
    return matches[0]


def found_members(database: Database, who: str, country: str | None, now: datetime) -> list[RosterRow]:
    """All whom these words may mean, with their points. Raises NoSuchThing where they mean nobody."""
    with database.read() as connection:
        matches = _matches(connection, who, country)
        ids = {joining.groups(connection, [one.id]).root(one.id) for one in matches}
        found = roster(connection, now, Sort.ID, None, only=ids) if ids else []
    if not found:
        raise NoSuchThing(f"no member {who!r}")
    return found


def _matches(connection: Connection, who: str, country: str | None) -> list[Member]:
    if who.isdecimal():
        found = members.get(connection, int(who))
        return [found] if found else []
    if "@" in who:
        return _one_each(connection, members.by_email(connection, who))
    if who.startswith("phone:"):
        return _one_each(connection, with_phone(connection, who.removeprefix("phone:"), country))
    if who.startswith("card:"):
        owners = {card.member_id for card in cards.numbered(connection, who.removeprefix("card:"))}
        return [found for owner in sorted(owners) if (found := members.get(connection, owner))]
    store, _, customer = who.partition(":")
    found = members.by_customer(connection, store, customer)
    return [found] if found else []


def _one_each(connection: Connection, found: list[Member]) -> list[Member]:
    """Of members who are joined, the one who stands for them if it is among them, or else the first."""
    groups = joining.groups(connection, [member.id for member in found])
    chosen: dict[int, Member] = {}
    for member in found:
        root = groups.root(member.id)
        if root not in chosen or member.id == root:
            chosen[root] = member
    return list(chosen.values())


def member_card(database: Database, who: str, now: datetime, country: str | None = None) -> MemberCard:
    """Everything about one member. Raises NoSuchThing."""
    member = find_member(database, who, country)
    with database.read() as connection:
        known = versions(connection, member.programme_id)
        terms = known.latest
        groups = joining.groups(connection, [member.id])
        fellows = groups.fellows(member.id)
        wallet = ledger.wallets(connection, [member.id], terms)[member.id]
        available = wallet.spendable(now)
        known_as = members.identities_of(connection, fellows)
        return MemberCard(
            member,
            [one for one in fellows if one != member.id],
            known_as,
            cards.of_members(connection, fellows),
            programmes.name(connection, member.programme_id),
            terms.currency,
            terms.display,
            terms.texts,
            available,
            worth(available, _redemption(terms, {one.store for one in known_as})),
            wallet.total(Account.PENDING),
            wallet.total(Account.HELD),
            owed_by(connection, fellows),
            tier_card(connection, member.programme_id, groups, member.id, known, now),
            statements.of(connection, fellows),
            redemptions.cards(connection, fellows),
        )


def _redemption(terms: Terms, stores: Collection[str]) -> Redemption | None:
    """What points buy off where somebody buys: the general rates where that differs."""
    found = [rates(terms, store, ()).redemption for store in stores]
    return found[0] if found and all(one == found[0] for one in found) else terms.redemption


def member_deeds(database: Database, who: str) -> list[DeedCard]:
    """What a member, with all who are joined to them, did beside buying, and what it gives. Raises NoSuchThing."""
    member = find_member(database, who)
    with database.read() as connection:
        return deeds.of_members(connection, joining.groups(connection, [member.id]).fellows(member.id))


def terms_now(database: Database, programme_id: int) -> Terms:
    """The programme as it is in force."""
    with database.read() as connection:
        return versions(connection, programme_id).latest


def member_list(database: Database, sort: Sort, limit: int | None, now: datetime) -> list[RosterRow]:
    """All members, or the first of them, with their points."""
    with database.read() as connection:
        return roster(connection, now, sort, limit)


def newest_entries(database: Database, since: datetime | None, limit: int) -> list[EntryRow]:
    """What was last written into the books, whoever's it is, newest first."""
    with database.read() as connection:
        return statements.newest(connection, since, limit)


class Knowledge(StrEnum):
    """From where one looks back: from today, or from then."""

    NOW = "now"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class BalanceCard:
    """A member's points at a moment."""

    member_id: int
    at: datetime
    known: Knowledge
    balance: Balance


def balance_card(database: Database, who: str, at: datetime, known: Knowledge) -> BalanceCard:
    """What a member had at that moment, as is known now or as was known then. Raises NoSuchThing."""
    member = find_member(database, who)
    with database.read() as connection:
        terms = versions(connection, member.programme_id).latest
        wallet = ledger.wallet_at(connection, member.id, terms, at, at if known is Knowledge.THEN else None)
    return BalanceCard(member.id, at, known, balance(wallet, at))


@dataclass(frozen=True, slots=True)
class ExplainedOrder:
    """An order with its award, the currency its figures are in, and what placing it gave, where that gives anything."""

    card: OrderCard
    currency: str
    placed: Deed | None


def order_card(database: Database, store: str, number_or_id: str) -> ExplainedOrder:
    """An order as it was judged. Raises NoSuchThing."""
    with database.read() as connection:
        card = orders.card(connection, store, number_or_id)
        row = stores.find(connection, store)
        if card is None or row is None:
            raise NoSuchThing(f"store {store!r} has told of no order {number_or_id!r}; `loyalty sync {store}` asks it")
        known = versions(connection, row.programme_id)
        _, terms = known.at(card.order.placed_at)
        placed = deeds.held(connection, row.id, Bonus.PLACED, [card.order.id])
        return ExplainedOrder(card, terms.currency, placed.get(card.order.id))


def store_rows(database: Database) -> dict[str, StoreRow]:
    """How far reading has come, by store."""
    with database.read() as connection:
        return {row.name: row for row in stores.listed(connection)}


def queue_rows(database: Database, box: str, store: str | None, state: str | None, limit: int) -> list[dict[str, Any]]:
    """Rows of the inbox or outbox, newest first."""
    with database.read() as connection:
        rows = queue.listed(connection, BOXES[box], store, State(state) if state else None, limit)
        return [dict(row._mapping) for row in rows]


def queue_row(database: Database, box: str, row_id: int) -> dict[str, Any]:
    """One row whole. Raises NoSuchThing."""
    with database.read() as connection:
        row = queue.get(connection, BOXES[box], row_id)
    if row is None:
        raise NoSuchThing(f"the {box} has no row {row_id}; `loyalty {box} list` shows them")
    return dict(row._mapping)


def unsent(database: Database, redemption: str) -> Unsent | None:
    """What is to bring a redemption into its store; None where it is there."""
    with database.read() as connection:
        return outbox_rows.unsent(connection, [redemption]).get(redemption)


def queue_counts(database: Database) -> dict[str, dict[tuple[str, str], int]]:
    """Box → (store, state) → rows that are not done."""
    with database.read() as connection:
        return {box: queue.counts(connection, table) for box, table in BOXES.items()}


def stores_with_due(database: Database, box: str, now: datetime) -> set[int]:
    """The stores for which something in the box is due."""
    with database.read() as connection:
        return queue.stores_with_due(connection, BOXES[box], now)


def health(database: Database, now: datetime, shadowed: Collection[str] = ()) -> dict[str, Any]:
    """Is the books' machine at work? Not ok: something has waited for a quarter of an hour. What is due to the stores
    in the shadow of another system waits by order."""
    with database.read() as connection:
        late = {
            box: queue.waiting_since_before(connection, table, now - _LATE, shadowed if box == "outbox" else ())
            for box, table in BOXES.items()
        }
        parked = {
            box: sum(count for (_, state), count in queue.counts(connection, table).items() if state == State.PARKED)
            for box, table in BOXES.items()
        }
        trouble = {row.name: row.trouble for row in stores.listed(connection) if row.trouble}
    return {"ok": not any(late.values()), "late": late, "parked": parked, "trouble": trouble}
