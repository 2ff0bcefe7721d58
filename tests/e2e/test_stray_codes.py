"""The job that sweeps stray codes, against a shop over real HTTP."""

from pathlib import Path

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.usecases.dispatch import dispatch
from connector.usecases.look import member_card
from connector.usecases.pull import pull
from connector.usecases.redeem import redeem
from jobs import drain_outbox, sweep_stray_codes
from tests.running import Place, a_place, main_store

EMAIL = "ann@example.test"


def test_only_codes_of_ours_that_stand_for_no_points_go(tmp_path: Path, place: Place) -> None:
    with Sandbox(wp_cron=False, products=0) as shop:
        home = a_place(tmp_path / "home", place.folder / "loyalty.db", shop.url)
        customer, product = shop.add_customer(EMAIL), shop.add_product(name="Teapot", regular_price="200.00")
        shop.complete(shop.place_order({product["id"]: 1}, customer_id=customer["id"])["id"])
        with home.connector() as connector:
            store, now = main_store(connector), bootstrap.now()
            pull(connector.database, store, bootstrap.now)
            member = member_card(connector.database, EMAIL, now).member
            made = redeem(connector.database, store, member.id, 100, key="k", author="test", now=now).row
            dispatch(connector.database, store, now)
            for code, reference in (("loy-lost", "r-of-no-book"), ("loy-copy", made.reference)):
                shop.add_coupon(code, amount="5.00", meta_data=[{"key": "loyalty_redemption", "value": reference}])
            shop.add_coupon("summer", amount="5.00")

            found = sweep_stray_codes.run(connector, store)
            drain_outbox.run(connector, store)

            assert found.keys() == {"loy-lost", "loy-copy"}
            assert {coupon.code for coupon in shop.shop.coupons.values()} == {made.code, "summer"}
            card = member_card(connector.database, EMAIL, now)
            assert (card.available, card.held) == (100, 100)
            assert sweep_stray_codes.run(connector, store) == {}
