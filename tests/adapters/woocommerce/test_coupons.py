"""Coupons where WooCommerce has its own ways; what every platform promises is in the conformance kit."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
import responses

from adapters.woocommerce.client import API, Client
from adapters.woocommerce.coupons import WooCoupons
from connector.adapter import Adapter, Coupon, Rejected, Revoked
from tests.adapters.woocommerce import recorded
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop

T = TypeVar("T")

COUPON = Coupon(
    code="LOY-7F3K9",
    reference="redemption-1",
    amount=500,
    currency="EUR",
    minimum_spend=2000,
    email="Ann@Example.test",
    expires_at=datetime(2031, 12, 24, 22, 59, 59, 999, tzinfo=UTC),
    description="500 points",
)


class Meddled(Client):
    """Somebody acts just before the store is written to."""

    before: Callable[[str], None] = staticmethod(lambda method: None)

    def put(self, path: str, body: object, kind: type[T], what: str) -> T:
        self.before("PUT")
        return super().put(path, body, kind, what)

    def delete(self, path: str, kind: type[T], what: str) -> T:
        self.before("DELETE")
        return super().delete(path, kind, what)


STORE = f"https://shop.example{API}"


def https_store(currency: str) -> WooCoupons:
    responses.get(f"{STORE}settings/general/woocommerce_currency", json={"value": currency})
    return WooCoupons(Client("https://shop.example", "ck", "cs", timeout=1))


def made(**changes: object) -> Any:
    """The store's answer to our coupon."""
    ours = {
        "individual_use": False,
        "email_restrictions": ["ann@example.test"],
        "date_expires_gmt": "2031-12-24T22:59:59",
        "meta_data": [{"id": 1, "key": "loyalty_redemption", "value": "redemption-1"}],
    }
    return recorded.document("coupon") | ours | changes


@responses.activate
def test_a_currency_of_three_digits_is_shown_with_two_by_the_store_and_is_still_ours() -> None:
    responses.post(f"{STORE}coupons", json=made(amount="1.24", minimum_amount="2.00"))

    https_store("KWD").issue(replace(COUPON, currency="KWD", amount=1235))


@responses.activate
def test_a_category_is_found_by_its_slug_and_by_nothing_like_it() -> None:
    tea = [{"id": 8, "slug": "tea-pots"}, {"id": 9, "slug": "tea"}]
    responses.get(f"{STORE}products/categories", json=tea, headers={"X-WP-TotalPages": "1", "X-WP-Total": "2"})
    said = made(discount_type="percent", amount="10.00", minimum_amount="20.00", product_categories=[9])
    posted = responses.post(f"{STORE}coupons", json=said)

    https_store("EUR").issue(replace(COUPON, amount=0, percent=10, categories=("tea",)))

    body = json.loads(posted.calls[0].request.body or "")
    assert (body["product_categories"], body["product_ids"], body["discount_type"]) == ([9], [], "percent")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shipping_methods": ("courier",), "free_shipping": True}, "frees whatever the shipping zones offer"),
        ({"products": ("1",), "categories": ("2",)}, "Choose by one of them"),
    ],
)
@responses.activate
def test_what_a_coupon_of_the_store_cannot_say_is_rejected(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        https_store("EUR").issue(replace(COUPON, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"excluded_product_ids": [5]},
        {"excluded_product_categories": [5]},
        {"maximum_amount": "100.00"},
        {"individual_use": True},
        {"exclude_sale_items": True},
        {"limit_usage_to_x_items": 1},
    ],
    ids=str,
)
@responses.activate
def test_a_coupon_that_was_narrowed_is_not_ours(changes: dict[str, Any]) -> None:
    responses.post(f"{STORE}coupons", json=made(**changes))
    responses.delete(f"{STORE}coupons/18", json=made())

    with pytest.raises(Rejected, match="would not take our terms"):
        https_store("EUR").issue(COUPON)


@responses.activate
def test_a_coupon_that_the_store_altered_is_not_left_behind() -> None:
    responses.post(f"{STORE}coupons", json=made(email_restrictions=[]))
    deleted = responses.delete(f"{STORE}coupons/18", json=made())

    with pytest.raises(Rejected, match="would not take our terms: email_restrictions"):
        https_store("EUR").issue(COUPON)

    assert deleted.call_count == 1


