"""One story, told to a WooCommerce store and to a Shopify store, gives the same books, point for point.

What a shop gives back is its own affair: WooCommerce takes an amount off a cart evenly from each piece, Shopify by what
they cost. So where a piece of such an order is given back, all its pieces cost the same.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest

from adapters.shopify.sandbox import Sandbox as ShopifyStore
from adapters.shopify.sandbox import discounts
from adapters.woocommerce.sandbox import Sandbox as WooStore
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import NoSuchThing, member_card
from connector.usecases.pull import pull
from connector.usecases.redeem import redeem
from connector.usecases.rewards import take_reward
from tests.running import Place, a_place, main_store

ANN, GUEST = "ann@example.test", "guest@example.test"
PRICES = {"TEA": "12.00", "POT": "79.90", "CHEST": "400.00"}
PROGRAMME = """
programme: starter
currency: EUR
timezone: Europe/Berlin
earn: [{points: 1, per: 1.00}]
grant: {statuses: [paid, processing, completed]}
redeem: {points: 100, worth: 5.00, minimum_points: 100, multiples_of: 100}
rewards:
  - {kind: gift_card, name: card, points: 200, title: A gift card, amount: 20.00}
"""
SHOPIFY = """\
    platform: shopify
    url: {url}
    credentials: {{client_id: sandbox-client, client_secret: "${{MAIN_CLIENT_SECRET}}"}}
