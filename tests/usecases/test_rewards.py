"""Rewards: taken once per key and never more than there are; the member's for good when an order, a person or the
store says so, and else given back."""

from datetime import timedelta
from typing import Any

import pytest

from connector.core.commerce import Customer, Stage
from connector.core.quote import Refusal
from connector.core.rewards import Fulfilment
from connector.db import redemptions, rewards
from connector.db.engine import Database
from connector.db.ledger import KeyReused
from connector.db.queue import counts
from connector.db.tables import outbox
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import member_card
from connector.usecases.merge import join_members
from connector.usecases.payouts import NoAccount
from connector.usecases.redeem import NoCoupons, NoSuchMember, redeem
from connector.usecases.rewards import (
    NoStandingDiscounts,
    NotWaiting,
    Taking,
    confirm,
    end_discounts,
    offers,
    open_rewards,
    reject,
    take_reward,
)
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes
from tests.building import BERT, NOW, an_order, at, with_code
from tests.usecases.shelves import Accounts
from tests.usecases.shop import CLUB, Discounts, Shop, a_store, enrol, points, settle

PROGRAMME = (
    CLUB
    + """
rewards:
  - {kind: discount, name: ten, points: 50, title: Ten per cent off tea, percent: 10, goods: {categories: [tea]},
     minimum_order: 20, valid_days: 7}
  - {kind: discount, name: five, points: 60, title: Five off, amount: 5, stock: 1}
  - {kind: free_shipping, name: post, points: 30, title: Free delivery, per_member: 1}
  - {kind: product, name: pot, points: 80, title: A pot, product: POT, settlement_price: 0.01, stock: 1}
  - {kind: gift, name: song, points: 20, title: A song, confirm: false}
  - {kind: gift, name: vip, points: 1, title: For few, groups: [vip]}
  - {kind: permanent, name: always, points: 90, title: Five per cent for ever, percent: 5, days: 10}
"""
)
MUCH_LATER = at(1000)


def club(database: Database, shop: Shop | None = None) -> tuple[Store, int]:
    """A store with rewards, and Anna with 250 points."""
    store = a_store(database, shop, PROGRAMME)
    return store, enrol(database, store, 250)


def take(database: Database, store: Store, member: int, name: str, **changes: Any) -> Taking:
    return take_reward(
        database, store, member, name, **{"key": f"k-{name}", "author": "shopper", "now": NOW, **changes}
    )


def test_points_are_held_and_the_coupon_says_what_the_reward_says(database: Database) -> None:
    shop = Shop()
    store, anna = club(database, shop)

    made = take(database, store, anna, "ten")
    sent = dispatch(database, store, NOW)

    assert (made.row.points, made.row.worth, made.row.minimum_spend, made.left) == (50, 0, 2000, 200)
    assert (made.replayed, made.reward.fulfilment, made.row.expires_at) == (False, Fulfilment.ORDER, at(7))
    assert made.reward.terms["title"] == {"": "Ten per cent off tea"}
    assert points(database) == {"available": 200, "held": 50}
    assert sent.done == 1
    coupon = shop.issued[made.row.code]
    assert (coupon.percent, coupon.amount, coupon.categories, coupon.minimum_spend) == (10, 0, ("tea",), 2000)
    assert (coupon.products, coupon.pieces, coupon.free_shipping) == ((), None, False)


def test_an_order_that_uses_the_code_makes_it_the_members(database: Database) -> None:
    store, anna = club(database)
    made = take(database, store, anna, "five")

    settle(database, store, with_code(an_order(id="2", modified_at=at(1), placed_at=at(1)), made.row.code))

    assert points(database)["redeemed"] == 60
    assert verify(database).faults == []


@pytest.mark.parametrize(("name", "where"), [("song", "redeemed"), ("pot", "held"), ("always", "held")])
def test_a_code_that_no_store_knows_is_paid_once_wherever_somebody_writes_it(
    database: Database, name: str, where: str
) -> None:
    shop = Shop()
    shop.standing_discounts, shop.accounts = Discounts(), Accounts()
    store, anna = club(database, shop)
    made = take(database, store, anna, name)

    order = an_order(id="2", modified_at=at(1), placed_at=at(1), stage=Stage.PAID)
    settle(database, store, with_code(order, made.row.code))

    assert points(database)[where] == made.row.points


