"""Ways to break the facet that makes gift cards, and which promise each of them breaks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.gift_cards import PATH, CardPayload
from connector.adapter import GiftCard, Misconfigured, Rejected, Retryable
from tests.conformance.breaking import Break, raises, swallow

SOON = datetime.now(UTC) + timedelta(days=2)


def spelt_large(sound: Any, _: WooCommerce) -> Any:
    return lambda code: sound(code).upper()


def issue_card(**changes: Any) -> Break:
    return lambda sound, _: lambda card: sound(replace(card, **changes))


def issue_again(sound: Any, store: WooCommerce) -> Any:
    """A card that is there is made anew."""

    def issue(card: GiftCard) -> None:
        if found := store.gift_cards._find(card.code):
            store._client.delete(f"{PATH}/{found.id}", msgspec.Raw, "")
        sound(card)

    return issue


def issue_once(sound: Any, store: WooCommerce) -> Any:
    """A code that is taken is somebody else's."""

    def issue(card: GiftCard) -> None:
        if store.gift_cards._find(card.code):
            raise Rejected("Gift card code exists.")
        sound(card)

    return issue


def issue_and_open(sound: Any, store: WooCommerce) -> Any:
    def issue(card: GiftCard) -> None:
        sound(card)
        found = store.gift_cards._find(card.code)
        assert found is not None
        store._client.put(f"{PATH}/{found.id}", {"is_active": "on"}, CardPayload, "")

    return issue


def issue_without_reference(sound: Any, store: WooCommerce) -> Any:
    def issue(card: GiftCard) -> None:
        body = {"code": card.code, "recipient": card.email, "sender": "us", "balance": "10.00"}
        store._client.post(PATH, body, CardPayload, "")

    return issue


def issue_in_any_currency(_: Any, store: WooCommerce) -> Any:
    def issue(card: GiftCard) -> None:
        body = {"code": card.code, "recipient": card.email, "sender": "us", "balance": "1000", "currency": "JPY"}
        store._client.post(PATH, body, CardPayload, "")

    return issue


def issue_untold(sound: Any, store: WooCommerce) -> Any:
    """From then on orders keep it to themselves which card paid for them."""

    def issue(card: GiftCard) -> None:
        sound(card)
        get = store.orders.get
        store.orders.get = lambda ids: (replace(order, tenders=()) for order in get(ids))  # type: ignore[method-assign, type-var]

    return issue


def balance_at_first(_: Any, store: WooCommerce) -> Any:
    return lambda code: 1_000


def close_saying_amount(sound: Any, _: WooCommerce) -> Any:
    def close(code: str) -> int:
        sound(code)
        return 1_000

    return close


def close_by_deleting(sound: Any, store: WooCommerce) -> Any:
    def close(code: str) -> Any:
        if (found := store.gift_cards._find(code)) is None:
            return None
        left = sound(code)
        store._client.delete(f"{PATH}/{found.id}", msgspec.Raw, "")
        return left

    return close


def close_what_can_be_changed(_: Any, store: WooCommerce) -> Any:
    """As if the store would change any card."""

    def close(code: str) -> int:
        found = store.gift_cards._find(code)
        assert found is not None
        store._client.put(f"{PATH}/{found.id}", {"is_active": "off"}, CardPayload, "")
        return 1_000

    return close


def nothing_is_zero(sound: Any, _: WooCommerce) -> Any:
    return lambda code: sound(code) or 0


MONEY: dict[str, tuple[str, Break]] = {
    "gift_cards.a_card_has_its_amount_and_its_end": ("issue", issue_card(expires_at=SOON)),
    "gift_cards.a_card_without_an_end_has_none": ("issue", issue_card(expires_at=SOON)),
    "gift_cards.the_shops_people_can_tell_its_origin": ("issue", issue_without_reference),
    "gift_cards.a_code_stays_in_small_letters_and_means_the_same_card": ("spelt", spelt_large),
    "gift_cards.what_is_paid_with_it_is_on_it_no_more": ("balance", balance_at_first),
    "gift_cards.an_order_tells_what_a_card_paid_of_it": ("issue", issue_untold),
    "gift_cards.issuing_again_puts_nothing_onto_it": ("issue", issue_again),
    "gift_cards.a_lost_answer_makes_one_card": ("issue", issue_once),
    "gift_cards.a_code_that_is_another_card_is_refused": ("issue", swallow(Rejected)),
    "gift_cards.a_card_of_the_merchants_own_is_not_taken_for_ours": ("issue", swallow(Rejected)),
    "gift_cards.another_currency_than_the_stores_is_refused": ("issue", issue_in_any_currency),
    "gift_cards.a_closed_card_tells_what_was_left": ("close", close_saying_amount),
    "gift_cards.nobody_can_pay_with_a_closed_card": ("close", lambda _, store: store.gift_cards.balance),
    "gift_cards.closing_again_tells_the_same": ("close", close_by_deleting),
    "gift_cards.a_card_whose_time_is_over_tells_what_was_left": ("close", close_what_can_be_changed),
    "gift_cards.issuing_again_opens_no_closed_card": ("issue", issue_and_open),
    "gift_cards.a_card_that_the_store_does_not_know_is_none": ("close", nothing_is_zero),
    "gift_cards.a_store_that_stumbles_may_be_asked_again": ("close", swallow(Retryable)),
    "gift_cards.read_only_keys_are_for_a_person_to_mend": ("issue", swallow(Misconfigured)),
    "gift_cards.no_error_shows_a_secret": ("issue", raises(Misconfigured("ck_nobody is no key"))),
}