"""


class Shop(Protocol):
    """What happens in the story, in either store. Orders are known by their ids."""

    def buy(self, items: dict[str, int], *, email: str = ANN, code: str = "", card: str = "") -> str: ...
    def give_back(self, order: str, sku: str) -> None: ...
    def cancel(self, order: str) -> None: ...
    def own_code(self, code: str, percent: int) -> None: ...


class Woo:
    def __init__(self, store: WooStore) -> None:
        self.store = store
        store.has_gift_cards(True)
        self.goods = {
            sku: int(store.add_product(name=sku, sku=sku, regular_price=price)["id"]) for sku, price in PRICES.items()
        }
        self.ann = int(store.add_customer(ANN)["id"])

    def buy(self, items: dict[str, int], *, email: str = ANN, code: str = "", card: str = "") -> str:
        who = {"customer_id": self.ann} if email == ANN else {"email": email}
        wanted = {self.goods[sku]: pieces for sku, pieces in items.items()}
        order = self.store.place_order(wanted, coupon=code or None, paid=False, **who)
        number = int(order["id"])
        if card:
            self.store.update_order(number, gift_cards=[{"code": card, "amount": "20.00"}])
        self.store.update_order(number, set_paid=True)
        self.store.complete(number)
        return str(number)

    def give_back(self, order: str, sku: str) -> None:
        lines = self.store.order(int(order))["line_items"]
        self.store.refund(int(order), lines={next(one["id"] for one in lines if one["sku"] == sku): 1})

    def cancel(self, order: str) -> None:
        self.store.cancel(int(order))

    def own_code(self, code: str, percent: int) -> None:
        self.store.add_coupon(code, discount_type="percent", amount=str(percent))


class Shopify:
    def __init__(self, store: ShopifyStore) -> None:
        self.store = store
        self.goods = {
            sku: store.add_product(sku, Decimal(price), sku=sku).variant_ids[0] for sku, price in PRICES.items()
        }
        self.ann = store.add_customer(ANN)

    def buy(self, items: dict[str, int], *, email: str = ANN, code: str = "", card: str = "") -> str:
        order = self.store.buy(
            {self.goods[sku]: pieces for sku, pieces in items.items()},
            customer=self.ann if email == ANN else None,
            email=email,
            codes=[code] if code else [],
            cards=[card] if card else [],
            shipping=None,
        )
        return str(order.id)

    def give_back(self, order: str, sku: str) -> None:
        found = self.store.shop.books.orders[int(order)]
        self.store.refund(found, lines={next(one.id for one in found.lines if one.sku == sku): 1})

    def cancel(self, order: str) -> None:
        self.store.cancel(self.store.shop.books.orders[int(order)], refund_all=True)

    def own_code(self, code: str, percent: int) -> None:
        told = {
            "title": code,
            "code": code,
            "startsAt": "2020-01-01T00:00:00Z",
            "context": {"all": "ALL"},
            "customerGets": {"value": {"percentage": percent / 100}, "items": {"all": True}},
        }
        with self.store.shop.changing():
            discounts.save(self.store.shop, "DiscountCodeBasic", told, "basicCodeDiscount")


@dataclass(frozen=True)
class Side:
    """A store of the story, and the connector that keeps its points."""

    shop: Shop
    connector: Connector

    def sync(self) -> None:
        store = main_store(self.connector)
        pull(self.connector.database, store, bootstrap.now)
        dispatch(self.connector.database, store, bootstrap.now())
        assert verify(self.connector.database).faults == []

    def member(self, email: str = ANN) -> int:
        return member_card(self.connector.database, email, bootstrap.now()).member.id

    def redeemed(self, points: int, key: str) -> str:
        made = redeem(
            self.connector.database,
            main_store(self.connector),
            self.member(),
            points,
            key=key,
            author="ann",
            now=bootstrap.now(),
        )
        return self._sent(made.row.code)

    def rewarded(self, name: str) -> str:
        made = take_reward(
            self.connector.database,
            main_store(self.connector),
            self.member(),
            name,
            key=name,
            author="ann",
            now=bootstrap.now(),
        )
        return self._sent(made.row.code)

    def statement(self, email: str = ANN) -> list[tuple[str, int, int]]:
        card = member_card(self.connector.database, email, bootstrap.now())
        return [(one.kind, one.points, one.change) for one in card.statement]

    def _sent(self, code: str) -> str:
        assert dispatch(self.connector.database, main_store(self.connector), bootstrap.now()).done == 1
        return code


@pytest.fixture
def sides(tmp_path: Path, place: Place) -> Iterator[tuple[Side, Side]]:
    with ExitStack() as stack:
        woo = stack.enter_context(WooStore(wp_cron=False, products=0))
        shopify = stack.enter_context(ShopifyStore())
        homes = [a_place(tmp_path / name, place.folder / "loyalty.db", woo.url) for name in ("woo", "shopify")]
        for home in homes:
            (home.folder / "starter.yaml").write_text(PROGRAMME)
        settings = homes[1].settings.read_text()
        before, _, after = settings.partition("    platform: woocommerce\n")
        rest = after[after.index("    programme:") :]
        homes[1].settings.write_text(before + SHOPIFY.format(url=shopify.url) + rest)
        with (homes[1].folder / ".env").open("a") as keys:
            keys.write("MAIN_CLIENT_SECRET=sandbox-secret\n")
        connectors = [stack.enter_context(home.connector()) for home in homes]
        yield Side(Woo(woo), connectors[0]), Side(Shopify(shopify), connectors[1])


def tell(side: Side) -> None:
    """Ann buys, uses points, gives back; a guest buys; somebody pays with a card that points became."""
    shop = side.shop
    shop.own_code("SUMMER", 10)
    first = shop.buy({"CHEST": 1, "TEA": 3})
    side.sync()
    shop.buy({"POT": 2, "TEA": 1}, code="SUMMER")
    shop.buy({"POT": 1}, email=GUEST)
    side.sync()
    shop.give_back(first, "TEA")
    side.sync()
    with_points = shop.buy({"POT": 2}, code=side.redeemed(100, "a"))
    side.sync()
    shop.give_back(with_points, "POT")
    side.sync()
    cancelled = shop.buy({"POT": 1}, code=side.redeemed(100, "b"))
    side.sync()
    shop.cancel(cancelled)
    side.sync()
    shop.buy({"POT": 1}, card=side.rewarded("card"))
    side.sync()
    side.redeemed(100, "c")
    shop.cancel(first)
    side.sync()


def test_the_same_story_told_in_both_shops_gives_the_same_books(sides: tuple[Side, Side]) -> None:
    for side in sides:
        tell(side)

    woo, shopify = sides

    assert len(woo.statement()) > 10
    assert woo.statement() == shopify.statement()
    for side in sides:
        with pytest.raises(NoSuchThing):
            side.statement(GUEST)
