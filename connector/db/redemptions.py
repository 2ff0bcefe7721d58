"""Redemptions: what was promised for which points, and under which code. Their state is the ledger's to say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, insert, or_, select, union

from connector.core.ledger import Account
from connector.core.made_for import MadeFor
from connector.core.programme import Selector
from connector.core.redemption import Redeemed
from connector.core.rewards import Fulfilment
from connector.db.ledger import net
from connector.db.tables import made_for, postings, redemptions, reward_redemptions, stores, transactions

_OF = reward_redemptions.c.redemption_id == redemptions.c.id
_BY_CODE = func.coalesce(reward_redemptions.c.fulfilment, Fulfilment.ORDER.value) == Fulfilment.ORDER.value


@dataclass(frozen=True, slots=True)
class RedemptionRow:
    id: int
    reference: str
    member_id: int
    store_id: int
    key: str
    code: str
    points: int
    worth: int
    currency: str
    minimum_spend: int
    created_at: datetime
    expires_at: datetime
    made_for: MadeFor | None = None  # told with the redemptions on orders

    @property
    def until(self) -> datetime | None:
        """When its code or its money ends; None: never."""
        return self.expires_at if self.expires_at > self.created_at else None

    @property
    def facts(self) -> Redeemed:
        return Redeemed(self.reference, self.code, self.points)


@dataclass(frozen=True, slots=True)
class RedemptionCard:
    """A redemption as it is shown: where its points are now."""

    reference: str
    member_id: int
    store: str
    code: str
    points: int
    worth: int
    currency: str
    minimum_spend: int
    created_at: datetime
    expires_at: datetime
    held: int
    redeemed: int
    reward: Mapping[str, Any] | None = None  # its terms, where it was a reward that was taken
    fulfilment: str | None = None
    decided_at: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """When its code or its money ends; None: never."""
        return self.expires_at if self.expires_at > self.created_at else None


def add(
    connection: Connection,
    redeemed: Redeemed,
    *,
    member_id: int,
    store_id: int,
    key: str,
    worth: int,
    currency: str,
    minimum_spend: int,
    created_at: datetime,
    expires_at: datetime,
) -> RedemptionRow:
    statement = insert(redemptions).values(
        reference=redeemed.id,
        member_id=member_id,
        store_id=store_id,
        key=key,
        code=redeemed.code,
        points=redeemed.points,
        worth=worth,
        currency=currency,
        minimum_spend=minimum_spend,
        created_at=created_at,
        expires_at=expires_at,
    )
    return RedemptionRow(**connection.execute(statement.returning(redemptions)).one()._mapping)


def by_key(connection: Connection, key: str) -> RedemptionRow | None:
    row = connection.execute(select(redemptions).where(redemptions.c.key == key)).one_or_none()
    return RedemptionRow(**row._mapping) if row else None


def by_reference(connection: Connection, reference: str) -> RedemptionRow | None:
    row = connection.execute(select(redemptions).where(redemptions.c.reference == reference)).one_or_none()
    return RedemptionRow(**row._mapping) if row else None


def promised(connection: Connection, members: Collection[int]) -> dict[str, int]:
    """Reference → points, of all redemptions of these members."""
    rows = select(redemptions.c.reference, redemptions.c.points).where(redemptions.c.member_id.in_(members))
    return dict(connection.execute(rows).all())


def references(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    """Code → reference, of those of these codes (lower case) that the programme gave."""
    rows = select(redemptions.c.code, redemptions.c.reference).where(redemptions.c.code.in_(codes))
    return dict(connection.execute(rows).all()) if codes else {}


def settled(connection: Connection, references: Collection[str], before: datetime) -> frozenset[str]:
    """Those of these references that hold no points, and have not moved any since then."""
    done = (
        select(transactions.c.redemption_ref)
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(transactions.c.redemption_ref.in_(references))
        .group_by(transactions.c.redemption_ref)
        .having((net(Account.HELD) == 0) & (func.max(transactions.c.recorded_at) < before))
    )
    return frozenset(connection.execute(done).scalars()) if references else frozenset()


def ours(connection: Connection, names: Collection[str]) -> frozenset[str]:
    """Those of these codes (lower case) and references that are the programme's."""
    if not names:
        return frozenset()
    by_code = select(redemptions.c.code).where(redemptions.c.code.in_(names))
    by_reference = select(redemptions.c.reference).where(redemptions.c.reference.in_(names))
    return frozenset(connection.execute(union(by_code, by_reference)).scalars())


