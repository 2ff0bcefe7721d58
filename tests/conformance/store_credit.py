"""What every `store_credit` facet promises, one test a promise."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connector.adapter import Adapter, Credit, Rejected, Retryable, StoreCredit
from tests.conformance.kit import Fixtures, Shop

NOW = datetime.now(UTC)


def facet(adapter: Adapter) -> StoreCredit:
    assert adapter.store_credit is not None
    return adapter.store_credit


def credit(customer: str, amount: int = 1_000, reference: str = "r-1") -> Credit:
    return Credit(reference, customer, amount, "EUR", NOW - timedelta(seconds=30), NOW + timedelta(days=200))


def debit(customer: str) -> Credit:
    return replace(credit(customer, reference="r-1-back"), expires_at=None)


class StoreCreditPromises(Fixtures):
    @pytest.fixture
    def customer(self, shop: Shop) -> str:
        return shop.open_account("ann@example.test")

    def test_credit_is_on_the_account(self, adapter: Adapter, customer: str) -> None:
        facet(adapter).credit(credit(customer))

        assert facet(adapter).balance(customer, "EUR") == 1_000

    def test_it_is_on_no_other_account(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        other = shop.open_account("bert@example.test")

        facet(adapter).credit(credit(customer))

        assert facet(adapter).balance(other, "EUR") == 0

    def test_the_same_credit_again_adds_nothing(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        facet(adapter).credit(credit(customer))
        shop.pay_by_credit(customer, 400)

        facet(adapter).credit(credit(customer))

        assert facet(adapter).balance(customer, "EUR") == 600

    def test_another_credit_adds_to_it(self, adapter: Adapter, customer: str) -> None:
        facet(adapter).credit(credit(customer))
        facet(adapter).credit(credit(customer, 500, "r-2"))

        assert facet(adapter).balance(customer, "EUR") == 1_500

    def test_a_lost_answer_gives_it_once(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        """Or it is left to a person, where the store cannot tell."""
        shop.lose_next_answer()
        with pytest.raises(Retryable):
            facet(adapter).credit(credit(customer))

        with suppress(Rejected):
            facet(adapter).credit(credit(customer))

        assert facet(adapter).balance(customer, "EUR") == 1_000

    def test_the_reference_of_another_amount_is_refused(self, adapter: Adapter, customer: str) -> None:
        facet(adapter).credit(credit(customer))

        with pytest.raises(Rejected):
            facet(adapter).credit(credit(customer, 2_000))

    def test_an_account_that_is_gone_is_refused(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        shop.close_account(customer)

        with pytest.raises(Rejected):
            facet(adapter).credit(credit(customer))

    def test_what_came_onto_the_account_is_told_whatever_became_of_it(
        self, adapter: Adapter, shop: Shop, customer: str
    ) -> None:
        facet(adapter).credit(credit(customer))
        shop.pay_by_credit(customer, 1_000)

        assert facet(adapter).credited(credit(customer))

    def test_what_the_merchant_gave_is_not_taken_for_ours(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        shop.give_credit(customer, 700)

        assert not facet(adapter).credited(credit(customer))

    def test_what_is_taken_off_is_told(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        facet(adapter).credit(credit(customer))
        shop.give_credit(customer, 700)

        assert facet(adapter).debit(debit(customer)) == 1_000
        assert facet(adapter).balance(customer, "EUR") == 700

    def test_no_more_is_taken_off_than_is_there(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        facet(adapter).credit(credit(customer))
        shop.pay_by_credit(customer, 400)

        assert facet(adapter).debit(debit(customer)) == 600
        assert facet(adapter).balance(customer, "EUR") == 0

    def test_taking_off_again_tells_the_same_and_takes_nothing(
        self, adapter: Adapter, shop: Shop, customer: str
    ) -> None:
        facet(adapter).credit(credit(customer))
        facet(adapter).debit(debit(customer))
        shop.give_credit(customer, 700)

        assert facet(adapter).debit(debit(customer)) == 1_000
        assert facet(adapter).balance(customer, "EUR") == 700

    def test_an_account_that_is_gone_has_nothing(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        facet(adapter).credit(credit(customer))
        shop.close_account(customer)

        assert facet(adapter).debit(debit(customer)) == 0

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop, customer: str) -> None:
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).credit(credit(customer))
