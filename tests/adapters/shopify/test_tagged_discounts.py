"""Standing discounts as tags: the same promises, in a shop that lowers the prices of customers who have the tag."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.check import SCOPES
from adapters.shopify.sandbox import Sandbox, money
from adapters.shopify.sandbox.records import Application
from connector.adapter import Adapter, Discount, Rejected, Retryable
from connector.core.money import to_minor
from tests.adapters.shopify.test_once import BREAKS
from tests.adapters.shopify.writing_shop import WritingFixtures, WritingShop
from tests.adapters.woocommerce.woo_shop import Door
from tests.conformance.kit import Shop
from tests.conformance.standing_discounts import CODE, StandingDiscountsPromises, facet, lowered, ten_per_cent

TAGGED = ("tagsAdd", "tagsRemove")
AUTOMATIC = {"loyalty-10-percent": (Decimal(10), True), "loyalty-3.00-off": (Decimal(3), False)}


class TaggedShop(WritingShop):
    """Its people made an automatic discount for each of the tags."""

    def pays(self, customer_id: str, codes: Sequence[str] = ()) -> int:
        customer = self.shop.books.customers[int(customer_id)]
        given = [
            Application("AutomaticDiscountApplication", tag, *AUTOMATIC[tag])
            for tag in customer.tags
            if tag in AUTOMATIC
        ]
        known = [code for code in codes if any(code == one.codes[0].code for one in self.shop.books.discounts.values())]
        order = self._buy({self.variant: 1}, customer, known, manual=given)
        return to_minor(money.total(order), self.currency)

    def tags(self, customer_id: str) -> list[str]:
        return self.shop.books.customers[int(customer_id)].tags


class TaggedFixtures(WritingFixtures):
    choices: ClassVar[dict[str, Any]] = {"standing": "tag"}

    @pytest.fixture
    def shop(self, sandbox: Sandbox, door: Door) -> TaggedShop:
        return TaggedShop(sandbox, door)


class TestTaggedDiscounts(TaggedFixtures, StandingDiscountsPromises):
    test_it_ends_on_its_day = None  # a tag knows no end: it is taken off when the end has come

    def test_other_terms_under_its_name_are_rejected(self, adapter: Adapter, shop: Shop) -> None:
        """The code is not written anywhere, and another redemption stands beside the first."""
        account = shop.open_account("ann@example.test")
        facet(adapter).grant(ten_per_cent(shop, account))

        with pytest.raises(Rejected):
            facet(adapter).grant(replace(ten_per_cent(shop, account), percent=20))


class TestTags(TaggedFixtures):
    def discount(self, shop: TaggedShop, reference: str = "r-1") -> Discount:
        return Discount(reference, shop.ann, 0, 10, "EUR", None, "for ever", CODE)

    def test_a_tag_says_what_is_given_and_one_for_which_redemption(self, adapter: Shopify, shop: TaggedShop) -> None:
        adapter.standing_discounts.grant(self.discount(shop))

        assert shop.tags(shop.ann) == ["loyalty-10-percent", "loyalty-10-percent r-1"]
        assert shop.shop.books.discounts == {}

    def test_of_two_alike_the_discount_stays_until_both_are_withdrawn(self, adapter: Shopify, shop: TaggedShop) -> None:
        for reference in ("r-1", "r-2"):
            adapter.standing_discounts.grant(self.discount(shop, reference))

        seen = []
        for reference in ("r-1", "r-2"):
            adapter.standing_discounts.withdraw(reference, shop.ann, CODE)
            seen.append(lowered(shop, shop.ann))

        assert seen == [True, False]

    def test_tags_of_the_shops_people_stay(self, adapter: Shopify, shop: TaggedShop) -> None:
        shop.shop.books.customers[int(shop.ann)].tags = ["loyalty-friend", "vip"]

        adapter.standing_discounts.grant(self.discount(shop))
        adapter.standing_discounts.withdraw("r-1", shop.ann, CODE)

        assert shop.tags(shop.ann) == ["loyalty-friend", "vip"]

    @pytest.mark.parametrize("breaks", BREAKS.values(), ids=BREAKS)
    @pytest.mark.parametrize("field", TAGGED)
    def test_a_tag_is_put_on_and_taken_off_once_whatever_became_of_the_answer(
        self, adapter: Shopify, shop: TaggedShop, field: str, breaks: Callable[[WritingShop, str], None]
    ) -> None:
        def act() -> None:
            if field == "tagsAdd":
                adapter.standing_discounts.grant(self.discount(shop))
            else:
                adapter.standing_discounts.withdraw("r-1", shop.ann, CODE)

        if field == "tagsRemove":
            adapter.standing_discounts.grant(self.discount(shop))
        breaks(shop, field)
        with pytest.raises(Retryable):
            act()
        act()

        assert len(shop.tags(shop.ann)) == (2 if field == "tagsAdd" else 0)

    def test_the_scope_that_tags_need_is_missed(self, adapter: Shopify, shop: TaggedShop) -> None:
        shop.sandbox.grant([one for one in SCOPES if one != "write_customers"])

        assert ["write_customers" in one.what for one in adapter.check(None, ["standing_discounts"])] == [True]
