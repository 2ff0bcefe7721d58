"""What every `webhooks` facet promises, one test a promise."""

from datetime import UTC, datetime

import pytest

from connector.adapter import Adapter, Hint, Misconfigured, Nothing, Rejected, Snapshot, Verdict, Webhooks
from tests.conformance.kit import Connect, Delivery, Fixtures, Shop

RECEIVED = datetime(2026, 11, 24, tzinfo=UTC)


def facet(adapter: Adapter) -> Webhooks:
    assert adapter.webhooks is not None
    return adapter.webhooks


def news(adapter: Adapter, shop: Shop) -> list[Delivery]:
    """What arrives when events are sent, without the harmless rest."""
    return [delivery for delivery in shop.send_events() if facet(adapter).verify(*delivery) is not Verdict.HARMLESS]


def told_of(adapter: Adapter, deliveries: list[Delivery]) -> set[str]:
    """The orders that these deliveries lead to."""
    events = [facet(adapter).parse(headers, body, RECEIVED) for headers, body in deliveries]
    named = {event.order.id for event in events if isinstance(event, Snapshot)}
    return named | {event.order_id for event in events if isinstance(event, Hint)}


class WebhooksPromises(Fixtures):
    def test_what_was_registered_arrives_and_is_believed(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()

        deliveries = news(adapter, shop)

        assert deliveries
        assert {facet(adapter).verify(*delivery) for delivery in deliveries} == {Verdict.SIGNED}

    def test_one_changed_byte_is_noticed(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()
        headers, body = news(adapter, shop)[0]

        assert facet(adapter).verify(headers, body + b" ") is Verdict.BAD_SIGNATURE

    def test_another_secret_is_noticed(self, adapter: Adapter, connect: Connect, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()
        delivery = news(adapter, shop)[0]

        assert facet(connect(webhook_secret="another")).verify(*delivery) is Verdict.BAD_SIGNATURE

    def test_without_a_secret_nothing_is_believed(
        self, adapter: Adapter, connect: Connect, shop: Shop, webhook_url: str
    ) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()
        deaf = facet(connect(webhook_secret=""))

        verdicts = {deaf.verify(*delivery) for delivery in shop.send_events()}

        assert verdicts
        assert verdicts <= {Verdict.BAD_SIGNATURE, Verdict.NO_SIGNATURE}

    def test_a_missing_signature_is_noticed(self, adapter: Adapter) -> None:
        assert facet(adapter).verify({"content-type": "application/json"}, b"{}") is Verdict.NO_SIGNATURE

    def test_a_placed_order_is_told(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        order_id = shop.place_order()

        assert told_of(adapter, news(adapter, shop)) == {order_id}

    def test_a_snapshot_is_the_order_and_is_dated_by_its_arrival(
        self, adapter: Adapter, shop: Shop, webhook_url: str
    ) -> None:
        facet(adapter).register(webhook_url)
        order_id = shop.place_order(pieces=2)
        (expected,) = adapter.orders.get([order_id])

        for headers, body in news(adapter, shop):
            event = facet(adapter).parse(headers, body, RECEIVED)
            if isinstance(event, Snapshot):
                assert event.order == expected
                assert event.order.observed_at == RECEIVED

    def test_a_refund_is_told_and_never_as_a_snapshot_without_it(
        self, adapter: Adapter, shop: Shop, webhook_url: str
    ) -> None:
        order_id = shop.place_order()
        facet(adapter).register(webhook_url)
        shop.refund_amount(order_id, 100)

        deliveries = news(adapter, shop)

        assert told_of(adapter, deliveries) == {order_id}
        for headers, body in deliveries:
            event = facet(adapter).parse(headers, body, RECEIVED)
            assert not isinstance(event, Snapshot) or event.order.refunded == 100

    def test_a_trashed_order_is_told(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        order_id = shop.place_order()
        facet(adapter).register(webhook_url)
        shop.trash(order_id)

        assert told_of(adapter, news(adapter, shop)) == {order_id}

    def test_an_event_of_an_order_gone_since_is_not_taken_for_nothing(
        self, adapter: Adapter, shop: Shop, webhook_url: str
    ) -> None:
        facet(adapter).register(webhook_url)
        shop.erase(shop.place_order())

        deliveries = news(adapter, shop)

        assert deliveries
        for headers, body in deliveries:
            assert not isinstance(facet(adapter).parse(headers, body, RECEIVED), Nothing)

    @pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"\xff\xfe"])
    def test_nonsense_is_rejected_with_a_reason(
        self, adapter: Adapter, shop: Shop, webhook_url: str, body: bytes
    ) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()
        headers, _ = news(adapter, shop)[0]

        with pytest.raises(Rejected, match=r"\w+"):
            facet(adapter).parse(headers, body, RECEIVED)

    def test_an_unknown_topic_is_rejected(self, adapter: Adapter) -> None:
        with pytest.raises(Rejected):
            facet(adapter).parse({}, b"{}", RECEIVED)

    def test_registering_says_what_it_did_and_the_second_time_nothing(self, adapter: Adapter, webhook_url: str) -> None:
        assert facet(adapter).register(webhook_url) != []
        assert facet(adapter).register(webhook_url) == []

    def test_registering_switches_on_what_was_disabled(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        shop.disable_webhooks()

        done = facet(adapter).register(webhook_url)
        order_id = shop.place_order()

        assert done
        assert told_of(adapter, news(adapter, shop)) == {order_id}

    def test_registering_brings_back_what_was_led_elsewhere(
        self, adapter: Adapter, shop: Shop, webhook_url: str
    ) -> None:
        facet(adapter).register(webhook_url)
        shop.move_webhooks("http://127.0.0.1:9/elsewhere")

        done = facet(adapter).register(webhook_url)
        order_id = shop.place_order()

        assert done
        assert told_of(adapter, news(adapter, shop)) == {order_id}

    def test_registering_leaves_one_of_each(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        shop.place_order()
        once = len(news(adapter, shop))
        shop.double_webhooks()

        done = facet(adapter).register(webhook_url)
        shop.place_order()

        assert done
        assert len(news(adapter, shop)) == once

    def test_registering_with_read_only_keys_is_for_a_person_to_mend(self, connect: Connect, webhook_url: str) -> None:
        with pytest.raises(Misconfigured):
            facet(connect(keys="read-only")).register(webhook_url)

    def test_removing_ends_the_events(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        news(adapter, shop)

        done = facet(adapter).remove()
        shop.place_order()

        assert done
        assert news(adapter, shop) == []

    def test_removing_says_what_it_did_and_the_second_time_nothing(self, adapter: Adapter, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)

        assert facet(adapter).remove() != []
        assert facet(adapter).remove() == []

    def test_what_was_removed_can_be_registered_again(self, adapter: Adapter, shop: Shop, webhook_url: str) -> None:
        facet(adapter).register(webhook_url)
        facet(adapter).remove()

        done = facet(adapter).register(webhook_url)
        order_id = shop.place_order()

        assert done
        assert told_of(adapter, news(adapter, shop)) == {order_id}

    def test_removing_with_read_only_keys_is_for_a_person_to_mend(
        self, adapter: Adapter, connect: Connect, webhook_url: str
    ) -> None:
        facet(adapter).register(webhook_url)

        with pytest.raises(Misconfigured):
            facet(connect(keys="read-only")).remove()
