"""Every promise of the kit, broken once on purpose: a promise whose test cannot fail promises nothing.

The rule kept here: the sound adapter keeps all promises (its own tests show it), so what fails here fails for the one
thing that was broken.
"""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from adapters.woocommerce.adapter import WooCommerce
from connector.adapter import (
    Hint,
    IssuedCode,
    Misconfigured,
    Nothing,
    Problem,
    Rejected,
    RereadRecent,
    Retryable,
    Revoked,
    Severity,
    Snapshot,
    StoreError,
    Unreadable,
    Verdict,
)
from connector.core.commerce import Customer, Gone, Product, Stage
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop
from tests.conformance.balances import BalancesPromises
from tests.conformance.breaking import (
    EPOCH,
    Break,
    Broken,
    always,
    apply_afresh,
    apply_alone,
    apply_to_any,
    check_that_registers,
    each,
    each_order,
    each_page,
    each_row,
    first_of_a_second,
    invent_line,
    issue_afresh,
    issue_changed,
    issue_once_only,
    issue_without_limit,
    newest_first,
    numbered_pages,
    only_the_first_time,
    orders_of_pages,
    page_numbers,
    parse_changed,
    raises,
    refund_lost,
    refuse_unreadable,
    staged,
    swallow,
    until,
)
from tests.conformance.breaking_money import MONEY
from tests.conformance.breaking_writing import WRITING
from tests.conformance.check import CheckPromises
from tests.conformance.coupons import CouponsPromises
from tests.conformance.customers import CustomersPromises
from tests.conformance.gift_cards import GiftCardsPromises
from tests.conformance.kit import Connect
from tests.conformance.order_discounts import OrderDiscountsPromises
from tests.conformance.order_notes import OrderNotesPromises
from tests.conformance.orders import OrdersPromises
from tests.conformance.products import ProductsPromises
from tests.conformance.reviews import ReviewsPromises
from tests.conformance.standing_discounts import StandingDiscountsPromises
from tests.conformance.webhooks import WebhooksPromises

HOUR = timedelta(hours=1)
FACETS = {
    "orders": OrdersPromises,
    "webhooks": WebhooksPromises,
    "coupons": CouponsPromises,
    "order_discounts": OrderDiscountsPromises,
    "standing_discounts": StandingDiscountsPromises,
    "customers": CustomersPromises,
    "products": ProductsPromises,
    "reviews": ReviewsPromises,
    "balances": BalancesPromises,
    "order_notes": OrderNotesPromises,
    "gift_cards": GiftCardsPromises,
    "check": CheckPromises,
}

PROBLEM = Problem(Severity.ERROR, "something", "somehow")

