"""What every `gift_cards` facet promises, one test a promise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from traceback import format_exception
from typing import Any

import pytest

from connector.adapter import Adapter, GiftCard, GiftCards, Misconfigured, Rejected, Retryable, StoreError
from tests.conformance.kit import Connect, Fixtures, Shop

LETTERS = "a2b3c4d5e6f7g8h9"
END = datetime.now(UTC).replace(hour=23, minute=0, second=0, microsecond=0) + timedelta(days=200)


def facet(adapter: Adapter) -> GiftCards:
    assert adapter.gift_cards is not None
    return adapter.gift_cards


def a_card(adapter: Adapter, shop: Shop, **changes: Any) -> GiftCard:
    code = facet(adapter).spelt(LETTERS)
    return replace(
        GiftCard(code, "r-1", 1_000, shop.currency, "ann@example.test", None, END, "200 points of club"), **changes
    )


class GiftCardsPromises(Fixtures):
    def test_a_card_has_its_amount_and_its_end(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)

        facet(adapter).issue(card)

        found = shop.card(card.code)
        assert found is not None
        assert (found["amount"], found["left"], found["currency"]) == (1_000, 1_000, shop.currency)
        assert (found["usable"], found["expires_at"]) == (True, END)

    def test_a_card_without_an_end_has_none(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop, expires_at=None)

        facet(adapter).issue(card)

        found = shop.card(card.code)
        assert found is not None
        assert found["expires_at"] is None

    def test_the_shops_people_can_tell_its_origin(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)

        facet(adapter).issue(card)

        found = shop.card(card.code)
        assert found is not None
        assert found["reference"] == "r-1"

    def test_a_code_stays_in_small_letters_and_means_the_same_card(self, adapter: Adapter, shop: Shop) -> None:
        code = facet(adapter).spelt(LETTERS)

        assert [one for one in code if one.isalnum()] == list(LETTERS)
        assert facet(adapter).spelt(LETTERS) == code

    def test_what_is_paid_with_it_is_on_it_no_more(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)

        shop.pay_by_card(card.code, 400)

        assert facet(adapter).balance(card.code) == 600

    def test_an_order_tells_what_a_card_paid_of_it(self, adapter: Adapter, shop: Shop) -> None:
        """Or points would be given again for money that points have bought."""
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        order_id = shop.pay_by_card(card.code, 400)

        (order,) = adapter.orders.get([order_id])

        tenders = getattr(order, "tenders", ())
        assert [(tender.kind, tender.amount) for tender in tenders] == [("gift_card", 400)]
        assert all(tender.names & {card.code, card.reference} for tender in tenders)
        assert getattr(order, "total", None) == shop.price

    def test_issuing_again_puts_nothing_onto_it(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        shop.pay_by_card(card.code, 400)

        facet(adapter).issue(card)

        assert facet(adapter).balance(card.code) == 600

    def test_a_lost_answer_makes_one_card(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        shop.lose_next_answer()

        with pytest.raises(Retryable):
            facet(adapter).issue(card)
        facet(adapter).issue(card)

        found = shop.card(card.code)
        assert found is not None
        assert (found["left"], found["expires_at"]) == (1_000, END)

    @pytest.mark.parametrize("changed", [{"amount": 2_000}, {"reference": "r-2"}])
    def test_a_code_that_is_another_card_is_refused(
        self, adapter: Adapter, shop: Shop, changed: dict[str, Any]
    ) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)

        with pytest.raises(Rejected):
            facet(adapter).issue(replace(card, **changed))

    def test_a_card_of_the_merchants_own_is_not_taken_for_ours(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        shop.make_own_card(card.code, card.amount)

        with pytest.raises(Rejected):
            facet(adapter).issue(card)

    def test_another_currency_than_the_stores_is_refused(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop, currency="JPY")

        with pytest.raises(Rejected):
            facet(adapter).issue(card)

        assert shop.card(card.code) is None

    def test_a_closed_card_tells_what_was_left(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        shop.pay_by_card(card.code, 400)

        assert facet(adapter).close(card.code) == 600

    def test_nobody_can_pay_with_a_closed_card(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)

        facet(adapter).close(card.code)

        found = shop.card(card.code)
        assert found is None or not found["usable"]

    def test_closing_again_tells_the_same(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        shop.pay_by_card(card.code, 400)

        assert [facet(adapter).close(card.code) for _ in range(2)] == [600, 600]

    def test_a_card_whose_time_is_over_tells_what_was_left(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        shop.let_card_expire(card.code)

        assert facet(adapter).close(card.code) == 1_000

    def test_issuing_again_opens_no_closed_card(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        facet(adapter).issue(card)
        facet(adapter).close(card.code)

        facet(adapter).issue(card)

        found = shop.card(card.code)
        assert found is None or not found["usable"]

    def test_a_card_that_the_store_does_not_know_is_none(self, adapter: Adapter) -> None:
        code = facet(adapter).spelt(LETTERS)

        assert facet(adapter).balance(code) is None
        assert facet(adapter).close(code) is None

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        card = a_card(adapter, shop)
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).close(card.code)

    def test_read_only_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        adapter = connect("read-only")

        with pytest.raises(Misconfigured):
            facet(adapter).issue(a_card(adapter, shop))

    def test_no_error_shows_a_secret(self, connect: Connect, shop: Shop, secrets: list[str]) -> None:
        adapter = connect("wrong")

        with pytest.raises(StoreError) as caught:
            facet(adapter).issue(a_card(adapter, shop))

        told = "".join(format_exception(caught.value))
        assert not any(secret in told for secret in secrets)