@responses.activate
def test_a_code_that_the_store_holds_and_does_not_show_is_not_taken_for_ours() -> None:
    taken = {"code": "woocommerce_rest_coupon_code_already_exists", "message": "The coupon code already exists"}
    responses.post(f"{STORE}coupons", status=400, json=taken)
    responses.get(f"{STORE}coupons", json=[])

    with pytest.raises(Rejected, match="holds the code and does not show it"):
        https_store("EUR").issue(COUPON)


class TestCoupons(WooFixtures):
    @pytest.fixture
    def client(self, shop: WooShop) -> Meddled:
        return Meddled(shop.sandbox.url, shop.sandbox.consumer_key, shop.sandbox.consumer_secret, timeout=5)

    @pytest.fixture
    def coupons(self, client: Meddled) -> WooCoupons:
        return WooCoupons(client)

    def test_a_coupon_carries_all_its_terms(self, coupons: WooCoupons, shop: WooShop) -> None:
        coupons.issue(COUPON)

        made = shop.sandbox.coupon("LOY-7F3K9")

        assert made is not None
        assert {name: made[name] for name in ("amount", "discount_type", "minimum_amount", "date_expires_gmt")} == {
            "amount": "5.00",
            "discount_type": "fixed_cart",
            "minimum_amount": "20.00",
            "date_expires_gmt": "2031-12-24T22:59:59",
        }
        assert (made["usage_limit"], made["usage_limit_per_user"], made["individual_use"]) == (1, 1, False)
        assert [(meta["key"], meta["value"]) for meta in made["meta_data"]] == [("loyalty_redemption", "redemption-1")]
        assert (made["code"], made["description"]) == ("loy-7f3k9", "500 points")

    def test_other_terms_are_named_and_an_address_is_not_quoted(self, coupons: WooCoupons) -> None:
        coupons.issue(COUPON)

        with pytest.raises(Rejected) as caught:
            coupons.issue(replace(COUPON, amount=600, email="ben@example.test"))

        assert "amount is 5.00, ours is 6.00; email_restrictions" in str(caught.value)
        assert "@" not in str(caught.value)

    def test_two_currencies_are_named(self, coupons: WooCoupons) -> None:
        with pytest.raises(Rejected, match="it is in JPY and the store sells in EUR"):
            coupons.issue(replace(COUPON, currency="JPY"))

    def test_the_currency_is_asked_for_once(self, coupons: WooCoupons, shop: WooShop) -> None:
        coupons.issue(COUPON)
        before = shop.requests

        coupons.issue(replace(COUPON, code="LOY-2"))

        assert shop.requests - before == 1

    @pytest.mark.parametrize("moment", ["PUT", "DELETE"])
    def test_a_use_between_the_look_and_the_deed_is_told_as_used(
        self, coupons: WooCoupons, client: Meddled, shop: WooShop, moment: str
    ) -> None:
        coupons.issue(replace(COUPON, minimum_spend=0, email=None))

        def use(method: str) -> None:
            if method == moment:
                # As a checkout that had passed its own look: the closing does not stop it any more.
                shop.book_code("LOY-7F3K9")

        client.before = use

        assert coupons.revoke("LOY-7F3K9") is Revoked.USED

    def test_a_coupon_that_is_closed_takes_no_further_order(
        self, coupons: WooCoupons, client: Meddled, shop: WooShop
    ) -> None:
        coupons.issue(replace(COUPON, minimum_spend=0))
        taken: list[bool] = []
        client.before = lambda method: taken.append(shop.takes_code("LOY-7F3K9")) if method == "DELETE" else None

        assert coupons.revoke("LOY-7F3K9") is Revoked.UNUSED
        assert taken == [False]

    def test_a_coupon_that_somebody_deletes_meanwhile_is_unused(
        self, coupons: WooCoupons, client: Meddled, shop: WooShop
    ) -> None:
        coupons.issue(COUPON)
        client.before = lambda _: shop.sandbox.shop.coupons.clear()

        assert coupons.revoke("LOY-7F3K9") is Revoked.UNUSED

    def test_a_used_coupon_is_left_as_it_is(self, adapter: Adapter, coupons: WooCoupons, shop: WooShop) -> None:
        coupons.issue(replace(COUPON, minimum_spend=0))
        shop.place_order(email="ann@example.test", code="LOY-7F3K9")
        before = shop.sandbox.coupon("LOY-7F3K9")

        assert coupons.revoke("LOY-7F3K9") is Revoked.USED
        assert shop.sandbox.coupon("LOY-7F3K9") == before
