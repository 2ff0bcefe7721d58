"""Inviting friends, and what people say of an invitation: the friend accepts, the merchant decides.

The rule kept here: whether the address is a customer's already is never told to who invites; it shows only in what the
invitation gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from connector.core.explain import Step
from connector.core.foreseen import Refused, Unknown
from connector.core.participation import bar_of_groups
from connector.core.programme import Status, Terms
from connector.core.quote import Refusal
from connector.core.referral import State, Verdict, good_until, referral_of
from connector.db import members, orders, referrals
from connector.db.engine import Database
from connector.db.members import Member
from connector.db.referrals import InvitationRow
from connector.usecases.programmes import versions
from connector.usecases.redeem import member_of, random_code
from connector.usecases.referrals import open_invitations, sent_by
from connector.usecases.stores import Store


class NoSuchInvitation(Unknown):
    """No invitation has this code."""


class NotAcceptable(Refused):
    """The invitation is over, or somebody else's."""


class NothingToDecide(Refused):
    """Nothing about the invitation waits for the merchant."""


@dataclass(frozen=True, slots=True)
class Friend:
    """Who is invited."""

    email: str
    name: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation as it is shown to people: where it stands and why, and what it gives now."""

    code: str
    store: str
    inviter: int
    email: str
    name: str
    surname: str
    created_at: datetime
    good_until: datetime
    friend: int | None
    state: State
    why: tuple[Step, ...]
    inviter_points: int
    friend_points: int
    currency: str
    verdict: str | None
    decided_by: str | None
    verdict_reason: str | None


def invite(
    database: Database, store: Store, member_id: int, friends: Sequence[Friend], author: str, now: datetime
) -> list[InvitationRow]:
    """Invitations of these friends, all or none; one that is still good is the same again.

    Raises Refusal or NoSuchMember, and then nothing has changed.
    """
    addresses = [_address(friend.email) for friend in friends]
    with database.write() as connection:
        there = {one.email: one for one in members.of_emails(connection, addresses)}
        members.lock(connection, {member_id, *(one.id for one in there.values())})
        member = member_of(connection, store, member_id)
        known = versions(connection, store.programme_id)
        _require_part(connection, member, known.latest)
        if member.email in addresses:
            raise Refusal("own_address", 0, 0)
        good = [
            pair
            for sent in sent_by(connection, [member_id], known, now).values()
            for pair in sent
            if now < good_until(pair[0].row.facts, pair[0].case.terms)
        ]
        made = {one.row.email: one.row for one, _ in good}
        waiting = sum(decision.state in (State.OPEN, State.EXISTING) for _, decision in good)
        for address, friend in zip(addresses, friends, strict=True):
            if address not in made:
                reached = there.get(address)
                made[address] = _add(connection, store, member, address, friend, reached, author, now)
                waiting += 1
                if waiting > referral_of(known.latest).max_open:
                    raise Refusal("too_many_open", referral_of(known.latest).max_open, 0)
        return [made[address] for address in addresses]


def _address(email: str) -> str:
    address = email.strip().lower()
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain or len(address) > 320 or any(character.isspace() for character in address):
        raise Refusal("not_an_address", 0, 0)
    return address


def _require_part(connection: Connection, member: Member, terms: Terms) -> None:
    """May this member invite anybody at all?"""
    if terms.referral is None or terms.status is not Status.ACTIVE:
        raise Refusal("no_referral", 0, 0)
    theirs = orders.of_members(connection, [member.id])
    last = max((one.order for one in theirs), key=lambda order: order.placed_at, default=None)
    if last is not None and bar_of_groups(last.buyer.groups, terms):
        raise Refusal("group_never", 0, 0)


def _add(
    connection: Connection,
    store: Store,
    member: Member,
    address: str,
    friend: Friend,
    reached: Member | None,
    author: str,
    now: datetime,
) -> InvitationRow:
    code = f"inv-{random_code(16)}"
    values = {
        "programme_id": member.programme_id,
        "inviter_id": member.id,
        "code": code,
        "email": address,
        "name": friend.name.strip()[:200],
        "surname": friend.surname.strip()[:200],
        "created_at": now,
        "author": author,
        "friend_id": reached.id if reached and reached.programme_id == member.programme_id else None,
    }
    referrals.add(connection, store.id, values)
    return _found(connection, code)


def accept(database: Database, code: str, member_id: int, now: datetime) -> None:
    """The member says that the invitation reached them; said again, it changes nothing.

    Raises NoSuchInvitation, NotAcceptable.
    """
    with database.write() as connection:
        row = _found(connection, code.strip().lower())
        member = members.get(connection, member_id)
        if member is None or member.programme_id != row.programme_id:
            raise NotAcceptable(f"member {member_id} does not belong to the programme of this invitation")
        senders = {row.inviter_id, *(one.inviter_id for one in referrals.to_friends(connection, [member_id]))}
        opened = open_invitations(connection, row.programme_id, senders, {row.code: member_id})
        row = _found(connection, row.code)
        if row.friend_id not in (None, member_id):
            raise NotAcceptable("this invitation has been accepted already")
        if row.accepted_at is not None:
            return
        if now >= good_until(row.facts, opened.known.at(row.created_at)[1]):
            raise NotAcceptable("this invitation is over")
        referrals.change(connection, row.code, accepted_at=now)
        opened.settle(connection, now)


def decide(database: Database, code: str, verdict: Verdict, reason: str, author: str, now: datetime) -> InvitationCard:
    """The merchant approves an invitation that is in doubt, or refuses any; the last word counts.

    Raises NoSuchInvitation, NothingToDecide.
    """
    with database.write() as connection:
        row = _found(connection, code.strip().lower())
        opened = open_invitations(connection, row.programme_id, [row.inviter_id])
        before = _card(connection, row.code, now)
        if verdict is Verdict.APPROVED and before.state not in (State.DOUBTFUL, State.REFUSED):
            raise NothingToDecide(f"nothing about invitation {row.code} is in doubt: it is {before.state}")
        if before.verdict != verdict:
            referrals.change(
                connection,
                row.code,
                verdict=verdict.value,
                decided_at=now,
                decided_by=author,
                verdict_reason=reason.strip()[:200] or None,
            )
            opened.settle(connection, now)
        return _card(connection, row.code, now)


def invitation_cards(database: Database, inviter: int | None, limit: int, now: datetime) -> list[InvitationCard]:
    """What a member has sent, or (None) what the members have who sent the last ones; newest first, at most `limit`."""
    with database.read() as connection:
        senders = [inviter] if inviter is not None else referrals.newest_inviters(connection, limit)
        cards = [card for each in _by_programme(connection, senders) for card in _cards(connection, *each, now)]
    cards.sort(key=lambda card: (card.created_at, card.code), reverse=True)
    return cards[:limit]


def _by_programme(connection: Connection, senders: Sequence[int]) -> list[tuple[int, list[int]]]:
    theirs = members.programmes_of(connection, senders)
    return [
        (programme_id, [sender for sender in senders if theirs[sender] == programme_id])
        for programme_id in sorted({*theirs.values()})
    ]


def _cards(connection: Connection, programme_id: int, senders: Sequence[int], now: datetime) -> list[InvitationCard]:
    known = versions(connection, programme_id)
    return [
        InvitationCard(
            row.code,
            row.store,
            row.inviter_id,
            row.email,
            row.name,
            row.surname,
            row.created_at,
            good_until(row.facts, one.case.terms),
            row.friend_id,
            decision.state,
            decision.trace,
            decision.inviter,
            decision.friend,
            one.case.terms.currency,
            row.verdict,
            row.decided_by,
            row.verdict_reason,
        )
        for sent in sent_by(connection, senders, known, now).values()
        for one, decision in sent
        for row in (one.row,)
    ]


def _card(connection: Connection, code: str, now: datetime) -> InvitationCard:
    row = _found(connection, code)
    return next(one for one in _cards(connection, row.programme_id, [row.inviter_id], now) if one.code == code)


def _found(connection: Connection, code: str) -> InvitationRow:
    row = referrals.by_code(connection, code)
    if row is None:
        raise NoSuchInvitation(f"no invitation has the code {code!r}; `loyalty referral list` shows them")
    return row
