"""A day with damage of each kind, made by hand in a shop over real HTTP, and `loyalty reconcile` after it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.records import Coupon
from connector import bootstrap
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import member_card
from connector.usecases.pull import pull
from connector.usecases.redeem import redeem
from jobs import drain_outbox, reconcile_store
from tests.running import Place, Said, a_place, main_store

ANN = "ann@example.test"


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, products=0) as opened:
        opened.add_product(name="Teapot", regular_price="200.00")
        opened.add_customer(ANN)
        yield opened


@pytest.fixture
def home(shop: Sandbox, place: Place, tmp_path: Path) -> Place:
    return a_place(tmp_path / "home", place.folder / "loyalty.db", shop.url)


def bought(shop: Sandbox, **options: Any) -> int:
    """The id of Ann's completed order of a teapot."""
    product, customer = next(iter(shop.shop.products)), next(iter(shop.shop.customers))
    order: int = shop.place_order({product: 1}, customer_id=customer, **options)["id"]
    shop.complete(order)
    return order


def codes(home: Place, count: int) -> list[str]:
    """So many codes of Ann's for 100 points each, in the shop, which has been read."""
    with home.connector() as connector:
        store, now = main_store(connector), bootstrap.now()
        pull(connector.database, store, bootstrap.now)
        member = member_card(connector.database, ANN, now).member
        made = [
            redeem(connector.database, store, member.id, 100, key=f"k{number}", author="test", now=now).row.code
            for number in range(count)
        ]
        dispatch(connector.database, store, now)
    return made


def of_code(shop: Sandbox, code: str) -> Coupon:
    return next(coupon for coupon in shop.shop.coupons.values() if coupon.code == code)


def told(said: Said) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(said.out)
    return document


def test_each_damage_of_a_day_is_found_and_the_clear_is_mended(shop: Sandbox, home: Place) -> None:
    kept, trashed, deleted, refunded = (bought(shop) for _ in range(4))
    back = shop.refund(refunded, "50.00")
    deleted_code, used_code, unknown_use = codes(home, 3)
    quiet = home.command("reconcile", "main")
    assert (quiet.status, quiet.err) == (0, "")
    assert quiet.out.endswith("nothing differs\n")

    missed = bought(shop, coupon=used_code)
    shop.refund(kept, "100.00")
    shop.delete_refund(refunded, back["id"])  # which moves no date
    shop.trash(trashed)
    shop.delete(deleted)
    del shop.shop.coupons[of_code(shop, deleted_code).id]
    of_code(shop, unknown_use).usage_count = 1
    origin = [{"key": "loyalty_redemption", "value": "r-of-no-book"}]
    shop.add_coupon("loy-strange", amount="5.00", meta_data=origin)
    shop.add_coupon("summer", amount="5.00")
    looked, mended = (home.command("reconcile", "main", "--json", *words) for words in ((), ("--mend",)))

    expected = {
        ("order_missed", str(missed)),
        ("order_changed", str(kept)),
        ("order_changed", str(refunded)),
        ("order_deleted", str(trashed)),
        ("order_deleted", str(deleted)),
        ("code_gone", deleted_code),
        ("code_unknown", "loy-strange"),
        ("code_not_captured", unknown_use),
    }
    found = {(one["kind"], one["about"]) for one in told(looked)["differences"]}
    assert (looked.status, found) == (1, expected | {("code_not_captured", used_code)})
    assert {(one["kind"], one["about"]) for one in told(mended)["differences"]} == expected
    assert (mended.status, told(mended)["summary"]["mended"], told(mended)["summary"]["left"]) == (1, 7, 1)

    with home.connector() as connector:
        drain_outbox.run(connector, main_store(connector))
        assert verify(connector.database).faults == []
    assert {coupon.code for coupon in shop.shop.coupons.values()} == {used_code, unknown_use, "summer"}
    after = home.command("reconcile")
    assert after.status == 1
    assert f"code_not_captured {unknown_use}: an order in the shop has used it" in after.out
    assert "  for a person: look further back" in after.out
    assert after.out.endswith("1 differences: 0 mended, 1 left\n")


def test_the_job_mends_at_night(shop: Sandbox, home: Place) -> None:
    order = bought(shop)
    (code,) = codes(home, 1)
    shop.delete(order)
    del shop.shop.coupons[of_code(shop, code).id]

    with home.connector() as connector:
        store = main_store(connector)
        done = reconcile_store.run(connector, store)
        drain_outbox.run(connector, store)

        assert done is not None
        # The order is of just now, and an event may be under way: it is settled, and not called a difference.
        assert (done.differences, done.left) == ({"code_gone": 1}, 0)
        assert reconcile_store.run(connector, store).differences == {}  # type: ignore[union-attr]
        assert member_card(connector.database, ANN, bootstrap.now()).available == 0


def test_a_shop_that_is_down_and_a_time_that_is_none_are_said_in_one_line(shop: Sandbox, home: Place) -> None:
    wrong = home.command("reconcile", "main", "--from", "yesterday")
    shop.stop()
    down = home.command("reconcile", "main")

    assert (wrong.status, down.status) == (2, 5)
    assert (wrong.err.count("\n"), down.err.count("\n")) == (1, 1)
