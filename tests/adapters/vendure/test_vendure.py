"""What is Vendure's own: its schema, its login, prices without tax, pieces that were cancelled, discounts that stay."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from graphql import build_client_schema, get_introspection_query, parse, validate

from adapters.vendure.adapter import Vendure
from adapters.vendure.client import operations, text
from connector.adapter import Coupon, Discount, Misconfigured, Rejected, Severity
from connector.core.commerce import Order, Stage
from connector.core.kept import kept
from tests.adapters.vendure.vendure_shop import VendureFixtures, VendureShop
from tests.conformance.kit import CodeRefused
from tests.stores.vendure.store import NET, PRICE

COUPON = Coupon("LOY-7F3K9", "redemption-1", 1000, "EUR", 0, "ann@example.test", None)
ACCOUNT = "eve@example.test"
UNEVEN = 2063  # with 23 per cent 2537, and nothing whole comes to 1537


def read(adapter: Vendure, order_id: str) -> Order:
    (order,) = adapter.orders.get([order_id])
    assert isinstance(order, Order)
    return order


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
            adapter.orders.get(["1"]).__next__()

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
        others = read(store, shop.place_order())
        assert (theirs.total, others.total) == (PRICE * 9 // 10, PRICE)
        assert theirs.buyer.groups == ()

        store.standing_discounts.withdraw("redemption-9", account, "")
        store.standing_discounts.withdraw("redemption-9", account, "")
        assert read(store, shop.buy(email=ACCOUNT, token=shop.log_in(ACCOUNT))).total == PRICE
