"""Ways to break the facets that write to accounts and orders, and which promise each of them breaks."""

from dataclasses import replace
from typing import Any

import msgspec

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.balances import PREFIX
from adapters.woocommerce.coupons import REFERENCE as COUPON_REFERENCE
from connector.adapter import Discount, Misconfigured, Rejected, Retryable, ShownBalance
from tests.conformance.breaking import Break, always, issue_changed, raises, swallow


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


def grant_once_only(sound: Any, store: WooCommerce) -> Any:
    def grant(discount: Discount) -> None:
        if store.standing_discounts._find(discount.code):
            raise Rejected("already there")
        sound(discount)

    return grant


def _change(store: WooCommerce, code: str, **terms: Any) -> None:
    found = store.standing_discounts._find(code)
    assert found
    store._client.put(f"coupons/{found.id}", terms, msgspec.Raw, "")


def grant_and_forget(sound: Any, _: WooCommerce) -> Any:
    granted: set[str] = set()

    def grant(discount: Discount) -> None:
        if discount.code not in granted:
            sound(discount)
        granted.add(discount.code)

    return grant


def grant_to_all(sound: Any, store: WooCommerce) -> Any:
    def grant(discount: Discount) -> None:
        sound(discount)
        _change(store, discount.code, email_restrictions=[])

    return grant


def grant_as_code(sound: Any, store: WooCommerce) -> Any:
    def grant(discount: Discount) -> None:
        sound(discount)
        _change(store, discount.code, meta_data=[{"key": COUPON_REFERENCE, "value": discount.reference}])

    return grant


def withdraw_anything(_: Any, store: WooCommerce) -> Any:
    def withdraw(reference: str, customer: str, code: str) -> None:
        if found := store.standing_discounts._find(code):
            store._client.delete(f"coupons/{found.id}", msgspec.Raw, "")

    return withdraw


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
    "standing_discounts.it_lowers_every_order_of_the_account": ("grant", always(None)),
    "standing_discounts.granting_twice_is_granting_once": ("grant", grant_once_only),
    "standing_discounts.nobody_elses_prices_are_lowered": ("grant", grant_to_all),
    "standing_discounts.it_ends_on_its_day": ("grant", issue_changed(ends_at=None)),
    "standing_discounts.a_withdrawn_discount_is_gone_and_may_be_withdrawn_again": ("withdraw", always(None)),
    "standing_discounts.it_is_told_whether_the_store_has_it": ("granted", always(True)),
    "standing_discounts.withdrawing_leaves_what_others_made": ("withdraw", withdraw_anything),
    "standing_discounts.granting_again_follows_the_account": ("grant", grant_and_forget),
    "standing_discounts.a_lost_answer_costs_nothing": ("grant", grant_once_only),
    "standing_discounts.other_terms_under_its_name_are_rejected": ("grant", swallow(Rejected)),
    "standing_discounts.an_account_that_is_not_there_is_rejected": ("grant", swallow(Rejected)),
    "standing_discounts.another_currency_than_the_stores_is_rejected": ("grant", swallow(Rejected)),
    "standing_discounts.it_is_not_told_among_the_codes_that_are_used_once": ("grant", grant_as_code),
    "standing_discounts.a_store_that_stumbles_may_be_asked_again": ("grant", swallow(Retryable)),
    "standing_discounts.read_only_keys_are_for_a_person_to_mend": ("grant", swallow(Misconfigured)),
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
