"""Programmes that ask more than orders tell, on a shop of WooCommerce: categories, sale state, customer groups."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.cli.conftest import Placing
from tests.running import Place, a_shop

PROGRAMME = """\
programme: choosy
currency: EUR
timezone: Europe/Berlin
earn: [{points: 1, per: 1.00}]
count: {goods: {categories: [drinks]}, without: [sale]}
grant: {statuses: [processing, completed]}
members: {never: [wholesale_customer]}
"""
BEANS, DECAF, GRINDER = 10, 12, 15  # 24.90 below drinks; below drinks and on sale; equipment


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop() as opened:
        yield opened


@pytest.fixture
def choosy(shop: Sandbox, place_for: Placing) -> Place:
    place = place_for(shop.url)
    (place.folder / "starter.yaml").write_text(PROGRAMME)
    return place


def explained(place: Place, order: Any) -> str:
    said = place.command("explain", str(order["id"]))
    assert said.status == 0, said.err
    return said.out


def available(place: Place, email: str) -> int:
    said = place.command("member", "show", email, "--json")
    assert said.status == 0, said.err
    return int(json.loads(said.out)["available"])


def test_only_the_chosen_goods_at_their_price_of_those_who_take_part_earn(shop: Sandbox, choosy: Place) -> None:
    ann = shop.add_customer("ann@example.test")["id"]
    bert = shop.add_customer("bert@example.test", role="wholesale_customer")["id"]
    order = shop.place_order({BEANS: 2, DECAF: 1, GRINDER: 1}, customer_id=ann)
    of_the_trade = shop.place_order({BEANS: 2}, customer_id=bert)

    assert choosy.command("store", "check", "main").out.count("needs the store's") == 0
    assert choosy.command("sync", "main").status == 0

    assert (available(choosy, "ann@example.test"), available(choosy, "bert@example.test")) == (49, 0)
    said = explained(choosy, order)
    assert "2 × Espresso beans 1kg: €49.80 counted" in said
    assert "1 × Decaf beans 500g: €12.90, on sale: not counted" in said
    assert "1 × Grinder: €129.00, not among the goods that count" in said
    assert "customer group “wholesale_customer” does not take part: nothing" in explained(choosy, of_the_trade)


def test_a_product_that_moves_and_a_customer_who_changes_leave_old_orders_as_they_were(
    shop: Sandbox, choosy: Place
) -> None:
    ann = shop.add_customer("ann@example.test")["id"]
    order = shop.place_order({BEANS: 2}, customer_id=ann)
    choosy.command("sync", "main")
    with shop.shop.changing():
        shop.shop.products[BEANS].category_ids = [shop.shop.category("Equipment").id]
        shop.shop.customers[ann].role = "wholesale_customer"
    shop.complete(order["id"])

    assert choosy.command("sync", "main", "--since", "2020-01-01").status == 0

    assert available(choosy, "ann@example.test") == 49


def test_keys_that_may_not_read_it_stop_the_sync_with_the_reason_and_nothing_is_guessed(
    shop: Sandbox, place_for: Placing
) -> None:
    keys = {"MAIN_CONSUMER_KEY": shop.narrow_key, "MAIN_CONSUMER_SECRET": shop.consumer_secret}
    place = place_for(shop.url, keys=keys)
    (place.folder / "starter.yaml").write_text(PROGRAMME)
    ann = shop.add_customer("ann@example.test")["id"]
    order = shop.place_order({BEANS: 2}, customer_id=ann)

    checked = place.command("store", "check", "main")
    synced = place.command("sync", "main")

    assert checked.status == 1
    assert "The programme needs the store's customers, and our keys may not read them" in checked.out
    assert "The programme needs the store's products, and our keys may not read them" in checked.out
    assert synced.status != 0
    assert "the programme needs the store's products" in synced.err
    assert place.command("explain", str(order["id"])).status != 0


def test_what_woocommerce_cannot_tell_is_still_refused_at_the_start(choosy: Place) -> None:
    (choosy.folder / "starter.yaml").write_text(PROGRAMME.replace("[sale]", "[sale, bogo]"))

    said = choosy.command("sync", "main")

    assert "the programme needs bogo, which woocommerce does not offer" in said.err
    assert "take bogo out of without" in said.err
