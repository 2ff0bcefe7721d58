"""Whatever is told of the friends' orders, how often and in which order, and whenever time is asked: both sides end
with the points that the last word on each order alone would have led to, and never more than the cap allows."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from connector.core.commerce import Buyer, Contact, Gone, Order, Stage
from connector.db import members
from connector.db.engine import Database
from connector.db.roster import Sort
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.invite import Friend, invite
from connector.usecases.look import member_list
from connector.usecases.referrals import sweep_referrals
from connector.usecases.sweep import sweep_lots
from tests.building import ANNA, NOW, a_line, a_refund, an_order, at
from tests.usecases.shop import CLUB, a_store, member_of, settle

Fresh = Callable[[], AbstractContextManager[Database]]
FRIENDLY = CLUB + "referral: {points: 500, friend_points: 50, minimum_order: 80, wait_days: 4, max_per_member: 1}\n"
FRIENDS = (1, 2, 3)
HOME, ELSEWHERE = Contact("", "Weg 1", "10115", "DE"), Contact("", "Weg 2", "10115", "DE")
ANNAS = an_order(a_line(0), id="home", buyer=replace(ANNA, contacts=(HOME,)), placed_at=at(-8))  # whenever it is told


def buyer(number: int) -> Buyer:
    return Buyer(f"f{number}", f"f{number}@example.org", f"F{number}")


@dataclass(frozen=True)
class Spend:
    """Anna takes all she has to the till."""


@dataclass(frozen=True)
class Sweep:
    """Two days pass."""


Event = Order | Gone | Spend | Sweep


@st.composite
def histories(draw: st.DrawFn, number: int) -> tuple[Order | Gone, ...]:
    """The first order of a friend in the store's own time; a guest may turn out to be the friend."""
    told: list[Order | Gone] = []
    for step in range(draw(st.integers(1, 4))):
        moment = NOW + timedelta(hours=step + 1)
        if step and draw(st.integers(0, 4)) == 0:
            told.append(Gone(f"o{number}", moment))
            continue
        who = replace(buyer(number), contacts=draw(st.sampled_from([(), (HOME,), (ELSEWHERE,)])))
        placed = NOW + timedelta(minutes=number)
        told.append(
            an_order(
                a_line(draw(st.sampled_from([7_999, 8_000, 10_000]))),
                id=f"o{number}",
                buyer=replace(who, customer_id=None) if draw(st.integers(0, 4)) == 0 else who,
                placed_at=placed,
                completed_at=placed,
                modified_at=moment,
                stage=draw(st.sampled_from([Stage.PAID, Stage.COMPLETED, Stage.COMPLETED, Stage.CANCELLED])),
                refunds=tuple(
                    a_refund(amount, id=f"r{n}")
                    for n, amount in enumerate(draw(st.lists(st.sampled_from([1, 2_000, 9_000]), max_size=2)))
                ),
            )
        )
    return tuple(told)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[tuple[Order | Gone, ...]], list[Event]]:
    told = [draw(histories(number)) for number in FRIENDS]
    firsts = [history[0] for history in told]
    told.append((ANNAS,))
    every: list[Event] = [word for history in told for word in history]
    again = draw(st.lists(st.sampled_from(every), max_size=4))
    others = draw(st.lists(st.sampled_from([Sweep(), Spend()]), max_size=6))
    return told, [*firsts, *draw(st.permutations([*every, *again, *others]))]


def live_through(database: Database, events: Sequence[Event]) -> dict[str, int]:
    """What everybody is worth in the end: available, less what is owed; Anna's with what she took to the till."""
    store = a_store(database, programme=FRIENDLY)
    settle(database, store, an_order(a_line(0), id="anna", placed_at=at(-9)), now=at(-9))
    with database.read() as connection:
        anna = member_of(connection)
    invite(database, store, anna, [Friend(f"f{n}@example.org") for n in FRIENDS], "test", at(-1))
    spent, now = 0, at(1)
    for number, event in enumerate(events):
        match event:
            case Sweep():
                now += timedelta(days=2)
                sweep(database, now)
            case Spend():
                spent += spend(database, anna, f"s{number}", now)
            case _:
                settle(database, store, event, now=now)
        check(database, anna, spent, now)
    sweep(database, at(60))
    check(database, anna, spent, at(60))
    assert verify(database).faults == []
    rows = {row.id: row.available + row.pending - row.owed for row in member_list(database, Sort.ID, None, at(60))}
    with database.read() as connection:
        known = {f"f{n}": members.by_customer(connection, "shop", f"f{n}") for n in FRIENDS}
    worth = {name: rows[member.id] if member else 0 for name, member in known.items()}
    return {**worth, "anna": rows[anna] + spent}


def sweep(database: Database, now: datetime) -> None:
    sweep_referrals(database, now)
    sweep_lots(database, now)


def spend(database: Database, anna: int, key: str, now: datetime) -> int:
    (row,) = [row for row in member_list(database, Sort.ID, None, now) if row.id == anna]
    if row.available:
        adjust_points(database, anna, -row.available, key=key, reason="till", author="test", now=now)
    return row.available


def check(database: Database, anna: int, spent: int, now: datetime) -> None:
    """At no time more than the cap allows."""
    (row,) = [row for row in member_list(database, Sort.ID, None, now) if row.id == anna]
    assert 0 <= row.available + row.pending - row.owed + spent <= 500


@given(stories())
@settings(max_examples=settings().max_examples // 3)  # each makes two databases
def test_any_telling_gives_what_the_last_words_alone_give(
    fresh_database: Fresh, story: tuple[list[tuple[Order | Gone, ...]], list[Event]]
) -> None:
    told, events = story
    with fresh_database() as heard, fresh_database() as known:
        assert live_through(heard, events) == live_through(known, [history[-1] for history in told])


def test_a_full_refund_leaves_what_was_before(sqlite_database: Database) -> None:
    before = an_order(a_line(10_000), id="o1", buyer=buyer(1), stage=Stage.OPEN)
    done = replace(before, stage=Stage.COMPLETED, status="completed", modified_at=at(1), completed_at=NOW)
    refunded = replace(done, modified_at=at(2), refunds=(a_refund(10_000),))

    assert live_through(sqlite_database, [before, done, *[Sweep()] * 9, refunded]) == {
        "f1": 0,
        "f2": 0,
        "f3": 0,
        "anna": 0,
    }
