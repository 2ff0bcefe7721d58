"""The outbox: effects decided with the books, to be sent after them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection, insert, select

from connector import logs
from connector.core.effects import (
    CloseCard,
    Effect,
    GiveCredit,
    GrantDiscount,
    IssueCard,
    IssueCoupon,
    RevokeCoupon,
    TakeCredit,
    WithdrawDiscount,
)
from connector.db.queue import State
from connector.db.tables import outbox

KINDS: dict[str, type[Effect]] = {
    "issue_coupon": IssueCoupon,
    "revoke_coupon": RevokeCoupon,
    "grant_discount": GrantDiscount,
    "withdraw_discount": WithdrawDiscount,
    "issue_card": IssueCard,
    "close_card": CloseCard,
    "give_credit": GiveCredit,
    "take_credit": TakeCredit,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


_NO_TRACES: Mapping[str, str] = MappingProxyType({})


def add(
    connection: Connection,
    effects: Iterable[tuple[int, str, Effect]],
    now: datetime,
    traces: Mapping[str, str] = _NO_TRACES,
) -> None:
    """Keep these (store, idempotency key, effect) to be sent; what is kept under its key already is not kept twice.

    `traces` are those of keys that follow from something else than what is being worked on.
    """
    rows = {
        key: {
            "store_id": store_id,
            "key": key,
            "kind": _NAMES[type(effect)],
            "payload": msgspec.to_builtins(effect),
            "created_at": now,
            "state": State.WAITING.value,
            "attempts": 0,
            "due_at": now,
            "trace": traces.get(key) or logs.trace(),
        }
        for store_id, key, effect in effects
    }
    known = set(connection.execute(select(outbox.c.key).where(outbox.c.key.in_(rows))).scalars()) if rows else set()
    if fresh := [row for key, row in rows.items() if key not in known]:
        connection.execute(insert(outbox), fresh)


@dataclass(frozen=True, slots=True)
class Unsent:
    """What a store has not heard of yet, and why not."""

    id: int
    state: str
    reason: str | None


def unsent(connection: Connection, references: Collection[str]) -> dict[str, Unsent]:
    """Redemption → what is to bring it into its store, for those of these that are not there yet."""
    of_key = {f"{kind}:{reference}": reference for kind in ("issue", "grant") for reference in references}
    waiting = select(outbox.c.key, outbox.c.id, outbox.c.state, outbox.c.reason).where(
        outbox.c.key.in_(of_key), outbox.c.state != State.DONE.value
    )
    rows = connection.execute(waiting) if of_key else ()
    return {of_key[row.key]: Unsent(row.id, row.state, row.reason) for row in rows}


def is_open(connection: Connection, key: str) -> bool:
    """Is what is kept under this key still to be sent?"""
    found = select(outbox.c.id).where(outbox.c.key == key, outbox.c.state != State.DONE.value)
    return connection.execute(found).first() is not None


def effect(kind: str, payload: object) -> Effect:
    """The effect a row stands for."""
    return msgspec.convert(payload, KINDS[kind])
