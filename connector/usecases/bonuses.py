"""Settling what people do beside buying: accounts, newsletter subscriptions, reviews, and orders as they are placed.

The rule kept here: as with orders, the books are brought to what is so now; what is told twice, late or again changes
nothing. What is given once in a person's life is written down under a pseudonym, which outlives the person's data.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from connector.core import bonuses
from connector.core.bonuses import Bonus, Claim
from connector.core.commerce import Buyer, Customer, Order, Review
from connector.core.earning import Award
from connector.core.explain import Step
from connector.core.foreseen import Refused
from connector.core.settlement import settle_award
from connector.db import debts, deeds, joining, ledger, members, phones, stores
from connector.db.debts import Debt
from connector.db.deeds import Deed
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.db.members import Member
from connector.db.pseudonyms import pseudonyms
from connector.usecases.contacts import phone_pseudonyms
from connector.usecases.debts import collect_debts
from connector.usecases.forgotten import name_of, without_erased
from connector.usecases.programmes import Versions, versions
from connector.usecases.stores import Shop, Store

_LONGEST_ID, _LONGEST_ADDRESS = 120, 320  # characters, as the tables have it
Did = tuple[Customer, datetime, Award]  # who, when, and what it gives


def settle_registrations(connection: Connection, store: Store, customers: Iterable[Customer], now: datetime) -> int:
    """Give what the programme gives for an account, once for each e-mail address. Inside a write.

    Where it gives anything to accounts they become members with it, not only with their first order. Returns the
    number of transactions.
    """
    stores.lock(connection, store.id)
    known = versions(connection, store.programme_id)
    welcome: list[Customer] = []
    told: list[Did] = []
    for customer in without_erased(connection, store, customers):
        at = customer.registered_at or now
        _, terms = known.at(at)
        if _storable(customer.id, customer.email) and (terms.bonuses.registration or terms.bonuses.newsletter):
            welcome.append(customer)
            if terms.bonuses.registration:
                told.append((customer, at, bonuses.registration(at, customer.groups, terms)))
    _enrol(connection, store, welcome, now)
    return _give_once(connection, store, known, Bonus.REGISTRATION, told, now)


def settle_newsletter(
    connection: Connection, store: Store, customers: Iterable[Customer], now: datetime, author: str = "programme"
) -> int:
    """Give what the programme gives for the newsletter to those who have it now, once in a life. Inside a write."""
    stores.lock(connection, store.id)
    known = versions(connection, store.programme_id)
    terms = known.latest
    told = [
        (customer, now, bonuses.newsletter(now, customer.groups, terms))
        for customer in without_erased(connection, store, customers)
        if customer.newsletter and terms.bonuses.newsletter and _storable(customer.id, customer.email)
    ]
    _enrol(connection, store, [customer for customer, _, _ in told], now)
    return _give_once(connection, store, known, Bonus.NEWSLETTER, told, now, author)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What saying by hand that somebody subscribed gave: points, or the reason why not; and what they can spend now."""

    given: int
    why: Step
    available: int


class NoNewsletter(Refused):
    """Nothing can be given for a subscription; the message says why."""


def subscribe_by_hand(
    database: Database, stores: Mapping[str, Store], member: Member, author: str, now: datetime
) -> Subscribed:
    """Give a member the bonus for the newsletter because somebody knows of the subscription. Raises NoNewsletter."""
    with database.read() as connection:
        known_as = [one for one in members.identities_of(connection, [member.id]) if one.store in stores]
        terms = versions(connection, member.programme_id).latest
    if not terms.bonuses.newsletter:
        raise NoNewsletter(f"the programme {terms.name} gives nothing for the newsletter: write newsletter in bonuses")
    if not known_as:
        raise NoNewsletter(f"member {member.id} is a customer of no store that is connected and enabled")
    store, customer = stores[known_as[0].store], known_as[0].customer
    facet = store.adapter.customers
    groups = next((one.groups for one in facet.get([customer])), ()) if facet else ()
    reader = Customer(customer, member.email, member.name, groups, newsletter=True)
    with database.write() as connection:
        written = settle_newsletter(connection, store, [reader], now, author)
        (deed,) = deeds.held(
            connection, store.id, Bonus.NEWSLETTER, account_ids(connection, store, [customer]).values()
        ).values()
        wallet = ledger.wallets(connection, [member.id], terms)[member.id]
    why = next(step for step in reversed(deed.award.trace) if step.code != "pending")
    if not written and deed.award.points:
        why = Step("paid_before", {})
    return Subscribed(deed.award.points if written else 0, why, wallet.spendable(now))