def on_orders(
    connection: Connection, store_id: int, codes: Collection[str], order_refs: Collection[str]
) -> list[RedemptionRow]:
    """Redemptions whose code stands on an order, or whose points one of these orders has used. The code of a reward
    that no order makes the member's is in no store: who writes it on an order uses nothing."""
    used = select(transactions.c.redemption_ref).where(
        transactions.c.order_ref.in_(order_refs), transactions.c.redemption_ref.is_not(None)
    )
    rows = connection.execute(
        select(redemptions, made_for.c.goods, made_for.c.by_amount)
        .outerjoin(reward_redemptions, _OF)
        .outerjoin(made_for, made_for.c.redemption_id == redemptions.c.id)
        .where(
            redemptions.c.store_id == store_id,
            or_(redemptions.c.code.in_(codes) & _BY_CODE, redemptions.c.reference.in_(used)),
        )
    )
    return [_with_goods(dict(row._mapping)) for row in rows]


def _with_goods(row: dict[str, Any]) -> RedemptionRow:
    goods, by_amount = row.pop("goods"), row.pop("by_amount")
    found = RedemptionRow(**row)
    if goods is None:
        return found
    amount = found.worth if by_amount else None
    return replace(found, made_for=MadeFor(msgspec.convert(goods, Selector), amount, found.currency))


def redeemed_on(connection: Connection, order_ref: str) -> int:
    """The points that this order has used and not given back."""
    used = select(net(Account.REDEEMED)).join(transactions, transactions.c.id == postings.c.transaction_id)
    total: int = connection.execute(used.where(transactions.c.order_ref == order_ref)).scalar_one()
    return total


def lapsed(connection: Connection, before: datetime, limit: int) -> list[RedemptionRow]:
    """Redemptions whose code ended before then and whose points are still held, oldest first. A reward that no order
    makes the member's has no code that could end."""
    held = (
        select(transactions.c.redemption_ref)
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(transactions.c.redemption_ref == redemptions.c.reference)
        .group_by(transactions.c.redemption_ref)
        .having(net(Account.HELD) > 0)
    )
    rows = connection.execute(
        select(redemptions)
        .outerjoin(reward_redemptions, _OF)
        .where(redemptions.c.expires_at < before, held.exists(), _BY_CODE)
        .order_by(redemptions.c.expires_at)
        .limit(limit)
    )
    return [RedemptionRow(**row._mapping) for row in rows]


def cards(connection: Connection, members: Collection[int]) -> list[RedemptionCard]:
    """The redemptions of these members, newest first."""
    rows = connection.execute(_cards().where(redemptions.c.member_id.in_(members)))
    return [RedemptionCard(**row._mapping) for row in rows]


def newest(connection: Connection, limit: int) -> list[RedemptionCard]:
    """The redemptions of all whose code an order uses, newest first."""
    rows = connection.execute(_cards().where(_BY_CODE).limit(limit))
    return [RedemptionCard(**row._mapping) for row in rows]


def _cards() -> Select[Any]:
    elsewhere = ("store", "held", "redeemed", "reward", "fulfilment", "decided_at")
    shown = [redemptions.c[name] for name in RedemptionCard.__dataclass_fields__ if name not in elsewhere]
    return (
        select(
            *shown,
            stores.c.name.label("store"),
            net(Account.HELD).label("held"),
            net(Account.REDEEMED).label("redeemed"),
            reward_redemptions.c.terms.label("reward"),
            reward_redemptions.c.fulfilment,
            reward_redemptions.c.decided_at,
        )
        .join(stores, stores.c.id == redemptions.c.store_id)
        .outerjoin(reward_redemptions, _OF)
        .outerjoin(transactions, transactions.c.redemption_ref == redemptions.c.reference)
        .outerjoin(postings, postings.c.transaction_id == transactions.c.id)
        .group_by(redemptions.c.id, stores.c.name, reward_redemptions.c.redemption_id)
        .order_by(redemptions.c.id.desc())
    )
