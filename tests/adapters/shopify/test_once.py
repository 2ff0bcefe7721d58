"""Whatever becomes of the answer, what was asked for is done once: for every change that we send."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.check import SCOPES
from connector.adapter import (
    Adapter,
    Coupon,
    Credit,
    Discount,
    GiftCard,
    Rejected,
    Retryable,
    Revoked,
    ShownBalance,
)
from tests.adapters.shopify.writing_shop import WritingFixtures, WritingShop

NOW = datetime.now(UTC)
CODE, STANDING, CARD = "LOY-7F3K9", "LOY-ALWAYS", "a2b3c4d5e6f7g8h9"
BREAKS = {
    "its answer is lost": lambda shop, field: shop.sandbox.fail("answer-lost", f"*#{field}"),
    "Shopify says that it failed": lambda shop, field: shop.sandbox.trouble("internal-after", field),
}


def a_code(shop: WritingShop, **changes: object) -> Coupon:
    return replace(Coupon(CODE, "r-1", 500, "EUR", 0, "ann@example.test", None), **changes)  # type: ignore[arg-type]


def a_card() -> GiftCard:
    return GiftCard(CARD, "r-1", 1_000, "EUR", None, None, None, "200 points")


def a_credit(shop: WritingShop, reference: str = "r-1", **changes: object) -> Credit:
    ends = NOW + timedelta(days=200)
    return replace(Credit(reference, shop.ann, 1_000, "EUR", NOW, ends), **changes)  # type: ignore[arg-type]


def off(shop: WritingShop, reference: str = "r-1-back") -> Credit:
    return a_credit(shop, reference, expires_at=None)


def a_discount(shop: WritingShop) -> Discount:
    return Discount("r-1", shop.ann, 0, 10, "EUR", None, "for ever", STANDING)


def a_balance(shop: WritingShop) -> ShownBalance:
    return ShownBalance(shop.ann, 1, 2, 3, 4, "EUR", None, NOW)


def codes(shop: WritingShop) -> int:
    return sum(len(one.codes) for one in shop.shop.books.discounts.values())


def on_account(shop: WritingShop) -> int:
    return int(sum(one.balance for one in shop.shop.books.credit_accounts.values()) * 100)


def cards(shop: WritingShop) -> list[tuple[int, bool]]:
    return [(int(one.balance * 100), one.deactivated_at is None) for one in shop.shop.books.gift_cards.values()]


def notes(shop: WritingShop) -> list[str | None]:
    return [order.note for order in shop.shop.books.orders.values()]


Act = Callable[[Shopify, WritingShop], object]
NOTHING: Act = lambda adapter, shop: None  # noqa: E731
CHANGES: dict[str, tuple[Act, Act, Callable[[WritingShop], object], object]] = {
    "discountCodeBasicCreate": (NOTHING, lambda a, s: a.coupons.issue(a_code(s)), codes, 1),
    "discountCodeFreeShippingCreate": (
        NOTHING,
        lambda a, s: a.coupons.issue(a_code(s, amount=0, free_shipping=True)),
        codes,
        1,
    ),
    "discountCodeDeactivate": (lambda a, s: a.coupons.issue(a_code(s)), lambda a, s: a.coupons.revoke(CODE), codes, 0),
    "discountCodeDelete": (
        lambda a, s: a.standing_discounts.grant(a_discount(s)),
        lambda a, s: a.standing_discounts.withdraw("r-1", s.ann, STANDING),
        codes,
        0,
    ),
    "giftCardCreate": (NOTHING, lambda a, s: a.gift_cards.issue(a_card()), cards, [(1_000, True)]),
    "giftCardDeactivate": (
        lambda a, s: a.gift_cards.issue(a_card()),
        lambda a, s: a.gift_cards.close(CARD),
        cards,
        [(1_000, False)],
    ),
    "storeCreditAccountCredit": (NOTHING, lambda a, s: a.store_credit.credit(a_credit(s)), on_account, 1_000),
    "storeCreditAccountDebit": (
        lambda a, s: (a.store_credit.credit(a_credit(s)), s.give_credit(s.ann, 1_500)),
        lambda a, s: a.store_credit.debit(off(s)),
        on_account,
        1_500,
    ),
    "metafieldsSet": (
        NOTHING,
        lambda a, s: a.balances.publish(a_balance(s)),
        lambda s: s.shown_balance(s.ann)["available"],
        "1",
    ),
    "metafieldsDelete": (
        lambda a, s: a.balances.publish(a_balance(s)),
        lambda a, s: a.balances.withdraw(s.ann),
        lambda s: s.shown_balance(s.ann),
        {},
    ),
    "orderUpdate": (
        lambda a, s: s.place_order(),
        lambda a, s: a.order_notes.write(next(iter(map(str, s.shop.books.orders))), "5 points", "r-1"),
        notes,
        ["5 points [r-1]"],
    ),
}


class TestOnce(WritingFixtures):
    @pytest.mark.parametrize("breaks", BREAKS.values(), ids=BREAKS)
    @pytest.mark.parametrize("field", CHANGES)
    def test_a_change_is_made_once_whatever_became_of_its_answer(
        self, adapter: Shopify, shop: WritingShop, field: str, breaks: Callable[[WritingShop, str], None]
    ) -> None:
        before, act, seen, wanted = CHANGES[field]
        before(adapter, shop)
        breaks(shop, field)

        with pytest.raises(Retryable):
            act(adapter, shop)
        act(adapter, shop)
        act(adapter, shop)

        assert seen(shop) == wanted

    @pytest.mark.parametrize("breaks", BREAKS.values(), ids=BREAKS)
    def test_store_credit_of_which_only_the_journal_is_lost_is_given_once(
        self, adapter: Shopify, shop: WritingShop, breaks: Callable[[WritingShop, str], None]
    ) -> None:
        breaks(shop, "metafieldsSet")
        with pytest.raises(Retryable):
            adapter.store_credit.credit(a_credit(shop))

        adapter.store_credit.credit(a_credit(shop))

        assert on_account(shop) == 1_000

    def test_store_credit_that_came_and_was_not_noted_is_found(self, adapter: Shopify, shop: WritingShop) -> None:
        shop.sandbox.fail("closed", "*#metafieldsSet", skip=1)
        with pytest.raises(Retryable):
            adapter.store_credit.credit(a_credit(shop))

        adapter.store_credit.credit(a_credit(shop))

        assert on_account(shop) == 1_000
        assert adapter.store_credit.credited(a_credit(shop))

    def test_two_that_are_taken_off_alike_are_two(self, adapter: Shopify, shop: WritingShop) -> None:
        shop.give_credit(shop.ann, 3_000)
        BREAKS["its answer is lost"](shop, "storeCreditAccountDebit")
        with pytest.raises(Retryable):
            adapter.store_credit.debit(off(shop, "r-1-back"))

        taken = [adapter.store_credit.debit(off(shop, one)) for one in ("r-1-back", "r-2-back", "r-1-back", "r-2-back")]

        assert taken == [1_000] * 4
        assert on_account(shop) == 1_000

    def test_of_two_movements_that_may_be_ours_a_person_decides(self, adapter: Shopify, shop: WritingShop) -> None:
        credit = a_credit(shop, expires_at=None)
        BREAKS["its answer is lost"](shop, "storeCreditAccountCredit")
        with pytest.raises(Retryable):
            adapter.store_credit.credit(credit)
        shop.give_credit(shop.ann, 1_000)

        with pytest.raises(Rejected, match="2 movements"):
            adapter.store_credit.credit(credit)

        assert on_account(shop) == 2_000

    def test_what_a_buyer_pays_between_look_and_debit_is_looked_at_again(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        """The journal keeps no amount that never moved."""
        shop.give_credit(shop.ann, 1_000)
        shop.sandbox.fail("closed", "*#storeCreditAccountDebit")
        with pytest.raises(Retryable):
            adapter.store_credit.debit(off(shop))
        shop.pay_by_credit(shop.ann, 400)

        assert adapter.store_credit.debit(off(shop)) == 600
        assert on_account(shop) == 0

    def test_a_credit_above_the_shops_limit_is_told_in_its_words(self, adapter: Shopify, shop: WritingShop) -> None:
        with pytest.raises(Rejected, match="credit limit"):
            adapter.store_credit.credit(a_credit(shop, amount=2_000_000))

        assert not adapter.store_credit.credited(a_credit(shop, amount=2_000_000))

    def test_a_gift_card_above_the_shops_limit_is_told_in_its_words(self, adapter: Shopify, shop: WritingShop) -> None:
        with pytest.raises(Rejected, match=r"can't exceed \$3,000"):
            adapter.gift_cards.issue(replace(a_card(), amount=400_000))

        assert cards(shop) == []

    def test_a_card_that_the_search_does_not_know_yet_is_found(self, adapter: Shopify, shop: WritingShop) -> None:
        shop.shop.index_lag = timedelta(hours=1)
        adapter.gift_cards.issue(a_card())

        assert adapter.gift_cards.close(CARD) == 1_000

    def test_the_note_of_a_card_does_not_tell_its_code(self, adapter: Shopify, shop: WritingShop) -> None:
        adapter.gift_cards.issue(a_card())

        (card,) = shop.shop.books.gift_cards.values()
        assert card.note is not None
        assert CARD not in card.note


class TestCodes(WritingFixtures):
    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            ({"pieces": 1, "products": ("SKU-0001",)}, "pieces"),
            ({"sale_items": False}, "sale_items"),
            ({"not_products": ("SKU-0001",)}, "shut out"),
            ({"not_categories": ("coffee",)}, "shut out"),
            ({"products": ("SKU-0001",), "categories": ("coffee",)}, "not for both"),
            ({"maximum_spend": 5_000}, "maximum_spend"),
            ({"products": ("SKU-0001",), "minimum_spend": 1}, "minimum_spend"),
            ({"free_shipping": True}, "not both"),
            ({"free_shipping": True, "amount": 0, "shipping_methods": ("express",)}, "shipping_methods"),
            ({"email": "stranger@example.test"}, "no customer"),
            ({"categories": ("nowhere",)}, "no collection"),
        ],
        ids=lambda one: "-".join(one) if isinstance(one, dict) else "",
    )
    def test_what_a_discount_cannot_say_is_refused_and_makes_none(
        self, adapter: Adapter, shop: WritingShop, changes: dict[str, object], word: str
    ) -> None:
        assert adapter.coupons is not None
        with pytest.raises(Rejected, match=word):
            adapter.coupons.issue(a_code(shop, **changes))

        assert codes(shop) == 0

    def test_it_goes_together_with_other_discounts_unless_it_is_to_stand_alone(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        adapter.coupons.issue(a_code(shop))
        adapter.coupons.issue(a_code(shop, code="LOY-ALONE", alone=True))

        found = {one.codes[0].code: one for one in shop.shop.books.discounts.values()}

        assert found[CODE].combines_with_order
        assert not found["LOY-ALONE"].combines_with_order

    def test_a_setting_says_which_discounts_codes_go_together_with(self, shop: WritingShop) -> None:
        adapter = Shopify(url=shop.sandbox.url, access_token=shop.sandbox.access_token, together=["product"])

        adapter.coupons.issue(a_code(shop))
        adapter.coupons.issue(a_code(shop))
        adapter.standing_discounts.grant(a_discount(shop))
        adapter.close()

        made = list(shop.shop.books.discounts.values())
        assert [(one.combines_with_order, one.combines_with_product) for one in made] == [(False, True)] * 2

    def test_a_code_that_an_order_holds_is_used_though_the_counter_lags(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        adapter.coupons.issue(a_code(shop))
        shop.place_order(code=CODE)
        (discount,) = shop.shop.books.discounts.values()
        discount.codes[0].used_by.clear()

        assert adapter.coupons.revoke(CODE) is Revoked.USED
        assert codes(shop) == 1

    def test_a_code_that_nobody_used_makes_room(self, adapter: Shopify, shop: WritingShop) -> None:
        adapter.coupons.issue(a_code(shop))

        assert adapter.coupons.revoke(CODE) is Revoked.UNUSED
        assert codes(shop) == 0


class TestNotes(WritingFixtures):
    def test_a_note_that_says_the_same_is_not_written_and_moves_no_date(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        order_id = shop.place_order()
        adapter.order_notes.write(order_id, "5 points", "r-1")
        shop.tick(60)
        before = shop.state()

        adapter.order_notes.write(order_id, "5 points", "r-1")

        assert shop.state() == before


class TestScopes(WritingFixtures):
    @pytest.mark.parametrize(
        ("facet", "scope"),
        [
            ("coupons", "write_discounts"),
            ("standing_discounts", "write_discounts"),
            ("gift_cards", "write_gift_cards"),
            ("store_credit", "write_store_credit_account_transactions"),
            ("store_credit", "write_customers"),
            ("balances", "write_customers"),
            ("order_notes", "write_orders"),
        ],
    )
    def test_a_scope_that_a_facet_needs_is_missed_where_it_is_wanted(
        self, adapter: Shopify, shop: WritingShop, facet: str, scope: str
    ) -> None:
        shop.sandbox.grant([one for one in SCOPES if one != scope])

        assert adapter.check(None) == []
        assert [scope in problem.what for problem in adapter.check(None, [facet])] == [True]