def test_the_same_key_again_is_the_same_taking_whatever_is_left(database: Database) -> None:
    store, anna = club(database)
    made = take(database, store, anna, "five")

    again = take(database, store, anna, "five", now=at(1))

    assert (again.row, again.reward, again.left, again.replayed) == (made.row, made.reward, 190, True)
    assert points(database) == {"available": 190, "held": 60}


def test_the_same_key_with_another_wish_is_an_error(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    take(sqlite_database, store, anna, "ten", key="k")
    redeem(sqlite_database, store, anna, 100, key="other", author="shopper", now=NOW)

    with pytest.raises(KeyReused, match="k was used for another redemption: 50 points"):
        take(sqlite_database, store, anna, "five", key="k")
    with pytest.raises(KeyReused, match="other was used"):
        take(sqlite_database, store, anna, "ten", key="other")


@pytest.mark.parametrize(
    ("name", "code"), [("none", "no_reward"), ("vip", "reward_groups"), ("post", "member_limit"), ("five", "sold_out")]
)
def test_a_refusal_changes_nothing(sqlite_database: Database, name: str, code: str) -> None:
    store, anna = club(sqlite_database)
    take(sqlite_database, store, anna, "post")
    take(sqlite_database, store, anna, "five")
    before = points(sqlite_database)

    with pytest.raises(Refusal) as refused:
        take(sqlite_database, store, anna, name, key="again")

    assert refused.value.code == code
    assert points(sqlite_database) == before
    with sqlite_database.read() as connection:
        assert counts(connection, outbox) == {("shop", "waiting"): 2}
        assert redemptions.by_key(connection, "again") is None


def test_points_that_are_not_there_buy_nothing(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    redeem(sqlite_database, store, anna, 200, key="r", author="shopper", now=NOW)

    with pytest.raises(Refusal, match="balance: the limit is 50,"):
        take(sqlite_database, store, anna, "five")


def test_a_limit_of_one_member_is_not_anothers(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    settle(sqlite_database, store, an_order(id="b", buyer=BERT))
    take(sqlite_database, store, anna, "post")

    assert take(sqlite_database, store, anna + 1, "post", key="b").left == 70


def test_members_who_are_one_person_share_points_and_limits(database: Database) -> None:
    store, anna = club(database)
    settle(database, store, an_order(id="b", buyer=BERT))
    join_members(database, anna + 1, anna, reason="the same person", author="owner", now=NOW)
    take(database, store, anna, "post")

    with pytest.raises(Refusal, match="member_limit"):
        take(database, store, anna + 1, "post", key="b")
    made = take(database, store, anna + 1, "pot", key="c")
    confirm(database, made.row.reference, author="owner", now=NOW)

    assert made.left == 350 - 30 - 80
    refusals = {offer.reward.name: offer.refusal for offer in offers(database, store, anna + 1, NOW)}
    assert refusals["post"] == Refusal("member_limit", 1, 0)
    assert verify(database).faults == []


def test_groups_are_asked_of_the_store(sqlite_database: Database) -> None:
    shop = Shop()
    store, anna = club(sqlite_database, shop)
    shop.accounts = Accounts(Customer("7", None, groups=("vip",)))

    assert take(sqlite_database, store, anna, "vip").left == 249
    assert {offer.reward.name for offer in offers(sqlite_database, store, anna, NOW)} >= {"vip", "ten"}
    shop.accounts = Accounts(Customer("7", None, groups=("other",)))
    assert "vip" not in {offer.reward.name for offer in offers(sqlite_database, store, anna, NOW)}


def test_a_gift_waits_however_long_until_it_is_confirmed(database: Database) -> None:
    store, anna = club(database)
    made = take(database, store, anna, "pot")

    assert sweep_codes(database, MUCH_LATER) == 0
    (waiting,) = open_rewards(database)
    confirmed = confirm(database, made.row.reference, author="owner", now=MUCH_LATER)

    assert (waiting.reference, waiting.held, waiting.member_id) == (made.row.reference, 80, anna)
    assert (waiting.terms["what"]["product"], waiting.terms["what"]["settlement_price"]) == ("POT", 1)
    assert (confirmed.held, confirmed.redeemed, confirmed.decided_by) == (0, 80, "owner")
    assert (confirmed.decided_at, confirmed.note) == (MUCH_LATER, "confirmed")
    assert open_rewards(database) == []
    assert points(database) == {"available": 170, "redeemed": 80}
    assert verify(database).faults == []


def test_nothing_is_decided_twice(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    reference = take(sqlite_database, store, anna, "pot").row.reference
    confirm(sqlite_database, reference, author="owner", now=NOW)

    with pytest.raises(NotWaiting, match="was decided on 2026-03-01 by owner: confirmed"):
        confirm(sqlite_database, reference, author="owner", now=at(1))
    with pytest.raises(NotWaiting, match="was decided on"):
        reject(sqlite_database, reference, "second thoughts", author="owner", now=at(1))
    assert points(sqlite_database)["redeemed"] == 80


def test_a_rejected_gift_gives_points_and_stock_back(database: Database) -> None:
    store, anna = club(database)
    reference = take(database, store, anna, "pot").row.reference

    rejected = reject(database, reference, "broken", author="owner", now=at(1))

    assert (rejected.held, rejected.redeemed, rejected.note) == (0, 0, "broken")
    assert points(database) == {"available": 250}
    assert take(database, store, anna, "pot", key="again").left == 170
    assert verify(database).faults == []


def test_a_code_is_for_an_order_and_not_for_a_person_to_decide(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    reference = take(sqlite_database, store, anna, "ten").row.reference
    plain = redeem(sqlite_database, store, anna, 100, key="r", author="shopper", now=NOW).row.reference

    with pytest.raises(NotWaiting, match="not one that a person confirms"):
        confirm(sqlite_database, reference, author="owner", now=NOW)
    with pytest.raises(NotWaiting, match="an unused code ends by itself"):
        reject(sqlite_database, reference, "no", author="owner", now=NOW)
    with pytest.raises(NotWaiting, match="no reward was taken under"):
        confirm(sqlite_database, plain, author="owner", now=NOW)


def test_a_code_that_nobody_used_gives_points_and_stock_back(database: Database) -> None:
    store, anna = club(database)
    take(database, store, anna, "five")
    dispatch(database, store, NOW)

    ended = sweep_codes(database, at(32))
    dispatch(database, store, at(32))

    assert ended == 1
    assert points(database) == {"available": 250}
    assert take(database, store, anna, "five", key="again", now=at(33)).left == 190


def test_a_gift_that_needs_nobody_is_the_members_at_once(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)

    made = take(sqlite_database, store, anna, "song")

    assert (made.reward.fulfilment, made.reward.redeemed, made.left) == (Fulfilment.AT_ONCE, 20, 230)
    assert points(sqlite_database) == {"available": 230, "redeemed": 20}
    assert open_rewards(sqlite_database) == []


def accounts(database: Database) -> tuple[Store, int, Discounts]:
    shop = Shop()
    store, anna = club(database, shop)
    shop.standing_discounts = found = Discounts()
    return store, anna, found


def test_a_permanent_discount_is_the_members_once_the_store_has_it(database: Database) -> None:
    store, anna, found = accounts(database)
    made = take(database, store, anna, "always")
    before = points(database)

    dispatch(database, store, NOW)

    (discount,) = found.held.values()
    assert before == {"available": 160, "held": 90}
    assert points(database) == {"available": 160, "redeemed": 90}
    assert (discount.reference, discount.customer, discount.percent) == (made.row.reference, "7", 5)
    assert discount.ends_at == at(10)
    assert verify(database).faults == []


def test_a_discount_that_the_store_cannot_give_any_more_is_parked_and_can_be_taken_back(
    sqlite_database: Database,
) -> None:
    store, anna, _ = accounts(sqlite_database)
    reference = take(sqlite_database, store, anna, "always").row.reference
    store.adapter.standing_discounts = None  # type: ignore[misc]

    parked = dispatch(sqlite_database, store, NOW).parked
    reject(sqlite_database, reference, "the store has none", author="owner", now=at(1))

    assert parked == 1
    assert points(sqlite_database) == {"available": 250}


def test_a_permanent_discount_ends_on_its_day_and_is_paid_for(database: Database) -> None:
    store, anna, found = accounts(database)
    take(database, store, anna, "always")
    dispatch(database, store, NOW)

    ended = [end_discounts(database, at(10) - timedelta(seconds=1)), *(end_discounts(database, at(10)) for _ in "ab")]
    dispatch(database, store, at(10))

    assert ended == [0, 1, 0]
    assert found.held == {}
    assert points(database) == {"available": 160, "redeemed": 90}


def test_taking_a_permanent_discount_back_removes_it_and_returns_its_points(database: Database) -> None:
    store, anna, found = accounts(database)
    reference = take(database, store, anna, "always").row.reference
    dispatch(database, store, NOW)

    reject(database, reference, "left the club", author="owner", now=at(1))
    dispatch(database, store, at(1))

    assert found.held == {}
    assert points(database) == {"available": 250}
    assert end_discounts(database, at(11)) == 0
    assert verify(database).faults == []


def test_a_discount_that_was_taken_back_before_it_was_sent_is_never_granted(sqlite_database: Database) -> None:
    store, anna, found = accounts(sqlite_database)
    reference = take(sqlite_database, store, anna, "always").row.reference
    reject(sqlite_database, reference, "a slip", author="owner", now=NOW)

    dispatch(sqlite_database, store, NOW)

    assert found.held == {}
    assert points(sqlite_database) == {"available": 250}


def test_what_is_over_cannot_be_taken_back(sqlite_database: Database) -> None:
    store, anna, _ = accounts(sqlite_database)
    reference = take(sqlite_database, store, anna, "always").row.reference
    dispatch(sqlite_database, store, NOW)
    end_discounts(sqlite_database, at(10))

    with pytest.raises(NotWaiting, match="its time is over"):
        reject(sqlite_database, reference, "too late", author="owner", now=at(11))


def test_a_store_that_cannot_give_a_reward_says_so(sqlite_database: Database) -> None:
    shop = Shop()
    store, anna = club(sqlite_database, shop)
    elsewhere = a_store(sqlite_database, Shop(), PROGRAMME, name="elsewhere")
    elsewhere.adapter.standing_discounts = Discounts()  # type: ignore[misc]
    shop.without_coupons = True

    with pytest.raises(NoCoupons):
        take(sqlite_database, store, anna, "ten")
    with pytest.raises(NoStandingDiscounts):
        take(sqlite_database, store, anna, "always")
    with pytest.raises(NoAccount, match="has no customer account in store elsewhere"):
        take(sqlite_database, elsewhere, anna, "always")
    with pytest.raises(NoSuchMember):
        take(sqlite_database, store, anna + 9, "song")
    assert points(sqlite_database) == {"available": 250}


def test_a_member_is_shown_with_the_rewards_by_title(sqlite_database: Database) -> None:
    store, anna = club(sqlite_database)
    take(sqlite_database, store, anna, "pot")
    redeem(sqlite_database, store, anna, 100, key="r", author="shopper", now=NOW)

    plain, pot = member_card(sqlite_database, str(anna), NOW).redemptions

    assert plain.reward is None
    assert pot.reward is not None
    assert (pot.reward["title"], pot.worth, pot.held) == ({"": "A pot"}, 0, 80)


def test_what_was_taken_is_counted_for_all_and_for_one(database: Database) -> None:
    store, anna = club(database)
    settle(database, store, an_order(id="b", buyer=BERT))
    for member, key in ((anna, "1"), (anna, "2"), (anna + 1, "3")):
        take(database, store, member, "song", key=key)

    with database.read() as connection:
        of_anna = rewards.taken(connection, store.programme_id, [anna])["song"]
        of_nobody = rewards.taken(connection, store.programme_id)["song"]

    assert (of_anna.by_all, of_anna.by_member) == (3, 2)
    assert (of_nobody.by_all, of_nobody.by_member) == (3, 0)
