"""What every `customers` facet promises, one test a promise."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from traceback import format_exception

import pytest

from connector.adapter import Adapter, Customers, Misconfigured, Retryable, StoreError
from connector.core.commerce import Customer
from tests.conformance.kit import Connect, Fixtures, Shop


def customers(adapter: Adapter) -> Customers:
    assert adapter.customers is not None
    return adapter.customers


def one(adapter: Adapter, customer_id: str) -> Customer:
    (customer,) = customers(adapter).get([customer_id])
    return customer


def ids(pages: Iterable[Sequence[Customer]]) -> list[str]:
    return [customer.id for page in pages for customer in page]


class CustomersPromises(Fixtures):
    def test_an_account_is_told_whatever_its_group(self, adapter: Adapter, shop: Shop) -> None:
        opened = [shop.open_account("ann@example.test"), shop.open_account("bert@example.test", group=shop.group)]

        assert sorted(customer.id for customer in customers(adapter).get(opened)) == sorted(opened)

    def test_an_account_names_its_group(self, adapter: Adapter, shop: Shop) -> None:
        customer = one(adapter, shop.open_account("ann@example.test", group=shop.group))

        assert shop.group in customer.groups

    def test_the_address_is_kept_as_typed(self, adapter: Adapter, shop: Shop) -> None:
        customer = one(adapter, shop.open_account("Ann.Lee@Example.test"))

        assert customer.email == "Ann.Lee@Example.test"

    def test_the_time_of_opening_is_utc_and_says_so(self, adapter: Adapter, shop: Shop) -> None:
        customer = one(adapter, shop.open_account("ann@example.test"))

        assert customer.registered_at is not None
        assert customer.registered_at.utcoffset() == timedelta(0)
        assert abs(datetime.now(UTC) - customer.registered_at) < timedelta(hours=1)

    def test_an_account_that_is_gone_is_left_out(self, adapter: Adapter, shop: Shop) -> None:
        kept, gone = shop.open_account("ann@example.test"), shop.open_account("bert@example.test")
        shop.close_account(gone)

        assert [customer.id for customer in customers(adapter).get([kept, gone, "99999999"])] == [kept]

    def test_asking_for_nothing_gives_nothing(self, adapter: Adapter, shop: Shop) -> None:
        shop.open_account("ann@example.test")

        assert list(customers(adapter).get([])) == []

    def test_more_ids_than_a_page_all_get_an_answer(self, adapter: Adapter, shop: Shop) -> None:
        opened = [shop.open_account(f"ann.{number}@example.test") for number in range(101)]

        assert sorted(customer.id for customer in customers(adapter).get(opened)) == sorted(opened)

    def test_since_ever_shows_everybody(self, adapter: Adapter, shop: Shop) -> None:
        opened = [shop.open_account("ann@example.test"), shop.open_account("bert@example.test", group=shop.group)]

        assert set(ids(customers(adapter).registered_since(None))) >= set(opened)

    def test_accounts_come_oldest_first(self, adapter: Adapter, shop: Shop) -> None:
        opened = []
        for number in range(3):
            opened.append(shop.open_account(f"{9 - number}@example.test"))
            shop.tick()

        shown = ids(customers(adapter).registered_since(None))

        assert [customer_id for customer_id in shown if customer_id in opened] == opened

    def test_an_account_of_the_very_second_is_shown(self, adapter: Adapter, shop: Shop) -> None:
        shop.open_account("ann@example.test")
        shop.tick()
        opened = shop.open_account("bert@example.test")
        since = one(adapter, opened).registered_at

        assert opened in ids(customers(adapter).registered_since(since))

    def test_an_account_opened_before_is_not_shown(self, adapter: Adapter, shop: Shop) -> None:
        before = shop.open_account("ann@example.test")
        shop.tick()
        since = one(adapter, shop.open_account("bert@example.test")).registered_at

        assert before not in ids(customers(adapter).registered_since(since))

    def test_a_list_that_shrinks_while_it_is_read_loses_nobody(self, adapter: Adapter, shop: Shop) -> None:
        opened = []
        for number in range(250):
            opened.append(shop.open_account(f"ann.{number}@example.test"))
            shop.tick()
        shown: list[str] = []
        closed: set[str] = set()

        for page in customers(adapter).registered_since(None):
            shown += [customer.id for customer in page]
            for customer_id in [one for one in shown if one not in closed][:40]:
                shop.close_account(customer_id)
                closed.add(customer_id)

        assert set(opened) <= set(shown)

    def test_a_second_with_more_accounts_than_a_page_loses_nobody(self, adapter: Adapter, shop: Shop) -> None:
        shop.open_account("ann@example.test")
        shop.tick()
        opened = [shop.open_account(f"ann.{number}@example.test") for number in range(230)]
        since = one(adapter, opened[0]).registered_at

        assert set(ids(customers(adapter).registered_since(since))) == set(opened)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        opened = shop.open_account("ann@example.test")
        shop.stumble()

        with pytest.raises(Retryable):
            list(customers(adapter).get([opened]))

    def test_wrong_keys_are_for_a_person_to_mend(self, connect: Connect) -> None:
        with pytest.raises(Misconfigured):
            list(customers(connect("wrong")).registered_since(None))

    def test_no_error_shows_a_secret(self, connect: Connect, secrets: list[str]) -> None:
        with pytest.raises(StoreError) as caught:
            list(customers(connect("wrong")).registered_since(None))

        told = "".join(format_exception(caught.value))
        assert not any(secret in told for secret in secrets)
