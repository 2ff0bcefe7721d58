"""What every `orders` facet promises, one test a promise."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from traceback import format_exception

import pytest

from connector.adapter import Adapter, Misconfigured, Page, Retryable, StoreError, Unreadable
from connector.core.commerce import Gone, Order, Stage
from tests.conformance.kit import Connect, Fixtures, Shop


def one(adapter: Adapter, order_id: str) -> Order:
    (order,) = adapter.orders.get([order_id])
    assert isinstance(order, Order)
    return order


def ids(pages: Iterable[Page]) -> list[str]:
    return [order.id for page in pages for order in page.orders]


def read_while_moving(adapter: Adapter, shop: Shop) -> list[str]:
    """The ids seen, while after each page some of those seen are edited and so leave their places."""
    seen: list[str] = []
    edited: set[str] = set()
    for page in adapter.orders.changed_since(None):
        seen += ids([page])
        for order_id in [one for one in seen if one not in edited][:40]:
            shop.edit(order_id)
            edited.add(order_id)
    return seen


class OrdersPromises(Fixtures):
    def test_each_id_gets_one_answer(self, adapter: Adapter, shop: Shop) -> None:
        kept, trashed, erased = (shop.place_order() for _ in range(3))
        shop.trash(trashed)
        shop.erase(erased)

        answers = list(adapter.orders.get([kept, trashed, erased, kept, "99999999"]))

        assert sorted(answer.id for answer in answers) == sorted([kept, trashed, erased, "99999999"])

    def test_asking_for_nothing_gives_nothing(self, adapter: Adapter, shop: Shop) -> None:
        shop.place_order()

        assert list(adapter.orders.get([])) == []

    def test_more_ids_than_a_page_all_get_an_answer(self, adapter: Adapter, shop: Shop) -> None:
        placed = [shop.place_order() for _ in range(101)]

        assert sorted(answer.id for answer in adapter.orders.get(placed)) == sorted(placed)

    def test_a_trashed_order_is_deleted(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.trash(order_id)

        assert one(adapter, order_id).stage is Stage.DELETED

    def test_an_order_the_store_no_longer_knows_is_gone(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.erase(order_id)

        (answer,) = adapter.orders.get([order_id])

        assert isinstance(answer, Gone)

    def test_figures_are_minor_units_that_add_up(self, adapter: Adapter, shop: Shop) -> None:
        order = one(adapter, shop.place_order(pieces=3))

        assert order.currency == shop.currency
        assert order.total == 3 * shop.price
        assert sum(line.paid for line in order.lines) + sum(c.total + c.total_tax for c in order.charges) == order.total
        assert sum(line.quantity for line in order.lines) == 3

    def test_a_paid_order_is_paid(self, adapter: Adapter, shop: Shop) -> None:
        order = one(adapter, shop.place_order())

        assert order.stage in (Stage.PAID, Stage.COMPLETED)
        assert order.paid_at is not None

    def test_times_are_utc_and_say_so(self, adapter: Adapter, shop: Shop) -> None:
        order = one(adapter, shop.place_order())

        for moment in (order.placed_at, order.modified_at, order.observed_at, order.paid_at):
            assert moment is not None
            assert moment.utcoffset() == timedelta(0)
        assert timedelta(0) <= datetime.now(UTC) - order.placed_at < timedelta(hours=1)

    def test_the_address_is_kept_as_typed(self, adapter: Adapter, shop: Shop) -> None:
        order = one(adapter, shop.place_order(email="Some.Guest@Example.test"))

        assert (order.buyer.customer_id, order.buyer.email) == (None, "Some.Guest@Example.test")

    def test_a_refunded_piece_names_its_line(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order(pieces=2)
        line_id = shop.refund_piece(order_id)

        order = one(adapter, order_id)

        assert [line.item_id for refund in order.refunds for line in refund.lines] == [line_id]
        assert line_id in [line.id for line in order.lines]
        assert order.refunds[0].lines[0].quantity == 1
        assert order.refunds[0].unnamed == 0
        assert abs(order.refunded - shop.price) <= 1  # a store may round net and tax apart

    def test_a_refunded_amount_names_no_line(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.refund_amount(order_id, 100)

        order = one(adapter, order_id)

        assert [(refund.amount, refund.lines) for refund in order.refunds] == [(100, ())]

    def test_the_total_stays_what_was_paid(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.refund_amount(order_id, 100)

        assert one(adapter, order_id).total == shop.price

    def test_since_ever_shows_everything(self, adapter: Adapter, shop: Shop) -> None:
        placed = []
        for _ in range(3):
            placed.append(shop.place_order())
            shop.tick()

        pages = list(adapter.orders.changed_since(None))

        assert set(ids(pages)) == set(placed)
        assert pages[0].total == 3

    def test_changes_come_with_their_refunds(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.refund_amount(order_id, 100)

        orders = [order for page in adapter.orders.changed_since(None) for order in page.orders]

        assert [order.refunded for order in orders if isinstance(order, Order)] == [100]

    def test_changes_come_oldest_first(self, adapter: Adapter, shop: Shop) -> None:
        first, second, third = (shop.place_order() for _ in range(3))
        for order_id in (second, third, first):
            shop.tick()
            shop.edit(order_id)

        assert list(dict.fromkeys(ids(adapter.orders.changed_since(None)))) == [second, third, first]

    def test_a_change_in_the_very_second_is_shown(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        since = one(adapter, order_id).modified_at

        assert order_id in ids(adapter.orders.changed_since(since))

    def test_what_changed_long_before_is_not_shown(self, adapter: Adapter, shop: Shop) -> None:
        shop.place_order()
        shop.tick(60)
        later = shop.place_order()
        since = one(adapter, later).modified_at

        assert set(ids(adapter.orders.changed_since(since))) == {later}

    def test_a_trashed_order_shows_as_a_change(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.tick(60)
        shop.trash(order_id)
        since = one(adapter, order_id).modified_at

        orders = [order for page in adapter.orders.changed_since(since) for order in page.orders]

        assert [order.stage for order in orders if isinstance(order, Order)] == [Stage.DELETED]

    def test_going_on_from_until_loses_nothing(self, adapter: Adapter, shop: Shop) -> None:
        seen = shop.place_order()
        (page, *_) = adapter.orders.changed_since(None)
        same_second = shop.place_order()
        shop.tick()
        later = shop.place_order()

        assert seen in ids([page])
        assert {same_second, later} <= set(ids(adapter.orders.changed_since(page.until)))

    def test_going_on_from_until_does_not_start_over(self, adapter: Adapter, shop: Shop) -> None:
        old = shop.place_order()
        shop.tick(120)
        shop.place_order()

        until = list(adapter.orders.changed_since(None))[-1].until

        assert old not in ids(adapter.orders.changed_since(until))

    def test_until_never_goes_back(self, adapter: Adapter, shop: Shop) -> None:
        since = one(adapter, shop.place_order()).modified_at

        assert all(page.until >= since for page in adapter.orders.changed_since(since))

    def test_a_list_that_moves_while_it_is_read_loses_nobody(self, adapter: Adapter, shop: Shop) -> None:
        placed = []
        for _ in range(210):
            placed.append(shop.place_order())
            shop.tick()

        assert set(read_while_moving(adapter, shop)) == set(placed)

    def test_a_second_with_more_orders_than_a_page_loses_nobody(self, adapter: Adapter, shop: Shop) -> None:
        placed = [shop.place_order() for _ in range(230)]
        shop.tick()
        placed.append(shop.place_order())

        assert set(ids(adapter.orders.changed_since(None))) == set(placed)

    def test_a_full_second_that_empties_while_it_is_read_loses_nobody(self, adapter: Adapter, shop: Shop) -> None:
        placed = [shop.place_order() for _ in range(330)]
        shop.tick()

        assert set(read_while_moving(adapter, shop)) == set(placed)

    def test_an_unreadable_order_does_not_hide_its_neighbours(self, adapter: Adapter, shop: Shop) -> None:
        before, spoilt, after = (shop.place_order() for _ in range(3))
        shop.spoil(spoilt)

        for answers in (
            list(adapter.orders.get([before, spoilt, after])),
            [order for page in adapter.orders.changed_since(None) for order in page.orders],
        ):
            kinds = {answer.id: type(answer) for answer in answers}
            assert kinds == {before: Order, spoilt: Unreadable, after: Order}

    def test_an_unreadable_order_is_kept_with_its_reason(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.spoil(order_id)

        (answer,) = adapter.orders.get([order_id])

        assert isinstance(answer, Unreadable)
        assert answer.reason
        assert order_id.encode() in answer.raw

    def test_placing_counts_and_changing_does_not(self, adapter: Adapter, shop: Shop) -> None:
        old = shop.place_order()
        shop.tick(60)
        new = shop.place_order()
        shop.tick()
        shop.edit(old)
        since = one(adapter, new).placed_at

        assert set(ids(adapter.orders.placed_since(since))) == {new}

    def test_until_of_placings_is_a_time_of_placing(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.tick(60)
        shop.edit(order_id)
        placed_at = one(adapter, order_id).placed_at

        pages = list(adapter.orders.placed_since(placed_at))

        assert all(page.until <= placed_at for page in pages)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()
        shop.stumble()

        for ask in (
            lambda: list(adapter.orders.get([order_id])),
            lambda: list(adapter.orders.changed_since(None)),
            lambda: list(adapter.orders.placed_since(datetime(2020, 1, 1, tzinfo=UTC))),
        ):
            with pytest.raises(Retryable):
                ask()

    def test_wrong_keys_are_for_a_person_to_mend(self, connect: Connect) -> None:
        with pytest.raises(Misconfigured):
            list(connect(keys="wrong").orders.changed_since(None))

    def test_no_error_shows_a_secret(self, connect: Connect, shop: Shop, secrets: list[str]) -> None:
        for adapter in (connect(keys="wrong"), connect(reachable=False)):
            with pytest.raises(StoreError) as caught:
                list(adapter.orders.changed_since(None))

            shown = "".join(format_exception(caught.value))
            assert not [secret for secret in secrets if secret in shown]
