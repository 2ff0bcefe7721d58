"""Referral: what an invitation should have given, from what is known now of it, of the two people and the orders.

The rule kept here: a decision remembers nothing, so it does not matter in which order we learnt of anything, and what
no longer holds is taken back. Who is certainly the inviter earns nothing; who only looks like it waits for the
merchant, and nobody is accused of anything (C11).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from connector.core.earning import Award, AwardState
from connector.core.expiry import expires_at, matures_at
from connector.core.explain import Step
from connector.core.ledger import Kind, Wallet
from connector.core.programme import Referral, Terms
from connector.core.settlement import Settlement, settle_award


class Verdict(StrEnum):
    """What the merchant has said."""

    APPROVED = "approved"
    REFUSED = "refused"


class State(StrEnum):
    """Where an invitation stands; a trace says it with its figures."""

    OPEN = "open"
    EXPIRED = "expired"
    EXISTING = "existing"  # was a customer before
    SAME_PERSON = "same_person"
    NOT_FIRST = "not_first"  # somebody else's invitation was accepted earlier
    REFUSED = "refused"  # by the merchant
    DOUBTFUL = "doubtful"  # waits for the merchant
    NO_ORDER = "no_order"  # accepted, and nothing that qualifies yet
    WAITS = "waits"  # for the end of the waiting period
    CAPPED = "capped"
    EARNED = "earned"


@dataclass(frozen=True, slots=True)
class Invitation:
    """`address` and `code` are in lower case. `accepted_at` is when the friend said so; an order with the address or
    the code says it too."""

    code: str
    inviter: int
    address: str
    created_at: datetime
    friend: int | None = None
    accepted_at: datetime | None = None
    verdict: Verdict | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Pseudonyms of telephones and postal addresses."""

    phones: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.phones | other.phones, self.places | other.places)


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class FriendOrder:
    """A member's order, as it was judged: `granted_at` is None while it does not grant, `worth` what counts of it."""

    placed_at: datetime
    changed_at: datetime
    address: str | None
    name: str
    codes: frozenset[str]
    granted_at: datetime | None
    worth: int
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class Person:
    """A member, as far as it helps to tell whether two are one."""

    member: int
    enrolled_at: datetime
    addresses: frozenset[str]
    names: frozenset[str] = frozenset()
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides an invitation: the terms when it was made, both people, the friend's orders, when somebody first
    ordered with the address as a guest, and whether it is the first that the friend accepted."""

    invitation: Invitation
    terms: Terms
    inviter: Person
    friend: Person | None = None
    orders: tuple[FriendOrder, ...] = ()
    guest_since: datetime | None = None
    first: bool = True

    @property
    def referral(self) -> Referral:
        return referral_of(self.terms)


@dataclass(frozen=True, slots=True)
class Decision:
    """What both should have now. `earned_at` is when the last condition was or will be met, `due_at` when time alone
    brings another decision."""

    state: State
    inviter: int = 0
    friend: int = 0
    earned_at: datetime | None = None
    due_at: datetime | None = None
    trace: tuple[Step, ...] = ()


def as_judged(award: Award) -> tuple[datetime | None, int]:
    """Since when an order grants (None: it does not, or something bars it from earning), and what counts of it."""
    counted = [step.facts["amount"] for step in award.trace if step.code == "base"]
    if award.state is not AwardState.GRANTED or not counted:
        return None, 0
    return award.granted_at, int(counted[0])


_NOTHING = Referral(0, valid_days=0)


def referral_of(terms: Terms) -> Referral:
    """What these terms give for friends: nothing, where they do not speak of it."""
    return terms.referral or _NOTHING


def accepted_at(invitation: Invitation, orders: Iterable[FriendOrder], terms: Terms) -> datetime | None:
    """When the friend first said yes while the invitation was good; None if never."""
    moments = [one.placed_at for one in orders if one.address == invitation.address or invitation.code in one.codes]
    if invitation.accepted_at is not None:
        moments.append(invitation.accepted_at)
    return min((at for at in moments if invitation.created_at <= at < good_until(invitation, terms)), default=None)


def good_until(invitation: Invitation, terms: Terms) -> datetime:
    return invitation.created_at + timedelta(days=referral_of(terms).valid_days)


def first_accepted(
    invitations: Iterable[tuple[Invitation, Terms]], orders: Collection[FriendOrder]
) -> Invitation | None:
    """Of several to one friend, the one that counts: accepted first, and of those accepted at once, made first."""
    accepted = [
        (at, one.created_at, one.code, one)
        for one, terms in invitations
        if (at := accepted_at(one, orders, terms)) is not None
    ]
    return min(accepted)[-1] if accepted else None


def decide(cases: Iterable[Case], now: datetime) -> dict[str, Decision]:
    """The decisions on all invitations of one inviter, by code: a cap takes those that earned first."""
    found: dict[str, Decision] = {}
    earned: list[datetime] = []
    judged = [(case, _judge(case, now)) for case in cases]
    for case, decision in sorted(judged, key=lambda pair: (pair[1].earned_at or now, pair[0].invitation.code)):
        found[case.invitation.code] = decision
        if decision.state is not State.EARNED or decision.earned_at is None:
            continue
        since = decision.earned_at - timedelta(days=case.referral.max_days)
        if sum(at > since for at in earned) < case.referral.max_per_member:
            earned.append(decision.earned_at)
        else:
            figures = {"most": case.referral.max_per_member, "days": case.referral.max_days}
            found[case.invitation.code] = Decision(State.CAPPED, trace=(Step("referral_capped", figures),))
    return found


def _judge(case: Case, now: datetime) -> Decision:
    """The decision on one invitation, whatever the others have earned."""
    invitation, friend = case.invitation, case.friend
    if invitation.verdict is Verdict.REFUSED:
        return Decision(State.REFUSED, trace=(Step("referral_refused", {}),))
    if friend is not None and _same(case, friend):
        return Decision(State.SAME_PERSON, trace=(Step("referral_same_person", {}),))
    if friend is not None and _existing(case, friend):
        return Decision(State.EXISTING, trace=(Step("referral_existing", {}),))
    accepted = accepted_at(invitation, case.orders, case.terms)
    if friend is None or accepted is None:
        until = good_until(invitation, case.terms)
        when = {"when": until.isoformat(timespec="minutes")}
        if now < until:
            return Decision(State.OPEN, trace=(Step("referral_open", when),))
        return Decision(State.EXPIRED, trace=(Step("referral_expired", when),))
    if not case.first:
        return Decision(State.NOT_FIRST, trace=(Step("referral_not_first", {}),))
    doubts = alike(case.inviter, friend, invitation.address)
    if doubts and invitation.verdict is not Verdict.APPROVED:
        return Decision(State.DOUBTFUL, trace=(*doubts, Step("referral_doubtful", {})))
    decided = [invitation.decided_at] if doubts and invitation.decided_at else []
    return _rewarded(case, [accepted, *decided], now)


def _rewarded(case: Case, others: Sequence[datetime], now: datetime) -> Decision:
    """What the friend's first order that qualifies gives, once every other condition has been met too."""
    referral = case.referral
    wait = timedelta(days=referral.wait_days)
    qualifying = [
        (max(one.granted_at + wait, *others), one.worth)
        for one in case.orders
        if one.granted_at is not None
        and one.worth >= max(referral.minimum_order, 1)
        and one.placed_at >= case.invitation.created_at
    ]
    if not qualifying:
        return Decision(State.NO_ORDER, trace=(Step("referral_no_order", {"minimum": referral.minimum_order}),))
    earned_at, worth = min(qualifying)
    if earned_at > now:
        waits = Step("referral_waits", {"when": earned_at.isoformat(timespec="minutes")})
        return Decision(State.WAITS, earned_at=earned_at, due_at=earned_at, trace=(waits,))
    earned = Step("referral_earned", {"amount": worth})
    return Decision(State.EARNED, referral.points, referral.friend_points, earned_at, trace=(earned,))


