"""Rewards that were taken: which, on what terms, and what became of them. Their points are the ledger's to tell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select, update

from connector.core.ledger import Account
from connector.core.programme import Reward
from connector.core.rewards import Fulfilment, Taken
from connector.db.ledger import net
from connector.db.tables import members, postings, programmes, redemptions, reward_redemptions, stores, transactions

_OF = reward_redemptions.c.redemption_id == redemptions.c.id
_KEPT = net(Account.HELD, Account.REDEEMED) > 0


@dataclass(frozen=True, slots=True)
class TakenReward:
    """A reward that somebody took. `terms` is what it was then; `held` and `redeemed` is where its points are."""

    reference: str
    code: str
    reward: str
    fulfilment: Fulfilment
    terms: Mapping[str, Any]
    programme_id: int
    member_id: int
    member: str
    email: str | None
    store_id: int
    store: str
    points: int
    created_at: datetime
    customer: str | None  # whose account has the discount
    ends_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    note: str | None
    held: int
    redeemed: int


def lock(connection: Connection, programme_id: int) -> None:
    """Nobody else takes a reward of this programme until the commit, so that what is left can be counted.

    A lock that lets new members in: they refer to the programme.
    """
    connection.execute(select(programmes.c.id).where(programmes.c.id == programme_id).with_for_update(key_share=True))


def add(
    connection: Connection,
    redemption_id: int,
    reward: Reward,
    fulfilment: Fulfilment,
    customer: str | None,
    ends_at: datetime | None,
) -> None:
    connection.execute(
        insert(reward_redemptions).values(
            redemption_id=redemption_id,
            reward=reward.name,
            fulfilment=fulfilment.value,
            terms={**msgspec.to_builtins(reward), "kind": reward.what.kind},
            customer=customer,
            ends_at=ends_at,
        )
    )


def taken(connection: Connection, programme_id: int, person: Collection[int] = ()) -> dict[str, Taken]:
    """Reward → how many were taken and not given back, by all members and by these, who are one person."""
    kept = (
        select(reward_redemptions.c.reward, redemptions.c.member_id)
        .join(redemptions, _OF)
        .join(members, members.c.id == redemptions.c.member_id)
        .join(transactions, transactions.c.redemption_ref == redemptions.c.reference)
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(members.c.programme_id == programme_id)
        .group_by(reward_redemptions.c.redemption_id, reward_redemptions.c.reward, redemptions.c.member_id)
        .having(_KEPT)
        .subquery()
    )
    mine = func.count().filter(kept.c.member_id.in_(person))
    rows = connection.execute(
        select(kept.c.reward, func.count().label("all"), mine.label("mine")).group_by(kept.c.reward)
    )
    return {row.reward: Taken(row.all, row.mine) for row in rows}


def by_reference(connection: Connection, reference: str) -> TakenReward | None:
    """By its reference, or by its code as a member has it."""
    named = or_(redemptions.c.reference == reference, redemptions.c.code == reference.lower())
    return next(iter(_found(connection, _cards().where(named))), None)


def waiting(connection: Connection) -> list[TakenReward]:
    """Those that a person has to confirm or reject, oldest first."""
    of_merchant = reward_redemptions.c.fulfilment == Fulfilment.MERCHANT.value
    return _found(connection, _cards().where(of_merchant).having(net(Account.HELD) > 0))


def ended(connection: Connection, now: datetime, limit: int) -> list[TakenReward]:
    """Standing discounts whose time is over and that nobody has taken back, oldest first."""
    over: ColumnElement[bool] = (reward_redemptions.c.ends_at <= now) & reward_redemptions.c.decided_at.is_(None)
    return _found(connection, _cards().where(over).having(_KEPT).limit(limit))


def standing(connection: Connection, person: Collection[int]) -> list[TakenReward]:
    """Discounts on the accounts of these members that nobody has taken back."""
    of_store = reward_redemptions.c.fulfilment == Fulfilment.STORE.value
    on_account = of_store & reward_redemptions.c.customer.is_not(None) & reward_redemptions.c.decided_at.is_(None)
    return _found(connection, _cards().where(redemptions.c.member_id.in_(person), on_account))


def granted(connection: Connection, store_id: int, now: datetime) -> list[TakenReward]:
    """Discounts that this store has on its accounts, and that have not come to an end."""
    lasts = reward_redemptions.c.ends_at.is_(None) | (reward_redemptions.c.ends_at > now)
    of_store = reward_redemptions.c.fulfilment == Fulfilment.STORE.value
    on_account = of_store & reward_redemptions.c.customer.is_not(None) & reward_redemptions.c.decided_at.is_(None)
    here = redemptions.c.store_id == store_id
    return _found(connection, _cards().where(here, on_account, lasts).having(net(Account.REDEEMED) > 0))


def decide(connection: Connection, reference: str, by: str, note: str, now: datetime) -> None:
    """Write down what was decided about a reward, by whom and why."""
    of_it = select(redemptions.c.id).where(redemptions.c.reference == reference).scalar_subquery()
    connection.execute(
        update(reward_redemptions)
        .where(reward_redemptions.c.redemption_id == of_it)
        .values(decided_at=now, decided_by=by, note=note)
    )


def _cards() -> Select[Any]:
    return (
        select(
            redemptions.c.reference,
            redemptions.c.code,
            reward_redemptions.c.reward,
            reward_redemptions.c.fulfilment,
            reward_redemptions.c.terms,
            members.c.programme_id,
            redemptions.c.member_id,
            members.c.name.label("member"),
            members.c.email,
            redemptions.c.store_id,
            stores.c.name.label("store"),
            redemptions.c.points,
            redemptions.c.created_at,
            reward_redemptions.c.customer,
            reward_redemptions.c.ends_at,
            reward_redemptions.c.decided_at,
            reward_redemptions.c.decided_by,
            reward_redemptions.c.note,
            net(Account.HELD).label("held"),
            net(Account.REDEEMED).label("redeemed"),
        )
        .join(redemptions, _OF)
        .join(members, members.c.id == redemptions.c.member_id)
        .join(stores, stores.c.id == redemptions.c.store_id)
        .outerjoin(transactions, transactions.c.redemption_ref == redemptions.c.reference)
        .outerjoin(postings, postings.c.transaction_id == transactions.c.id)
        .group_by(redemptions.c.id, reward_redemptions.c.redemption_id, members.c.id, stores.c.id)
        .order_by(redemptions.c.id)
    )


def _found(connection: Connection, cards: Select[Any]) -> list[TakenReward]:
    rows = (dict(row._mapping) for row in connection.execute(cards))
    return [TakenReward(**{**row, "fulfilment": Fulfilment(row["fulfilment"])}) for row in rows]
