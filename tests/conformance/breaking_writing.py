"""Ways to break the facets that write to accounts and orders, and which promise each of them breaks."""

from dataclasses import replace
from typing import Any

import msgspec

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.balances import PREFIX
from connector.adapter import Misconfigured, Rejected, Retryable, ShownBalance
from tests.conformance.breaking import Break, always, raises, swallow


def publish_changed(**values: Any) -> Break:
    return lambda sound, _: lambda balance: sound(replace(balance, **values))


def publish_first_only(sound: Any, _: WooCommerce) -> Any:
    told: list[ShownBalance] = []

    def publish(balance: ShownBalance) -> None:
        told.append(balance)
        sound(told[0])

    return publish


def publish_by_pieces(_: Any, store: WooCommerce) -> Any:
    """What there is not is left out, so what was there stays."""

    def publish(balance: ShownBalance) -> None:
        figures = {name: getattr(balance, name) for name in ("available", "pending", "redeemed", "worth", "tier")}
        entries = [{"key": PREFIX + name, "value": str(one)} for name, one in figures.items() if one is not None]
        store._client.put(f"customers/{balance.customer}", {"meta_data": entries}, msgspec.Raw, "")

    return publish


def publish_with_name(sound: Any, store: WooCommerce) -> Any:
    def publish(balance: ShownBalance) -> None:
        store._client.put(f"customers/{balance.customer}", {"last_name": "340 points"}, msgspec.Raw, "")
        sound(balance)

    return publish


def publish_to_all(sound: Any, store: WooCommerce) -> Any:
    def publish(balance: ShownBalance) -> None:
        for page in store.customers.registered_since(None):
            for customer in page:
                sound(replace(balance, customer=customer.id))

    return publish


def publish_moving_orders(sound: Any, store: WooCommerce) -> Any:
    def publish(balance: ShownBalance) -> None:
        for page in store.orders.changed_since(None):
            for order in page.orders:
                store._client.put(f"orders/{order.id}", {}, msgspec.Raw, "")
        sound(balance)

    return publish


def _write(store: WooCommerce, order_id: str, text: str, **more: Any) -> None:
    store._client.post(f"orders/{order_id}/notes", {"note": text, **more}, msgspec.Raw, "")


def write_to_buyer(_: Any, store: WooCommerce) -> Any:
    return lambda order_id, text, reference: _write(store, order_id, text, customer_note=True)


def write_always(_: Any, store: WooCommerce) -> Any:
    return lambda order_id, text, reference: _write(store, order_id, text)


def write_alone(_: Any, store: WooCommerce) -> Any:
    """Whatever stands there goes."""

    def write(order_id: str, text: str, reference: str) -> None:
        for note in store.order_notes._notes(order_id):
            store._client.delete(f"orders/{order_id}/notes/{note.id}", msgspec.Raw, "")
        _write(store, order_id, text)

    return write


def write_moving(sound: Any, store: WooCommerce) -> Any:
    def write(order_id: str, text: str, reference: str) -> None:
        sound(order_id, text, reference)
        store._client.put(f"orders/{order_id}", {}, msgspec.Raw, "")

    return write


WRITING: dict[str, tuple[str, Break]] = {
    "balances.an_account_shows_all_figures_and_their_time": ("publish", publish_changed(pending=0)),
    "balances.a_new_balance_takes_the_place_of_the_old_one": ("publish", publish_first_only),
    "balances.what_there_is_no_more_is_shown_no_more": ("publish", publish_by_pieces),
    "balances.all_else_of_the_account_stays": ("publish", publish_with_name),
    "balances.no_other_account_shows_it": ("publish", publish_to_all),
    "balances.an_account_that_is_gone_is_success": ("withdraw", raises(Rejected("Invalid resource ID."))),
    "balances.a_withdrawn_balance_leaves_nothing": ("withdraw", always(None)),
    "balances.no_order_changes_by_it": ("publish", publish_moving_orders),
    "balances.a_store_that_stumbles_may_be_asked_again": ("publish", swallow(Retryable)),
    "balances.read_only_keys_are_for_a_person_to_mend": ("publish", swallow(Misconfigured)),
    "balances.no_error_shows_a_secret": ("publish", raises(Misconfigured("ck_nobody is no key"))),
    "order_notes.a_note_says_the_text": ("write", always(None)),
    "order_notes.its_buyer_is_told_nothing": ("write", write_to_buyer),
    "order_notes.the_same_note_is_written_once": ("write", write_always),
    "order_notes.a_lost_answer_writes_no_second_note": ("write", write_always),
    "order_notes.another_text_takes_the_place_of_the_former": ("write", write_always),
    "order_notes.notes_of_others_stay": ("write", write_alone),
    "order_notes.its_order_does_not_change_by_it": ("write", write_moving),
    "order_notes.an_order_that_is_gone_is_success": ("write", raises(Rejected("Invalid order ID."))),
    "order_notes.a_store_that_stumbles_may_be_asked_again": ("write", swallow(Retryable)),
    "order_notes.read_only_keys_are_for_a_person_to_mend": ("write", swallow(Misconfigured)),
}
