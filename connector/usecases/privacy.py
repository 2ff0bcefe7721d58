"""A person asks for their data: everything is told, or everything that tells who they are is taken away.

The rule kept here: an erasure is one commit; the books keep amounts and drop the person, and are proved afterwards as
before. What the store tells of the person later is recognised and stripped again (`forgotten`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from connector.core.balance import Balance, balance
from connector.core.effects import RevokeCoupon
from connector.core.erasure import REASON, held_redemptions, lapse, let_go, strip
from connector.core.rewards import Fulfilment
from connector.db import (
    claims,
    data_requests,
    deeds,
    described,
    erasures,
    inbox,
    joining,
    ledger,
    members,
    orders,
    outbox,
    phones,
    redemptions,
    referrals,
    reminders,
    rewards,
    shadow,
    statements,
)
from connector.db import stores as store_rows
from connector.db.cards import Card
from connector.db.deeds import DeedCard
from connector.db.engine import Database
from connector.db.erasures import Erasure, Name
from connector.db.ledger import Books
from connector.db.members import Identity, Member
from connector.db.phones import Phone
from connector.db.pseudonyms import pseudonym
from connector.db.redemptions import RedemptionCard
from connector.db.referrals import InvitationRow
from connector.db.statements import EntryRow
from connector.usecases.debts import owed_by
from connector.usecases.forgotten import name_of
from connector.usecases.payouts import ending
from connector.usecases.person import LetterAbout, Person, letters, person
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoSuchMember
from connector.usecases.referrals import keep_what_was_known
from connector.usecases.rewards import withdraw_discounts
from connector.usecases.stores import Store


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is held of a member and of all who are one person with them, in words of the field. Money is
    minor units of its order's currency."""

    member: Member
    joined: list[Member]
    erased: Erasure | None
    identities: list[Identity]
    cards: list[Card]
    phones: list[Phone]  # pseudonyms: the numbers themselves are not held
    addresses: list[dict[str, Any]]
    claims: list[claims.ClaimedAddress]
    points: Balance
    statement: list[EntryRow]
    orders: list[dict[str, Any]]
    redemptions: list[RedemptionCard]
    deeds: list[DeedCard]
    invitations: list[InvitationRow]
    inbox: list[dict[str, Any]]
    outbox: list[dict[str, Any]]
    reminders: list[dict[str, Any]]
    other_system: list[dict[str, Any]]  # what another system said that they have, while it kept the points


def export_person(database: Database, stores: Iterable[Store], member_id: int, now: datetime) -> Told:
    """Everything that is held of the member. Raises NoSuchMember."""
    with database.read() as connection:
        member = _member(connection, member_id)
        terms = versions(connection, member.programme_id).latest
        fellows = joining.groups(connection, [member_id]).fellows(member_id)
        known = [_member(connection, one) for one in fellows]
        people = [person(connection, one, now) for one in known]
        wallet = ledger.wallets(connection, [member_id], terms)[member_id]
        return Told(
            member,
            [one for one in known if one.id != member_id],
            erasures.get(connection, member_id),
            [one for who in people for one in who.identities],
            [one for who in people for one in who.cards],
            phones.of_members(connection, fellows),
            [
                {"address": address, "after": since if since > claims.EVER else None, "until": until}
                for who in people
                for address, spans in who.addresses.items()
                for since, until in spans
            ],
            [one for who in people for one in who.claims],
            balance(wallet, now),
            statements.of(connection, fellows),
            [{"store": one.store.name, **orders.whole(connection, one.row)} for who in people for one in who.orders],
            redemptions.cards(connection, fellows),
            deeds.of_members(connection, fellows),
            referrals.about(connection, fellows),
            [_letter(one) for who in people for one in letters(connection, who, stores)],
            [one for fellow in fellows for one in erasures.effects(connection, fellow)],
            reminders.of_members(connection, fellows),
            shadow.of_members(connection, fellows),
        )


