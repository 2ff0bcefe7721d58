"""What people asked to be told of what is held of them, until the merchant has handed it over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import data_requests, stores


@dataclass(frozen=True, slots=True)
class DataRequest:
    """`told` is all that was held then, as JSON; None where nothing was, or the person has been erased since."""

    id: int
    store: str
    reference: str
    member_id: int | None
    asked_at: datetime
    told: bytes | None
    answered_at: datetime | None


def known(connection: Connection, store_id: int, reference: str) -> bool:
    table = data_requests
    mine = (table.c.store_id == store_id, table.c.reference == reference)
    return connection.execute(select(table.c.id).where(*mine)).first() is not None


def add(
    connection: Connection, store_id: int, reference: str, member_id: int | None, told: bytes | None, now: datetime
) -> None:
    values = {"store_id": store_id, "reference": reference, "member_id": member_id, "asked_at": now, "told": told}
    connection.execute(insert(data_requests).values(**values))


def listed(connection: Connection) -> list[DataRequest]:
    """All of them, those that wait for the merchant first."""
    shown = [data_requests.c[name] for name in ("id", "reference", "member_id", "asked_at", "told", "answered_at")]
    rows = connection.execute(
        select(stores.c.name.label("store"), *shown)
        .join(stores, stores.c.id == data_requests.c.store_id)
        .order_by(data_requests.c.answered_at.is_not(None), data_requests.c.id)
    )
    return [DataRequest(**row._mapping) for row in rows]


def answer(connection: Connection, request_id: int, now: datetime) -> None:
    """It has been handed over; the copy that was made for it goes."""
    mine = data_requests.c.id == request_id
    connection.execute(update(data_requests).where(mine).values(answered_at=now, told=None))


def forget(connection: Connection, member_id: int) -> None:
    connection.execute(update(data_requests).where(data_requests.c.member_id == member_id).values(told=None))