def _storable(id: str, email: str | None) -> bool:
    return len(id) <= _LONGEST_ID and len(email or "") <= _LONGEST_ADDRESS


def _enrol(connection: Connection, store: Store, customers: Sequence[Customer], now: datetime) -> None:
    known = members.of_customers(connection, store.id, [one.id for one in customers])
    missing = {one.id: Buyer(one.id, one.email, one.name, one.groups) for one in customers if one.id not in known}
    known |= members.enrol(connection, store.programme_id, store.id, missing, now)
    told = phone_pseudonyms(connection, store, {known[one.id]: one.contacts for one in customers})
    phones.heard(connection, told.items(), now)


def account_ids(connection: Connection, store: Shop, customers: Collection[str]) -> dict[str, str]:
    """Customer → what the books call their account, where it must not tell who they are. Inside a write."""
    names = {customer: name_of(store.name, customer) for customer in customers}
    hidden = pseudonyms(connection, store.programme_id, names.values())
    return {customer: hidden[name] for customer, name in names.items()}


def _give_once(
    connection: Connection,
    store: Store,
    known: Versions,
    bonus: Bonus,
    told: Iterable[Did],
    now: datetime,
    author: str = "programme",
) -> int:
    """Pay those who never had this bonus; of several accounts with one address the oldest has it."""
    by_age = sorted({did[0].id: did for did in told}.values(), key=lambda did: (did[1], did[0].id))
    texts = {one.id: one.email or f"{store.name}:{one.id}" for one, _, _ in by_age}
    persons = pseudonyms(connection, store.programme_id, texts.values())
    ids = account_ids(connection, store, [one.id for one, _, _ in by_age])
    refs = {one.id: deeds.reference(store.name, bonus, ids[one.id]) for one, _, _ in by_age}
    # An account is paid once, whatever its address is now; and an address once, whatever account it belongs to now.
    held = deeds.held(connection, store.id, bonus, ids.values())
    given = {id for id, deed in held.items() if deed.award.points}
    open_ones = [did for did in by_age if ids[did[0].id] not in given]
    owners = members.of_customers(connection, store.id, [one.id for one, _, _ in open_ones])
    books = Books.open(connection, set(owners.values()), known.latest)
    once: dict[str, str] = {}
    for one, _, award in open_ones:
        if award.points:
            once.setdefault(persons[texts[one.id]], refs[one.id])
    holders = deeds.pay(connection, store.programme_id, bonus, once)
    wanted = []
    for one, at, award in open_ones:
        person = persons[texts[one.id]]
        mine = holders.get(person) == refs[one.id]
        kept = award if mine else bonuses.held_back(award)
        wanted.append(Deed(ids[one.id], owners[one.id], at, kept, now, person))
    return _settle(connection, store, known, bonus, wanted, books, now, author)


def settle_reviews(
    connection: Connection,
    store: Store,
    reviews: Iterable[Review],
    now: datetime,
    groups: Mapping[str, Collection[str]] | None = None,
) -> int:
    """Give, or take back, what the programme gives for these reviews, as they were seen at `now`. Inside a write.

    `groups` are the customer groups of their authors, by review. Returns the number of transactions.
    """
    stores.lock(connection, store.id)
    known = versions(connection, store.programme_id)
    told = {one.id: one for one in reviews if _countable(one) and known.at(one.written_at)[1].bonuses.review.points}
    held = deeds.held(connection, store.id, Bonus.REVIEW, told)
    fresh = [one for one in told.values() if one.id not in held or held[one.id].observed_at <= now]
    awards = {one.id: _worth(one, held.get(one.id), (groups or {}).get(one.id, ()), known) for one in fresh}
    owners = _authors(connection, store, [one for one in fresh if awards[one.id].points], fresh, now)
    texts = {one.id: _author_and_product(store, one) for one in fresh}
    persons = pseudonyms(connection, store.programme_id, texts.values())
    wanted = []
    for one in fresh:
        owner = owners.get(one.id) or (held[one.id].member_id if one.id in held else None)
        person = persons[texts[one.id]]
        wanted.append(Deed(one.id, owner, one.written_at, awards[one.id], now, person, one.product_id))
    return _settle_reviews(connection, store, known, wanted, held, now)