def _letter(letter: LetterAbout) -> dict[str, Any]:
    row = letter.row
    return {
        "received_at": row.received_at,
        "order": letter.order_id,
        "state": row.state,
        "body": row.body.decode("utf-8", "replace"),
    }


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away; of one that had been done before, what it took then."""

    member_id: int
    erased_at: datetime
    points: int
    debt: int
    orders: int
    codes: int
    replayed: bool = False


def erase_person(database: Database, stores: Iterable[Store], member_id: int, author: str, now: datetime) -> Erased:
    """Forget who a member was, with all who are one person with them. Points leave, codes and discounts end, debts are
    dropped. Raises NoSuchMember."""
    with database.write() as connection:
        member = _member(connection, member_id)
        listed = store_rows.listed(connection)
        for store_id in sorted(row.id for row in listed if row.programme_id == member.programme_id):
            store_rows.lock(connection, store_id)  # no order is settled meanwhile that this would not strip
        known = versions(connection, member.programme_id)
        terms = known.latest
        books = Books.open(connection, [member_id], terms)
        if before := erasures.get(connection, member_id):
            return Erased(member_id, before.erased_at, before.points, before.debt, 0, 0, replayed=True)
        fellows = books.groups.fellows(member_id)
        people = [person(connection, _member(connection, one), now) for one in fellows]
        keep_what_was_known(connection, fellows, known, now)
        wallet = books.wallet(member_id)
        own = redemptions.promised(connection, fellows)
        ended = [reference for reference in held_redemptions(wallet) if reference in own]
        gone = let_go(member_id, wallet, ended, terms, author, now)
        books.post((member_id, transaction) for transaction in gone)
        books.write(connection, now)
        points, debt = gone[-1].points if gone else 0, owed_by(connection, fellows)
        _end_codes(connection, ended, now)
        withdraw_discounts(connection, fellows, REASON, now)
        for who in people:
            lost = (points, debt) if who.member.id == member_id else (0, 0)  # of all, written down once
            _forget(connection, who, stores, Erasure(who.member.id, now, author, *lost), now)
        return Erased(member_id, now, points, debt, sum(len(who.orders) for who in people), len(ended))


def lapse_forgotten(database: Database, now: datetime) -> int:
    """What came back to the forgotten, because others redeemed it with theirs while they were one person, is gone too.
    Returns the number of transactions."""
    with database.read() as connection:
        found = erasures.with_points(connection)
    written = 0
    for programme_id, member_id in found:
        with database.write() as connection:
            books = Books.open(connection, [member_id], versions(connection, programme_id).latest)
            gone = lapse(f"erase:{member_id}:{now.isoformat()}", books.wallet(member_id), "programme", now)
            books.post([(member_id, gone)] if gone else [])
            written += books.write(connection, now)
    return written


def _forget(connection: Connection, who: Person, stores: Iterable[Store], erasure: Erasure, now: datetime) -> None:
    """Take a member out of everything that tells of them, and write down by what they can be recognised."""
    member = who.member.id
    known_by = _names(connection, who, now)
    _take_out_letters(connection, who, stores, now)
    erasures.strip_effects(connection, member)
    erasures.keep_stripped(connection, member, [(one.row, strip(one.order, member)) for one in who.orders])
    described.forget_buyers(connection, [(one.store.id, one.row.external_id) for one in who.orders])
    referrals.forget(connection, member, who.addresses)
    data_requests.forget(connection, member)
    shadow.forget_member(connection, member)
    reminders.forget(connection, member)
    erasures.blank(connection, member)
    for store in who.stores:
        erasures.know(connection, store.id, [member])
    erasures.add(connection, erasure, known_by)


def _member(connection: Connection, member_id: int) -> Member:
    member = members.get(connection, member_id)
    if member is None:
        raise NoSuchMember(f"there is no member {member_id}")
    return member


def _names(connection: Connection, who: Person, now: datetime) -> list[Name]:
    """By what orders of the person that are yet to be told can be recognised."""

    def hidden(text: str) -> str:
        return pseudonym(connection, who.member.programme_id, text)

    found = []
    for one in who.identities:
        name = hidden(name_of(one.store, one.customer))
        found.append(Name(who.member.id, name, erasures.last_until(connection, name, claims.EVER), now))
    for card in who.cards:
        found.append(Name(who.member.id, hidden(name_of("card", card.number)), card.added_at, now))
    for address, spans in who.addresses.items():
        found += [Name(who.member.id, hidden(address), since, until) for since, until in spans]
    for left, until in erasures.left_addresses(connection, who.member.id).items():
        found.append(Name(who.member.id, left, erasures.last_until(connection, left, claims.EVER), until))
    return found


def _take_out_letters(connection: Connection, who: Person, stores: Iterable[Store], now: datetime) -> None:
    """What is waiting reads its order again; where it does not say which, the recent orders are read again."""
    about = list(letters(connection, who, stores))
    inbox.empty(connection, {one.row.id: one.order_id for one in about if one.order_id is not None})
    nameless = [one.row for one in about if one.order_id is None]
    inbox.drop(connection, [row.id for row in nameless])
    for store_id in {row.store_id for row in nameless}:
        store_rows.mark(connection, store_id, reread_wanted_at=now)


def _end_codes(connection: Connection, references: Iterable[str], now: datetime) -> None:
    effects = []
    for reference in references:
        if row := redemptions.by_reference(connection, reference):
            taken = rewards.by_reference(connection, reference)
            if taken and taken.fulfilment is Fulfilment.MONEY:
                effects.append(ending(row, taken.terms["kind"], taken.customer, REASON, "programme", now))
            else:
                revoke = RevokeCoupon(reference, row.code, REASON)
                effects.append((row.store_id, f"revoke:{reference}:{REASON}", revoke))
    outbox.add(connection, effects, now)
