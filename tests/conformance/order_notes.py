"""What every `order_notes` facet promises, one test a promise."""

import pytest

from connector.adapter import Adapter, Misconfigured, OrderNotes, Retryable
from tests.conformance.kit import Connect, Fixtures, Shop

TEXT = "120 points earned, 200 points used: “Ann's” & more"
REFERENCE = "loyalty:points"


def facet(adapter: Adapter) -> OrderNotes:
    assert adapter.order_notes is not None
    return adapter.order_notes


class OrderNotesPromises(Fixtures):
    def test_a_note_says_the_text(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()

        facet(adapter).write(order_id, TEXT, REFERENCE)

        assert [TEXT in note for note in shop.notes(order_id)] == [True]

    def test_its_buyer_is_told_nothing(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()

        facet(adapter).write(order_id, TEXT, REFERENCE)

        assert shop.notes(order_id, to_buyer=True) == []

    def test_the_same_note_is_written_once(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()

        facet(adapter).write(order_id, TEXT, REFERENCE)
        facet(adapter).write(order_id, TEXT, REFERENCE)

        assert len(shop.notes(order_id)) == 1

    def test_a_lost_answer_writes_no_second_note(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.lose_next_answer()

        with pytest.raises(Retryable):
            facet(adapter).write(order_id, TEXT, REFERENCE)
        facet(adapter).write(order_id, TEXT, REFERENCE)

        assert len(shop.notes(order_id)) == 1

    def test_another_text_takes_the_place_of_the_former(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()

        facet(adapter).write(order_id, TEXT, REFERENCE)
        facet(adapter).write(order_id, "60 points earned", REFERENCE)

        assert ["60 points earned" in note for note in shop.notes(order_id)] == [True]

    def test_notes_of_others_stay(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.write_note(order_id, "Ann asks for a blue ribbon")

        facet(adapter).write(order_id, TEXT, REFERENCE)
        facet(adapter).write(order_id, "60 points earned", REFERENCE)
        facet(adapter).write(order_id, TEXT, "loyalty:other")

        assert len(shop.notes(order_id)) == 3
        assert "Ann asks for a blue ribbon" in shop.notes(order_id)

    def test_its_order_does_not_change_by_it(self, adapter: Adapter, shop: Shop) -> None:
        """Or a note would bring the order to settle, and that a note to write."""
        order_id = shop.place_order()
        before = list(adapter.orders.get([order_id]))
        shop.tick()

        facet(adapter).write(order_id, TEXT, REFERENCE)

        (after,) = adapter.orders.get([order_id])
        assert getattr(after, "modified_at", None) == getattr(before[0], "modified_at", 0)

    def test_an_order_that_is_gone_is_success(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.erase(order_id)

        facet(adapter).write(order_id, TEXT, REFERENCE)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).write(order_id, TEXT, REFERENCE)

    def test_read_only_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        order_id = shop.place_order()

        with pytest.raises(Misconfigured):
            facet(connect("read-only")).write(order_id, TEXT, REFERENCE)
