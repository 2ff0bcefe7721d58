"""Stories that read like a bank statement. Each text file in scenarios/ is one: what the programme says, what happened
before, what happens, which transactions that makes, and how things stand after it.

    programme       the programme document, as a merchant writes it
    before, events  day, then one of:  order N STATUS AMOUNT [refunded A + B] [placed DAY] [code X] [by NAME]
                                       order N is gone · redeem POINTS for X · unused codes end · sweep
    transactions    day it happened, kind, points, what it is about (of the events alone)
    after           the member's accounts, what orders owe or used unpaid, and what the shop was told

Everything goes through the use cases and a real database. To write another story, copy the nearest one.
"""

import pathlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from connector.core.commerce import Buyer, Gone, Order, Stage
from connector.db import orders, statements
from connector.db.engine import Database
from connector.db.statements import EntryRow
from connector.db.tables import outbox
from connector.usecases.dispatch import dispatch
from connector.usecases.redeem import redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import ANNA, BERT, GUEST, a_line, a_refund, an_order, with_code
from tests.usecases.shop import a_store, member_of, points, settle

STORIES = sorted((pathlib.Path(__file__).parent / "scenarios").glob("*.txt"))
PEOPLE: dict[str, Buyer] = {"anna": ANNA, "bert": BERT, "guest": GUEST}
ORDER = re.compile(
    r"order (?P<id>\w+) (?P<status>\w+) (?P<amount>[\d.]+)(?: refunded (?P<refunds>[\d. +]+?))?"
    r"(?: placed (?P<placed>\S+))?(?: code (?P<code>\w+))?(?: by (?P<buyer>\w+))?"
)


def noon(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), time(12), UTC)


def minor(amount: str) -> int:
    return int(amount.strip().replace(".", ""))


class Story:
    """One file, played."""

    def __init__(self, database: Database, text: str) -> None:
        self.database = database
        self.parts = dict(self._parts(text))
        self.store: Store = a_store(database, programme=self.parts["programme"], now=noon("2020-01-01"))
        self.codes: dict[str, str] = {}
        self.placed: dict[str, datetime] = {}

    @staticmethod
    def _parts(text: str) -> Iterator[tuple[str, str]]:
        for part in re.split(r"^(?=\w+$)", text, flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            yield name, "\n".join(line[2:].rstrip() for line in body.splitlines() if line.strip())

    def play(self) -> None:
        for line in self.parts.get("before", "").splitlines():
            self._event(line)
        already = len(self._statement()) if "before" in self.parts else 0  # nobody is a member before the first order
        for line in self.parts["events"].splitlines():
            self._event(line)
        self.entries = self._statement()[already:]

    def _event(self, line: str) -> None:
        day, what = line.split(maxsplit=1)
        now, words = noon(day), what.split()
        match words:
            case ["order", order_id, "is", "gone"]:
                settle(self.database, self.store, Gone(order_id, now), now=now)
            case ["order", *_]:
                settle(self.database, self.store, self._order(what, now), now=now)
            case ["redeem", wanted, "for", name]:
                with self.database.read() as connection:
                    anna = member_of(connection)
                made = redeem(self.database, self.store, anna, int(wanted), key=name, author="shopper", now=now)
                self.codes[name] = made.row.code
                dispatch(self.database, self.store, now)
            case ["unused", "codes", "end"]:
                sweep_codes(self.database, now)
                dispatch(self.database, self.store, now)
            case ["sweep"]:
                sweep_lots(self.database, now)
            case _:
                raise ValueError(f"nothing happens by {line!r}")

    def _order(self, text: str, now: datetime) -> Order:
        found = ORDER.fullmatch(text)
        assert found, text
        placed = noon(found["placed"]) if found["placed"] else now
        placed = self.placed.setdefault(found["id"], placed)
        amounts = [minor(amount) for amount in (found["refunds"] or "").split("+") if amount.strip()]
        order = an_order(
            a_line(minor(found["amount"])),
            id=found["id"],
            placed_at=placed,
            modified_at=now,
            stage=Stage(found["status"]),
            buyer=PEOPLE[found["buyer"] or "anna"],
            refunds=tuple(a_refund(amount, id=str(n), refunded_at=now) for n, amount in enumerate(amounts)),
        )
        return with_code(order, self.codes[found["code"]]) if found["code"] else order

    def _statement(self) -> list[EntryRow]:
        with self.database.read() as connection:
            return statements.of(connection, [member_of(connection)])

    def transactions(self) -> Iterator[str]:
        """As the file writes them."""
        names = {self._reference(code): name for name, code in self.codes.items()}
        for entry in self.entries:
            about = [
                entry.order_ref and entry.order_ref.replace("shop/", "order "),
                names.get(entry.redemption_ref or ""),
            ]
            said = ", ".join(one for one in about if one)
            yield f"{entry.happened_at.astimezone(UTC).date()}  {entry.kind:<9} {entry.points:>5}  {said}"

    def _reference(self, code: str) -> str:
        with self.database.read() as connection:
            payloads = connection.execute(select(outbox.c.payload)).scalars().all()
        return next(str(payload["redemption"]) for payload in payloads if payload["code"] == code)

    def standing(self) -> Iterator[str]:
        """As the file writes it."""
        for account, there in points(self.database).items():
            yield f"{account} {there}"
        with self.database.read() as connection:
            cards = [orders.card(connection, "shop", order_id) for order_id in sorted(self.placed)]
            told = connection.execute(select(outbox.c.kind, outbox.c.payload).order_by(outbox.c.id)).all()
        for card in cards:
            if card is not None and card.shortfall:
                yield f"order {card.order.id} owes {card.shortfall}"
            if card is not None and card.unpaid:
                yield f"order {card.order.id} used {card.unpaid} unpaid"
        names = {code: name for name, code in self.codes.items()}
        for kind, payload in told:
            yield f"the shop is told to {kind.removesuffix('_coupon')} {names[payload['code']]}"


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_it_is_written(
    path: pathlib.Path, fresh_database: Callable[[], AbstractContextManager[Database]]
) -> None:
    with fresh_database() as database:
        story = Story(database, path.read_text())

        story.play()

        assert squeezed("\n".join(story.transactions())) == squeezed(story.parts.get("transactions", ""))
        assert list(story.standing()) == squeezed(story.parts.get("after", ""))


def test_there_are_stories() -> None:
    assert len(STORIES) >= 8
