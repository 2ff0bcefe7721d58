"""Registering where WooCommerce has its own ways; what every platform promises is in the conformance kit."""

import pytest

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.webhooks import TOPICS
from connector.adapter import Adapter
from tests.adapters.woocommerce.woo_shop import WEBHOOK_SECRET, WooFixtures, WooShop

URL = "https://connector.example/webhooks/shop"


class TestRegister(WooFixtures):
    @pytest.fixture
    def store(self, adapter: Adapter) -> WooCommerce:
        assert isinstance(adapter, WooCommerce)
        return adapter

    def test_each_topic_gets_one_webhook_with_our_name_address_and_secret(
        self, store: WooCommerce, sandbox: Sandbox
    ) -> None:
        done = store.webhooks.register(URL)

        hooks = sandbox.shop.hooks.webhooks.values()
        assert done == [f"{topic}: created" for topic in TOPICS]
        assert [(hook.topic, hook.name) for hook in hooks] == [
            (topic, f"Loyalty connector {topic}") for topic in TOPICS
        ]
        assert {(hook.delivery_url, hook.secret, hook.status) for hook in hooks} == {(URL, WEBHOOK_SECRET, "active")}

    def test_a_disabled_webhook_is_replaced_because_it_would_keep_its_failures(
        self, store: WooCommerce, sandbox: Sandbox, shop: WooShop
    ) -> None:
        store.webhooks.register(URL)
        for hook in sandbox.shop.hooks.webhooks.values():
            hook.status, hook.failure_count = "disabled", 6
        old = set(sandbox.shop.hooks.webhooks)

        done = store.webhooks.register(URL)

        assert done == [f"{topic}: replaced, the store had disabled it" for topic in TOPICS]
        hooks = sandbox.shop.hooks.webhooks
        assert not old & set(hooks)
        assert [(hook.status, hook.failure_count) for hook in hooks.values()] == [("active", 0)] * 4

    def test_a_paused_webhook_is_switched_on(self, store: WooCommerce, sandbox: Sandbox, shop: WooShop) -> None:
        store.webhooks.register(URL)
        for hook in sandbox.shop.hooks.webhooks.values():
            hook.status = "paused"

        assert store.webhooks.register(URL) == [f"{topic}: switched on, it was paused" for topic in TOPICS]

    def test_the_secret_is_sent_each_time_because_it_cannot_be_looked_at(
        self, store: WooCommerce, sandbox: Sandbox, shop: WooShop
    ) -> None:
        store.webhooks.register(URL)
        for hook in sandbox.shop.hooks.webhooks.values():
            hook.secret = "somebody else's"

        assert store.webhooks.register(URL) == []
        assert {hook.secret for hook in sandbox.shop.hooks.webhooks.values()} == {WEBHOOK_SECRET}

    def test_the_webhooks_of_others_are_left_alone(self, store: WooCommerce, sandbox: Sandbox, shop: WooShop) -> None:
        body = {"name": "Accounting", "topic": "order.updated", "delivery_url": "https://books.example/"}
        theirs = sandbox.shop.hooks.subscribe(body, webhook_id=1, spare_secret="theirs", now=0)
        before = vars(theirs).copy()
        sandbox.shop.next_id("webhook")

        store.webhooks.register(URL)

        assert vars(sandbox.shop.hooks.webhooks[1]) == before
        assert len(sandbox.shop.hooks.webhooks) == 5

    def test_only_our_own_webhooks_are_removed(self, store: WooCommerce, sandbox: Sandbox, shop: WooShop) -> None:
        body = {"name": "Accounting", "topic": "order.updated", "delivery_url": "https://books.example/"}
        sandbox.shop.hooks.subscribe(body, webhook_id=1, spare_secret="theirs", now=0)
        sandbox.shop.next_id("webhook")
        store.webhooks.register(URL)
        shop.move_webhooks("https://old.example/webhooks/shop")  # ours are told by their name
        shop.disable_webhooks()

        done = store.webhooks.remove()

        assert done == [f"{topic}: removed" for topic in TOPICS]
        assert [hook.name for hook in sandbox.shop.hooks.webhooks.values()] == ["Accounting"]