def _worth(review: Review, held: Deed | None, groups: Collection[str], known: Versions) -> Award:
    """What a review gives. While it is approved it keeps what it gave: leaving a group takes no points away (C47)."""
    if review.approved and held is not None and held.award.points:
        return held.award
    return bonuses.review(review, groups, known.at(review.written_at)[1])


def withdraw_reviews(connection: Connection, store: Store, ids: Collection[str], now: datetime) -> int:
    """These reviews are no longer in the store: take back what they gave. Inside a write."""
    stores.lock(connection, store.id)
    held = deeds.held(connection, store.id, Bonus.REVIEW, ids)
    wanted = [
        replace(deed, award=bonuses.gone(deed.award, deed.subject), observed_at=now)
        for deed in held.values()
        if deed.observed_at <= now
    ]
    return _settle_reviews(connection, store, versions(connection, store.programme_id), wanted, held, now)


def _countable(review: Review) -> bool:
    """A review by somebody who can be known again, and that a database can keep."""
    named = review.email or review.customer_id
    return bool(named) and _storable(review.id, review.email) and _storable(review.product_id, None)


def _author_and_product(store: Store, review: Review) -> str:
    author = review.email or f"{store.name}:{review.customer_id}"
    return f"{author}\n{store.name}:{review.product_id}"


def _authors(
    connection: Connection, store: Store, giving: Sequence[Review], reviews: Sequence[Review], now: datetime
) -> dict[str, int]:
    """Review → member: its customer, who becomes one if the review gives points, or whose address it is signed with."""
    customers = {one.customer_id for one in reviews if one.customer_id}
    known = members.of_customers(connection, store.id, customers)
    missing = {
        one.customer_id: Buyer(one.customer_id, one.email)
        for one in giving
        if one.customer_id and one.customer_id not in known and _storable(one.customer_id, None)
    }
    known |= members.enrol(connection, store.programme_id, store.id, missing, now)
    signed = {one.email.lower() for one in reviews if one.email and not one.customer_id}
    of_addresses = members.of_addresses(connection, store.id, signed) if signed else {}
    found: dict[str, int] = {}
    for one in reviews:
        if one.customer_id in known:
            found[one.id] = known[one.customer_id]
        elif one.email and one.email.lower() in of_addresses and not one.customer_id:
            found[one.id] = of_addresses[one.email.lower()][0]
    return found


