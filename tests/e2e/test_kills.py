"""`kill -9` at random moments of a busy life: nothing acknowledged is lost or done twice, no code is orphaned."""

import random
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import timedelta

from adapters.woocommerce.sandbox import RestError, Sandbox
from connector import bootstrap
from connector.bootstrap import Connector, Shop
from connector.core.quote import Refusal
from connector.db.inbox import WEBHOOK
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.intake import drain
from connector.usecases.look import NoSuchThing, find_member
from connector.usecases.pull import pull, reread
from connector.usecases.redeem import redeem
from tests.running import Place, a_place, a_shop, eventually, main_store, rows, worth

KILLS = 20
CUSTOMERS = 6


class Life(threading.Thread):
    """Customers buy, the merchant completes, cancels, refunds and deletes, members redeem and use their codes."""

    def __init__(self, shop: Sandbox, place: Place, seed: int) -> None:
        super().__init__(daemon=True)
        self.shop, self.place, self.chance = shop, place, random.Random(seed)
        self.customers = [shop.add_customer(f"customer{number}@example.test") for number in range(CUSTOMERS)]
        self.ended = threading.Event()
        self.orders: list[int] = []
        self.codes: list[tuple[str, int]] = []
        self.redeemed = 0

    def run(self) -> None:
        with self.place.connector() as connector:
            while not self.ended.is_set():
                act = self.chance.choices(
                    [self.buy, self.complete, self.cancel, self.refund, self.delete], [6, 6, 1, 2, 1]
                )[0]
                with suppress(RestError):  # the shop's own rules say no now and then
                    act()
                if self.chance.random() < 0.3:
                    self.redeem(connector)
                time.sleep(0.03)

    def buy(self) -> None:
        customer = self.chance.choice(self.customers)
        mine = [code for code, owner in self.codes if owner == customer["id"]]
        code = self.chance.choice([None, *mine])  # perhaps used up, revoked or not in the shop yet: it says so
        order = self.shop.place_order({15: 2}, customer_id=customer["id"], email=customer["email"], coupon=code)
        self.orders.append(int(order["id"]))

    def complete(self) -> None:
        self.shop.complete(self.chance.choice(self.orders or [0]))

    def cancel(self) -> None:
        self.shop.cancel(self.chance.choice(self.orders or [0]))

    def refund(self) -> None:
        self.shop.refund(self.chance.choice(self.orders or [0]), "30.00")

    def delete(self) -> None:
        if len(self.orders) > 10:
            self.shop.delete(self.orders.pop(self.chance.randrange(len(self.orders))))

    def redeem(self, connector: Connector) -> None:
        """The points are held and the code is ordered; sending it is the running program's affair."""
        customer = self.chance.choice(self.customers)
        with suppress(NoSuchThing, Refusal):
            member = find_member(connector.database, f"main:{customer['id']}")
            made = redeem(
                connector.database,
                main_store(connector),
                member.id,
                100,
                key=f"life-{self.redeemed}",
                author="test",
                now=bootstrap.now(),
            )
            self.redeemed += 1
            self.codes.append((made.row.code, customer["id"]))


def test_nothing_is_lost_or_done_twice_however_often_it_is_killed(place: Place) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")  # noqa: T201  -- shown when the test fails
    moments = random.Random(seed)
    with a_shop(seed=3) as shop:
        home = a_place(place.folder / "home", place.folder / "loyalty.db", shop.url, pull=2)
        life = Life(shop, home, seed)

        life.start()
        for turn in range(KILLS):
            with home.process("run"):  # ended by SIGKILL
                eventually(home.answers, "loyalty run answers", 20)
                if turn % 2:  # the shop gave us up meanwhile: let it find us again, and die amid its events
                    enough = acknowledged(shop).total() + 3
                    eventually(lambda: acknowledged(shop).total() >= enough, "the shop tells us again", 20)  # noqa: B023
                time.sleep(moments.uniform(0.0, 0.5 if turn % 2 else 1.8))
        life.ended.set()
        life.join(10)
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
            assert life.redeemed >= 5, "too little was redeemed for this to prove anything"
            assert codes_and_books_agree(connector, seen)
            other = a_place(place.folder / "other", place.folder / "loyalty.db", shop.url)
            with other.connector() as fresh:
                pull(fresh.database, main_store(fresh), bootstrap.now)
                assert worth(connector) == worth(fresh)


def acknowledged(shop: Sandbox) -> Counter[tuple[str, bytes]]:
    """What the shop sent and holds for received: (delivery id, body)."""
    return Counter(
        (dict(delivery.headers)["X-WC-Webhook-Delivery-ID"], delivery.body)
        for delivery in shop.deliveries
        if 200 <= delivery.status <= 302
    )


def buyer(shop: Sandbox) -> Shop:
    return Shop(url=shop.url, consumer_key=shop.consumer_key, consumer_secret=shop.consumer_secret)


def finish(connector: Connector) -> None:
    """What the program does by itself in the next hours: everything that waits for its next try is tried."""
    store = main_store(connector)
    later = bootstrap.now() + timedelta(hours=3)
    for _ in range(3):
        pull(connector.database, store, bootstrap.now)
        reread(connector.database, store, bootstrap.now)
        while drain(connector.database, store, later).any or dispatch(connector.database, store, later).any:
            later += timedelta(hours=3)


def events(connector: Connector) -> Counter[tuple[str, bytes]]:
    import json

    found = rows(connector.database, "inbox", f"source = '{WEBHOOK}'")
    return Counter((json.loads(row["headers"])["x-wc-webhook-delivery-id"], row["body"]) for row in found)


def codes_and_books_agree(connector: Connector, shop: Shop) -> bool:
    """Each code of ours exists once and stands for points; each redemption that still has points has its code."""
    in_shop = Counter(coupon["code"] for coupon in shop.coupons_of_ours())
    assert all(count == 1 for count in in_shop.values()), in_shop
    held = sums(connector, "held")
    redeemed = sums(connector, "redeemed")
    codes = {row["code"]: row["reference"] for row in rows(connector.database, "redemptions")}
    assert in_shop.keys() <= codes.keys(), "a code in the shop is nobody's"
    for code, reference in codes.items():
        has_points = held.get(reference, 0) + redeemed.get(reference, 0) > 0
        assert not held.get(reference) or code in in_shop, f"{code} has points and is not in the shop"
        used = any(coupon["usage_count"] for coupon in shop.coupons(code))
        assert has_points or used or code not in in_shop, f"{code} is in the shop and has no points"
    return True


def sums(connector: Connector, account: str) -> dict[str, int]:
    with connector.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT redemption_ref, SUM(CASE WHEN destination = ? THEN points ELSE -points END) FROM postings "
            "JOIN transactions ON transactions.id = transaction_id WHERE ? IN (source, destination) GROUP BY 1",
            (account, account),
        )
        return {reference: points for reference, points in found}  # noqa: C416
