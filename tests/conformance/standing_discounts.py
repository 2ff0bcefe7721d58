"""What every `standing_discounts` facet promises, one test a promise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connector.adapter import Adapter, Discount, Misconfigured, Rejected, Retryable, StandingDiscounts
from tests.conformance.kit import Connect, Fixtures, Shop

CODE = "loy-always"
ANN, BEN = "ann@example.test", "ben@example.test"


def facet(adapter: Adapter) -> StandingDiscounts:
    assert adapter.standing_discounts is not None
    return adapter.standing_discounts


def ten_per_cent(shop: Shop, account: str) -> Discount:
    return Discount("redemption-1", account, 0, 10, shop.currency, None, "for ever", CODE)


def lowered(shop: Shop, account: str) -> bool:
    return shop.pays(account, [CODE]) < shop.price


class StandingDiscountsPromises(Fixtures):
    @pytest.mark.parametrize("off", [{"percent": 10}, {"percent": 0, "amount": 300}], ids=str)
    def test_it_lowers_every_order_of_the_account(self, adapter: Adapter, shop: Shop, off: dict[str, int]) -> None:
        account = shop.open_account(ANN)
        facet(adapter).grant(replace(ten_per_cent(shop, account), **off))

        paid = [shop.pays(account, [CODE]) for _ in range(3)]

        assert paid == [shop.price - (off.get("amount") or shop.price // 10)] * 3

    def test_granting_twice_is_granting_once(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        for _ in range(2):
            facet(adapter).grant(ten_per_cent(shop, account))

        assert shop.pays(account, [CODE]) == shop.price * 9 // 10

    def test_nobody_elses_prices_are_lowered(self, adapter: Adapter, shop: Shop) -> None:
        account, other = shop.open_account(ANN), shop.open_account(BEN)
        facet(adapter).grant(ten_per_cent(shop, account))

        assert (lowered(shop, account), lowered(shop, other)) == (True, False)

    def test_it_ends_on_its_day(self, adapter: Adapter, shop: Shop) -> None:
        """A platform that knows no end has this promise kept by whoever withdraws it then, and leaves it out."""
        account = shop.open_account(ANN)
        soon = datetime.now(UTC) + timedelta(minutes=1)
        facet(adapter).grant(replace(ten_per_cent(shop, account), ends_at=soon))
        before = lowered(shop, account)

        shop.tick(3600)

        assert (before, lowered(shop, account)) == (True, False)

    def test_a_withdrawn_discount_is_gone_and_may_be_withdrawn_again(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        facet(adapter).grant(ten_per_cent(shop, account))

        for _ in range(2):
            facet(adapter).withdraw("redemption-1", account, CODE)

        assert not lowered(shop, account)

    def test_it_is_told_whether_the_store_has_it(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)

        def told() -> bool:
            return facet(adapter).granted("redemption-1", account, CODE)

        before = told()
        facet(adapter).grant(ten_per_cent(shop, account))
        after = told()
        facet(adapter).withdraw("redemption-1", account, CODE)

        assert (before, after, told()) == (False, True, False)

    def test_withdrawing_leaves_what_others_made(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        shop.make_own_code(CODE)

        facet(adapter).withdraw("redemption-1", account, CODE)

        assert lowered(shop, account)

    def test_granting_again_follows_the_account(self, adapter: Adapter, shop: Shop) -> None:
        account, other = shop.open_account(ANN), shop.open_account(BEN)
        facet(adapter).grant(ten_per_cent(shop, account))
        shop.move_account(account, "anna@example.test")
        shop.move_account(other, ANN)

        facet(adapter).grant(ten_per_cent(shop, account))

        assert (lowered(shop, account), lowered(shop, other)) == (True, False)

    def test_a_lost_answer_costs_nothing(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        shop.lose_next_answer()
        with pytest.raises(Retryable):
            facet(adapter).grant(ten_per_cent(shop, account))

        facet(adapter).grant(ten_per_cent(shop, account))

        assert lowered(shop, account)

    def test_other_terms_under_its_name_are_rejected(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        facet(adapter).grant(ten_per_cent(shop, account))
        shop.make_own_code("summer")

        for other in ({"percent": 20}, {"reference": "redemption-2"}, {"code": "summer"}):
            with pytest.raises(Rejected):
                facet(adapter).grant(replace(ten_per_cent(shop, account), **other))  # type: ignore[arg-type]

    def test_an_account_that_is_not_there_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        shop.close_account(account)

        with pytest.raises(Rejected):
            facet(adapter).grant(ten_per_cent(shop, account))

    def test_another_currency_than_the_stores_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        with pytest.raises(Rejected):
            facet(adapter).grant(replace(ten_per_cent(shop, shop.open_account(ANN)), currency="JPY"))

    def test_it_is_not_told_among_the_codes_that_are_used_once(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).grant(ten_per_cent(shop, shop.open_account(ANN)))

        assert adapter.coupons is None or list(adapter.coupons.ours()) == []

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        account = shop.open_account(ANN)
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).grant(ten_per_cent(shop, account))

    def test_read_only_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        with pytest.raises(Misconfigured):
            facet(connect(keys="read-only")).grant(ten_per_cent(shop, shop.open_account(ANN)))
