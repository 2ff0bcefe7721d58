"""What is Vendure's own: its schema, its login, prices without tax, pieces that were cancelled, discounts that stay."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from graphql import build_client_schema, get_introspection_query, parse, validate
from msgspec.structs import replace as replaced

from adapters.http import Answer
from adapters.vendure.adapter import Vendure
from adapters.vendure.client import operations, text
from connector.adapter import Coupon, Discount, Misconfigured, Rejected, Revoked, Severity
from connector.core.commerce import Order, Stage
from connector.core.kept import kept
from tests.adapters.vendure.vendure_shop import VendureFixtures, VendureShop
from tests.conformance.kit import CodeRefused
from tests.stores.vendure import store as stores
from tests.stores.vendure.store import NET, PRICE

COUPON = Coupon("LOY-7F3K9", "redemption-1", 1000, "EUR", 0, "ann@example.test", None)
ACCOUNT = "eve@example.test"
GUIDE = Path(__file__).parents[3] / "docs" / "connect-vendure.md"
UNEVEN = 2063  # with 23 per cent 2537, and nothing whole comes to 1537


def read(adapter: Vendure, order_id: str) -> Order:
    (order,) = adapter.orders.get([order_id])
    assert isinstance(order, Order)
    return order


def questions(adapter: Vendure) -> list[str]:
    """The operations that it asks from now on."""
    asked: list[str] = []
    send = adapter._client.http.send

    def told(method: str, path: str, **given: Any) -> Answer:
        asked.append(given["json"]["operationName"])
        return send(method, path, **given)

    adapter._client.http.send = told  # type: ignore[method-assign]
    return asked


class TestVendure(VendureFixtures):
    @pytest.fixture
    def store(self, connect: object) -> Vendure:
        adapter = connect()  # type: ignore[operator]
        assert isinstance(adapter, Vendure)
        return adapter

    @pytest.fixture
    def net(self, shop: VendureShop) -> Iterator[Vendure]:
        adapter = Vendure(url=shop.store.url, username="superadmin", password="superadmin", channel=NET)
        yield adapter
        adapter.close()

    def test_the_stores_schema_knows_every_operation(self, shop: VendureShop) -> None:
        schema = build_client_schema(shop.store.admin(get_introspection_query()))

        faults = {name: [str(one) for one in validate(schema, parse(text(name)))] for name in operations()}

        assert {name: found for name, found in faults.items() if found} == {}

    def test_a_login_renews_itself(self, shop: VendureShop) -> None:
        adapter = Vendure(url=shop.store.url, username="superadmin", password="superadmin")
        order_id = shop.place_order()
        assert read(adapter, order_id).id == order_id

        shop.store.admin("mutation { logout { success } }")
        adapter._client._keys.session = "ended"

        assert read(adapter, order_id).id == order_id
        adapter.close()

    def test_a_wrong_password_is_for_a_person_to_mend(self, shop: VendureShop) -> None:
        adapter = Vendure(url=shop.store.url, username="superadmin", password="a wrong one")

        with pytest.raises(Misconfigured) as caught:
            next(adapter.orders.get(["1"]))

        assert "a wrong one" not in str(caught.value)
        adapter.close()

    def test_ten_off_with_tax_is_ten_off(self, store: Vendure, shop: VendureShop) -> None:
        store.coupons.issue(COUPON)

        order = read(store, shop.place_order(code=COUPON.code))

        assert (order.total, order.coupons[0].discount) == (PRICE - 1000, 1000)

    @pytest.mark.parametrize("pieces", [1, 2, 7])
    def test_ten_off_before_tax_is_ten_off(self, net: Vendure, shop: VendureShop, pieces: int) -> None:
        net.coupons.issue(COUPON)
        net.coupons.issue(COUPON)

        order = read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET, pieces=pieces))

        assert (order.total, order.coupons[0].discount) == (pieces * PRICE - 1000, 1000)
        assert sum(line.total + line.total_tax for line in order.lines) == pieces * PRICE - 1000

    @pytest.mark.parametrize("prices", [(1999, 2000), (333, 4567), (1, 2001), (777, 778)], ids=str)
    def test_ten_off_goods_of_several_rates_is_ten_off(
        self, net: Vendure, shop: VendureShop, prices: tuple[int, int]
    ) -> None:
        other = shop.sell_before_tax(prices)
        bare = read(net, shop.buy(email="ann@example.test", channel=NET, also=other)).total
        net.coupons.issue(COUPON)

        order = read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET, also=other))

        assert (bare - order.total, order.coupons[0].discount) == (1000, 1000)

    def test_where_no_price_before_tax_is_ten_off_it_is_a_cent_more(self, net: Vendure, shop: VendureShop) -> None:
        shop.sell_before_tax((UNEVEN, 1))
        bare = read(net, shop.buy(email="ann@example.test", channel=NET)).total
        net.coupons.issue(COUPON)

        order = read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET))

        assert bare - order.total == 1001

    def test_more_than_the_order_costs_leaves_nothing_to_pay(self, net: Vendure, shop: VendureShop) -> None:
        net.coupons.issue(replace(COUPON, amount=2 * PRICE))

        order = read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET))

        assert (order.total, order.coupons[0].discount) == (0, PRICE)

    def test_ten_off_before_tax_is_refused_without_the_plugin(self, net: Vendure, shop: VendureShop) -> None:
        shop.store.back("unplug")

        with pytest.raises(Rejected, match="without tax"):
            net.coupons.issue(COUPON)

        assert list(net.coupons.ours()) == []

    def test_per_cent_off_before_tax_is_per_cent_off(self, net: Vendure, shop: VendureShop) -> None:
        net.coupons.issue(replace(COUPON, amount=0, percent=50))

        order = read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET))

        assert (order.total, order.coupons[0].discount) == (PRICE // 2, PRICE // 2)

    def test_a_minimum_spend_counts_tax_in_either_channel(self, net: Vendure, shop: VendureShop) -> None:
        net.coupons.issue(replace(COUPON, amount=0, percent=50, minimum_spend=PRICE))
        assert read(net, shop.buy(email="ann@example.test", code=COUPON.code, channel=NET)).total == PRICE // 2

        net.coupons.issue(replace(COUPON, code="LOY-MORE", amount=0, percent=50, minimum_spend=PRICE + 1))
        with pytest.raises(CodeRefused):
            shop.buy(email="ann@example.test", code="LOY-MORE", channel=NET)

    def test_a_check_warns_of_prices_without_tax_where_the_plugin_is_missing(
        self, net: Vendure, shop: VendureShop
    ) -> None:
        assert net.check(None) == []
        shop.store.back("unplug")

        problems = net.check(None)

        assert [one.severity for one in problems] == [Severity.WARNING]
        assert "without tax" in problems[0].what

    @pytest.mark.parametrize("scope", [{"products": ("1",)}, {"categories": ("1",)}, {"sale_items": False}])
    def test_what_promotions_cannot_say_is_refused(self, store: Vendure, scope: dict[str, object]) -> None:
        with pytest.raises(Rejected, match=next(iter(scope))):
            store.coupons.issue(replace(COUPON, **scope))  # type: ignore[arg-type]

    def test_a_refunded_piece_that_was_cancelled_too_is_given_back_once(
        self, store: Vendure, shop: VendureShop
    ) -> None:
        order_id = shop.place_order(pieces=3)
        line = shop.refund_piece(order_id)
        shop.cancel(order_id, [{"orderLineId": line, "quantity": 1}])

        order = read(store, order_id)

        assert (order.total, order.refunded) == (3 * PRICE, PRICE)
        assert kept(order)[0].paid == 2 * PRICE
        assert order.lines[0].quantity == Decimal(3)

    def test_a_cancelled_order_is_cancelled(self, store: Vendure, shop: VendureShop) -> None:
        order_id = shop.place_order()
        shop.cancel(order_id)

        assert read(store, order_id).stage is Stage.CANCELLED

    def test_only_an_account_is_a_customer(self, store: Vendure, shop: VendureShop) -> None:
        account = shop.open_account(ACCOUNT, group="wholesale")
        guest, own = shop.place_order(), shop.buy(email=ACCOUNT, token=shop.log_in(ACCOUNT))

        assert read(store, guest).buyer.customer_id is None
        assert (read(store, own).buyer.customer_id, read(store, own).buyer.groups) == (account, ("wholesale",))

    def test_a_standing_discount_is_its_accounts_own_until_it_is_withdrawn(
        self, store: Vendure, shop: VendureShop
    ) -> None:
        account = shop.open_account(ACCOUNT)
        discount = Discount("redemption-9", account, 0, 10, "EUR", None, "10 % for good")
        store.standing_discounts.grant(discount)
        store.standing_discounts.grant(discount)

        theirs = read(store, shop.buy(email=ACCOUNT, token=shop.log_in(ACCOUNT)))
        others = read(store, shop.buy(email=COUPON.email or ""))
        assert (theirs.total, others.total) == (PRICE * 9 // 10, PRICE)
        assert theirs.buyer.groups == ()

        store.standing_discounts.withdraw("redemption-9", account, "")
        store.standing_discounts.withdraw("redemption-9", account, "")
        assert read(store, shop.buy(email=ACCOUNT, token=shop.log_in(ACCOUNT))).total == PRICE

    def test_of_a_code_with_a_buyer_only_the_buyers_orders_are_read(self, store: Vendure, shop: VendureShop) -> None:
        store.coupons.issue(COUPON)
        store.coupons.issue(replace(COUPON, code="LOY-TWO", reference="redemption-2", email="ben@example.test"))
        shop.buy(email="ann@example.test", code=COUPON.code)
        asked = questions(store)

        assert {one.code: one.used for one in store.coupons.ours()} == {COUPON.code: True, "LOY-TWO": False}
        assert store.coupons.revoke("LOY-TWO") is Revoked.UNUSED

        assert "OrdersOfBuyers" in asked
        assert "OrderCodes" not in asked

    def test_a_code_of_nobody_is_looked_for_among_all_orders(self, store: Vendure, shop: VendureShop) -> None:
        store.coupons.issue(replace(COUPON, email=None))
        shop.buy(email="ben@example.test", code=COUPON.code)

        assert store.coupons.revoke(COUPON.code) is Revoked.USED

    def test_a_used_code_stays_used_when_its_buyer_is_gone(self, store: Vendure, shop: VendureShop) -> None:
        account = shop.open_account(ACCOUNT)
        store.coupons.issue(replace(COUPON, email=ACCOUNT))
        shop.buy(email=ACCOUNT, code=COUPON.code, token=shop.log_in(ACCOUNT))
        shop.close_account(account)

        assert [one.used for one in store.coupons.ours()] == [True]

    def test_a_code_is_found_among_more_than_a_page_of_its_buyers_orders(
        self, store: Vendure, shop: VendureShop
    ) -> None:
        store.coupons.issue(COUPON)
        shop.buy_alike(email="ann@example.test", times=101)
        shop.buy(email="ann@example.test", code=COUPON.code)

        assert store.coupons.revoke(COUPON.code) is Revoked.USED

    def test_a_cancelled_order_gives_its_code_back(self, store: Vendure, shop: VendureShop) -> None:
        store.coupons.issue(COUPON)
        shop.cancel(shop.buy(email="ann@example.test", code=COUPON.code))

        assert [one.used for one in store.coupons.ours()] == [False]

    def test_the_rights_that_the_guide_names_are_enough(self, shop: VendureShop, webhook_url: str) -> None:
        table = GUIDE.read_text().partition("| right | for |")[2].partition("\n\n")[0]
        rights = re.findall(r"(?:Read|Create|Update|Delete)[A-Z]\w+", table)
        adapter = Vendure(url=shop.store.url, api_key=stores.add_key(shop.store, "guide", rights), webhook_secret="s")
        account, order = shop.open_account(ACCOUNT), shop.place_order()

        adapter.webhooks.register(webhook_url)
        adapter.coupons.issue(COUPON)
        adapter.standing_discounts.grant(Discount("redemption-9", account, 0, 10, "EUR", None))
        adapter.balances.withdraw(account)
        adapter.order_notes.write(order, "two points", "loyalty:points")
        adapter.standing_discounts.withdraw("redemption-9", account, "")

        assert adapter.coupons.revoke(COUPON.code) is Revoked.UNUSED
        assert adapter.check(webhook_url, ["customers", "products", "balances"]) == []
        adapter.close()

    def test_without_the_plugin_there_is_nobody_to_tell(
        self, store: Vendure, shop: VendureShop, webhook_url: str
    ) -> None:
        found = store._client.shop
        config = replaced(found.global_settings.server_config, entity_custom_fields=[])
        store._client.shop = replaced(found, global_settings=replaced(found.global_settings, server_config=config))

        with pytest.raises(Misconfigured, match="plugin"):
            store.webhooks.register(webhook_url)
