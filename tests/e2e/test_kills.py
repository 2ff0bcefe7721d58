"""`kill -9` at random moments of a busy life: nothing acknowledged is lost or done twice, no code is orphaned."""

import random
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from datetime import timedelta

from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.quote import Refusal
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import drain
from connector.usecases.look import NoSuchThing, find_member
from connector.usecases.pull import pull, reread
from connector.usecases.redeem import redeem
from tests.life import Life
from tests.proof import acknowledged, buyer, codes_and_books_agree, events
from tests.running import Place, a_place, a_shop, eventually, main_store, rows, worth

KILLS = 8


class Wishes:
    """The points are held and the code is ordered; sending it is the running program's affair."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self.granted = 0

    def redeem(self, customer: int) -> str | None:
        with suppress(NoSuchThing, Refusal):
            member = find_member(self._connector.database, f"main:{customer}")
            made = redeem(
                self._connector.database,
                main_store(self._connector),
                member.id,
                100,
                key=f"life-{self.granted}",
                author="test",
                now=bootstrap.now(),
            )
            self.granted += 1
            return made.row.code
        return None


def test_nothing_is_lost_or_done_twice_however_often_it_is_killed(place: Place) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")  # noqa: T201  -- shown when the test fails
    moments = random.Random(seed)
    with a_shop(seed=3) as shop, ExitStack() as opened:
        home = a_place(place.folder / "home", place.folder / "loyalty.db", shop.url, pull=2)
        wishes = Wishes(opened.enter_context(home.connector()))
        life = Life(shop, seed, wishes.redeem)

        life.start()
        for turn in range(KILLS):
            with home.process("run"):  # ended by SIGKILL
                eventually(home.answers, "loyalty run answers", 20)
                if turn % 2:  # the shop gave us up meanwhile: let it find us again, and die amid its events
                    enough = acknowledged(shop).total() + 3
                    eventually(lambda: acknowledged(shop).total() >= enough, "the shop tells us again", 20)  # noqa: B023
                time.sleep(moments.uniform(0.0, 0.5 if turn % 2 else 1.8))
        life.end()
        with home.running():
            time.sleep(2)

        told = acknowledged(shop)
        with home.connector() as connector, closing(buyer(shop)) as seen:
            finish(connector)
            kept = events(connector)
            assert told - kept == Counter(), "an acknowledged event is not in the inbox"
            assert told.total() > KILLS, "the shop told us too little for this to prove anything"
            assert rows(connector.database, "inbox", "state <> 'done'") == []
            assert rows(connector.database, "outbox", "state <> 'done'") == []
            assert verify(connector.database).faults == []
            assert wishes.granted >= 5, "too little was redeemed for this to prove anything"
            assert codes_and_books_agree(connector, seen)
            assert max(Counter(life.made.values()).values()) == 1, "a code was made twice"
            other = a_place(place.folder / "other", place.folder / "loyalty.db", shop.url)
            with other.connector() as fresh:
                pull(fresh.database, main_store(fresh), bootstrap.now)
                assert worth(connector) == worth(fresh)


def finish(connector: Connector) -> None:
    """What the program does by itself in the next hours: everything that waits for its next try is tried."""
    store = main_store(connector)
    later = bootstrap.now() + timedelta(hours=3)
    for _ in range(3):
        pull(connector.database, store, bootstrap.now)
        reread(connector.database, store, bootstrap.now)
        while drain(connector.database, store, later).any or dispatch(connector.database, store, later).any:
            later += timedelta(hours=3)
