"""Members, and the store customers that they are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from connector.core.commerce import Buyer
from connector.db.tables import address_changes, erasures, identities, members, orders, stores


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    programme_id: int
    enrolled_at: datetime
    email: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    store: str
    customer: str


def of_customers(connection: Connection, store_id: int, customers: Collection[str]) -> dict[str, int]:
    """Customer id → member id, for the customers that are members."""
    rows = connection.execute(
        select(identities.c.customer, identities.c.member_id).where(
            identities.c.store_id == store_id, identities.c.customer.in_(customers)
        )
    )
    return {row.customer: row.member_id for row in rows}


def of_addresses(connection: Connection, store_id: int, emails: Collection[str]) -> dict[str, tuple[int, str]]:
    """Address (lower case) → (member, customer) in this store, where it is the address of a single one."""
    rows = connection.execute(
        select(members.c.email, members.c.id, identities.c.customer)
        .join(identities, identities.c.member_id == members.c.id)
        .where(identities.c.store_id == store_id, members.c.email.in_(emails))
    ).all()
    known = [row.email for row in rows]
    return {row.email: (row.id, row.customer) for row in rows if known.count(row.email) == 1}


def enrol(
    connection: Connection, programme_id: int, store_id: int, buyers: Mapping[str, Buyer], now: datetime
) -> dict[str, int]:
    """Make members of these customers (customer id → what the order says of them). Returns customer id → member id."""
    if not buyers:
        return {}
    made = connection.execute(
        insert(members).returning(members.c.id, sort_by_parameter_order=True),
        [
            {
                "programme_id": programme_id,
                "enrolled_at": now,
                "email": buyer.address,
                "name": buyer.name[:200],
            }
            for buyer in buyers.values()
        ],
    ).scalars()
    enrolled = dict(zip(buyers, made, strict=True))
    connection.execute(
        insert(identities),
        [{"member_id": member, "store_id": store_id, "customer": customer} for customer, member in enrolled.items()],
    )
    return enrolled


def enrol_nameless(connection: Connection, programme_id: int, now: datetime) -> int:
    """Make a member of whoever carries a card."""
    values = {"programme_id": programme_id, "enrolled_at": now}
    made: int = connection.execute(insert(members).values(**values).returning(members.c.id)).scalar_one()
    return made


def erased(connection: Connection, ids: Collection[int]) -> frozenset[int]:
    """Those of these members who have been erased."""
    found = select(erasures.c.member_id).where(erasures.c.member_id.in_(ids))
    return frozenset(connection.execute(found).scalars()) if ids else frozenset()


def follow_addresses(connection: Connection, newest: Mapping[int, tuple[datetime, Buyer]]) -> None:
    """Take over name and e-mail address from the last order of each of these members (member → when, who), since codes
    are bound to the address; an older order than one we hold, or than a change by hand, says nothing new."""
    latest = func.max(orders.c.placed_at)
    by_hand = func.max(address_changes.c.changed_at)
    rows = connection.execute(
        select(members.c.id, members.c.email, members.c.name, latest.label("latest"), by_hand.label("by_hand"))
        .outerjoin(orders, orders.c.member_id == members.c.id)
        .outerjoin(address_changes, address_changes.c.member_id == members.c.id)
        .where(members.c.id.in_(newest))
        .group_by(members.c.id, members.c.email, members.c.name)
    )
    changed = []
    for row in rows.all():
        at, buyer = newest[row.id]
        email, name = buyer.address or row.email, buyer.name[:200] or row.name
        if row.by_hand is not None and at <= row.by_hand:
            email = row.email
        if (email, name) != (row.email, row.name) and (row.latest is None or at >= row.latest):
            changed.append({"member_id": row.id, "to_email": email, "to_name": name})
    if changed:
        statement = update(members).where(members.c.id == bindparam("member_id"))
        connection.execute(statement.values(email=bindparam("to_email"), name=bindparam("to_name")), changed)


def set_address(
    connection: Connection, member: Member, email: str, former: str | None, author: str, now: datetime
) -> None:
    """The member has this address from now on; of the one they had, its pseudonym `former` is kept."""
    connection.execute(update(members).where(members.c.id == member.id).values(email=email))
    change = {"member_id": member.id, "former": former, "changed_at": now, "author": author}
    connection.execute(insert(address_changes).values(**change))


def lock(connection: Connection, ids: Collection[int]) -> None:
    """Nobody else moves points of these members until the commit. Always in id order, so that no two wait in a ring."""
    connection.execute(select(members.c.id).where(members.c.id.in_(ids)).order_by(members.c.id).with_for_update())


def get(connection: Connection, member_id: int) -> Member | None:
    row = connection.execute(select(members).where(members.c.id == member_id)).one_or_none()
    return Member(**row._mapping) if row else None


def addresses(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Member → e-mail address in lower case, of those who have one."""
    rows = select(members.c.id, members.c.email).where(members.c.id.in_(ids), members.c.email.is_not(None))
    return {row.id: row.email.lower() for row in connection.execute(rows)} if ids else {}


def by_email(connection: Connection, email: str) -> list[Member]:
    return of_emails(connection, [email.lower()])


def programmes_of(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Member id → programme id, for those of these numbers that are members and have not been erased."""
    erased = select(erasures.c.member_id)
    rows = connection.execute(
        select(members.c.id, members.c.programme_id).where(members.c.id.in_(ids), members.c.id.not_in(erased))
    )
    return {row.id: row.programme_id for row in rows}


def of_emails(connection: Connection, emails: Collection[str]) -> list[Member]:
    """The members who have one of these addresses (lower case)."""
    rows = connection.execute(select(members).where(members.c.email.in_(emails)).order_by(members.c.id))
    return [Member(**row._mapping) for row in rows]


def by_customer(connection: Connection, store: str, customer: str) -> Member | None:
    row = connection.execute(
        select(members)
        .join(identities, identities.c.member_id == members.c.id)
        .join(stores, stores.c.id == identities.c.store_id)
        .where(stores.c.name == store, identities.c.customer == customer)
    ).one_or_none()
    return Member(**row._mapping) if row else None


def customers(connection: Connection, store_id: int) -> list[str]:
    """Every customer of the store who is a member."""
    found = select(identities.c.customer).where(identities.c.store_id == store_id).order_by(identities.c.id)
    return list(connection.execute(found).scalars())


def customers_of(connection: Connection, ids: Collection[int], store: str) -> list[str]:
    """The accounts that these members have in a store, oldest first."""
    return [one.customer for one in identities_of(connection, ids) if one.store == store]


def identities_of(connection: Connection, ids: Collection[int]) -> list[Identity]:
    rows = connection.execute(
        select(stores.c.name, identities.c.customer)
        .join(stores, stores.c.id == identities.c.store_id)
        .where(identities.c.member_id.in_(ids))
        .order_by(identities.c.id)
    )
    return [Identity(row.name, row.customer) for row in rows]


def all_ids(connection: Connection) -> list[int]:
    return list(connection.execute(select(members.c.id).order_by(members.c.id)).scalars())


_BATCH = 200


def batches(connection: Connection) -> Iterator[list[int]]:
    """All ids, in order, in as many pieces as are needed to look at everybody without holding everything."""
    ids = all_ids(connection)
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
