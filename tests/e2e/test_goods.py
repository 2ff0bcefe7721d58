"""Points that pay for certain goods only, and goods bought with points, in a shop over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.woocommerce.sandbox import RestError, Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import member_card
from connector.usecases.pull import pull
from connector.usecases.redeem import redeem
from connector.usecases.rewards import reject, take_reward
from connector.usecases.shopper import ShopAccount, shop_account
from jobs import follow_accounts
from tests.running import Place, a_place, main_store, serving
from tests.web.shopper import Asker

EMAIL = "ann@example.test"
PROGRAMME = """
programme: starter
currency: EUR
timezone: Europe/Berlin
earn: [{points: 1, per: 1.00}]
grant: {statuses: [completed]}
redeem: {points: 100, worth: 10.00, goods: {categories: [tea], not_products: [GIFT]}, without: [sale]}
prices: {points: 4, per: 1.00}
rewards:
  - {kind: product, name: pot, points: 80, title: A teapot, product: POT, confirm: false}
  - {kind: permanent, name: tenth, points: 200, title: A tenth off for ever, percent: 10}
"""


class Scene:
    """Ann, who has 300 points, and a shop with tea, a reduced tea, a mug and a teapot of two sizes."""

    def __init__(self, shop: Sandbox, connector: Connector, home: Place) -> None:
        self.home = home
        self.shop, self.connector, self.store = shop, connector, main_store(connector)
        tea = {"categories": [{"name": "Green", "parent": "Tea"}]}
        shop.shop.category("Tea")
        self.tea = self._product("TEA", "15.00", **tea)
        self.reduced = self._product("OLD", "30.00", sale_price="20.00", **tea)
        self.gift = self._product("GIFT", "25.00", **tea)
        self.mug = self._product("MUG", "40.00")
        self.pot = self._product("POT", "50.00")
        self.ann = shop.add_customer(EMAIL)["id"]
        self.ben = shop.add_customer("ben@example.test")["id"]
        self.buy({self._product("PAST", "300.00"): 1})
        self.member = member_card(connector.database, EMAIL, bootstrap.now()).member

    def _product(self, sku: str, price: str, **fields: Any) -> int:
        made: int = self.shop.add_product(name=sku, sku=sku, regular_price=price, **fields)["id"]
        return made

    @property
    def account(self) -> ShopAccount:
        return shop_account(self.connector.database, self.store, str(self.ann), bootstrap.now())

    @property
    def points(self) -> tuple[int, int, int]:
        """Available, held, redeemed."""
        account = self.account
        return account.available, account.held, account.redeemed

    def sync(self) -> None:
        pull(self.connector.database, self.store, bootstrap.now)
        assert verify(self.connector.database).faults == []

    def buy(self, items: dict[int, int], code: str | None = None, by: int = 0, paid: bool = True) -> dict[str, Any]:
        order = self.shop.place_order(items, customer_id=by or self.ann, coupon=code, paid=paid)
        if paid:
            order = self.shop.complete(order["id"])
        self.sync()
        return order

    def code(self, points: int) -> str:
        made = redeem(
            self.connector.database,
            self.store,
            self.member.id,
            points,
            key=f"k{bootstrap.now()}",
            author="ann",
            now=bootstrap.now(),
        )
        return self._sent(made.row.code)

    def reward(self, name: str) -> str:
        made = take_reward(
            self.connector.database, self.store, self.member.id, name, key=name, author="ann", now=bootstrap.now()
        )
        return self._sent(made.row.code)

    def priced(self, product: int, price: str, **changes: Any) -> str:
        """A code for a product that the shop says costs so much."""
        question = {
            "product_id": str(product),
            "currency": "EUR",
            "price": price,
            "key": f"a-form-of-{product}",
            **changes,
        }
        with serving(self.connector) as url:
            answer = Asker(url, self.connector, str(self.ann)).shown("buy", question)
        return self._sent(str(answer["code"]))

    def _sent(self, code: str) -> str:
        assert dispatch(self.connector.database, self.store, bootstrap.now()).done == 1
        return code


@pytest.fixture
def scene(tmp_path: Path, place: Place) -> Iterator[Scene]:
    with Sandbox(wp_cron=False, products=0) as shop:
        home = a_place(tmp_path / "home", place.folder / "loyalty.db", shop.url)
        (home.folder / "starter.yaml").write_text(PROGRAMME)
        with home.connector() as connector:
            yield Scene(shop, connector, home)


def off(order: dict[str, Any]) -> dict[str, str]:
    """What was taken off each product, with tax."""
    return {
        line["sku"]: f"{sum(float(line[a]) - float(line[b]) for a, b in _BOTH):.2f}" for line in order["line_items"]
    }


_BOTH = (("subtotal", "total"), ("subtotal_tax", "total_tax"))


def test_the_store_itself_lowers_only_what_points_may_pay(scene: Scene) -> None:
    order = scene.buy({scene.tea: 1, scene.reduced: 1, scene.gift: 1, scene.mug: 1}, scene.code(100))

    assert off(order) == {"TEA": "10.00", "OLD": "0.00", "GIFT": "0.00", "MUG": "0.00"}
    assert scene.points[1:] == (0, 100)


@pytest.mark.parametrize("what", ["reduced", "gift", "mug"])
def test_a_cart_without_such_goods_is_refused_by_the_store(scene: Scene, what: str) -> None:
    code = scene.code(100)

    with pytest.raises(RestError):
        scene.buy({getattr(scene, what): 1}, code)

    assert scene.points == (200, 100, 0)


def test_points_for_what_was_not_taken_off_come_back(scene: Scene) -> None:
    order = scene.buy({scene.tea: 1, scene.mug: 1}, scene.code(300), paid=False)

    assert off(order) == {"TEA": "15.00", "MUG": "0.00"}
    assert scene.points == (150, 0, 150)


def test_a_refund_of_other_goods_gives_no_points_back(scene: Scene) -> None:
    order = scene.buy({scene.tea: 1, scene.mug: 1}, scene.code(100))
    lines = {line["sku"]: line["id"] for line in order["line_items"]}

    scene.shop.refund(order["id"], lines={lines["MUG"]: 1})
    scene.sync()
    kept = scene.points[2]
    scene.shop.refund(order["id"], lines={lines["TEA"]: 1})
    scene.sync()

    assert (kept, scene.points[2]) == (100, 0)


def test_a_product_bought_with_points_costs_nothing_is_paid_and_earns_nothing(scene: Scene) -> None:
    order = scene.buy({scene.pot: 1}, scene.reward("pot"))

    assert (order["total"], order["date_paid_gmt"] is not None) == ("0.00", True)
    assert scene.points == (220, 0, 80)


def test_one_piece_is_free_whatever_it_costs_by_then(scene: Scene) -> None:
    code = scene.reward("pot")
    with scene.shop.shop.changing():
        scene.shop.shop.products[scene.pot].regular_price *= 2  # type: ignore[operator]

    order = scene.buy({scene.pot: 2, scene.mug: 1}, code)

    assert off(order) == {"POT": "100.00", "MUG": "0.00"}
    assert scene.points == (220 + 140, 0, 80)


def test_the_code_of_a_product_is_used_once_and_by_its_owner(scene: Scene) -> None:
    code = scene.reward("pot")

    with pytest.raises(RestError, match="valid email"):
        scene.buy({scene.pot: 1}, code, by=scene.ben)
    with pytest.raises(RestError, match="not applicable"):
        scene.buy({scene.mug: 1}, code)
    scene.buy({scene.pot: 1}, code)
    with pytest.raises(RestError, match="limit"):
        scene.buy({scene.pot: 1}, code)

    assert scene.points == (220, 0, 80)


def test_the_product_that_comes_back_brings_its_points_and_nothing_else_does(scene: Scene) -> None:
    order = scene.buy({scene.pot: 1, scene.mug: 1}, scene.reward("pot"))
    lines = {line["sku"]: line["id"] for line in order["line_items"]}

    scene.shop.refund(order["id"], lines={lines["MUG"]: 1})
    scene.sync()
    without_mug = scene.points
    scene.shop.refund(order["id"], "0.00", lines={lines["POT"]: 1})
    scene.sync()

    assert without_mug == (220, 0, 80)
    assert scene.points == (300, 0, 0)


def test_a_variation_is_bought_by_its_own_sku_or_its_products(scene: Scene) -> None:
    variation = scene.shop.add_variation(scene.pot, sku="POT-RED", regular_price="55.00")["id"]
    code = scene.reward("pot")
    lines = [{"product_id": scene.pot, "variation_id": variation, "quantity": 1}]

    order = scene.shop.place_order({}, customer_id=scene.ann, coupon=code, line_items=lines)
    scene.shop.complete(order["id"])
    scene.sync()

    assert scene.shop.order(order["id"])["total"] == "0.00"
    assert scene.points == (220, 0, 80)


def test_a_cancelled_order_gives_all_back_and_its_code_is_good_no_more(scene: Scene) -> None:
    code = scene.reward("pot")
    order = scene.buy({scene.pot: 1}, code)

    scene.shop.cancel(order["id"])
    scene.sync()
    dispatch(scene.connector.database, scene.store, bootstrap.now() + timedelta(minutes=1))

    assert scene.points == (300, 0, 0)
    with pytest.raises(RestError):
        scene.buy({scene.pot: 1}, code)


def test_a_permanent_discount_lowers_each_order_and_follows_the_account(scene: Scene) -> None:
    code = scene.reward("tenth")
    paid = [scene.buy({scene.mug: 1}, code)["total"] for _ in range(2)]

    with scene.shop.shop.changing():
        scene.shop.shop.customers[scene.ann].email = "anna@example.test"
    with pytest.raises(RestError, match="valid email"):
        scene.buy({scene.mug: 1}, code)
    follow_accounts.run(scene.connector, scene.store)
    paid.append(scene.buy({scene.mug: 1}, code)["total"])

    assert paid == ["36.00"] * 3
    assert scene.points == (100 + 3 * 36, 0, 200)


def test_the_account_shows_the_code_of_a_permanent_discount_until_it_is_taken_back(scene: Scene) -> None:
    code = scene.reward("tenth")
    shown = scene.account.standing

    reject(scene.connector.database, shown[0].taken.reference, "a slip", author="owner", now=bootstrap.now())
    dispatch(scene.connector.database, scene.store, bootstrap.now())

    assert [(one.taken.code, one.in_store) for one in shown] == [(code, True)]
    assert scene.account.standing == ()
    assert scene.shop.coupon(code) is None
    assert scene.points == (300, 0, 0)
    with pytest.raises(RestError):
        scene.buy({scene.mug: 1}, code)


def test_a_discount_that_somebody_took_away_in_the_store_is_put_back(scene: Scene) -> None:
    code = scene.reward("tenth")
    with scene.shop.shop.changing():
        scene.shop.shop.coupons.clear()

    assert follow_accounts.run(scene.connector, scene.store) == 1

    assert scene.buy({scene.mug: 1}, code)["total"] == "36.00"


def test_a_product_at_its_price_in_points_is_free_for_its_buyer(scene: Scene) -> None:
    order = scene.buy({scene.tea: 1, scene.mug: 1}, scene.priced(scene.mug, "40.00"))

    assert off(order) == {"TEA": "0.00", "MUG": "40.00"}
    assert scene.points == (140 + 15, 0, 160)


def test_a_product_that_became_cheaper_gives_the_difference_back(scene: Scene) -> None:
    code = scene.priced(scene.mug, "40.00")
    with scene.shop.shop.changing():
        scene.shop.shop.products[scene.mug].sale_price = Decimal("30.00")

    assert scene.buy({scene.mug: 1}, code)["total"] == "0.00"
    assert scene.points == (180, 0, 120)


def test_of_a_product_that_became_dearer_the_difference_is_paid(scene: Scene) -> None:
    code = scene.priced(scene.mug, "40.00")
    with scene.shop.shop.changing():
        scene.shop.shop.products[scene.mug].regular_price = Decimal("50.00")

    assert scene.buy({scene.mug: 1}, code)["total"] == "10.00"
    assert scene.points == (140 + 10, 0, 160)


def test_a_price_in_points_that_the_merchant_set_pays_for_the_piece_whatever_it_costs(scene: Scene) -> None:
    (scene.home.folder / "points.csv").write_text("selector,price_points\nMUG,90\n")
    assert scene.home.command("products", "import", str(scene.home.folder / "points.csv")).status == 0
    code = scene.priced(scene.mug, "40.00", sku="MUG")
    with scene.shop.shop.changing():
        scene.shop.shop.products[scene.mug].regular_price = Decimal("50.00")

    assert scene.buy({scene.mug: 1}, code)["total"] == "0.00"
    assert scene.points == (210, 0, 90)
