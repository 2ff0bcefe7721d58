"""A busy life in a sandbox shop: customers buy, the merchant completes and refunds, members redeem."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from adapters.woocommerce.sandbox import RestError, Sandbox

Redeem = Callable[[int], str | None]  # an account of the shop → the code that its points became, if they did
CUSTOMERS = 6


class Life(threading.Thread):
    """Goes on until it is ended. What anybody redeems is somebody's to use, perhaps more than once."""

    def __init__(self, shop: Sandbox, seed: int, redeem: Redeem = lambda _: None, pause: float = 0.03) -> None:
        super().__init__(daemon=True)
        self.shop, self.chance, self.pause = shop, random.Random(seed), pause
        self.customers = [shop.add_customer(f"customer{number}@example.test") for number in range(CUSTOMERS)]
        self.ended = threading.Event()
        self.orders: list[int] = []
        self.codes: list[tuple[str, int]] = []
        self.made: dict[int, str] = {}  # every coupon of ours that was ever seen in the shop
        self._redeem = redeem

    def run(self) -> None:
        while not self.ended.is_set():
            act = self.chance.choices(
                [self.buy, self.complete, self.cancel, self.refund, self.delete], [6, 6, 1, 2, 1]
            )[0]
            with suppress(RestError):  # the shop's own rules say no now and then
                act()
            if self.chance.random() < 0.3:
                self.redeem()
            self.look()
            time.sleep(self.pause)

    def end(self) -> None:
        self.ended.set()
        self.join(30)

    def a_customer(self) -> int:
        return int(self.chance.choice(self.customers)["id"])

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

    def redeem(self) -> None:
        customer = self.a_customer()
        if code := self._redeem(customer):
            self.codes.append((code, customer))

    def look(self) -> None:
        with self.shop.shop.lock:
            self.made |= {id: coupon.code for id, coupon in self.shop.shop.coupons.items()}
