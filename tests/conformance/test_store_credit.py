"""A store in memory keeps every promise of store credit, and each promise, broken once, is noticed."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from connector.adapter import Adapter, Credit, Rejected, Retryable, StoreError
from tests.conformance.store_credit import StoreCreditPromises
from tests.usecases.purses import Purses
from tests.usecases.shop import Shop

Break = Callable[[Any, Purses], Any]  # the sound method and its purses → the broken method


class Bank:
    """As much of `tests.conformance.kit.Shop` as store credit needs."""

    def __init__(self) -> None:
        self.purses = Purses()
        self.opened = 0

    def open_account(self, email: str) -> str:
        self.opened += 1
        return str(self.opened)

    def close_account(self, customer_id: str) -> None:
        self.purses.gone.add(customer_id)

    def pay_by_credit(self, customer_id: str, amount: int) -> None:
        self.purses.held[customer_id] -= amount

    def give_credit(self, customer_id: str, amount: int) -> None:
        self.purses.held[customer_id] = self.purses.held.get(customer_id, 0) + amount

    def lose_next_answer(self) -> None:
        self.purses.loses_answer = True

    def stumble(self) -> None:
        self.purses.troubles = [Retryable("HTTP 502")] * 9


def adapter_of(purses: Purses) -> Adapter:
    shop = Shop()
    shop.store_credit = purses
    return shop


class TestInMemory(StoreCreditPromises):
    @pytest.fixture
    def shop(self) -> Any:
        return Bank()

    @pytest.fixture
    def adapter(self, shop: Any) -> Adapter:
        return adapter_of(shop.purses)


def to_everybody(sound: Any, _: Purses) -> Any:
    return lambda credit: [sound(replace(credit, customer=one, reference=credit.reference + one)) for one in "12"]


def always_anew(_: Any, purses: Purses) -> Any:
    def credit(credit: Credit) -> None:
        purses.held[credit.customer] = purses.held.get(credit.customer, 0) + credit.amount
        if purses.loses_answer:
            purses.loses_answer = False
            raise Retryable("timed out")

    return credit


def once_an_account(sound: Any, _: Purses) -> Any:
    return lambda credit: sound(replace(credit, reference=credit.customer, amount=1_000))


def swallow(error: type[StoreError]) -> Break:
    def broken(sound: Any, _: Purses) -> Any:
        def credit(credit: Credit) -> None:
            with suppress(error):
                sound(credit)

        return credit

    return broken


def by_balance(_: Any, purses: Purses) -> Any:
    return lambda credit: purses.held.get(credit.customer, 0) >= credit.amount


def any_money(_: Any, purses: Purses) -> Any:
    return lambda credit: credit.customer in purses.held


def debit_all(_: Any, purses: Purses) -> Any:
    return lambda credit: purses.held.pop(credit.customer, 0)


def debit_below_zero(_: Any, purses: Purses) -> Any:
    def debit(credit: Credit) -> int:
        purses.held[credit.customer] -= credit.amount
        return credit.amount

    return debit


def debit_anew(_: Any, purses: Purses) -> Any:
    def debit(credit: Credit) -> int:
        taken = min(purses.held.get(credit.customer, 0), credit.amount)
        purses.held[credit.customer] = purses.held.get(credit.customer, 0) - taken
        return taken

    return debit


SABOTAGE: dict[str, tuple[str, Break]] = {
    "credit_is_on_the_account": ("credit", lambda *_: lambda credit: None),
    "it_is_on_no_other_account": ("credit", to_everybody),
    "the_same_credit_again_adds_nothing": ("credit", always_anew),
    "another_credit_adds_to_it": ("credit", once_an_account),
    "a_lost_answer_gives_it_once": ("credit", always_anew),
    "the_reference_of_another_amount_is_refused": ("credit", swallow(Rejected)),
    "an_account_that_is_gone_is_refused": ("credit", swallow(Rejected)),
    "what_came_onto_the_account_is_told_whatever_became_of_it": ("credited", by_balance),
    "what_the_merchant_gave_is_not_taken_for_ours": ("credited", any_money),
    "what_is_taken_off_is_told": ("debit", debit_all),
    "no_more_is_taken_off_than_is_there": ("debit", debit_below_zero),
    "taking_off_again_tells_the_same_and_takes_nothing": ("debit", debit_anew),
    "an_account_that_is_gone_has_nothing": ("debit", debit_anew),
    "a_store_that_stumbles_may_be_asked_again": ("credit", swallow(Retryable)),
}


def test_every_promise_is_sabotaged_once() -> None:
    promises = {name.removeprefix("test_") for name in vars(StoreCreditPromises) if name.startswith("test_")}

    assert set(SABOTAGE) == promises


@pytest.mark.parametrize("promise", SABOTAGE)
def test_a_broken_promise_is_noticed(promise: str) -> None:
    check, (method, sabotage), bank = getattr(StoreCreditPromises(), f"test_{promise}"), SABOTAGE[promise], Bank()
    setattr(bank.purses, method, sabotage(getattr(bank.purses, method), bank.purses))
    supplied = {"shop": bank, "adapter": adapter_of(bank.purses), "customer": bank.open_account("ann@example.test")}
    wanted = {parameter: supplied[parameter] for parameter in inspect.signature(check).parameters}

    with pytest.raises((AssertionError, pytest.fail.Exception, StoreError)):
        check(**wanted)