def _settle_reviews(
    connection: Connection,
    store: Store,
    known: Versions,
    fresh: Sequence[Deed],
    held: Mapping[str, Deed],
    now: datetime,
) -> int:
    """Settle these together with the other reviews of the same products by the same people."""
    if not fresh:
        return 0
    together = joining.groups(connection, {deed.member_id for deed in fresh if deed.member_id is not None})
    told = {deed.id for deed in fresh}
    persons = {deed.person for deed in fresh}
    others = deeds.of_people(connection, store.id, Bonus.REVIEW, persons, together.roots)

    def who(deed: Deed) -> tuple[int | str, str]:
        """Whose review of what: a member is one person, with whatever address or account they sign."""
        return deed.person if deed.member_id is None else together.root(deed.member_id), deed.subject

    concerned = {who(deed) for deed in fresh}
    every = [*fresh, *(deed for deed in others if deed.id not in told and who(deed) in concerned)]
    before = {deed.member_id for deed in held.values()}
    ids = {id for id in (*before, *(deed.member_id for deed in every)) if id is not None}
    books = Books.open(connection, ids, known.latest)
    paid = deeds.paid(connection, store.programme_id, Bonus.REVIEW, {deed.person for deed in every})
    by_author: dict[tuple[int | str, str], list[Deed]] = defaultdict(list)
    for deed in every:
        by_author[who(deed)].append(deed)
    wanted: list[Deed] = []
    to: dict[str, str] = {}
    for written in by_author.values():
        refs = {deed.id: deeds.reference(store.name, Bonus.REVIEW, deed.id) for deed in written}
        claims = [Claim(refs[deed.id], deed.done_at) for deed in written if deed.award.promise and deed.member_id]
        holders = {paid[deed.person] for deed in written if deed.person in paid}
        gives = bonuses.the_one(claims, refs.values(), holders)
        for deed in written:
            keep = bonuses.let_go if refs[deed.id] == gives else bonuses.held_back
            award = keep(deed.award) if deed.member_id else bonuses.to_nobody(deed.award)
            wanted.append(replace(deed, award=award))
            if gives is not None and (refs[deed.id] == gives or deed.person in paid):
                to[deed.person] = gives
    deeds.hand_over(connection, store.programme_id, Bonus.REVIEW, to)
    return _settle(connection, store, known, Bonus.REVIEW, wanted, books, now)


def settle_placed(
    connection: Connection,
    store: Shop,
    known: Versions,
    books: Books,
    placed: Iterable[tuple[Order, int | None]],
    now: datetime,
) -> int:
    """Give, or take back, what the programme gives for placing an order; `placed` says whose each is.

    A part of settling orders: the members are locked in `books`, and debts are collected by the caller.
    """
    wanted = []
    for order, member in placed:
        _, terms = known.at(order.placed_at)
        if terms.bonuses.order_placed:
            award = bonuses.placed(order, terms)
            award = award if member is not None else bonuses.to_nobody(award)
            wanted.append(Deed(order.id, member, order.placed_at, award, order.observed_at))
    return _post(connection, store, known, Bonus.PLACED, wanted, books, now) if wanted else 0


def _settle(
    connection: Connection,
    store: Shop,
    known: Versions,
    bonus: Bonus,
    wanted: Sequence[Deed],
    books: Books,
    now: datetime,
    author: str = "programme",
) -> int:
    written = _post(connection, store, known, bonus, wanted, books, now, author)
    collect_debts(connection, books, known.latest.debt, now)
    return written + books.write(connection, now)


def _post(
    connection: Connection,
    store: Shop,
    known: Versions,
    bonus: Bonus,
    wanted: Sequence[Deed],
    books: Books,
    now: datetime,
    author: str = "programme",
) -> int:
    """Bring what these deeds have given to their awards, and keep them."""
    refs = {deed.id: deeds.reference(store.name, bonus, deed.id) for deed in wanted}
    histories = ledger.histories(connection, refs.values())
    debt = known.latest.debt
    owed: dict[str, Debt] = {}
    for deed in wanted:
        history = histories[refs[deed.id]]
        entries, shortfall = history.entries, 0
        others = {whose: 0 for whose, given in history.given.items() if given and whose != deed.member_id}
        mine = {deed.member_id: deed.award.points} if deed.member_id is not None else {}
        for whose, points in {**others, **mine}.items():
            if whose in books.erased:
                continue
            settlement = settle_award(
                refs[deed.id],
                entries,
                replace(deed.award, points=points),
                history.given.get(whose, 0),
                books.wallet(whose),
                debt,
                now,
                now,
            )
            entries += len(settlement.transactions)
            books.post(
                (whose, entry) for entry in bonuses.explained(settlement.transactions, bonus, deed.subject, author)
            )
            shortfall = settlement.shortfall if whose == deed.member_id else shortfall
        owed[refs[deed.id]] = Debt(deed.member_id, shortfall)
    written = books.write(connection, now)
    deeds.save(connection, store.id, bonus, wanted)
    debts.keep(connection, owed)
    return written