SABOTAGE: dict[str, tuple[str, Break]] = {
    # orders
    "orders.each_id_gets_one_answer": ("get", each(lambda a: None if isinstance(a, Gone) else a)),
    "orders.asking_for_nothing_gives_nothing": (
        "get",
        lambda sound, _: lambda ids: sound(ids) if ids else iter([Gone("1", EPOCH)]),
    ),
    "orders.more_ids_than_a_page_all_get_an_answer": ("get", lambda sound, _: lambda ids: sound(ids[:100])),
    "orders.a_trashed_order_is_deleted": ("get", staged(Stage.OPEN, Stage.DELETED)),
    "orders.an_order_the_store_no_longer_knows_is_gone": (
        "get",
        each(lambda a: Unreadable(a.id, "?", b"") if isinstance(a, Gone) else a),
    ),
    "orders.figures_are_minor_units_that_add_up": ("get", each_order(lambda o: replace(o, total=o.total // 100))),
    "orders.a_paid_order_is_paid": ("get", staged(Stage.OPEN, Stage.PAID, Stage.COMPLETED)),
    "orders.times_are_utc_and_say_so": (
        "get",
        each_order(lambda o: replace(o, modified_at=o.modified_at.replace(tzinfo=None))),
    ),
    "orders.the_address_is_kept_as_typed": (
        "get",
        each_order(lambda o: replace(o, buyer=replace(o.buyer, email=str(o.buyer.email).lower()))),
    ),
    "orders.a_refunded_piece_names_its_line": (
        "get",
        each_order(lambda o: replace(o, refunds=tuple(replace(refund, lines=()) for refund in o.refunds))),
    ),
    "orders.a_refunded_amount_names_no_line": ("get", each_order(invent_line)),
    "orders.the_total_stays_what_was_paid": ("get", each_order(lambda o: replace(o, total=o.total - o.refunded))),
    "orders.since_ever_shows_everything": (
        "changed_since",
        lambda sound, _: lambda since: sound(since or datetime.now(UTC)),
    ),
    "orders.changes_come_with_their_refunds": ("changed_since", orders_of_pages(lambda o: replace(o, refunds=()))),
    "orders.changes_come_oldest_first": (
        "changed_since",
        each_page(lambda page: replace(page, orders=page.orders[::-1])),
    ),
    "orders.a_change_in_the_very_second_is_shown": (
        "changed_since",
        lambda sound, _: lambda since: sound(since + timedelta(seconds=1)),
    ),
    "orders.what_changed_long_before_is_not_shown": ("changed_since", lambda sound, _: lambda since: sound(None)),
    "orders.a_trashed_order_shows_as_a_change": (
        "changed_since",
        orders_of_pages(lambda o: None if o.stage is Stage.DELETED else o),
    ),
    "orders.going_on_from_until_loses_nothing": ("changed_since", until(lambda moment: moment + HOUR)),
    "orders.going_on_from_until_does_not_start_over": ("changed_since", until(lambda _: EPOCH)),
    "orders.until_never_goes_back": ("changed_since", until(lambda moment: moment - timedelta(seconds=1))),
    "orders.a_list_that_moves_while_it_is_read_loses_nobody": ("changed_since", page_numbers),
    "orders.a_second_with_more_orders_than_a_page_loses_nobody": ("changed_since", first_of_a_second),
    "orders.a_full_second_that_empties_while_it_is_read_loses_nobody": ("changed_since", page_numbers),
    "orders.an_unreadable_order_does_not_hide_its_neighbours": ("get", refuse_unreadable),
    "orders.an_unreadable_order_is_kept_with_its_reason": (
        "get",
        each(lambda a: replace(a, reason="") if isinstance(a, Unreadable) else a),
    ),
    "orders.placing_counts_and_changing_does_not": (
        "placed_since",
        lambda _, store: lambda since: store.orders.changed_since(since),
    ),
    "orders.until_of_placings_is_a_time_of_placing": ("placed_since", until(lambda moment: moment + HOUR)),
    "orders.a_store_that_stumbles_may_be_asked_again": ("get", swallow(Retryable, instead=[])),
    "orders.wrong_keys_are_for_a_person_to_mend": ("changed_since", swallow(Misconfigured, instead=[])),
    "orders.no_error_shows_a_secret": ("changed_since", raises(Misconfigured("ck_nobody is no key"))),
    # webhooks
    "webhooks.what_was_registered_arrives_and_is_believed": ("register", always(["done, or so it says"])),
    "webhooks.one_changed_byte_is_noticed": ("verify", always(Verdict.SIGNED)),
    "webhooks.another_secret_is_noticed": ("verify", always(Verdict.SIGNED)),
    "webhooks.without_a_secret_nothing_is_believed": ("verify", always(Verdict.SIGNED)),
    "webhooks.a_missing_signature_is_noticed": ("verify", always(Verdict.HARMLESS)),
    "webhooks.a_placed_order_is_told": ("parse", always(Nothing("all the same to me"))),
    "webhooks.a_snapshot_is_the_order_and_is_dated_by_its_arrival": (
        "parse",
        parse_changed(lambda event: Snapshot(replace(event.order, observed_at=event.order.modified_at))),
    ),
    "webhooks.a_refund_is_told_and_never_as_a_snapshot_without_it": ("parse", refund_lost),
    "webhooks.a_trashed_order_is_told": (
        "parse",
        parse_changed(lambda event: Nothing("only deleted") if isinstance(event, Hint) else event),
    ),
    "webhooks.an_event_of_an_order_gone_since_is_not_taken_for_nothing": (
        "parse",
        parse_changed(lambda event: Nothing("no order in it") if isinstance(event, RereadRecent) else event),
    ),
    "webhooks.nonsense_is_rejected_with_a_reason": ("parse", swallow(Rejected)),
    "webhooks.an_unknown_topic_is_rejected": ("parse", swallow(Rejected)),
    "webhooks.registering_says_what_it_did_and_the_second_time_nothing": (
        "register",
        lambda sound, _: lambda url: [*sound(url), "looked"],
    ),
    "webhooks.registering_switches_on_what_was_disabled": ("register", only_the_first_time),
    "webhooks.registering_brings_back_what_was_led_elsewhere": ("register", only_the_first_time),
    "webhooks.registering_leaves_one_of_each": ("register", only_the_first_time),
    "webhooks.registering_with_read_only_keys_is_for_a_person_to_mend": ("register", swallow(Misconfigured)),
    "webhooks.removing_ends_the_events": ("remove", always(["done, or so it says"])),
    "webhooks.removing_says_what_it_did_and_the_second_time_nothing": (
        "remove",
        lambda sound, _: lambda: [*sound(), "looked"],
    ),
    "webhooks.what_was_removed_can_be_registered_again": ("register", only_the_first_time),
    "webhooks.removing_with_read_only_keys_is_for_a_person_to_mend": ("remove", swallow(Misconfigured)),
    # coupons
    "coupons.a_code_takes_its_amount_off": ("issue", issue_changed(amount=50)),
    "coupons.a_code_takes_its_per_cent_off": ("issue", issue_changed(percent=0, amount=10)),
    "coupons.per_cent_off_chosen_products_spare_all_others": ("issue", issue_changed(products=())),
    "coupons.per_cent_off_a_category_spare_all_others": ("issue", issue_changed(categories=())),
    "coupons.a_code_may_spare_goods_that_are_reduced_already": ("issue", issue_changed(sale_items=True)),
    "coupons.an_amount_off_chosen_products_is_taken_off_so_many_pieces": ("issue", issue_changed(pieces=None)),
    "coupons.a_piece_for_nothing_is_one_piece": ("issue", issue_changed(pieces=None)),
    "coupons.an_amount_off_chosen_products_is_never_more_than_a_piece_costs": ("issue", issue_changed(pieces=2)),
    "coupons.what_is_shut_out_is_never_lowered": ("issue", issue_changed(not_products=())),
    "coupons.a_code_is_for_carts_up_to_its_maximum_spend": ("issue", issue_changed(maximum_spend=None)),
    "coupons.a_code_of_chosen_products_is_refused_without_them": ("issue", issue_changed(products=(), pieces=None)),
    "coupons.goods_that_the_store_does_not_know_are_rejected": ("issue", issue_changed(products=())),
    "coupons.a_code_frees_from_shipping_costs_only_if_it_says_so": ("issue", issue_changed(free_shipping=True)),
    "coupons.a_code_works_once": ("issue", issue_without_limit),
    "coupons.a_code_is_its_buyers_own_however_the_address_is_typed": ("issue", issue_changed(email=None)),
    "coupons.a_code_of_nobody_is_anybodys": ("issue", issue_changed(email="ann@example.test")),
    "coupons.a_code_waits_for_its_minimum_spend": ("issue", issue_changed(minimum_spend=0)),
    "coupons.a_code_works_until_it_expires": ("issue", issue_changed(expires_at=None)),
    "coupons.issuing_twice_is_issuing_once": ("issue", issue_once_only),
    "coupons.issuing_again_after_its_use_gives_no_second_use": ("issue", issue_afresh),
    "coupons.a_lost_answer_costs_nothing": ("issue", issue_once_only),
    "coupons.a_code_with_other_terms_is_rejected": ("issue", swallow(Rejected)),
    "coupons.a_code_that_somebody_changed_is_rejected": ("issue", swallow(Rejected)),
    "coupons.another_currency_than_the_stores_is_rejected": ("issue", issue_changed(currency="EUR")),
    "coupons.a_revoked_code_works_no_more": ("revoke", always(Revoked.UNUSED)),
    "coupons.a_used_code_is_told_as_used": ("revoke", always(Revoked.UNUSED)),
    "coupons.an_unknown_code_is_unused": ("revoke", always(Revoked.USED)),
    "coupons.revoking_twice_is_revoking_once": ("revoke", always(Revoked.USED)),
    "coupons.a_store_that_stumbles_may_be_asked_again": ("revoke", swallow(Retryable, instead=Revoked.UNUSED)),
    "coupons.read_only_keys_are_for_a_person_to_mend": ("issue", swallow(Misconfigured)),
    "coupons.ours_are_told_with_their_references": ("ours", always([])),
    "coupons.codes_of_others_are_not_told_as_ours": (
        "ours",
        lambda sound, _: lambda: [*sound(), IssuedCode("summer", "", used=False)],
    ),
    "coupons.a_used_code_is_told_as_used_among_ours": (
        "ours",
        lambda sound, _: lambda: [replace(one, used=False) for one in sound()],
    ),
    "coupons.more_codes_than_a_page_are_all_told": ("ours", lambda sound, _: lambda: islice(sound(), 100)),
    "coupons.a_used_code_that_is_discarded_is_out_of_the_store_and_stays_on_its_order": ("discard", always(None)),
    "coupons.a_store_that_stumbles_does_not_seem_to_be_empty": ("ours", lambda *_: lambda: iter(())),
    # order_discounts
    "order_discounts.an_unpaid_order_is_lowered_by_the_code": ("apply", always(None)),
    "order_discounts.applying_twice_is_applying_once": ("apply", apply_afresh),
    "order_discounts.a_paid_order_stays_what_it_was": ("apply", apply_to_any),
    "order_discounts.what_the_order_held_before_stays_on_it": ("apply", apply_alone),
    "order_discounts.a_code_that_the_store_refuses_is_rejected": ("apply", swallow(Rejected)),
    "order_discounts.an_order_that_is_not_there_is_rejected": ("apply", swallow(Rejected)),
    "order_discounts.a_store_that_stumbles_may_be_asked_again": ("apply", swallow(Retryable)),
    # customers
    "customers.an_account_is_told_whatever_its_group": (
        "get",
        each(lambda c: c if "customer" in c.groups else None),
    ),
    "customers.an_account_names_its_group": ("get", each(lambda c: replace(c, groups=()))),
    "customers.the_address_is_kept_as_typed": ("get", each(lambda c: replace(c, email=str(c.email).lower()))),
    "customers.the_time_of_opening_is_utc_and_says_so": (
        "get",
        each(lambda c: replace(c, registered_at=c.registered_at.replace(tzinfo=None))),
    ),
    "customers.an_account_that_is_gone_is_left_out": (
        "get",
        lambda sound, _: lambda ids: [Customer(one, None) for one in ids],
    ),
    "customers.asking_for_nothing_gives_nothing": (
        "get",
        lambda sound, _: lambda ids: sound(ids) if ids else iter([Customer("1", None)]),
    ),
    "customers.more_ids_than_a_page_all_get_an_answer": ("get", lambda sound, _: lambda ids: sound(ids[:100])),
    "customers.since_ever_shows_everybody": (
        "registered_since",
        each_row(lambda c: c if "customer" in c.groups else None),
    ),
    "customers.accounts_come_oldest_first": ("registered_since", lambda sound, _: lambda since: newest_first(sound)),
    "customers.an_account_of_the_very_second_is_shown": (
        "registered_since",
        lambda sound, _: lambda since: sound(since + timedelta(seconds=1)),
    ),
    "customers.an_account_opened_before_is_not_shown": (
        "registered_since",
        lambda sound, _: lambda since: sound(None),
    ),
    "customers.a_list_that_shrinks_while_it_is_read_loses_nobody": (
        "registered_since",
        numbered_pages("customers", role="all", orderby="registered_date", order="asc"),
    ),
    "customers.a_second_with_more_accounts_than_a_page_loses_nobody": (
        "registered_since",
        lambda sound, _: lambda since: islice(sound(since), 1),
    ),
    "customers.a_store_that_stumbles_may_be_asked_again": ("get", swallow(Retryable, instead=[])),
    "customers.wrong_keys_are_for_a_person_to_mend": ("registered_since", swallow(Misconfigured, instead=[])),
    "customers.no_error_shows_a_secret": ("registered_since", raises(Misconfigured("ck_nobody is no key"))),
    # products
    "products.a_product_is_in_its_category_and_in_all_above_it": (
        "get",
        each(lambda p: replace(p, categories=p.categories[:2])),
    ),
    "products.categories_are_told_by_their_ids_too": (
        "get",
        each(lambda p: replace(p, categories=tuple(one for one in p.categories if not one.isdecimal()))),
    ),
    "products.a_product_is_in_no_category_of_others": (
        "get",
        each(lambda p: replace(p, categories=(*p.categories, "shirts"))),
    ),
    "products.a_variation_is_in_the_categories_of_its_product": ("get", each(lambda p: replace(p, categories=()))),
    "products.a_reduced_product_is_on_sale": ("get", each(lambda p: replace(p, on_sale=False))),
    "products.a_product_at_its_price_is_not_on_sale": ("get", each(lambda p: replace(p, on_sale=True))),
    "products.a_reduced_variation_is_on_sale_and_its_sister_is_not": (
        "get",
        each(lambda p: replace(p, on_sale=True)),
    ),
    "products.the_number_on_the_shelf_is_told": ("get", each(lambda p: replace(p, sku=None))),
    "products.a_gift_card_is_told": ("get", each(lambda p: replace(p, gift_card=False))),
    "products.a_product_that_is_gone_is_left_out": ("get", lambda sound, _: lambda ids: [Product(one) for one in ids]),
    "products.asking_for_nothing_gives_nothing": (
        "get",
        lambda sound, _: lambda ids: sound(ids) if ids else iter([Product("1")]),
    ),
    "products.more_ids_than_a_page_all_get_an_answer": ("get", lambda sound, _: lambda ids: sound(ids[:100])),
    "products.a_store_that_stumbles_may_be_asked_again": ("get", swallow(Retryable, instead=[])),
    "products.wrong_keys_are_for_a_person_to_mend": ("get", swallow(Misconfigured, instead=[])),
    "products.no_error_shows_a_secret": ("get", raises(Misconfigured("ck_nobody is no key"))),
    # reviews
    "reviews.a_review_tells_its_product_and_the_address_as_typed": (
        "written_since",
        each_row(lambda r: replace(r, email=r.email.lower())),
    ),
    "reviews.an_approved_review_is_approved": ("written_since", each_row(lambda r: replace(r, approved=False))),
    "reviews.a_review_that_waits_to_be_approved_is_shown_as_that": (
        "written_since",
        each_row(lambda r: replace(r, approved=True)),
    ),
    "reviews.the_time_of_writing_is_utc_and_says_so": (
        "written_since",
        each_row(lambda r: replace(r, written_at=r.written_at.replace(tzinfo=None))),
    ),
    "reviews.who_did_not_buy_the_product_is_never_said_to_have": (
        "written_since",
        each_row(lambda r: replace(r, bought=True)),
    ),
    "reviews.reviews_come_oldest_first": ("written_since", lambda sound, _: lambda since: newest_first(sound)),
    "reviews.a_review_of_the_very_second_is_shown": (
        "written_since",
        lambda sound, _: lambda since: sound(since and since + timedelta(seconds=1)),
    ),
    "reviews.a_review_written_before_is_not_shown": ("written_since", lambda sound, _: lambda since: sound(None)),
    "reviews.a_list_that_shrinks_while_it_is_read_loses_none": (
        "written_since",
        numbered_pages("products/reviews", status="all", orderby="date_gmt", order="asc"),
    ),
    "reviews.a_store_that_stumbles_may_be_asked_again": ("written_since", swallow(Retryable, instead=[])),
    "reviews.wrong_keys_are_for_a_person_to_mend": ("written_since", swallow(Misconfigured, instead=[])),
    "reviews.no_error_shows_a_secret": ("written_since", raises(Misconfigured("ck_nobody is no key"))),
    **WRITING,
    **MONEY,
    # check
    "check.a_good_connection_has_no_errors": ("check", always([PROBLEM])),
    "check.wrong_keys_are_told": ("check", always([])),
    "check.read_only_keys_are_told": ("check", always([])),
    "check.an_address_nobody_answers_at_is_told": ("check", always([])),
    "check.a_store_that_stumbles_is_told": ("check", raises(Retryable("HTTP 502"))),
    "check.missing_webhooks_are_told": ("check", always([])),
    "check.disabled_webhooks_are_told": ("check", always([])),
    "check.webhooks_that_lead_elsewhere_are_told": ("check", always([])),
    "check.webhooks_nobody_wants_are_not_missed": ("check", always([PROBLEM])),
    "check.looking_changes_nothing": ("check", check_that_registers),
    "check.every_problem_has_a_mend": ("check", always([replace(PROBLEM, mend="")])),
    "check.no_problem_shows_a_secret": ("check", always([replace(PROBLEM, what="ck_nobody is no key")])),
}
# For promises that are made for several examples, the one that the sabotage is shown on.
EXAMPLES: dict[str, Any] = {
    "body": b"nonsense",
    "other": {"amount": 600},
    "changed": {"amount": 2_000},
    "named": "product_id",
    "by": "product_id",
    "off": {"percent": 10},
}


def broken_adapter(store: WooCommerce, promise: str) -> Any:
    facet = promise.partition(".")[0]
    method, sabotage = SABOTAGE[promise]
    if facet == "check":
        return Broken(store, check=sabotage(store.check, store))
    sound = getattr(store, facet)
    return Broken(store, **{facet: Broken(sound, **{method: sabotage(getattr(sound, method), store)})})


def test_every_promise_is_sabotaged_once() -> None:
    promises = {
        f"{facet}.{name.removeprefix('test_')}"
        for facet, promises in FACETS.items()
        for name in vars(promises)
        if name.startswith("test_")
    }

    assert set(SABOTAGE) == promises


class TestSabotage(WooFixtures):
    @pytest.mark.parametrize("promise", SABOTAGE)
    def test_a_broken_promise_is_noticed(
        self, promise: str, connect: Connect, shop: WooShop, webhook_url: str, secrets: list[str]
    ) -> None:
        facet, _, name = promise.partition(".")
        check = getattr(FACETS[facet](), f"test_{name}")

        def broken_connect(*args: Any, **options: Any) -> Any:
            store = connect(*args, **options)
            assert isinstance(store, WooCommerce)
            return broken_adapter(store, promise)

        supplied = {
            "adapter": broken_connect(),
            "connect": broken_connect,
            "shop": shop,
            "webhook_url": webhook_url,
            "secrets": secrets,
            **EXAMPLES,
        }
        wanted = {parameter: supplied[parameter] for parameter in inspect.signature(check).parameters}

        with pytest.raises((AssertionError, pytest.fail.Exception, StoreError)):
            check(**wanted)
