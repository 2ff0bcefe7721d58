"""`loyalty redeem … --order`, as a merchant calls it while a buyer is on the telephone."""

import json

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place


def rung_up(place: Place, shop: Sandbox) -> tuple[str, str]:
    """An unpaid order of a member who has points; who, and its number."""
    card = json.loads(place.command("member", "show", "1", "--json").out)
    customer = card["identities"][0]["customer"]
    product = next(one.id for one in shop.shop.products.values() if one.price and one.price > 40)
    order = shop.place_order({product: 1}, customer_id=int(customer), paid=False)
    place.command("member", "adjust", "1", "--add", "500", "--reason", "test")
    assert place.command("sync", "main").status == 0
    return "1", str(order["number"])


def test_points_lower_an_order_that_is_not_paid_yet(synced: Place, shop: Sandbox) -> None:
    who, number = rung_up(synced, shop)

    said = synced.command("redeem", who, "100", "--order", number)

    assert said.status == 0
    assert f"order {number} is lowered by it\n" in said.out
    (line,) = shop.order(int(number))["coupon_lines"]
    assert line["code"].startswith("loy-")
    assert synced.command("sync", "main").status == 0
    (redemption,) = json.loads(synced.command("member", "show", who, "--json").out)["redemptions"]
    assert (redemption["redeemed"], redemption["held"]) == (100, 0)


def test_an_order_paid_meanwhile_gives_the_points_back_and_a_paid_one_is_refused(synced: Place, shop: Sandbox) -> None:
    who, number = rung_up(synced, shop)
    before = json.loads(synced.command("member", "show", who, "--json").out)["available"]
    shop.update_order(int(number), set_paid=True)

    said = synced.command("redeem", who, "100", "--order", number)

    assert f"order {number} stays as it was, and the points come back: Order" in said.out
    assert "is paid or no longer open" in said.out
    assert json.loads(synced.command("member", "show", who, "--json").out)["available"] == before
    assert shop.order(int(number))["coupon_lines"] == []
    synced.command("sync", "main")
    refused = synced.command("redeem", who, "100", "--order", number)
    assert (refused.status, refused.out) == (6, "")
    assert "the order is paid already" in refused.err


def test_an_order_that_is_not_known_is_not_found(synced: Place) -> None:
    assert synced.command("redeem", "1", "100", "--order", "999999").status == 4