def _existing(case: Case, friend: Person) -> bool:
    """Was the friend a member or a customer before the invitation?"""
    before = [friend.enrolled_at, *(one.placed_at for one in case.orders)]
    if case.guest_since is not None:
        before.append(case.guest_since)
    return min(before) < case.invitation.created_at


def _same(case: Case, friend: Person) -> bool:
    """Equal addresses are one person's; anything less is not for us to say."""
    theirs = friend.addresses | {case.invitation.address}
    return friend.member == case.inviter.member or not theirs.isdisjoint(case.inviter.addresses)


def alike(inviter: Person, friend: Person, invited: str) -> tuple[Step, ...]:
    """What makes one ask whether the two are one person."""
    found = []
    theirs = {mailbox(address) for address in friend.addresses | {invited}}
    if not theirs.isdisjoint(mailbox(address) for address in inviter.addresses):
        found.append(Step("referral_alike_address", {}))
    if not friend.names.isdisjoint(inviter.names):
        found.append(Step("referral_alike_name", {}))
    if not friend.marks.places.isdisjoint(inviter.marks.places):
        found.append(Step("referral_alike_place", {}))
    if not friend.marks.phones.isdisjoint(inviter.marks.phones):
        found.append(Step("referral_alike_phone", {}))
    return tuple(found)


_DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # there, dots mean nothing and both names are one


def mailbox(address: str) -> str:
    """Where letters to this address probably end: without what follows a plus, and dots where they mean nothing."""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


_REASONS: Mapping[Kind, str] = {
    Kind.EARN: "a friend's first order",
    Kind.CLAWBACK: "a friend's first order no longer counts",
}


def settle_referral(
    ref: str,
    entries: int,
    points: int,
    decision: Decision,
    case: Case,
    given: int,
    wallet: Wallet,
    now: datetime,
) -> Settlement:
    """Bring what one side of an invitation has given from `given` to `points`. `ref` names that side in the books, and
    nothing there tells who the friend is."""
    terms = case.terms
    earned = decision.earned_at or now
    state = AwardState.GRANTED if points else AwardState.NONE
    award = Award(state, points, points, earned, matures_at(earned, terms), expires_at(earned, terms), decision.trace)
    # No earlier than what it takes back: points that share an expiry are counted through in the order of time.
    changed = max([_changed_at(case), *(lot.earned_at for lot in wallet.of_order(ref))])
    settled = settle_award(ref, entries, award, given, wallet, terms.debt, min(changed, now), now)
    told = (replace(one, reason=_REASONS.get(one.kind, one.reason)) for one in settled.transactions)
    return replace(settled, transactions=tuple(told))


def _changed_at(case: Case) -> datetime:
    """When the last of what decides it changed."""
    decided = [case.invitation.decided_at] if case.invitation.decided_at else []
    return max([case.invitation.created_at, *decided, *(one.changed_at for one in case.orders)])
