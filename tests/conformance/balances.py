"""What every `balances` facet promises, one test a promise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from traceback import format_exception

import pytest

from connector.adapter import Adapter, Balances, Misconfigured, Retryable, ShownBalance, StoreError
from tests.conformance.kit import Connect, Fixtures, Shop

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def facet(adapter: Adapter) -> Balances:
    assert adapter.balances is not None
    return adapter.balances


def balance(customer: str) -> ShownBalance:
    return ShownBalance(customer, 340, 120, 200, 1700, "EUR", "gold", AT)


def figures(shown: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in shown.items() if name != "as_of"}


class BalancesPromises(Fixtures):
    def test_an_account_shows_all_figures_and_their_time(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")

        facet(adapter).publish(balance(account))

        shown = shop.shown_balance(account)
        assert figures(shown) == {
            "available": "340",
            "pending": "120",
            "redeemed": "200",
            "worth": "1700",
            "currency": "EUR",
            "tier": "gold",
        }
        assert datetime.fromisoformat(shown["as_of"]) == AT

    def test_a_new_balance_takes_the_place_of_the_old_one(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")

        facet(adapter).publish(balance(account))
        facet(adapter).publish(replace(balance(account), available=0, worth=0))

        shown = shop.shown_balance(account)
        assert (shown["available"], shown["worth"], shown["pending"]) == ("0", "0", "120")

    def test_what_there_is_no_more_is_shown_no_more(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")

        facet(adapter).publish(balance(account))
        facet(adapter).publish(replace(balance(account), tier=None, worth=None))

        assert figures(shop.shown_balance(account)) == {"available": "340", "pending": "120", "redeemed": "200"}

    def test_all_else_of_the_account_stays(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test", group=shop.group)
        before = shop.account_without_balance(account)

        facet(adapter).publish(balance(account))

        assert shop.account_without_balance(account) == before

    def test_no_other_account_shows_it(self, adapter: Adapter, shop: Shop) -> None:
        account, other = shop.open_account("ann@example.test"), shop.open_account("bert@example.test")

        facet(adapter).publish(balance(account))

        assert shop.shown_balance(other) == {}

    def test_an_account_that_is_gone_is_success(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")
        shop.close_account(account)

        facet(adapter).publish(balance(account))
        facet(adapter).withdraw(account)

    def test_a_withdrawn_balance_leaves_nothing(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")
        facet(adapter).publish(balance(account))

        facet(adapter).withdraw(account)
        facet(adapter).withdraw(account)

        assert shop.shown_balance(account) == {}

    def test_no_order_changes_by_it(self, adapter: Adapter, shop: Shop) -> None:
        """Or telling a balance would bring orders to settle, and those a balance to tell."""
        order_id = shop.place_order()
        account = shop.open_account("ann@example.test")
        before = list(adapter.orders.changed_since(None))
        shop.tick()

        facet(adapter).publish(balance(account))

        after = list(adapter.orders.changed_since(None))
        assert [getattr(order, "modified_at", None) for page in after for order in page.orders] == [
            getattr(order, "modified_at", None) for page in before for order in page.orders
        ]
        assert order_id in [order.id for page in after for order in page.orders]

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).publish(balance(account))

    def test_read_only_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        account = shop.open_account("ann@example.test")

        with pytest.raises(Misconfigured):
            facet(connect("read-only")).publish(balance(account))

    def test_no_error_shows_a_secret(self, connect: Connect, shop: Shop, secrets: list[str]) -> None:
        account = shop.open_account("ann@example.test")

        with pytest.raises(StoreError) as caught:
            facet(connect("wrong")).publish(balance(account))

        told = "".join(format_exception(caught.value))
        assert not any(secret in told for secret in secrets)
