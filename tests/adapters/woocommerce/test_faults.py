"""A bad day at the store, over real HTTP: each fault gets its family, and no secret is ever seen."""

import logging
from collections.abc import Callable
from datetime import timedelta
from traceback import format_exception
from typing import Any

import pytest

from adapters.http import Redirected
from adapters.woocommerce.adapter import WooCommerce
from connector.adapter import Adapter, Coupon, Retryable, StoreError
from connector.core.commerce import Order
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop

FAULTS: dict[str, tuple[dict[str, Any], type[StoreError]]] = {
    "too many": ({"kind": "status", "status": 429, "retry_after": 60}, Retryable),
    "broken": ({"kind": "status", "status": 500}, Retryable),
    "bad gateway": ({"kind": "status", "status": 502}, Retryable),
    "a page": ({"kind": "html"}, Retryable),
    "cut JSON": ({"kind": "truncated"}, Retryable),
    "moved": ({"kind": "redirect", "location": "https://elsewhere.example/?consumer_secret=cs_sandbox"}, Redirected),
    "slow": ({"kind": "delay", "seconds": 0.3}, Retryable),
    "hung up": ({"kind": "closed"}, Retryable),
    "answer lost": ({"kind": "answer-lost"}, Retryable),
}
COUPON = Coupon("LOY-1", "r-1", 500, "EUR", 0, None, None)

Ask = Callable[[Adapter], object]
QUESTIONS: dict[str, Ask] = {
    "get": lambda store: list(store.orders.get(["11", "12"])),
    "changed_since": lambda store: list(store.orders.changed_since(None)),
    "issue": lambda store: store.coupons.issue(COUPON) if store.coupons else None,
    "revoke": lambda store: store.coupons.revoke("LOY-1") if store.coupons else None,
    "register": lambda store: store.webhooks.register("https://connector.example/") if store.webhooks else None,
}


class TestFaults(WooFixtures):
    @pytest.fixture
    def store(self, shop: WooShop) -> WooCommerce:
        sandbox = shop.sandbox
        return WooCommerce(
            url=sandbox.url,
            consumer_key=sandbox.consumer_key,
            consumer_secret=sandbox.consumer_secret,
            webhook_secret="wh00kSecret",
            timeout=0.15,
        )

    @pytest.mark.parametrize("question", QUESTIONS)
    @pytest.mark.parametrize("fault", FAULTS)
    def test_each_fault_gets_its_family_and_shows_no_secret(
        self,
        store: WooCommerce,
        shop: WooShop,
        secrets: list[str],
        fault: str,
        question: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        details, family = FAULTS[fault]
        shop.place_order()
        shop.sandbox.fail(**details, times=None)

        with pytest.raises(family) as caught:
            QUESTIONS[question](store)

        # The store of this test logs in the same process; what it logs is not ours.
        logged = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
        shown = "".join([*format_exception(caught.value), *logged])
        assert logged
        assert not [secret for secret in secrets if secret in shown]

    @pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ("too many", "moved")])
    def test_reading_gets_over_a_fault_that_passes(self, store: WooCommerce, shop: WooShop, fault: str) -> None:
        order_id = shop.place_order()
        shop.sandbox.fail(**FAULTS[fault][0], times=1)

        (order,) = store.orders.get([order_id])

        assert isinstance(order, Order)

    def test_the_stores_wish_to_wait_is_handed_on(self, store: WooCommerce, shop: WooShop) -> None:
        shop.sandbox.fail("status", status=429, retry_after=60)

        with pytest.raises(Retryable) as caught:
            list(store.orders.changed_since(None))

        assert caught.value.after == timedelta(seconds=60)

    def test_a_write_is_sent_once(self, store: WooCommerce, shop: WooShop) -> None:
        shop.sandbox.fail("status", "*/coupons", method="POST", status=500, times=None)
        before = shop.sandbox.faults.struck

        with pytest.raises(Retryable):
            store.coupons.issue(COUPON)

        assert shop.sandbox.faults.struck - before == 1
