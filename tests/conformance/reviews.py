"""What every `reviews` facet promises, one test a promise."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from traceback import format_exception

import pytest

from connector.adapter import Adapter, Misconfigured, Retryable, Reviews, StoreError
from connector.core.commerce import Review
from tests.conformance.kit import Connect, Fixtures, Shop


def reviews(adapter: Adapter) -> Reviews:
    assert adapter.reviews is not None
    return adapter.reviews


def all_of(pages: Iterable[Sequence[Review]]) -> dict[str, Review]:
    return {review.id: review for page in pages for review in page}


def one(adapter: Adapter, review_id: str) -> Review:
    return all_of(reviews(adapter).written_since(None))[review_id]


class ReviewsPromises(Fixtures):
    def test_a_review_tells_its_product_and_the_address_as_typed(self, adapter: Adapter, shop: Shop) -> None:
        product = shop.add_product()

        review = one(adapter, shop.write_review(product, "Ann.Lee@Example.test"))

        assert (review.product_id, review.email) == (product, "Ann.Lee@Example.test")

    def test_an_approved_review_is_approved(self, adapter: Adapter, shop: Shop) -> None:
        assert one(adapter, shop.write_review(shop.add_product(), "ann@example.test")).approved

    def test_a_review_that_waits_to_be_approved_is_shown_as_that(self, adapter: Adapter, shop: Shop) -> None:
        waiting = shop.write_review(shop.add_product(), "ann@example.test", approved=False)

        assert not one(adapter, waiting).approved

    def test_the_time_of_writing_is_utc_and_says_so(self, adapter: Adapter, shop: Shop) -> None:
        written_at = one(adapter, shop.write_review(shop.add_product(), "ann@example.test")).written_at

        assert written_at.utcoffset() == timedelta(0)
        assert abs(datetime.now(UTC) - written_at) < timedelta(hours=1)

    def test_who_did_not_buy_the_product_is_never_said_to_have(self, adapter: Adapter, shop: Shop) -> None:
        assert not one(adapter, shop.write_review(shop.add_product(), "ann@example.test")).bought

    def test_reviews_come_oldest_first(self, adapter: Adapter, shop: Shop) -> None:
        product, written = shop.add_product(), []
        for number in range(3):
            written.append(shop.write_review(product, f"{9 - number}@example.test"))
            shop.tick()

        assert list(all_of(reviews(adapter).written_since(None))) == written

    def test_a_review_of_the_very_second_is_shown(self, adapter: Adapter, shop: Shop) -> None:
        product = shop.add_product()
        shop.write_review(product, "ann@example.test")
        shop.tick()
        written = shop.write_review(product, "bert@example.test")
        since = one(adapter, written).written_at

        assert written in all_of(reviews(adapter).written_since(since))

    def test_a_review_written_before_is_not_shown(self, adapter: Adapter, shop: Shop) -> None:
        product = shop.add_product()
        before = shop.write_review(product, "ann@example.test")
        shop.tick()
        since = one(adapter, shop.write_review(product, "bert@example.test")).written_at

        assert before not in all_of(reviews(adapter).written_since(since))

    def test_a_list_that_shrinks_while_it_is_read_loses_none(self, adapter: Adapter, shop: Shop) -> None:
        product, written = shop.add_product(), []
        for number in range(250):
            written.append(shop.write_review(product, f"ann.{number}@example.test"))
            shop.tick()
        shown: list[str] = []
        removed: set[str] = set()

        for page in reviews(adapter).written_since(None):
            shown += [review.id for review in page]
            for review_id in [one for one in shown if one not in removed][:40]:
                shop.remove_review(review_id)
                removed.add(review_id)

        assert set(written) <= set(shown)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        shop.stumble()

        with pytest.raises(Retryable):
            list(reviews(adapter).written_since(None))

    def test_wrong_keys_are_for_a_person_to_mend(self, connect: Connect) -> None:
        with pytest.raises(Misconfigured):
            list(reviews(connect("wrong")).written_since(None))

    def test_no_error_shows_a_secret(self, connect: Connect, secrets: list[str]) -> None:
        with pytest.raises(StoreError) as caught:
            list(reviews(connect("wrong")).written_since(None))

        told = "".join(format_exception(caught.value))
        assert not any(secret in told for secret in secrets)
